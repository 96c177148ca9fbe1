"""`expertbot programme check | open | show`: looks at a programme's file, lets it run, shows what runs."""

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.beside import change
from bot.clock import SystemClock, day_of
from bot.planning import plan_years, set_timers
from bot.settings import Mistake, read_settings
from bot.storage.work import Work, World
from handlers.dialogue.texts import translator
from handlers.domain.days import spoken_day, spoken_time
from handlers.domain.wording import Language
from handlers.ports.work import Doors
from handlers.programme.calendar import WorkCalendar
from handlers.programme.checking import Fault, faults_of, remarks_of
from handlers.programme.listing import heading, told
from handlers.programme.rules import SHIPPED, Rules, as_json, read_rules, shipped
from handlers.usecases.programmes import open_programme


def check(file: Path, language: Language) -> int:
    """Print every mistake with its line (and return 1), or what the programme's first year looks like."""
    calendar = read_settings().work_calendar()
    source = _read(file)
    if faults := faults_of(source):
        _say_faults(file, faults, language)
        return 1
    rules = read_rules(tomllib.loads(source))
    _say(translator(language)("programme.file.good", file=file), heading(rules, language))
    _say(*(_line(file, remark, language) for remark in remarks_of(source)))
    _say_year(rules, rules.years.first_year, calendar, language)
    return 0


def open_file(file: Path, language: Language) -> int:
    """Let the programme of a file run from now on in place of the one that runs; 1 for mistakes in it."""
    source = _read(file)
    if faults := faults_of(source):
        _say_faults(file, faults, language)
        return 1
    settings = read_settings()
    clock = SystemClock()
    world = World(clock, Doors(settings.public_url), calendar=settings.work_calendar())
    changed = change(settings, world, lambda work: _opened(work, source))
    key = "programme.file.changed" if changed else "programme.file.opened"
    rules, t = read_rules(tomllib.loads(source)), translator(language)
    _say(t(key, name=heading(rules, language)))
    if rules.years.last_year < day_of(clock.now()).year:
        _say(t("programme.file.over"))
    return 0


def show(language: Language) -> int:
    """Print the programme that runs and its present year."""
    settings = read_settings()
    if not settings.on_postgres and not Path(settings.database().removeprefix("sqlite:///")).exists():
        _say(translator(language)("programme.file.none"))
        return 0
    world = World(SystemClock(), Doors(settings.public_url), calendar=settings.work_calendar())
    return change(settings, world, lambda work: _show(work, language))


def _show(work: Work, language: Language) -> int:
    t, running = translator(language), work.calls.programme()
    if running is None:
        _say(t("programme.file.none"))
        return 0
    _say(heading(work.rules, language))
    if running.opened_at is not None:
        _say(t("programme.file.since", time=spoken_time(running.opened_at, language)))
    years = work.rules.years
    year = min(max(work.today.year, years.first_year), years.last_year)
    _say_year(work.rules, year, work.calendar, language)
    return 0


def _opened(work: Work, source: str) -> bool:
    """Open it and plan its years; say whether it changed the programme that ran."""
    before = work.calls.programme()
    set_timers(work, open_programme(tomllib.loads(source), work))
    work.flush()
    after = work.calls.programme()
    plan_years(work)
    return before is not None and after is not None and before.id == after.id


def _say_year(rules: Rules, year: int, calendar: WorkCalendar, language: Language) -> None:
    _say(*told(rules, year, calendar, language))
    if rules.years.last_year > calendar.last_known.year:
        day = spoken_day(calendar.last_known, calendar.last_known.replace(year=1), language)
        _say(translator(language)("programme.file.beyond", day=day))


def _say_faults(file: Path, faults: Sequence[Fault], language: Language) -> None:
    _say(translator(language)("programme.file.mistakes", file=file, count=len(faults)))
    _say(*(_line(file, fault, language) for fault in faults))


def _line(file: Path, fault: Fault, language: Language) -> str:
    """Return a line such as "year.toml:12: filing 1, by: …", which editors and terminals can follow."""
    place = f" {fault.place}:" if fault.place else ""
    return f"{file}:{fault.line}:{place} {fault.words(language)}"


def read(file: Path, language: Language) -> dict[str, Any] | None:
    """Return the data of a programme's file, or of a shipped one; None after saying its mistakes."""
    source = _read(file)
    if faults := faults_of(source):
        _say_faults(file, faults, language)
        return None
    return as_json(tomllib.loads(source))


def _read(file: Path) -> str:
    """Return the text of a file, or of a shipped programme of this name where there is no such file."""
    if str(file) in SHIPPED and not file.exists():
        return shipped(str(file))
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistake(f"{file} is not UTF-8 text; save it as UTF-8.") from error
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}.") from error


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
