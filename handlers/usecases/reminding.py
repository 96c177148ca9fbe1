"""Reminding of filings: each rung goes once to those who still owe it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.cards.filings import filing_card
from handlers.cards.reminders import Reminder, reminder_card
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import DEPUTY, OWNER, Bureau
from handlers.domain.filings import OWED, Filing
from handlers.domain.lines import Lines
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import Rung
from handlers.telling import tell
from handlers.usecases.filing_views import side_of
from handlers.usecases.ladders import EXPIRED, key_of, ladder, moment_of, name_of, settle
from handlers.usecases.quiet import hold, is_late

HEAD, NOBODY = "head", "nobody"
"""Whom a climb reaches first; and what became of one for which there is nobody (省直管县 has no city)."""


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who hears a reminder: people of a bureau, which stands in where the one that is meant has nobody."""

    bureau: Bureau
    people: tuple[int, ...]
    stands_in: bool = False


def remind(uow: UnitOfWork, filing_id: int, fired: Fired) -> Effects:
    """Send one rung of a filing's ladder, if it is still owed and nothing nearer is due already."""
    filing = uow.get(Filing, filing_id)
    rung = _due(uow, filing, str(fired.data.get("code", ""))) if filing else None
    if filing is None or rung is None:
        return ()
    late = is_late(fired)
    if _superseded(uow, filing, rung) or (late and uow.rules.deadlines.late == "expire"):
        settle(uow, filing, rung.code, EXPIRED)
        return ()
    return hold(uow, key_of(filing, rung.code), fired) or _sent(uow, filing, rung, late=late)


def hearers_of(uow: UnitOfWork, filing: Filing, to: str = "") -> Hearers | None:
    """Return who hears a reminder: all who act in the owing bureau, its heads, or a bureau above.

    Where that bureau has nobody it is the nearest one above that has. None when there is no such bureau, as
    for a province-managed county's city, or nobody at all.
    """
    return hearers_at(uow, desk_of(uow.bureaus.lines(), uow.bureaus.staffed(), filing, to), to)


def desk_of(lines: Lines, staffed: frozenset[int], filing: Filing, to: str = "") -> tuple[int, bool] | None:
    """Return the bureau in which a reminder is heard, and whether it stands in for the one that is meant."""
    line = (filing.bureau_id, *lines.line(filing.bureau_id))
    first = next((n for n, each in enumerate(line) if to in {"", HEAD, lines.levels[each]}), len(line))
    found = next((each for each in line[first:] if each in staffed), None)
    return None if found is None else (found, found != line[first])


def hearers_at(uow: UnitOfWork, desk: tuple[int, bool] | None, to: str) -> Hearers | None:
    """Return who hears a reminder at a desk that `desk_of` found."""
    bureau = uow.get(Bureau, desk[0]) if desk else None
    if bureau is None or desk is None:
        return None
    stands_in = desk[1]
    return Hearers(bureau, _people(uow, bureau, heads=to == HEAD and not stands_in), stands_in)


def told(uow: UnitOfWork, filing: Filing, hearers: Hearers, *, late: bool = False) -> Effects:
    """Tell these people where a filing stands, each in their language, with the card and a buzz."""
    return tuple(e for person in hearers.people for e in told_one(uow, filing, hearers, person, late=late))


def told_one(uow: UnitOfWork, filing: Filing, hearers: Hearers, person_id: int, *, late: bool) -> Effects:
    """Tell one of these people."""
    side = side_of(uow, filing, uow.people.actor(person_id))

    def make(t: Translate) -> Message:
        card = filing_card(filing, uow, t, side=side)
        return reminder_card(card, reminder(uow, filing, hearers, late=late), t)

    return tell(uow, person_id, make, card=name_of(filing))


def reminder(uow: UnitOfWork, filing: Filing, hearers: Hearers, *, late: bool) -> Reminder:
    """Return what a reminder says to these people today."""
    owing = uow.get(Bureau, filing.bureau_id)
    return Reminder(
        filing_id=filing.id or 0,
        owing=owing.name if owing else "",
        hearing=hearers.bureau.name,
        owes=hearers.bureau.id == filing.bureau_id,
        stands_in=hearers.stands_in,
        days=(filing.aim - uow.today).days,
        overdue=overdue_days(uow, filing),
        late=late,
    )


def overdue_days(uow: UnitOfWork, filing: Filing) -> int:
    """Return how many days have passed since the last one that the notice, or the extension, allows."""
    last = filing.legal if _includes_day(uow, filing) else filing.legal - timedelta(days=1)
    return max(0, (uow.today - last).days)


def _includes_day(uow: UnitOfWork, filing: Filing) -> bool:
    rules = uow.rules
    own = {each.rule: each.includes_day for each in rules.filing}
    own |= {each.rule: each.includes_day for each in rules.publication}
    includes = own.get(filing.rule)
    return rules.deadlines.includes_day if includes is None or filing.extended_from else includes


def _due(uow: UnitOfWork, filing: Filing, code: str) -> Rung | None:
    """Return the rung of this code, unless the filing is done or the rung is settled or no longer there."""
    if filing.state not in OWED or code in filing.rungs:
        return None
    return next((rung for rung in ladder(uow, filing) if rung.code == code), None)


def _superseded(uow: UnitOfWork, filing: Filing, rung: Rung) -> bool:
    """Say whether the same people hear a later reminder now: after a standstill the last one is enough."""
    others = (each for each in ladder(uow, filing) if each.to in {"", HEAD} and each.code not in filing.rungs)
    return any(rung.day < each.day and moment_of(uow, each) <= uow.now for each in others)


def _sent(uow: UnitOfWork, filing: Filing, rung: Rung, *, late: bool) -> Effects:
    hearers = hearers_of(uow, filing)
    if hearers is None:
        settle(uow, filing, rung.code, NOBODY)
        return ()
    settle(uow, filing, rung.code, uow.today.isoformat())
    note_sent(uow, filing, rung.code, hearers, late=late)
    return told(uow, filing, hearers, late=late)


def note_sent(  # noqa: PLR0913 - which reminder left, to whom, and how
    uow: UnitOfWork,
    filing: Filing,
    code: str,
    hearers: Hearers,
    *,
    late: bool,
    spoken_by: tuple[int, str] | None = None,
) -> None:
    """Record that a reminder left, to whom, of which days; `spoken_by`: the filing and code it left with."""
    facts: dict[str, Any] = {"spoken_by": list(spoken_by)} if spoken_by else {}
    people = list(hearers.people)
    uow.record(
        "reminder.sent",
        name_of(filing),
        code=code,
        bureau=hearers.bureau.id,
        people=people,
        late=late,
        legal=filing.legal.isoformat(),
        aim=filing.aim.isoformat(),
        **facts,
    )


def _people(uow: UnitOfWork, bureau: Bureau, *, heads: bool) -> tuple[int, ...]:
    number = bureau.id or 0
    chosen = [m.person_id for m in uow.bureaus.members(number) if m.role in {OWNER, DEPUTY}] if heads else []
    return tuple(chosen or uow.bureaus.staff(number))
