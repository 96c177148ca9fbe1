"""Dates as people say them: 下周三, 3月10号, 明年3月, 年底前, 两周内.

Vague words mean the last day that still fits: 月底 its last day, 月初 the tenth, 明年3月 the 31st. Without a
year the next such day is meant. These are own rules because no library read such answers well: dateparser
knew 2 of 10; jionlp, the best, brings 240 MB and took 两周内 for two days (measured 2026-11).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlp.dayrules import LENGTH_OF_TIME, RULES, YEAR_ALONE, Resolve, later, next_day, year_of
from nlp.text import fold


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day in a text: what was said, where (in the folded text), and whether as a limit (前, 内, 截止)."""

    day: date
    said: str
    start: int
    is_limit: bool


def read_day(text: str, today: date) -> date | None:
    """Read an answer that is a date; None when it is none. A past date is given as it is."""
    answer = _squeeze(text)
    short = re.fullmatch(r"\D*?(\d{1,2})[-./](\d{1,2})\D*", answer)
    if short:
        return next_day(int(short[1]), int(short[2]), today)
    bare = LENGTH_OF_TIME.fullmatch(answer)
    if bare:
        return later(bare[1], bare[2], today)
    year = YEAR_ALONE.fullmatch(answer)
    if year:
        return date(year_of(year, today), 12, 31)
    return next((said.day for said in find_days(text, today)), None)


def find_days(text: str, today: date) -> tuple[SaidDay, ...]:
    """Find all days of a text in order; of overlapping readings the longest counts."""
    folded = _squeeze(text)
    found = sorted(_candidates(folded, today), key=lambda said: (said.start, -len(said.said)))
    chosen: list[SaidDay] = []
    for said in found:
        if not chosen or said.start >= chosen[-1].start + len(chosen[-1].said):
            chosen.append(said)
    return tuple(chosen)


def _squeeze(text: str) -> str:
    return re.sub(r"(?<=[\u3400-\u9fff])[ \t]+|[ \t]+(?=[\u3400-\u9fff])", "", fold(text))


def _candidates(folded: str, today: date) -> Iterator[SaidDay]:
    for pattern, resolve in RULES:
        for match in pattern.finditer(folded):
            day = _resolve(resolve, match, today)
            if day is not None:
                yield SaidDay(day, match[0], match.start(), _is_limit(folded, match))


def _resolve(resolve: Resolve, match: re.Match[str], today: date) -> date | None:
    try:
        return resolve(match, today)
    except (ValueError, OverflowError):
        return None  # 2月30日, or ten thousand years from now


def _is_limit(folded: str, match: re.Match[str]) -> bool:
    before, after = folded[max(match.start() - 6, 0) : match.start()], folded[match.end() : match.end() + 3]
    if re.search(r"[内底末]$", match[0]) or re.match(r"之?以?前|之?内|以内|截止|为止|底|末", after):
        return True
    return bool(re.search(r"截止|截至|最迟|最晚|不晚于|赶在|by |before ", before))
