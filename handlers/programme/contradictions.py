"""What a programme file says against itself: every check reads what is there and leaves wrong types alone."""

from collections.abc import Callable, Collection, Iterator

from handlers.domain.regions import region
from handlers.programme.found import Found
from handlers.programme.lines import Path
from handlers.programme.lists import shared
from handlers.programme.question_checks import question_faults
from handlers.programme.raw import (
    Table,
    day,
    entries,
    month_day,
    neighbours,
    number,
    numbers,
    section,
    text,
    texts,
)

LEVELS = ("county", "city", "province", "ministry")
CODED = (
    ("call",), ("window",), ("target",), ("receiver",), ("degree",), ("need_kind",), ("unit_type",),
    ("preferred_category",), ("service_form",), ("support_kind",), ("industry_flag",), ("task_category",),
    ("form",), ("form", "column"), ("filing", "document"), ("questionnaire",), ("questionnaire", "question"),
    ("questionnaire", "question", "option"),
)  # fmt: skip
"""Lists whose entries have a code that stands once in them."""


def contradictions(data: Table) -> Iterator[Found]:
    """Yield everything that does not fit together."""
    checks = (_years, _province, _twice, _unknown, _areas, _windows, _order, _levels, _ladders, _bounds)
    for check in (*checks, question_faults):
        yield from check(data)


def leap_days(data: Table) -> Iterator[Path]:
    """Yield where 29 February stands: in other years the 28th is meant."""
    for name, key in (("call", "opens"), ("filing", "by"), ("publication", "opens"), ("publication", "by")):
        yield from ((*place, key) for place, entry in entries(data, name) if entry.get(key) == "02-29")


def _years(data: Table) -> Iterator[Found]:
    years, opened = section(data, "years"), day(data, "opened")
    first, last = number(years, "first_year"), number(years, "last_year")
    if first is not None and last is not None and first > last:
        yield Found(("years", "last_year"), "years_reversed", {"first": first, "last": last})
    if opened is not None and last is not None and opened.year > last:
        yield Found(("opened",), "opened_after", {"given": str(opened), "last": last})


def _province(data: Table) -> Iterator[Found]:
    code = text(data, "province")
    place = region(code)
    if code and (place is None or place.level != "province"):
        yield Found(("province",), "no_province", {"given": code})


def _twice(data: Table) -> Iterator[Found]:
    for keys in CODED:
        yield from _repeated(data, keys, lambda entry: text(entry, "code"))
    yield from _repeated(data, ("title",), lambda entry: text(entry, "name"), "name")
    yield from _repeated(data, ("publication",), lambda entry: text(entry, "call"), "call")
    yield from _repeated(data, ("filing",), _rule)
    published = {f"{text(entry, 'call')}.publication" for _, entry in entries(data, "publication")}
    for place, entry in entries(data, "filing"):
        if _rule(entry) in published:
            yield Found((*place, "code"), "twice", {"given": _rule(entry)})


def _rule(filing: Table) -> str:
    call, code = text(filing, "call"), text(filing, "code")
    return f"{call}.{code}" if call and code else code


def _repeated(
    data: Table, keys: tuple[str, ...], name: Callable[[Table], str], at: str = "code"
) -> Iterator[Found]:
    seen: set[tuple[Path, str]] = set()
    for place, entry in entries(data, *keys):
        given = (place[:-1], name(entry))
        if given[1] and given in seen:
            yield Found((*place, at), "twice", {"given": given[1]})
        seen.add(given)


def _unknown(data: Table) -> Iterator[Found]:
    """Find codes of entries that are not there."""
    calls, receivers = _codes(data, "call"), _codes(data, "receiver")
    for name in ("filing", "publication", "window"):
        for place, entry in entries(data, name):
            yield from _known((*place, "call"), text(entry, "call"), calls, "call")
            yield from _known((*place, "receiver"), text(entry, "receiver"), receivers, "receiver")
    for nth, task in texts(data, "tasks"):
        yield from _known(("tasks", nth), task, _codes(data, "task_category"), "task_category")
    rule = section(data, "eligibility")
    for nth, level in texts(rule, "title_levels"):
        levels = _codes(data, "title", "level")
        yield from _known(("eligibility", "title_levels", nth), level, levels, "title")
    for nth, degree in texts(rule, "degrees"):
        yield from _known(("eligibility", "degrees", nth), degree, _codes(data, "degree"), "degree")


def _codes(data: Table, name: str, key: str = "code") -> Collection[str]:
    """Return the codes of a list, of the shared one where the file has none."""
    if name in data or not hasattr(shared(), name):
        return dict.fromkeys(text(entry, key) for _, entry in entries(data, name))
    return dict.fromkeys(getattr(entry, key) for entry in getattr(shared(), name))


def _known(place: Path, code: str, codes: Collection[str], name: str) -> Iterator[Found]:
    if code and code not in codes:
        known = ", ".join(sorted(filter(None, codes))) or "-"
        yield Found(place, "unknown_code", {"given": code, "list": name, "known": known})


def _areas(data: Table) -> Iterator[Found]:
    for place, entry in entries(data, "addressed"):
        for nth, code in texts(entry, "areas"):
            if region(code) is None:
                yield Found((*place, "areas", nth), "no_area", {"given": code})
    for place, entry in entries(data, "target"):
        if (code := text(entry, "area")) and region(code) is None:
            yield Found((*place, "area"), "no_area", {"given": code})


def _windows(data: Table) -> Iterator[Found]:
    for place, entry in entries(data, "window"):
        first, last = number(entry, "first_month"), number(entry, "last_month")
        if first is not None and last is not None and first > last:
            yield Found((*place, "last_month"), "window_reversed", {"first": first, "last": last})


def _order(data: Table) -> Iterator[Found]:
    """Find what is due before it opens: a year's plan never runs over into the next year."""
    calls: dict[str, str] = {}
    for _, entry in entries(data, "call"):
        calls.setdefault(text(entry, "code"), month_day(entry, "opens"))
    for name in ("filing", "publication"):
        for place, entry in entries(data, name):
            opens, by = month_day(entry, "opens"), month_day(entry, "by")
            opens = max(opens, calls.get(text(entry, "call"), ""))
            if by and by < opens:
                yield Found((*place, "by"), "too_early", {"by": by, "opens": opens})


def _levels(data: Table) -> Iterator[Found]:
    for place, entry in entries(data, "filing"):
        to = text(entry, "to_level")
        for nth, level in texts(entry, "from_levels"):
            if level in LEVELS and to in LEVELS and LEVELS.index(level) >= LEVELS.index(to):
                yield Found((*place, "from_levels", nth), "not_upwards", {"level": level, "to": to})


def _ladders(data: Table) -> Iterator[Found]:
    deadlines = section(data, "deadlines")
    for name in ("rungs", "enterprise_rungs"):
        for nth, one, other in neighbours(numbers(deadlines, name)):
            if one <= other:
                yield Found(("deadlines", name, nth), "not_falling", {"one": one, "other": other})
    climbs = [
        (nth, days)
        for nth, (_, entry) in enumerate(entries(deadlines, "climbs"))
        if (days := number(entry, "after_workdays")) is not None
    ]
    for nth, one, other in neighbours(climbs):
        if one >= other:
            place = ("deadlines", "climbs", nth, "after_workdays")
            yield Found(place, "not_rising", {"one": one, "other": other})


def _bounds(data: Table) -> Iterator[Found]:
    pairs: list[tuple[Path, Table, str, str]] = [
        (("team",), section(data, "team"), "least", "most"),
        (("visit",), section(data, "visit"), "least_days", "most_days"),
    ]
    pairs += [(place, entry, "number", "most") for place, entry in entries(data, "target")]
    for place, entry, least, most in pairs:
        low, high = number(entry, least), number(entry, most)
        if low is not None and high is not None and low > high:
            yield Found((*place, most), "bounds_reversed", {"least": low, "most": high})
