"""The year's days (日历): as text in the chat, and as data for the calendar of a phone (日历订阅)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards.digest_lines import short_name
from handlers.cards.filed import Filed, filing_name
from handlers.cards.filings import due_line, state_line
from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken, spoken_day
from handlers.domain.filings import OPEN, OWED

Days = Sequence["Day"]


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the year: its day in order, what it is, and when in words."""

    day: date
    what: str
    when: str


def filing_day(one: Filed, t: Translate) -> Day:
    """Return what the bureau owes: legal day and aim, with weekday and days left; or that it is done."""
    when = (
        due_line(one, t) if one.filing.state in OWED else spoken_day(one.filing.legal, one.today, language(t))
    )
    state = state_line(one, t) if one.filing.state != OPEN else ""
    return Day(
        one.filing.legal, filing_name(one, t), t("calendar.with", when=when, state=state) if state else when
    )


def awaited_day(some: Sequence[Filed], t: Translate) -> Day:
    """Return what several units owe this one by the same rule: how many have filed."""
    first = some[0]
    missing = sum(one.filing.state in OWED for one in some)
    when = spoken(first.filing.legal, first.today, language(t))
    words = t("calendar.awaited", when=when, done=len(some) - missing, count=len(some))
    return Day(first.filing.legal, t("calendar.from_below", name=filing_name(first, t)), words)


def opening_day(name: str, opens: date, today: date, t: Translate) -> Day:
    """Return the opening of a call for needs."""
    return Day(opens, t("calendar.opens", name=name), spoken(opens, today, language(t)))


def window_day(name: str, first: date, last: date, today: date, t: Translate) -> Day:
    """Return the days in which experts go out."""
    begins, ends = spoken_day(first, today, language(t)), spoken_day(last, today, language(t))
    return Day(first, name or t("calendar.window"), t("calendar.from_to", first=begins, last=ends))


def year_card(year: int, bureaus: Sequence[Bureau], days: Days, t: Translate) -> Message:
    """Return the year's days in their order, with the ways to take them into a phone's calendar."""
    names = t("digest.comma").join(short_name(bureau) for bureau in bureaus)
    heading = t("calendar.heading", year=year, names=names)
    rows = tuple(row for bureau in bureaus for row in _rows(bureau, t, named=len(bureaus) > 1))
    fields = tuple((day.what, day.when) for day in sorted(days, key=lambda day: (day.day, day.what)))
    lines = () if fields else (t("calendar.empty"),)
    return Message(heading, lines, fields, rows=rows)


def file_card(bureau: Bureau, year: int, data: str, t: Translate) -> Message:
    """Return a bureau's deadlines as a file for a phone's calendar."""
    name = t("calendar.file_name", name=short_name(bureau), year=year)
    document = Document("ics", f"{name}.ics", data)
    return Message(lines=(t("calendar.file_here", name=short_name(bureau)),), documents=(document,))


def feed_card(bureau: Bureau, url: str, t: Translate) -> Message:
    """Show the address of a feed, once: it is a key, and the message says so."""
    lines = (t("calendar.feed", name=short_name(bureau)), url, t("calendar.feed_how"), t("calendar.feed_key"))
    return Message(lines=lines, rows=(_feed_buttons(bureau, t),))


def kept_card(bureau: Bureau, since: date, today: date, t: Translate) -> Message:
    """Say that a feed stands already; its address is not kept and cannot be shown again."""
    day = spoken_day(since, today, language(t))
    return Message(
        lines=(t("calendar.feed_stands", name=short_name(bureau), day=day),), rows=(_feed_buttons(bureau, t),)
    )


def _rows(bureau: Bureau, t: Translate, *, named: bool) -> tuple[tuple[Button, ...], ...]:
    name = t("calendar.of", name=short_name(bureau)) if named else ""
    subscribe = Button(t("calendar.subscribe", of=name), f"cal.sub:{bureau.id}")
    return ((subscribe, Button(t("calendar.file", of=name), f"cal.file:{bureau.id}")),)


def _feed_buttons(bureau: Bureau, t: Translate) -> tuple[Button, ...]:
    new = Button(t("calendar.feed_new"), f"cal.new:{bureau.id}")
    return new, Button(t("calendar.feed_stop"), f"cal.stop:{bureau.id}", "danger")
