"""Spreadsheets on both databases: one replica works on one sheet, and rows are written by the hundred."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.handclock import HandClock
from bot.samples.loading import load_samples
from bot.storage.database import Connection, Database
from bot.storage.work import Work, World
from handlers.domain.attachments import Attachment
from handlers.domain.people import Person
from handlers.domain.sheets import CHECKED, READING, Sheet
from handlers.ports.work import Doors
from handlers.sheets.cells import Cell
from handlers.sheets.drafts import Desk
from handlers.sheets.rows import read_row
from handlers.usecases.importing import bring_in, judge_rows
from handlers.usecases.verdicts import By, Seen

Result = TypeVar("Result")
CLOCK = HandClock()
OPERATOR = By(None, "cli:名单.xlsx")
ROWS: Mapping[str, Mapping[str, Cell]] = {
    "experts": {"name": "钱松龄", "unit": "清河工业大学", "phone": "19900008001", "directions": "压铸"},
    "enterprises": {
        "name": "昆山晨星压铸有限公司",
        "county": "昆山",
        "contact": "王敏",
        "phone": "19900008011",
    },
    "needs": {"enterprise": "昆山晨星压铸有限公司", "county": "昆山", "title": "气孔多", "contact": "王敏"},
}


def on(database: Database, unit: Callable[[Work], Result]) -> Result:
    """Run a unit of work."""

    def whole(connection: Connection) -> Result:
        work = Work(connection, World(CLOCK, Doors()))
        result = unit(work)
        work.flush()
        work.let_go()
        return result

    return asyncio.run(database.run(whole))


def a_sheet(work: Work, *, sha256: str = "x", state: str = READING, about: str = "sheet:1") -> int:
    """Keep a sheet whose file is here, or not yet; return its id."""
    person = work.add(Person(created_at=work.now))
    count = work.statements.value("SELECT COUNT(*) FROM attachment")
    file = work.add(
        Attachment(
            person_id=person.id or 0, about=about, channel="web", remote=f"r{count}", kind="document",
            sha256=sha256, made_at=work.now,
        )
    )  # fmt: skip
    sheet = Sheet(person_id=person.id or 0, attachment_id=file.id or 0, name="名单.xlsx", made_at=work.now)
    sheet.state = state
    return work.add(sheet).id or 0


def test_a_sheet_is_one_replicas_until_its_lease_ends(database: Database) -> None:
    number = on(database, a_sheet)
    assert on(database, lambda work: work.sheets.claim(100.0, 60.0)) == number
    assert on(database, lambda work: work.sheets.claim(120.0, 60.0)) is None
    assert on(database, lambda work: work.sheets.claim(161.0, 60.0)) == number
    on(database, lambda work: work.sheets.lease(number, 0.0))
    assert on(database, lambda work: work.sheets.claim(162.0, 60.0)) == number


def test_what_has_not_come_or_waits_for_its_coordinator_is_left(database: Database) -> None:
    on(database, lambda work: a_sheet(work, sha256=""))
    on(database, lambda work: a_sheet(work, state=CHECKED))
    number = on(database, a_sheet)
    assert on(database, lambda work: work.sheets.claim(100.0, 60.0)) == number


def test_old_files_of_sheets_are_let_go_and_no_others(database: Database) -> None:
    on(database, a_sheet)
    on(database, lambda work: a_sheet(work, about="need:1"))
    on(database, lambda work: work.sheets.drop_files(CLOCK.now().timestamp() - 60))
    kept = "SELECT sha256, fault FROM attachment ORDER BY id"
    assert [row[0] for row in on(database, lambda work: work.statements.rows(kept))] == ["x", "x"]
    on(database, lambda work: work.sheets.drop_files(CLOCK.now().timestamp() + 60))
    found = on(database, lambda work: work.statements.rows(kept))
    assert [tuple(row) for row in found] == [("", "erased"), ("x", "")]


def test_each_kind_of_row_is_new_once_and_then_the_same(database: Database) -> None:
    async def furnished() -> None:
        await database.run(lambda connection: load_samples(connection, World(CLOCK, Doors())) and None)

    asyncio.run(furnished())
    for kind, cells in ROWS.items():
        assert on(database, _brought(kind, cells)) == "new", kind
        assert on(database, _judged(kind, cells)) == "same", kind


def _brought(kind: str, cells: Mapping[str, Cell]) -> Callable[[Work], Any]:
    def unit(work: Work) -> str:
        draft = read_row(kind, 2, cells, Desk(work.rules, "320583", work.today))
        assert draft is not None
        return bring_in(kind, [draft], work, OPERATOR, Seen())[0].result

    return unit


def _judged(kind: str, cells: Mapping[str, Cell]) -> Callable[[Work], Any]:
    def unit(work: Work) -> str:
        draft = read_row(kind, 2, cells, Desk(work.rules, "320583", work.today))
        assert draft is not None
        return judge_rows(kind, [draft], work, OPERATOR, Seen())[0].result

    return unit
