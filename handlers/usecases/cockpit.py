"""The call cockpit (征集进度): worked out for one bureau, on one live card, redrawn when things change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from handlers.cards.cockpit import FIRMS, ORDER, Cockpit, Unit, cockpit_card, firm_kind
from handlers.cards.filed import filed, last_said
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, desks_that_may, may
from handlers.domain.bureaus import LEVELS, Bureau
from handlers.domain.call_answers import CallWatch
from handlers.domain.filings import OPEN, RECEIVED, RETURNED, SUBMITTED, WAIVED, Filing
from handlers.domain.programmes import Call
from handlers.effects import Effects
from handlers.ports.enterprises import FirmStanding
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.call_counts import CallCounts
from handlers.usecases.calls import (
    CLOSED,
    PLANNED,
    call_of,
    counties_of,
    every_call,
    name_of_call,
    next_call,
    open_call_now,
)
from handlers.usecases.subjects import area_subject, unit_subject
from handlers.usecases.watching import watch

STATES = (OPEN, RETURNED, SUBMITTED, RECEIVED, WAIVED)
SOON = timedelta(days=60)
"""So long before its day a call may be opened from the cockpit of the one before it."""


@dataclass(frozen=True, slots=True)
class Look:
    """Which call, of which bureau (0: the actor's own), which page, units or enterprises."""

    call_id: int
    bureau_id: int = 0
    page: int = 0
    view: str = ""


def show_call(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show the call that runs, or the last one, or the next; say so where there is none."""
    if not desks_that_may(actor, "see_call"):
        return tell(uow, actor.person_id, line("call.only_bureaus"))
    closed = [call for call in every_call(uow) if call.state == CLOSED]
    call = open_call_now(uow) or next(reversed(closed), None) or next_call(uow)
    if call is None:
        return tell(uow, actor.person_id, line("call.none_planned"))
    return show_progress(uow, actor, Look(call.id or 0), buzz=True)


def show_progress(uow: UnitOfWork, actor: Actor, look: Look, *, buzz: bool = False) -> Effects:
    """Show a call's progress for a bureau the actor may look at, and keep it up to date from now on."""
    call, bureau = call_of(uow, look.call_id), _bureau(uow, actor, look.bureau_id)
    look = replace(look, bureau_id=bureau.id or 0)
    watch(
        uow,
        CallWatch(
            call_id=look.call_id,
            person_id=actor.person_id,
            bureau_id=look.bureau_id,
            page=look.page,
            view=look.view,
        ),
    )
    return _drawn(uow, call, bureau, actor, look, buzz=buzz)


def redraw(uow: UnitOfWork, call_id: int, bureau_id: int) -> Effects:
    """Redraw the card for everybody who has this bureau's progress on the screen."""
    call, bureau = uow.get(Call, call_id), uow.get(Bureau, bureau_id)
    if call is None or bureau is None:
        return ()
    seeing = set(uow.people.seeing(f"call:{call_id}"))
    return tuple(
        effect
        for each in uow.firms.watchers(call_id, [bureau_id])
        if each.person_id in seeing
        for effect in _redrawn(uow, call, bureau, each)
    )


def redraw_for(uow: UnitOfWork, person_id: int) -> Effects:
    """Redraw what one person has on the screen, as each morning with the digest: another day has passed."""
    return tuple(
        effect
        for each in uow.firms.watching(person_id)
        if person_id in uow.people.seeing(f"call:{each.call_id}")
        for effect in _redrawn(uow, call_of(uow, each.call_id), uow.get(Bureau, each.bureau_id), each)
    )


def cockpit_of(uow: UnitOfWork, call: Call, bureau: Bureau, actor: Actor, look: Look) -> Cockpit:
    """Work out a call as one bureau sees it."""
    number = bureau.id or 0
    filings = uow.filings.of_call_at(call.id or 0, number)
    own = next((each for each in filings if each.bureau_id == bureau.id and each.to_id), None)
    units = [each for each in filings if each.to_id == bureau.id]
    firms = _firms(uow, call, number) if look.view == FIRMS or not units else ()
    counts = CallCounts(uow, call)
    mine = counts.of(number)
    return Cockpit(
        call=call,
        name=name_of_call(uow, call, actor.language),
        bureau=bureau,
        today=uow.today,
        units=_units(uow, call, number, units, counts),
        firms=firms,
        own=filed(uow, own) if own else None,
        needs=mine.needs,
        waiting=mine.waiting,
        came=mine.came,
        sent=mine.sent,
        view=look.view,
        page=look.page,
        acts=own is not None and may(actor, "answer_by_phone", unit_subject(uow, bureau)),
        following=_following(uow, call, actor),
    )


def _drawn(  # noqa: PLR0913 - what is shown to whom, and how it reaches the screen
    uow: UnitOfWork, call: Call, bureau: Bureau, actor: Actor, look: Look, *, buzz: bool
) -> Effects:
    found = cockpit_of(uow, call, bureau, actor, look)

    def make(t: Translate) -> Message:
        return cockpit_card(found, t)

    return tell(uow, actor.person_id, make, card=f"call:{call.id}", buzz=buzz)


def _redrawn(uow: UnitOfWork, call: Call, bureau: Bureau | None, seen: CallWatch) -> Effects:
    actor = uow.people.actor(seen.person_id)
    if bureau is None or not may(actor, "see_call", unit_subject(uow, bureau)):
        return ()
    look = Look(seen.call_id, seen.bureau_id, seen.page, seen.view)
    return _drawn(uow, call, bureau, actor, look, buzz=False)


def _bureau(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Bureau:
    """Return the bureau that was asked for, if the actor may look at it; else the highest of the own."""
    if bureau_id:
        bureau = uow.get(Bureau, bureau_id)
        if bureau is None or not may(actor, "see_call", unit_subject(uow, bureau)):
            raise Refused("call.may_not_see")
        return bureau
    own = [each for desk in desks_that_may(actor, "see_call") if (each := uow.get(Bureau, desk)) is not None]
    if not own:
        raise Refused("call.only_bureaus")
    return min(own, key=lambda bureau: (LEVELS.index(bureau.level), bureau.kind, bureau.id or 0))


def _units(
    uow: UnitOfWork, call: Call, bureau_id: int, filings: Sequence[Filing], counts: CallCounts
) -> tuple[Unit, ...]:
    if not filings:
        return ()
    below = {each.id: each for each in uow.bureaus.below(bureau_id)}  # at once, not one by one
    staffed, said = uow.bureaus.staffed(), last_said(uow.tasks.outcomes(call.id or 0, bureau_id))
    units = [
        Unit(
            filed(uow, each, below.get(each.bureau_id)),
            counts.of(each.bureau_id).needs,
            each.bureau_id in staffed,
            said.get(each.id or 0, ""),
        )
        for each in filings
    ]
    return tuple(sorted(units, key=_urgency))


def _urgency(unit: Unit) -> tuple[int, int, str]:
    return -unit.late, STATES.index(unit.filed.filing.state), unit.filed.bureau.area


def _firms(uow: UnitOfWork, call: Call, bureau_id: int) -> tuple[FirmStanding, ...]:
    lines = uow.bureaus.lines()
    counties = [county for county in counties_of(uow) if lines.holder(county) == bureau_id]
    found = [each for county in counties for each in uow.firms.standings(call.id or 0, county)]
    return tuple(sorted(found, key=lambda each: (ORDER.index(firm_kind(each)), each.name)))


def _following(uow: UnitOfWork, call: Call, actor: Actor) -> tuple[int, str] | None:
    """Return the call that this actor may open now, when it is not far off or nothing else runs."""
    if not may(actor, "open_call", area_subject(uow.rules.province)):
        return None
    following = call if call.state == PLANNED else next_call(uow)
    if following is None:
        return None
    near = following.opens - uow.today <= SOON or call.state != "open"
    return (following.id or 0, name_of_call(uow, following, actor.language)) if near else None
