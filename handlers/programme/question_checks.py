"""What the questionnaires of a programme file say against themselves."""

from collections.abc import Iterator

from handlers.programme.found import Found
from handlers.programme.lines import Path
from handlers.programme.lists import shared
from handlers.programme.raw import Table, entries, number, section, text, values

SCALE = 5
"""Words of a rating, from 1 (worst) to 5 (best)."""


def question_faults(data: Table) -> Iterator[Found]:
    """Yield ratings without five words, choices without options, questions that wait for none before."""
    for place, form in entries(data, "questionnaire"):
        before: list[str] = []
        for inner, question in entries(form, "question"):
            yield from _of_question((*place, *inner), question, before)
            before.append(text(question, "code"))
    yield from _of_case(data)


def _of_question(place: Path, question: Table, before: list[str]) -> Iterator[Found]:
    kind, words = text(question, "kind"), values(question, "scale")
    if kind == "rating" and len(words) != SCALE:
        yield Found((*place, "scale"), "scale_of_five", {"given": len(words), "wanted": SCALE})
    if kind == "choice" and not values(question, "option"):
        yield Found((*place, "option"), "no_options")
    waits_for = text(question, "only_if")
    if waits_for and waits_for not in before:
        known = ", ".join(filter(None, before)) or "-"
        yield Found((*place, "only_if"), "no_question_before", {"given": waits_for, "known": known})
    least, most = number(question, "at_least") or 1, number(question, "at_most") or SCALE
    if least > most:
        yield Found((*place, "at_least"), "bounds_reversed", {"least": least, "most": most})


def _of_case(data: Table) -> Iterator[Found]:
    """Find a typical case that waits for a rating which the enterprise is never asked for."""
    rating = text(section(section(data, "after_visit"), "case"), "rating")
    if rating and rating not in (ratings := _ratings(data)):
        known = ", ".join(ratings) or "-"
        yield Found(
            ("after_visit", "case", "rating"),
            "unknown_code",
            {"given": rating, "list": "questionnaire", "known": known},
        )


def _ratings(data: Table) -> list[str]:
    """Return the ratings of the satisfaction survey, of the shared one where the file has none."""
    if "questionnaire" in data:
        forms = (each for _, each in entries(data, "questionnaire") if text(each, "code") == "satisfaction")
        asked = (each for form in forms for _, each in entries(form, "question"))
        return sorted(text(each, "code") for each in asked if text(each, "kind") == "rating")
    rule = shared().questions("satisfaction")
    return sorted(each.code for each in rule.question if each.kind == "rating") if rule else []
