"""The preview (明日预览): what the clock will say until the next working day ends, in the viewer's area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from handlers.cards.digest_lines import short_name
from handlers.cards.preview import Entry, Preview, preview_card, skip_question, summary
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.filings import Filing
from handlers.domain.people import Person
from handlers.domain.reaching import HOOK
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import tell
from handlers.thinking import Leaving, Rehearsal
from handlers.usecases.skipping import REMINDERS, fault

CARD = "preview"
STOOD_STILL = timedelta(days=365)
"""How long timers may be overdue after the service stood still."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What of the map the viewer may preview: bureaus by id, and the people who act for each."""

    bureaus: frozenset[int]
    staff: frozenset[int]


def wanted(uow: UnitOfWork, actor: Actor) -> Rehearsal:
    """Return the rehearsal to ask for. Raises `Refused` for somebody who works for no bureau."""
    reach = _reach(uow, actor)
    until = at(_day_after(uow), "00:00")
    timers = uow.timers.between(uow.now - STOOD_STILL, until)
    elsewhere = frozenset(timer.about for timer in timers if not _concerns(uow, reach, timer.about))
    return Rehearsal(until, elsewhere)


def preview_of(uow: UnitOfWork, actor: Actor, leaving: Sequence[Leaving], page: int = 0) -> Preview:
    """Return what of all that will leave the viewer may see."""
    reach = _reach(uow, actor)
    counties = uow.figures.counties({each.person_id for each in leaving} - reach.staff)
    seen = [each for each in leaving if _sees(actor, reach, each.person_id, counties.get(each.person_id, ()))]
    entries = tuple(_entry(uow, actor, list(some)) for _, some in groupby(seen, key=_alike))
    day = _day_after(uow) - timedelta(days=1)
    found = Preview(day, uow.today, entries, len({each.person_id for each in seen}))
    return Preview(day, uow.today, entries, found.people, min(max(page, 0), found.pages - 1))


def show_preview(  # noqa: PLR0913 - what leaves, which page of it, and how it reaches the screen
    uow: UnitOfWork,
    actor: Actor,
    leaving: Sequence[Leaving],
    page: int = 0,
    *,
    news: str = "",
    buzz: bool = True,
) -> Effects:
    """Show one page of the preview."""
    found = preview_of(uow, actor, leaving, page)

    def make(t: Translate) -> Message:
        card = preview_card(found, t)
        return card.before(t(news)) if news else card

    return tell(uow, actor.person_id, make, card=CARD, buzz=buzz)


def ask_to_skip(uow: UnitOfWork, actor: Actor, leaving: Sequence[Leaving], key: str) -> Effects:
    """Ask once more before a reminder is skipped, with when it would leave and to whom."""
    entry = next((each for each in preview_of(uow, actor, leaving).entries if each.skip == key), None)
    if entry is None:
        timer = uow.timers.get(key)
        raise Refused((fault(uow, actor, timer) if timer else "") or "preview.gone")
    return tell(uow, actor.person_id, lambda t: skip_question(entry, uow.today, t), card=CARD, buzz=False)


def _day_after(uow: UnitOfWork) -> date:
    """Return the day after the next working day."""
    return uow.calendar.on_or_after(uow.today + timedelta(days=1)) + timedelta(days=1)


def _reach(uow: UnitOfWork, actor: Actor) -> Reach:
    bureaus = frozenset(
        bureau.id or 0
        for bureau in uow.bureaus.all()
        if may(actor, "preview", Subject(bureau_id=bureau.id, area=_area(bureau)))
    )
    if not bureaus:
        raise Refused("digest.only_bureaus")
    staff = (seat.person_id for seat in uow.figures.coordinators() if seat.bureau_id in bureaus)
    return Reach(bureaus, frozenset(staff))


def _area(bureau: Bureau) -> str:
    return bureau.area if bureau.kind == "bureau" else ""


def _concerns(uow: UnitOfWork, reach: Reach, about: str) -> bool:
    """Say whether a timer about this may speak to somebody in the viewer's area; in doubt it may."""
    kind, _, number = about.partition(":")
    if not number.isdecimal():
        return True
    match kind:
        case "filing":
            filing = uow.get(Filing, int(number))
            return filing is not None and filing.bureau_id in reach.bureaus
        case "member":
            member = uow.get(Member, int(number))
            return member is not None and member.bureau_id in reach.bureaus
        case "bureau":
            return int(number) in reach.bureaus
        case _:
            return True


def _sees(actor: Actor, reach: Reach, person_id: int, counties: Sequence[str]) -> bool:
    if person_id == actor.person_id or person_id in reach.staff:
        return True
    return any(may(actor, "preview", Subject(area=county)) for county in counties)


def _alike(each: Leaving) -> tuple[object, ...]:
    """Return what messages that share a line have in common; each reminder has its own, to be skipped."""
    source = each.key if each.what in REMINDERS or each.way else each.what
    return each.at, source, summary(each.message), each.way


def _entry(uow: UnitOfWork, actor: Actor, some: Sequence[Leaving]) -> Entry:
    first = some[0]
    people = dict.fromkeys(each.person_id for each in some)
    silent = 0 if first.way else sum(not uow.people.has_chat(person) for person in people)
    timer = uow.timers.get(first.key)
    skip = first.key if timer is not None and not fault(uow, actor, timer) else ""
    who = tuple(_who(uow, each) for each in people)
    return Entry(first.at, summary(first.message), who, silent, skip, _way(uow, first.way))


def _way(uow: UnitOfWork, way: str) -> str:
    """Return by which way something leaves outside the chats: mail, text or group; empty in a chat."""
    if way != HOOK:
        return way
    return "text" if uow.doors.hook == "private" else "group"


def _who(uow: UnitOfWork, person_id: int) -> str:
    """Return somebody's name with the bureau they act for."""
    person = uow.get(Person, person_id)
    units = [short_name(bureau) for bureau in uow.bureaus.of_person(person_id)]
    name = person.name if person else ""
    return f"{name}（{units[0]}）" if units else name
