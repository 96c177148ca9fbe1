"""Builders of spreadsheets as people make them, and a world that reads, checks and writes them."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from openpyxl import Workbook, load_workbook

from bot.channels.port import Inbound
from bot.clerk import Clerk
from bot.files import Files
from bot.storage.database import Connection, Database, Engine
from bot.tabling import Papers
from handlers.dialogue.messages import Document
from handlers.dialogue.replies import Fired, Sent, SentFile
from tests.support.world import Visitor, World

Result = TypeVar("Result")
EXPERT_HEADINGS = ("姓名", "工作单位", "职称", "学位", "研究方向", "手机", "所在地")


def xlsx(*rows: Sequence[object], title: str = "Sheet1", **sheets: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with these rows, and further sheets by name."""
    book = Workbook()
    first: Any = book.active
    first.title = title
    for name, content in {title: rows, **sheets}.items():
        sheet = first if name == title else book.create_sheet(name)
        for row in content:
            sheet.append(list(row))
    return bytes_of(book)


def bytes_of(book: Workbook) -> bytes:
    """Return a workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def experts(*rows: Sequence[object]) -> bytes:
    """Return a plain list of experts."""
    return xlsx(EXPERT_HEADINGS, *rows)


def an_expert(name: str = "钱松龄", phone: object = "19900008001", **changes: object) -> list[object]:
    """Return the row of an expert."""
    row = {
        "name": name,
        "unit": "清河工业大学机械学院",
        "title": "教授",
        "degree": "博士",
        "directions": "铝合金压铸件气孔控制",
        "phone": phone,
        "county": "昆山",
    } | changes
    return list(row.values())


def read_rows(data: bytes) -> list[list[Any]]:
    """Return all rows of a workbook's first sheet."""
    sheet: Any = load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet]


class Cut(BaseException):
    """The process ended here: nothing catches that."""


@dataclass
class Bites:
    """The service's database, counting the rows that each unit of writing brings in; it can end a process."""

    database: Database
    engine: Engine
    rows: list[int] = field(default_factory=list)
    most: int = 0

    async def run(self, unit: Callable[[Connection], Result]) -> Result:
        """Run the unit and commit, unless the process ends before."""
        drafts = getattr(unit, "keywords", {}).get("drafts")
        if drafts is not None:
            if self.most and len(self.rows) >= self.most:
                raise Cut
            self.rows.append(len(drafts))
        return await self.database.run(unit)

    async def read(self, unit: Callable[[Connection], Result]) -> Result:
        """Run a unit that only reads."""
        return await self.database.read(unit)

    def close(self) -> None:
        """Close the database."""
        self.database.close()


@dataclass
class Office:
    """A world whose files are fetched and whose sheets are worked on whenever somebody has done something."""

    world: World
    files: Files
    clerk: Clerk
    bites: Bites
    words: list[dict[str, Any]] = field(default_factory=list)

    async def hear(self, items: list[Inbound]) -> None:
        """Take what the clerk has to tell, and remember it."""
        self.words += [item.reply.data for item in items if isinstance(item.reply, Fired)]
        await self.world.service.receive(items)

    def dies_after(self, bites: int) -> None:
        """Let the process end when so many bites are written, and its lease run out."""
        self.bites.most = len(self.bites.rows) + bites
        with suppress(Cut):
            self.world.run(self.clerk.work())
        self.bites.most = 0
        self.world.clock.move(minutes=5)

    def send(self, who: Visitor, data: bytes, name: str = "名单.xlsx") -> None:
        """Let somebody send a file, and the service work on it to the end."""
        remote = f"{who.chat}/{len(self.world.screens.files)}"
        self.world.screens.files[remote] = data
        who.does(Sent((SentFile("document", remote=remote, name=name, size=len(data)),)))
        self.settle()

    def tap(self, who: Visitor, label: str) -> Visitor:
        """Let somebody tap, and the service work on what follows."""
        who.taps(label)
        self.settle()
        return who

    def settle(self) -> None:
        """Fetch and work until nothing is left to do."""
        self.world.run(self._settle())

    def document(self, document: Document) -> bytes:
        """Return the bytes of a message's document, as every channel gets them."""
        papers = Papers(self.files, self.world.database, self.world.surroundings)
        return self.world.run(papers.made(document)).data

    def reports(self, who: Visitor) -> list[list[list[Any]]]:
        """Return the rows of every report that came, the newest last."""
        documents = [d for message in who.screen for d in message.documents if d.kind == "file"]
        return [read_rows(self.document(document)) for document in documents]

    async def _settle(self) -> None:
        await self.files.fetch_waiting()
        while await self.clerk.work():
            await self.world.service.settle()


@contextmanager
def office(*, samples: bool = True) -> Iterator[tuple[Office, Visitor]]:
    """Open the sample world with the coordinator of 昆山 at hand."""
    with World(samples=samples) as world:
        files = Files(
            world.database, world.folder / "files", {"phone": world.screens}, world.clock, in_rows=False
        )
        bites = Bites(world.database, world.database.engine)
        words: list[dict[str, Any]] = []
        clerk = Clerk(bites, world.surroundings, files, world.service.receive, every=0.0)
        desk = Office(world, files, clerk, bites, words)
        clerk.receive = desk.hear
        yield desk, world.known("coordinator:320583")


def results(report: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
    """Return the result and the reason beside each row of a report."""
    place = list(report[0]).index("结果")
    return [(row[place], row[place + 1] or "") for row in report[1:]]
