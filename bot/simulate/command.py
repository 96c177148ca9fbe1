"""`expertbot simulate`: play a programme's year, then say what was sent to whom when, and what it came to."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.programmes import read
from bot.running import new_event_loop, settle_memory
from bot.settings import Mistake, read_settings
from bot.simulate.deadlines import Deadlines
from bot.simulate.events import event_lines, figure_line
from bot.simulate.report import Summary, as_line, as_words, in_words, standing
from bot.simulate.year import Progress, Year, play
from bot.storage.database import Connection
from bot.storage.record import figures, sent_messages
from bot.storage.statements import Statements
from bot.storage.work import Work, World


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for. `keep` is a folder to keep the year in, and to go on with it from."""

    programme: Path
    first: date
    last: date
    enterprises: int
    experts: int
    seed: int
    as_json: bool
    keep: Path | None
    idle: bool = False


def simulate(wanted: Wanted) -> int:
    """Play the year and print it; 0 when it ended."""
    rules = read(wanted.programme, "en")
    if rules is None:
        return 1
    if wanted.last < wanted.first:
        raise Mistake(f"--to {wanted.last} lies before --from {wanted.first}.")
    year = Year(
        rules, wanted.first, wanted.last, wanted.enterprises, wanted.experts, wanted.seed,
        read_settings().work_calendar(), wanted.idle,
    )  # fmt: skip
    if wanted.keep is not None:
        return _run(year, wanted.keep, as_json=wanted.as_json)
    with tempfile.TemporaryDirectory(prefix="expertbot-year-") as folder:
        return _run(year, Path(folder), as_json=wanted.as_json)


def _run(year: Year, folder: Path, *, as_json: bool) -> int:
    settle_memory()
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(_simulate(year, folder, as_json=as_json))


async def _simulate(year: Year, folder: Path, *, as_json: bool) -> int:
    told, done = _progress(year)
    try:
        database, world = await play(year, folder, told)
    finally:
        done()
    try:
        await database.read(lambda connection: _print(connection, world, as_json=as_json))
    finally:
        database.close()
    return 0


def _print(connection: Connection, world: World, *, as_json: bool) -> None:
    statements, work = Statements(connection), Work(connection, world)
    deadlines = Deadlines(work)
    names = {row[0]: row[1] for row in statements.rows("SELECT id, name FROM person")}
    found = [(sent, names.get(sent.person_id, "")) for sent in sent_messages(statements)]
    summary = Summary(counts=dict(figures(statements)))
    for sent, _ in found:
        summary.add(sent)
    summary.filings.update(standing(filing) for filing in deadlines.filings.values())
    told = summary.as_json()
    if as_json:
        messages = (as_line(sent, name, deadlines.of(sent)) for sent, name in found)
        ends = ({"outcome": each} for each in deadlines.outcomes())
        record = (*event_lines(statements), figure_line(work))
        lines = chain(messages, map(_json, ends), record, (_json({"summary": told}),))
    else:
        lines = chain(as_words(found), ("",), in_words(told))
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _progress(year: Year) -> tuple[Progress, Callable[[], None]]:
    """Return what moves the bar to a day, and what takes it away; no bar where nobody looks."""
    days = (year.last - year.first).days
    bar = tqdm(total=days, unit="天", file=sys.stderr, disable=not sys.stderr.isatty())

    def told(day: date) -> None:
        bar.set_description_str(day.isoformat(), refresh=False)
        bar.update(min((day - year.first).days, days) - bar.n)

    return told, bar.close
