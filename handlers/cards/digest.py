"""The daily digest (每日提要): what waits, by section, and the three things to do first as buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from handlers.cards.needs import language
from handlers.cards.preferences import less_button
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken_day

SHOWN = 3
"""Lines of a section that are written out; the rest are counted."""
FIRST = 3
"""Things to do first: nobody does more before the first tea."""
LOOKED_AT = SHOWN + FIRST
"""Lines of a section that a digest is made of: those put first are not written twice."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits. `code` names it for the record ("check:12"); a smaller `rank` is more urgent.

    Without a button nothing can be done about it now, as after a chaser that left today.
    """

    code: str
    rank: int
    words: str
    button: Button | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind: the most urgent ones as lines, and how many there are in all."""

    name: str
    lines: tuple[Line, ...]
    count: int

    def without(self, codes: frozenset[str]) -> Self:
        """Return the section without what is written elsewhere."""
        left = tuple(line for line in self.lines if line.code not in codes)
        gone = sum(line.count for line in self.lines) - sum(line.count for line in left)
        return replace(self, lines=left[:SHOWN], count=self.count - gone)


@dataclass(frozen=True, slots=True)
class Top:
    """One of the things to do first: still open with its button, or done and what became of it."""

    code: str
    words: str
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits for one coordinator, who may work for several bureaus."""

    day: date
    bureaus: tuple[str, ...]
    sections: tuple[Section, ...]
    tops: tuple[Top, ...] = ()
    late: bool = False

    @property
    def open(self) -> bool:
        """Say whether one of the things to do first is still open."""
        return any(top.button for top in self.tops)


def first_of(sections: Sequence[Section]) -> tuple[Line, ...]:
    """Choose what to do first: the most urgent of each section before the second of any."""
    turns = [
        (place, line.rank, line)
        for section in sections
        for place, line in enumerate(line for line in section.lines if line.button)
    ]
    chosen = [line for _, _, line in sorted(turns, key=lambda turn: turn[:2])[:FIRST]]
    return tuple(sorted(chosen, key=lambda line: line.rank))


def digest_card(digest: Digest, t: Translate) -> Message:
    """Return the digest as it stands now: what was done since the morning is shown as done."""
    day = spoken_day(digest.day, digest.day, language(t))
    heading = t("digest.heading_late" if digest.late else "digest.heading", day=day)
    lines = (t("digest.comma").join(digest.bureaus), *_counts(digest, t), *_top_lines(digest, t))
    codes = frozenset(top.code for top in digest.tops)
    rest = (section.without(codes) for section in digest.sections)
    message = Message(heading, lines, tuple(_field(section, t) for section in rest if section.count))
    return message.with_rows(*((top.button,) for top in digest.tops if top.button), _foot(digest, t))


def _counts(digest: Digest, t: Translate) -> tuple[str, ...]:
    """Return how much there is of what, in one line."""
    each = (
        t("digest.count", name=t(f"digest.section.{section.name}"), count=section.count)
        for section in digest.sections
    )
    total = sum(section.count for section in digest.sections)
    return (t("digest.counts", total=total, counts=t("digest.comma").join(each)),) if total else ()


def _top_lines(digest: Digest, t: Translate) -> tuple[str, ...]:
    keys = ("digest.top" if top.button else "digest.top_done" for top in digest.tops)
    pairs = enumerate(zip(keys, digest.tops, strict=True), 1)
    numbered = tuple(t(key, n=n, words=top.words) for n, (key, top) in pairs)
    if digest.open:
        return (t("digest.first"), *numbered)
    if not digest.sections:
        return (*numbered, t("digest.all_done" if numbered else "digest.nothing"))
    return (*numbered, t("digest.first_done")) if numbered else ()


def _field(section: Section, t: Translate) -> tuple[str, str]:
    shown = [t("digest.bullet", words=line.words) for line in section.lines]
    if (left := section.count - sum(line.count for line in section.lines)) > 0:
        shown.append(t("digest.more", count=left))
    label = t("digest.section_of", name=t(f"digest.section.{section.name}"), count=section.count)
    return label, "\n" + "\n".join(shown)


def _foot(digest: Digest, t: Translate) -> tuple[Button, ...]:
    less = less_button("digest", t)
    return (Button(t("digest.all"), "do:tasks"), less) if digest.sections else (less,)
