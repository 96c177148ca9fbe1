"""Works on the spreadsheets that coordinators sent: reads, checks and writes them, and reports each step.

What it has to say goes the way of every message: into the inbox, as the clock's own word about the sheet.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.channels.port import Busy, Inbound
from bot.documents.packed import MOST_BYTES, NotASheet
from bot.documents.sheets import Book
from bot.documents.workbooks import XLSX
from bot.files import Files
from bot.importing import SETTLED, Outcome, Pass, Stopped, desk_at
from bot.storage.database import Connection, Database, StorageBusy
from bot.storage.work import Work, World
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate, translator
from handlers.domain.attachments import Attachment
from handlers.domain.people import Person
from handlers.domain.sheets import IMPORTING, READING, Sheet
from handlers.sheets.drafts import Desk
from handlers.sheets.forms import headings_of
from handlers.sheets.layout import Layout
from handlers.usecases.verdicts import RESULTS, By

LEASE = 120.0  # seconds a sheet is one replica's without a sign of life
EVERY = 3.0  # seconds between two words about the progress
KEPT = timedelta(days=30)  # how long sheets and reports are kept where nothing else is set

_UNFETCHED = {"erased": "sheet.not.erased", "TooLarge": "sheet.not.too_large"}

Receive = Callable[[list[Inbound]], Awaitable[None]]
log = logging.getLogger("expertbot.clerk")


@dataclass(frozen=True, slots=True)
class Job:
    """A sheet as it was when it was taken up; `sha256` and `fault` are its file's."""

    id: int
    revision: int
    state: str
    name: str
    kind: str
    sha256: str
    fault: str
    layout: Layout | None
    counts: dict[str, int]
    by: By
    desk: Desk
    t: Translate


@dataclass
class Clerk:
    """Takes up one sheet after the other; `receive` stores what is to be told."""

    database: Database
    world: World
    files: Files
    receive: Receive
    every: float = EVERY
    kept_for: timedelta = KEPT

    async def work(self) -> bool:
        """Do the next step of the next sheet; say whether there was one to do."""
        now = self.world.clock.now().timestamp()
        number = await self.database.run(lambda c: Work(c, self.world).sheets.claim(now, LEASE))
        if number is None:
            return False
        try:
            return await self._do(await self.database.read(lambda c: self._job(c, number)))
        finally:
            await self._lease(number, 0.0)

    async def tidy(self) -> None:
        """Let go of the bytes of old sheets and reports: they hold people's data."""
        before = (self.world.clock.now() - self.kept_for).timestamp()
        await self.database.run(lambda c: Work(c, self.world).sheets.drop_files(before))

    async def _do(self, job: Job) -> bool:
        if not job.sha256:
            await self._failed(job, _UNFETCHED.get(job.fault, "sheet.not.fetched"), MOST_BYTES // 2**20)
            return True
        try:
            data = await self.files.kept(job.sha256)
            with await asyncio.to_thread(Book, data, job.name) as book:
                await self._step(job, book)
        except NotASheet as refused:
            await self._failed(job, refused.key, refused.values.get("most"))
        except FileNotFoundError:
            await self._failed(job, "sheet.not.erased")
        except Stopped:
            log.info("sheet stopped", extra={"action": "sheet.stopped", "sheet": job.id})
        except (StorageBusy, Busy):
            raise
        except Exception as error:  # noqa: BLE001 - one sheet must not hold up those behind it
            extra = {"action": "sheet.fault", "sheet": job.id}
            log.error("sheet failed: %s", type(error).__name__, extra=extra)  # noqa: TRY400 - words may quote it
            await self._failed(job, "sheet.not.broken")
        return True

    async def _step(self, job: Job, book: Book) -> None:
        if job.state == READING:
            also = headings_of(job.desk.rules)
            layout = await asyncio.to_thread(partial(book.layout, job.kind, also=also))
            await self._tell(job, "read", layout=layout.as_json())
            return
        if job.layout is None:
            raise Stopped
        passing = Pass(self.database, self.world, job.layout, job.by, job.desk, job.t)
        if job.state == IMPORTING:
            passing.writes, passing.sheet = True, (job.id, job.revision)
            passing.settled = job.counts.get(SETTLED, 0)
            passing.counts |= {name: job.counts.get(name, 0) for name in RESULTS}
        outcome = await passing.over(book, job.layout.sheet, self._progress(job))
        await self._reported(job, outcome)

    async def _reported(self, job: Job, outcome: Outcome) -> None:
        sha256 = await self.files.keep(outcome.report)
        stem = job.name.rpartition(".")[0] or job.name
        step = "done" if job.state == IMPORTING else "checked"
        await self._tell(
            job, step, counts=outcome.counts, sha256=sha256, size=len(outcome.report), mime=XLSX,
            name=job.t("sheet.report_name", name=stem),
        )  # fmt: skip

    async def _failed(self, job: Job, key: str, most: object = None) -> None:
        await self._tell(job, "failed", note=key, **({"most": most} if most else {}))

    def _progress(self, job: Job) -> Callable[[int, int], Awaitable[None]]:
        """Return what keeps the lease and says how far it is, now and then."""
        spoke = self.world.clock.monotonic()

        async def progress(done: int, total: int) -> None:
            nonlocal spoke
            if self.world.clock.monotonic() - spoke < self.every or done >= total:
                return
            spoke = self.world.clock.monotonic()
            await self._lease(job.id, self.world.clock.now().timestamp() + LEASE)
            await self._tell(job, "progress", done=done, total=total)

        return progress

    async def _tell(self, job: Job, step: str, **facts: object) -> None:
        """Put a word about the sheet into the inbox. The same step of a revision is heard once."""
        place = facts.get("done", "")
        data = {"step": step, "revision": job.revision, **facts}
        fired = Fired("sheet", f"sheet:{job.id}", data=data)
        number = f"sheet:{job.id}:{job.revision}:{step}:{place}"
        await self.receive([Inbound("clock", number, f"sheet:{job.id}", fired, self.world.clock.now())])

    async def _lease(self, number: int, until: float) -> None:
        await self.database.run(lambda c: Work(c, self.world).sheets.lease(number, until))

    def _job(self, connection: Connection, number: int) -> Job:
        work = Work(connection, self.world)
        try:
            sheet = work.session.get_one(Sheet, number)
            file = work.session.get_one(Attachment, sheet.attachment_id)
            person = work.session.get_one(Person, sheet.person_id)
            return Job(
                id=number, revision=sheet.revision, state=sheet.state, name=sheet.name, kind=sheet.kind,
                sha256=file.sha256, fault=file.fault,
                layout=Layout.from_json(sheet.layout) if sheet.layout else None, counts=dict(sheet.counts),
                by=By(work.people.actor(sheet.person_id), f"sheet:{number}", number),
                desk=desk_at(work, sheet.area), t=translator(person.language),
            )  # fmt: skip
        finally:
            work.let_go()
