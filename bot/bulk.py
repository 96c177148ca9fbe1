"""`expertbot import` and `expertbot export`: whole lists in and out, beside a service that may be running."""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO, TypeVar

from bot.beside import change, engine_of
from bot.clock import SystemClock
from bot.documents.commas import table_csv
from bot.documents.packed import NotASheet
from bot.documents.sheets import Book
from bot.documents.workbooks import table_xlsx
from bot.importing import Outcome, Pass, desk_at
from bot.settings import Mistake, read_settings
from bot.storage.database import Connection, Engine
from bot.storage.work import World
from handlers.cards.sheets import column_lines, count_lines, missing_fields
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.regions import find_regions, region
from handlers.ports.work import Doors
from handlers.sheets.columns import kinds
from handlers.sheets.drafts import Desk
from handlers.sheets.forms import headings_of
from handlers.sheets.layout import Layout
from handlers.usecases.exporting import Export, export_table
from handlers.usecases.verdicts import CHANGED, FAULTY, LIKELY, NEW, By

Result = TypeVar("Result")
BAR = 30  # letters of the progress bar


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `expertbot import` was called with. `columns` maps fields to letters of columns set by hand."""

    kind: str
    file: Path
    area: str = ""
    columns: tuple[str, ...] = ()
    dry_run: bool = False
    yes: bool = False
    report: Path | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Runs units of work on the installation's database; SQLite waits for its turn."""

    engine: Engine

    async def run(self, unit: Callable[[Connection], Result]) -> Result:
        """Run the unit in a transaction and commit."""
        with self.engine.connect() as connection:
            connection.begin()
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            result = unit(connection)
            connection.commit()
        return result

    async def read(self, unit: Callable[[Connection], Result]) -> Result:
        """Run a unit that only reads."""
        with self.engine.connect() as connection:
            return unit(connection)


def import_sheet(wanted: Wanted) -> int:
    """Check a sheet, write a report beside it, and bring it in once that is agreed to; 1 when it is not."""
    settings, t = read_settings(), translator("zh")
    world = World(SystemClock(), Doors(), calendar=settings.work_calendar())
    if not wanted.file.is_file():
        raise Mistake(f"There is no file {wanted.file}.")
    desk = change(settings, world, lambda work: desk_at(work, area_of(wanted.area)))
    engine = engine_of(settings)
    try:
        return asyncio.run(_import(wanted, Beside(engine), world, desk, t))
    except NotASheet as refused:
        raise Mistake(t(refused.key, **{"most": "", **refused.values})) from refused
    finally:
        engine.dispose()


def export_sheet(what: str, file: Path, area: str, call: str, year: int = 0) -> int:
    """Write a table to a file, as CSV where its name says so; no other file of this name is written over."""
    settings, t = read_settings(), translator("zh")
    if file.exists():
        raise Mistake(f"{file} is there already; name another file.")
    world = World(SystemClock(), Doors(), calendar=settings.work_calendar())
    export = Export(what, None, area_of(area), call, year)
    try:
        table = change(settings, world, lambda work: export_table(export, work, t))
    except Refused as refused:
        raise Mistake(t(refused.key, **refused.values)) from refused
    file.write_bytes(table_csv(table) if file.suffix == ".csv" else table_xlsx(table))
    sys.stdout.write(f"{table.title}：{table.remark}\n{file}\n")
    return 0


async def _import(wanted: Wanted, beside: Beside, world: World, desk: Desk, t: Translate) -> int:
    say = sys.stdout.write
    with Book(wanted.file.read_bytes(), wanted.file.name) as book:
        layout = _layout(book, wanted, desk, t)
        say("\n".join((_what(layout, t), *column_lines(layout, t))) + "\n")
        source = f"cli:{wanted.file.name}"
        passing = partial(Pass, beside, world, layout, By(None, source), desk, t)
        checked = await _gone_over(passing(), book, "检查")
        _tell(wanted, checked, t, done=False)
        if wanted.dry_run or not sum(checked.counts[name] for name in (NEW, CHANGED, LIKELY)):
            return 0
        if not wanted.yes and not _agreed():
            say("没有导入。确认无误后加上 --yes 再运行。\n")
            return 1
        done = await _gone_over(passing(writes=True), book, "导入")
        _tell(wanted, done, t, done=True)
    return 0


def _layout(book: Book, wanted: Wanted, desk: Desk, t: Translate) -> Layout:
    layout = book.layout(wanted.kind, also=headings_of(desk.rules))
    for setting in wanted.columns:
        name, _, letters = setting.partition("=")
        if name not in kinds()[wanted.kind].fields or not re.fullmatch(r"[A-Za-z]{1,2}", letters):
            fields = "、".join(kinds()[wanted.kind].fields)
            raise Mistake(f"--column {setting}：请写成 unit=C，可用的有 {fields}。")
        layout = layout.with_column(name, _column(letters.upper()))
    if layout.missing:
        lacks = "、".join(missing_fields(layout, t))
        first = layout.missing[0][0]
        raise Mistake(f"{t('sheet.lacks', fields=lacks)} 例如 --column {first}=B")
    return layout


def _tell(wanted: Wanted, outcome: Outcome, t: Translate, *, done: bool) -> None:
    """Print what came of it, and write the report where something needs looking at or was asked for."""
    sys.stdout.write("\n".join(count_lines(outcome.counts, t, done=done)) + "\n")
    report = wanted.report or wanted.file.with_name(t("sheet.report_name", name=wanted.file.stem))
    if wanted.report or wanted.dry_run or outcome.counts[FAULTY] or outcome.counts[LIKELY]:
        report.write_bytes(outcome.report)
        sys.stdout.write(f"{report}\n")


async def _gone_over(passing: Pass, book: Book, word: str) -> Outcome:
    progress = _bar(word, sys.stderr)
    outcome = await passing.over(book, passing.layout.sheet, progress)
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    return outcome


def _bar(word: str, out: TextIO) -> Callable[[int, int], Awaitable[None]]:
    """Return what draws a bar where somebody looks on."""

    async def progress(done: int, total: int) -> None:
        if out.isatty():
            full = BAR * done // max(1, total)
            out.write(f"\r{word} [{'#' * full}{'.' * (BAR - full)}] {done}/{total}")
            out.flush()

    return progress


def _agreed() -> bool:
    """Ask at a terminal; anywhere else only --yes agrees."""
    if not sys.stdin.isatty():
        return False
    sys.stdout.write("导入以上内容吗？[y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是"}


def _what(layout: Layout, t: Translate) -> str:
    kind = t(f"sheet.kind.{layout.kind}")
    return t("sheet.what", kind=kind, rows=layout.rows, sheet=layout.sheet, row=layout.first - 1)


def area_of(words: str) -> str:
    """Return the code of an area given by code or name; empty for none. Raises Mistake for one unknown."""
    if not words:
        return ""
    found = region(words) or next(iter(find_regions(words)), None)
    if found is None:
        raise Mistake(f"No area is called {words}; give its GB/T 2260 code, as 320583.")
    return found.code


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
