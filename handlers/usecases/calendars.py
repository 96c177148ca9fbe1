"""The year's days of a bureau (日历): listed in the chat, as a file, and as a feed for phones."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from handlers.cards.calendar import (
    Day,
    awaited_day,
    feed_card,
    file_card,
    filing_day,
    kept_card,
    opening_day,
    window_day,
    year_card,
)
from handlers.cards.filed import filed
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.days import shanghai_day
from handlers.domain.people import Link
from handlers.domain.programmes import Cycle
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import year_of
from handlers.telling import line, tell
from handlers.usecases.calendar_data import calendar_data
from handlers.usecases.people import CALENDAR, new_link
from handlers.usecases.subjects import bureau_subject


def show_year(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show this year's days of the actor's bureaus."""
    bureaus = [b for desk in actor.desks if (b := uow.get(Bureau, desk.bureau_id)) and _sees(uow, actor, b)]
    if not bureaus:
        raise Refused("digest.only_bureaus")
    cycle = uow.calls.cycle(uow.today.year)

    def make(t: Translate) -> Message:
        days = [*_own(uow, cycle, bureaus, t), *_common(uow, cycle, t)] if cycle else []
        return year_card(uow.today.year, bureaus, days, t)

    return tell(uow, actor.person_id, make, card="calendar")


def give_file(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Effects:
    """Send a bureau's deadlines as an iCalendar file."""
    bureau = _opened(uow, actor, bureau_id)

    def make(t: Translate) -> Message:
        return file_card(
            bureau, uow.today.year, json.dumps(calendar_data(uow, bureau, t), ensure_ascii=False), t
        )

    return tell(uow, actor.person_id, make)


def subscribe(uow: UnitOfWork, actor: Actor, bureau_id: int, *, anew: bool = False) -> Effects:
    """Make the address of a feed, which is shown once; `anew` ends the former one."""
    bureau = _opened(uow, actor, bureau_id)
    standing = _standing(uow, actor, bureau_id)
    if standing and not anew:
        since = shanghai_day(standing[-1].made_at)
        return tell(uow, actor.person_id, lambda t: kept_card(bureau, since, uow.today, t))
    _end(uow, standing)
    link = Link(token_hash="", kind=CALENDAR, person_id=actor.person_id, bureau_id=bureau_id, made_at=uow.now)
    link.made_by = actor.person_id
    token, _ = new_link(uow, link)
    return tell(uow, actor.person_id, lambda t: feed_card(bureau, feed_url(uow, token), t))


def unsubscribe(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Effects:
    """End the feed: its address answers nothing from now on."""
    _end(uow, _standing(uow, actor, bureau_id))
    return tell(uow, actor.person_id, line("calendar.feed_stopped"))


def feed(uow: UnitOfWork, token: str) -> dict[str, Any] | None:
    """Return what a feed's address shows; None when it was ended or its owner left the bureau."""
    link = uow.people.link(token)
    if link is None or link.kind != CALENDAR or link.revoked_at is not None or link.bureau_id is None:
        return None
    actor, bureau = uow.people.actor(link.person_id or 0), uow.get(Bureau, link.bureau_id)
    if bureau is None or not _works_in(actor, bureau) or not _sees(uow, actor, bureau):
        return None
    return calendar_data(uow, bureau, translator(actor.language))


def feed_url(uow: UnitOfWork, token: str) -> str:
    """Return the address of a feed. A calendar program keeps nothing but it, so the token stands in it."""
    return f"{uow.doors.public_url}/calendar/{token}.ics"


def _own(uow: UnitOfWork, cycle: Cycle, bureaus: list[Bureau], t: Translate) -> Iterator[Day]:
    """Return what the bureaus owe, and what they wait for from others."""
    own = [bureau.id or 0 for bureau in bureaus]
    filings = [filed(uow, each) for each in uow.filings.of_cycle(cycle.id or 0)]
    yield from (filing_day(one, t) for one in filings if one.filing.bureau_id in own)
    awaited = [one for one in filings if one.filing.to_id in own and one.filing.bureau_id not in own]
    in_order = sorted(awaited, key=lambda one: (one.filing.rule, one.filing.legal))
    for _, some in groupby(in_order, key=lambda one: (one.filing.rule, one.filing.legal)):
        yield awaited_day(list(some), t)


def _common(uow: UnitOfWork, cycle: Cycle, t: Translate) -> Iterator[Day]:
    """Return what is everybody's: calls, and the months in which experts go out."""
    for call in uow.calls.of_cycle(cycle.id or 0):
        yield opening_day(call.name, call.opens, uow.today, t)
    names = {rule.code: rule.en if t("task.language") == "en" else rule.zh for rule in uow.rules.window}
    for window in year_of(uow.rules, cycle.year, uow.calendar).windows:
        yield window_day(names.get(window.code, ""), window.first, window.last, uow.today, t)


def _opened(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Bureau:
    bureau = uow.get(Bureau, bureau_id)
    if bureau is None or not _works_in(actor, bureau) or not _sees(uow, actor, bureau):
        raise Refused("calendar.may_not")
    return bureau


def _works_in(actor: Actor, bureau: Bureau) -> bool:
    return any(desk.bureau_id == bureau.id for desk in actor.desks)


def _sees(uow: UnitOfWork, actor: Actor, bureau: Bureau) -> bool:
    return may(actor, "see_filing", bureau_subject(uow, bureau))


def _standing(uow: UnitOfWork, actor: Actor, bureau_id: int) -> list[Link]:
    links = uow.people.links_of(actor.person_id, CALENDAR)
    return [link for link in links if link.revoked_at is None and link.bureau_id == bureau_id]


def _end(uow: UnitOfWork, links: list[Link]) -> None:
    for link in links:
        link.revoked_at = uow.now
        uow.record("link.revoked", f"link:{link.id}", by=link.person_id, kind=CALENDAR)
