"""`expertbot export bulletin` and `export template`: the evaluation bulletin (通报) and its template."""

import sys
from dataclasses import dataclass
from pathlib import Path

from bot.beside import change
from bot.bulk import area_of
from bot.clock import SystemClock
from bot.documents.bulletins import BadTemplate, bulletin_docx, own_template, shipped_template
from bot.settings import Mistake, read_settings
from bot.storage.work import Work, World
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import translator
from handlers.ports.work import Doors
from handlers.usecases.bulletin_files import values_of
from handlers.usecases.bulletins import ACTIVITY, BATCH, WINDOW, YEAR, Wanted
from handlers.usecases.indicators import shown_year


@dataclass(frozen=True, slots=True)
class Asked:
    """What `expertbot export bulletin` was called with; `of` as it was typed."""

    area: str = ""
    year: int = 0
    of: str = ""
    disclosure: str = "closed"


def export_bulletin(file: Path, asked: Asked) -> int:
    """Write a bulletin to a file, out of the operator's own template where there is one."""
    settings, t = read_settings(), translator("zh")
    _free(file)
    world = World(SystemClock(), Doors(), calendar=settings.work_calendar())
    area = area_of(asked.area)
    try:
        values = change(settings, world, lambda work: values_of(work, _wanted(work, asked, area), None))
        template = own_template(settings.data_dir)
        file.write_bytes(bulletin_docx(values, template or shipped_template()))
    except Refused as refused:
        raise Mistake(t(refused.key, **refused.values)) from refused
    except BadTemplate as bad:
        raise Mistake(t("bulletin.bad_template", file=settings.data_dir / "templates", why=bad)) from bad
    sys.stdout.write(f"{values['title']}\n{file}\n")
    return 0


def export_template(file: Path) -> int:
    """Write our own template to a file, to be edited."""
    _free(file)
    file.write_bytes(shipped_template())
    sys.stdout.write(f"{file}\n")
    return 0


def _free(file: Path) -> None:
    if file.exists():
        raise Mistake(f"{file} is there already; name another file.")


def _wanted(work: Work, asked: Asked, area: str) -> Wanted:
    """Return what was asked for, by the names that people use. Raises `Refused` or Mistake."""
    place = area or work.rules.province
    bureau = work.bureaus.at(place)
    if bureau is None or bureau.id is None:
        raise Refused("kpi.no_unit", area=place)
    classes = [each.code for each in work.rules.disclosure]
    if asked.disclosure not in classes:
        raise Mistake(f"--disclosure {asked.disclosure}: there are {', '.join(classes)}.")
    year = shown_year(work.rules, work.today.year, asked.year or None)
    return Wanted(bureau.id, year, _code(work, asked.of), asked.disclosure)


def _code(work: Work, of: str) -> str:
    if not of:
        return YEAR
    if of.isdecimal():
        return f"{BATCH}{of}"
    if of in {each.code for each in work.rules.window}:
        return f"{WINDOW}{of}"
    activity = work.activities.numbered(of)
    if activity is None:
        raise Mistake(f"--of {of}: neither a window, nor a batch, nor the number of an activity.")
    return f"{ACTIVITY}{activity.id}"
