"""The preview (明日预览): exactly who gets what until the end of the next working day, and how to skip it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import SHANGHAI, spoken_day

PAGE = 8
NAMED = 3
WORDS = 40
"""Characters of a message that a line shows."""
SKIP = "pv.skip"
_DOOR = re.compile(r"https?://\S+")
"""A link in a text message: the dry run's opens nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one timer says to people in the same words, at one moment.

    `people` are names with their units; `silent` of them have no chat open. `skip` holds the timer's key when
    the viewer may skip it. `way` is mail, text or group for what leaves outside the chats.
    """

    at: datetime
    words: str
    people: tuple[str, ...]
    silent: int = 0
    skip: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """All that will leave until the end of `day`; `page` counts from 0."""

    day: date
    today: date
    entries: tuple[Entry, ...]
    people: int
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self.entries) // PAGE))


def preview_card(preview: Preview, t: Translate) -> Message:
    """Return one page, grouped by hour, with the buttons that skip and turn pages."""
    day = spoken_day(preview.day, preview.today, language(t))
    heading = t("preview.heading", day=day)
    if not preview.entries:
        return Message(heading, (t("preview.nothing", day=day),))
    first = preview.page * PAGE
    shown = list(enumerate(preview.entries, 1))[first : first + PAGE]
    lines = (t("preview.count", count=len(preview.entries), people=preview.people, day=day),)
    fields = tuple(_hour(hour, list(some), preview.today, t) for hour, some in groupby(shown, key=_hour_of))
    message = Message(heading, lines, fields, closing=(t("preview.dry"),))
    return message.with_rows(*_skips(shown, t), *_pages(preview, t))


def skip_question(entry: Entry, today: date, t: Translate) -> Message:
    """Ask once more, with whom it would have reached and when."""
    here = entry.at.astimezone(SHANGHAI)
    when = f"{spoken_day(here.date(), today, language(t))}{here:%H:%M}"
    words = t("preview.skip_sure", when=when, people=_people(entry, t), words=entry.words)
    sure = Button(t("preview.skip_yes"), f"pv.yes:{entry.skip}", "danger")
    return Message(lines=(words,), rows=((sure, Button(t("preview.skip_no"), "pv:0")),))


def summary(message: Message) -> str:
    """Return the first words of a message, as a line can hold them."""
    words = _DOOR.sub("", message.heading or next(iter(message.lines), "")).rstrip()
    return words if len(words) <= WORDS else f"{words[: WORDS - 1]}…"


def _hour_of(numbered: tuple[int, Entry]) -> datetime:
    return numbered[1].at.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)


def _hour(hour: datetime, some: Sequence[tuple[int, Entry]], today: date, t: Translate) -> tuple[str, str]:
    label = f"{spoken_day(hour.date(), today, language(t))}{hour:%H:%M}"
    return label, "\n" + "\n".join(_line(number, entry, t) for number, entry in some)


def _line(number: int, entry: Entry, t: Translate) -> str:
    here = entry.at.astimezone(SHANGHAI)
    minutes = f"{here:%H:%M} " if here.minute else ""
    silent = t("preview.silent", count=entry.silent) if entry.silent else ""
    by = t(f"preview.by.{entry.way}") if entry.way else ""
    people = _people(entry, t)
    return t("preview.line", n=number, at=minutes, people=people, words=entry.words, by=by, silent=silent)


def _people(entry: Entry, t: Translate) -> str:
    names = t("digest.comma").join(entry.people[:NAMED])
    return t("preview.and_more", names=names, count=len(entry.people)) if len(entry.people) > NAMED else names


def _skips(shown: Sequence[tuple[int, Entry]], t: Translate) -> tuple[tuple[Button, ...], ...]:
    """Return one button for each timer that may be skipped, four a row."""
    keys: dict[str, int] = {}
    for number, entry in shown:
        if entry.skip:
            keys.setdefault(entry.skip, number)
    buttons = [Button(t("preview.skip", n=number), f"{SKIP}:{key}") for key, number in keys.items()]
    return tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))


def _pages(preview: Preview, t: Translate) -> tuple[tuple[Button, ...], ...]:
    if preview.pages == 1:
        return ()
    number = t("preview.page", page=preview.page + 1, pages=preview.pages)
    following = (preview.page + 1) % preview.pages
    former = (preview.page - 1) % preview.pages
    back = Button(t("preview.back"), f"pv:{former}")
    return ((back, Button(t("preview.on", page=number), f"pv:{following}")),)
