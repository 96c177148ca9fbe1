"""Bringing spreadsheets in: rows are read in threads, judged and written a few hundred at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Protocol, TypeVar

from bot.documents.sheets import Book, Row
from bot.documents.workbooks import Report
from bot.storage.database import Connection
from bot.storage.work import Work, World
from handlers.cards.sheets import reason, result_word
from handlers.dialogue.texts import Translate
from handlers.domain.sheets import IMPORTING, Sheet
from handlers.sheets.drafts import Desk, Draft
from handlers.sheets.layout import Layout
from handlers.sheets.rows import read_row
from handlers.sheets.thoughts import think
from handlers.usecases.importing import bring_in, judge_rows, wants_thought
from handlers.usecases.verdicts import RESULTS, By, Seen, Verdict

CHUNK = 200
"""Rows a transaction: nobody else's message waits longer than some tenths of a second for it."""

SETTLED = "settled"
"""Among a sheet's counts: the rows that are settled and counted, in case this process ends too early."""

Result = TypeVar("Result")
Numbered = tuple[int, Row]
Progress = Callable[[int, int], Awaitable[None]]


class Runner(Protocol):
    """Where units of work run: the service's database, or the operator's beside it."""

    async def run(self, unit: Callable[[Connection], Result]) -> Result:
        """Run the unit in a transaction and commit."""
        ...

    async def read(self, unit: Callable[[Connection], Result]) -> Result:
        """Run a unit that only reads."""
        ...


class Stopped(Exception):
    """The sheet was cancelled, or changed, while its rows were being written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a pass over the rows: how many have each result, and the report as xlsx."""

    counts: dict[str, int]
    report: bytes
    rows: int


@dataclass
class Pass:
    """One pass over a sheet's rows, to look (a dry run) or to write.

    `sheet` is the sheet of a chat at a revision: its progress is kept with each chunk, so that a pass goes on
    where a crash ended it. Without one the operator brings the rows in.
    """

    runner: Runner
    world: World
    layout: Layout
    by: By
    desk: Desk
    t: Translate
    writes: bool = False
    sheet: tuple[int, int] | None = None
    settled: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RESULTS, 0))
    _seen: Seen = field(default_factory=Seen)
    _rows: int = 0

    async def over(self, book: Book, name: str, progress: Progress) -> Outcome:
        """Go over all rows. Raises NotASheet, Stopped."""
        report = Report(name, self.layout.headings, self._headings())
        numbered = book.rows(self.layout)
        try:
            while rows := await asyncio.to_thread(_next, numbered):
                self._rows += len(rows)
                await self._chunk(rows, report)
                await progress(self._rows, max(self._rows, self.layout.rows))
        finally:
            made = await asyncio.to_thread(report.done)
        return Outcome(self.counts, made, self._rows)

    async def _chunk(self, rows: Sequence[Numbered], report: Report) -> None:
        drafts = await asyncio.to_thread(self._read, rows)
        verdicts = await self.runner.read(partial(self._judged, drafts=drafts))
        if self.writes and self._rows > self.settled and any(verdict.written for verdict in verdicts):
            drafts = await asyncio.to_thread(self._thought, drafts, verdicts)
            verdicts = await self.runner.run(partial(self._written, drafts=drafts))
        elif self._rows > self.settled:
            self._count(verdicts)
        await asyncio.to_thread(self._report, rows, drafts, verdicts, report)

    def _read(self, rows: Sequence[Numbered]) -> list[Draft]:
        found = (
            read_row(self.layout.kind, number, self.layout.cells(row), self.desk) for number, row in rows
        )
        return [draft for draft in found if draft is not None]

    def _judged(self, connection: Connection, drafts: Sequence[Draft]) -> Sequence[Verdict]:
        work = Work(connection, self.world)
        try:
            return judge_rows(self.layout.kind, drafts, work, self.by, self._seen)
        finally:
            work.let_go()

    def _thought(self, drafts: Sequence[Draft], verdicts: Sequence[Verdict]) -> list[Draft]:
        kind = self.layout.kind
        return [
            draft.with_thought(think(kind, draft)) if wants_thought(kind, draft, verdict) else draft
            for draft, verdict in zip(drafts, verdicts, strict=True)
        ]

    def _written(self, connection: Connection, drafts: Sequence[Draft]) -> Sequence[Verdict]:
        work = Work(connection, self.world)
        sheet = self._still(work)
        verdicts = bring_in(self.layout.kind, drafts, work, self.by, self._seen)
        counts = _added(self.counts, verdicts)
        if sheet is not None:
            sheet.done, sheet.counts = self._rows, {**counts, SETTLED: self._rows}
        work.flush()
        work.let_go()
        self.counts = counts
        return verdicts

    def _still(self, work: Work) -> Sheet | None:
        """Return the chat's sheet. Raises Stopped when its coordinator has thought better of it."""
        if self.sheet is None:
            return None
        number, revision = self.sheet
        sheet = work.get(Sheet, number)
        if sheet is None or sheet.state != IMPORTING or sheet.revision != revision:
            raise Stopped
        return sheet

    def _count(self, verdicts: Sequence[Verdict]) -> None:
        self.counts = _added(self.counts, verdicts)

    def _report(
        self, rows: Sequence[Numbered], drafts: Sequence[Draft], verdicts: Sequence[Verdict], report: Report
    ) -> None:
        told = {draft.row: verdict for draft, verdict in zip(drafts, verdicts, strict=True)}
        for number, row in rows:
            if (verdict := told.get(number)) is not None:
                why = reason(self.layout.kind, verdict.result, verdict.fields, verdict.remarks, self.t)
                report.add(number, row, verdict.result, result_word(verdict.result, self.t), why)

    def _headings(self) -> tuple[str, str, str]:
        return (self.t("sheet.report_row"), self.t("sheet.report_result"), self.t("sheet.report_why"))


def desk_at(work: Work, area: str) -> Desk:
    """Return what reading rows needs beside them."""
    return Desk(work.rules, area or work.rules.province, work.today)


def _next(rows: Iterator[Numbered]) -> list[Numbered]:
    return list(islice(rows, CHUNK))


def _added(counts: dict[str, int], verdicts: Sequence[Verdict]) -> dict[str, int]:
    found = dict(counts)
    for verdict in verdicts:
        found[verdict.result] += 1
    return found
