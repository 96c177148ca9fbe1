"""`expertbot invite`: a single-use link into a bureau; a new one is made with its reporting line."""

import hashlib
import sys
from dataclasses import dataclass

from bot.beside import change
from bot.clock import SystemClock
from bot.documents.rendering import qr_terminal
from bot.planning import plan_years
from bot.settings import Mistake, Settings, read_settings
from bot.storage.work import Work, World
from handlers.domain.bureaus import LEVELS, OWNER, SUCCESSOR, Bureau
from handlers.domain.people import Link
from handlers.domain.regions import COUNTRY, contains, find_regions, full_name, path, region
from handlers.ports.work import Doors

NOBODY = "none"
"""What `--reports-to` says of a bureau at the top of its line."""
MINISTRY = "人力资源和社会保障部"
DOORS = {"owner": "负责人", "deputy": "副负责人", "observer": "会同部门", "": "经办人", "member": "经办人"}


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited, and into which bureau; an empty piece is what the area's code suggests."""

    area: str
    role: str = ""
    name: str = ""
    reports_to: str = ""
    level: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An area with its level; the country is the ministry's."""

    code: str
    level: str
    name: str


def invite(wanted: Invited) -> int:
    """Print the link and its QR code; whoever joins as owner takes the bureau over. Returns 0."""
    settings = read_settings()
    place = _place(wanted.area)
    clock = SystemClock()
    token = clock.token()
    world = World(clock, Doors(_public_url(settings)))

    def unit(work: Work) -> tuple[str, list[str]]:
        bureau, remarks = _bureau(work, wanted, place)
        role = {OWNER: SUCCESSOR}.get(wanted.role, wanted.role)
        link = Link(token_hash=hashlib.sha256(token.encode()).hexdigest(), kind="coordinator", role=role,
                    bureau_id=bureau.id, made_at=work.now, uses_left=1)  # fmt: skip
        work.add(link)
        work.record("link.made", f"bureau:{bureau.id}", kind="coordinator", role=role)
        plan_years(work)
        return bureau.name, remarks

    name, remarks = change(settings, world, unit)
    url = f"{world.doors.public_url}/chat#t={token}"
    said = "".join(f"{remark}\n" for remark in remarks)
    sys.stdout.write(f"{name}：{DOORS[wanted.role]}入口（仅可使用一次）\n{url}\n\n{qr_terminal(url)}\n{said}")
    return 0


def _bureau(work: Work, wanted: Invited, place: Place) -> tuple[Bureau, list[str]]:
    """Return the bureau, made or with its line changed as wanted, and what there is to say about lines."""
    known = _known(work, wanted, place)
    if known is None:
        made = work.add(_new(work, wanted, place))
        return made, _passed_by(work, made)
    if wanted.reports_to:
        above = _above(work, wanted.reports_to)
        if above is not None and (above.id == known.id or known in work.bureaus.line(above.id or 0)):
            raise Mistake(f"{above.name} reports to {known.name} already; a line cannot run in a circle.")
        known.reports_to = above.id if above else None
        work.record("bureau.line", f"bureau:{known.id}", reports_to=known.reports_to)
        return known, [f"{known.name}报送至：{above.name if above else '无上级'}"]
    return known, []


def _known(work: Work, wanted: Invited, place: Place) -> Bureau | None:
    if not wanted.department:
        return work.bureaus.at(place.code)
    found = (
        bureau for bureau in work.bureaus.all() if (bureau.kind, bureau.area) == ("department", place.code)
    )
    return next((bureau for bureau in found if bureau.name == wanted.department), None)


def _new(work: Work, wanted: Invited, place: Place) -> Bureau:
    above = _parent(work, wanted, place)
    return Bureau(
        name=wanted.department or wanted.name or _named(place),
        kind="department" if wanted.department else "bureau",
        level=wanted.level or place.level,
        area=place.code,
        reports_to=above.id if above else None,
    )


def _parent(work: Work, wanted: Invited, place: Place) -> Bureau | None:
    """Return what a new bureau reports to: as it is told, a department to its area's, others as codes say."""
    if wanted.reports_to:
        return _above(work, wanted.reports_to)
    if not wanted.department:
        return _by_code(work, place)
    host = work.bureaus.at(place.code)
    if host is None:
        raise Mistake(f"There is no bureau of {place.code} for a department to report to; invite it first.")
    return host


def _above(work: Work, area: str) -> Bureau | None:
    """Return the bureau that is to be reported to; None for the top of a line."""
    if area == NOBODY:
        return None
    place = _place(area)
    found = work.bureaus.at(place.code)
    if found is None:
        raise Mistake(f"There is no bureau of {place.code} to report to; invite it first.")
    return found


def _by_code(work: Work, place: Place) -> Bureau | None:
    """Return the nearest bureau around an area by its code; the ministry above a province."""
    above = [step.code for step in reversed(path(place.code)[:-1])]
    around = [*above, *([COUNTRY] if place.code != COUNTRY else [])]
    return next((bureau for code in around if (bureau := work.bureaus.at(code))), None)


def _passed_by(work: Work, made: Bureau) -> list[str]:
    """Say which bureaus inside the new one's area report past it: whether they should, only people know."""
    others = (bureau for bureau in work.bureaus.all() if bureau.id != made.id and bureau.kind == "bureau")
    inside = [bureau for bureau in others if contains(made.area, bureau.area)]
    past = [bureau.name for bureau in inside if bureau.reports_to == made.reports_to]
    if not past or made.kind != "bureau":
        return []
    return [
        f"{'、'.join(past)}仍不报送{made.name}；如应报送，请对各单位再执行一次，加 --reports-to {made.area}"
    ]


def _place(area: str) -> Place:
    if area == COUNTRY:
        return Place(COUNTRY, LEVELS[0], MINISTRY)
    found = region(area) or next(iter(find_regions(area)), None)
    if found is None:
        raise Mistake(f"No area is called {area}; give its GB/T 2260 code, as 320583.")
    return Place(found.code, found.level, found.name)


def _named(place: Place) -> str:
    """Return what a bureau is called: the ministry, a province's 厅, everybody else's 局."""
    if place.code == COUNTRY:
        return MINISTRY
    hall = place.level == "province" and not place.name.endswith("市")
    return f"{full_name(place.code)}人力资源和社会保障{'厅' if hall else '局'}"


def _public_url(settings: Settings) -> str:
    return settings.public_url or f"http://{settings.http_host}:{settings.http_port}"
