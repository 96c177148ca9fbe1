"""Who hears of a handover: both owners with the sheet, colleagues, and everybody the bureau deals with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from handlers.cards.handovers import Held, new_contact, now_yours
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.effects import Effects, Tell
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.handover_sheet import sheet
from handlers.usecases.need_views import speakers
from handlers.usecases.units import unit_of


@dataclass(frozen=True, slots=True)
class Change:
    """A bureau that has just changed hands; `closed` counts the former owner's forms that were closed."""

    bureau: Bureau
    held: Held
    successor: Person
    former: Person | None
    by: int
    closed: int

    @property
    def names(self) -> tuple[str, str]:
        """The names of the former owner, empty without one, and of the successor."""
        return self.former.name if self.former else "", self.successor.name


def counterparts(uow: UnitOfWork, bureau: Bureau, held: Held) -> dict[int, str]:
    """Return whom the bureau deals with outside, each with the key of what they are told."""
    number = bureau.id or 0
    units = [*uow.bureaus.line(number)[:1], *uow.bureaus.below(number)]
    staff = {person: "unit" for unit in units for person in uow.bureaus.staff(unit.id or 0)}
    firms = {person: "enterprise" for need in held.needs for person in speakers(uow, need)}
    experts = (uow.get(Expert, one.expert_id) for one in held.invitations)
    theirs = {expert.person_id: "expert" for expert in experts if expert is not None}
    own = {member.person_id for member in uow.bureaus.everyone(number)}
    return {person: key for person, key in {**theirs, **firms, **staff}.items() if person not in own}


def tell_counterparts(uow: UnitOfWork, change: Change) -> Effects:
    """Tell everybody outside the new name and number: nobody's phone rings for it, replies go first."""
    told = counterparts(uow, change.bureau, change.held).items()
    here = {change.by, change.former.id if change.former else 0}
    return tuple(
        replace(effect, bulk=True)
        for person, key in told
        if person not in here
        for effect in tell(uow, person, _news(change, key), silent=True)
        if isinstance(effect, Tell)
    )


def tell_inside(uow: UnitOfWork, change: Change) -> Effects:
    """Give successor, former owner and whoever arranged it the sheet; colleagues hear who it is now."""
    new = change.successor.id or 0
    sheets = dict.fromkeys(
        p for p in (change.former.id if change.former else None, change.by) if p not in {None, new}
    )
    staff = (member.person_id for member in uow.bureaus.everyone(change.bureau.id or 0))
    colleagues = [person for person in staff if person not in {*sheets, new}]
    unit = unit_of(uow, change.bureau)
    paper = cache(lambda t: sheet(uow, unit, change.held, change.names, t))  # long for a province: made once
    news = line("handover.news.colleague", bureau=change.bureau.name, name=change.successor.name)
    return (
        *(effect for each in sheets for effect in tell(uow, each or 0, lambda t: _done(change, paper, t))),
        *tell(uow, new, lambda t: _yours(change, paper, t)),
        *(effect for each in colleagues for effect in tell(uow, each, news, silent=True)),
    )


def _news(change: Change, key: str) -> Make:
    former = change.names[0]
    kind = key if former or key != "unit" else "unit_first"
    return lambda t: new_contact(kind, change.bureau, change.successor, former, t)


def _yours(change: Change, paper: Callable[[Translate], Document], t: Translate) -> Message:
    return replace(now_yours(change.bureau, change.held, t), documents=(paper(t),))


def _done(change: Change, paper: Callable[[Translate], Document], t: Translate) -> Message:
    words = [t("handover.done", bureau=change.bureau.name, name=change.successor.name)]
    words += [t("handover.closed_forms", count=change.closed)] if change.closed else []
    return Message(lines=tuple(words), documents=(paper(t),))
