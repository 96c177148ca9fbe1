"""The names behind a figure (名单): the same items that make it, each opened as far as `may` allows."""

from dataclasses import replace
from typing import TypeVar

from handlers.cards.indicator_names import PAGE, Behind, names_page, which_names
from handlers.dialogue.step import Refused
from handlers.domain.activities import Activity
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.indicators import ACTIVITIES, EXPERTS, PAIRED, PERSON_TIMES, TEAMS, Item
from handlers.domain.outcomes import Outcome
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.indicators import boards, opened_unit

Noun = TypeVar("Noun")


def choose_names(uow: UnitOfWork, actor: Actor, bureau_id: int, year: int) -> Effects:
    """Ask behind which figure the names are wanted."""
    board = boards(uow, year)(opened_unit(uow, actor, bureau_id))
    return tell(uow, actor.person_id, lambda t: which_names(board, t))


def show_names(
    uow: UnitOfWork, actor: Actor, mark: tuple[int, int], code: str, page: int | None = None
) -> Effects:
    """Show the first page of the names behind a figure; a further one takes its place on the screen.

    `mark` is the bureau and the year of the board.
    """
    bureau_id, year = mark
    board = boards(uow, year)(opened_unit(uow, actor, bureau_id))
    indicator = board.find(code)
    if indicator is None or indicator.items is None:
        raise Refused("kpi.gone")
    here = min(max(page or 0, 0), max(0, len(indicator.items) - 1) // PAGE)
    shown = indicator.items[here * PAGE : (here + 1) * PAGE]
    behind = [_behind(uow, actor, indicator.what, each) for each in shown]
    return tell(
        uow,
        actor.person_id,
        lambda t: names_page(board, indicator, behind, here, t),
        card=f"kpi.names:{board.mark}:{code}",
        buzz=page is None,
    )


def _behind(uow: UnitOfWork, actor: Actor, what: str, item: Item) -> Behind:
    expert = _noun(uow, Expert, item.expert_id)
    person = _noun(uow, Person, expert.person_id if expert else None)
    found = Behind(
        item,
        person.name if person is not None and person.erased_at is None else None,
        expert.unit if expert else "",
        _noun(uow, Enterprise, item.enterprise_id),
        _noun(uow, Activity, item.activity_id),
        _noun(uow, Outcome, item.outcome_id),
    )
    return replace(found, opens=_opens(actor, what, found))


def _opens(actor: Actor, what: str, found: Behind) -> str:
    """Return the button to what an item is about: a profile, an activity, or the record of a pair."""
    item, firm, activity = found.item, found.enterprise, found.activity
    if what == EXPERTS:
        return f"expert.confirm:{item.expert_id}" if found.expert and may(actor, "see_experts") else ""
    if what in {PERSON_TIMES, ACTIVITIES, TEAMS, PAIRED}:
        subject = Subject(area=activity.area, bureau_id=activity.bureau_id) if activity else Subject()
        return f"act:{item.activity_id}" if may(actor, "see_outing", subject) else ""
    if firm is None or item.expert_id is None:
        return ""
    pair = Subject(area=firm.county, enterprise_id=firm.id, expert_id=item.expert_id)
    return f"pair:{item.expert_id}:{firm.id}" if may(actor, "see_pair", pair) else ""


def _noun(uow: UnitOfWork, kind: type[Noun], number: int | None) -> Noun | None:
    return uow.get(kind, number) if number is not None else None
