"""Two records that may be one person or enterprise (疑似重复): merged with their history, or kept apart."""

from handlers.cards.twins import Half, twin_card
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.enterprises import Enterprise
from handlers.domain.people import Person
from handlers.domain.phones import masked
from handlers.domain.regions import full_name
from handlers.domain.sheets import DISTINCT, MAY_BE_ONE, MERGED, Twin
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell

PERSON = "person"


def next_twin(uow: UnitOfWork, actor: Actor, after: int = 0) -> Effects:
    """Show the next pair the actor may decide on, one at a time, with how many there are."""
    open_pairs = [twin for twin in uow.sheets.twins() if _may_decide(actor, twin)]
    pairs = [twin for twin in open_pairs if _still_two(uow, twin)]
    following = next((twin for twin in pairs if (twin.id or 0) > after), None)
    if following is None:
        key = "twin.all_later" if pairs else "twin.none"
        return tell(uow, actor.person_id, line(key, count=len(pairs)), card="twins")
    return _show(uow, actor, following, len(pairs))


def decide_twin(uow: UnitOfWork, actor: Actor, twin_id: int, *, same: bool) -> Effects:
    """Merge a pair, or say that they are two; then show the next one. Twice is once."""
    twin = uow.get(Twin, twin_id)
    if twin is None:
        raise Refused("twin.gone")
    if not _may_decide(actor, twin):
        raise Refused("twin.may_not")
    if twin.state == MAY_BE_ONE and _still_two(uow, twin):
        if same:
            _merge(uow, actor, twin)
        twin.state = MERGED if same else DISTINCT
        twin.decided_by, twin.decided_at = actor.person_id, uow.now
        uow.record(
            f"twin.{twin.state}", f"{twin.kind}:{twin.one_id}", by=actor.person_id, other=twin.other_id
        )
    return next_twin(uow, actor)


def _merge(uow: UnitOfWork, actor: Actor, twin: Twin) -> None:
    """Merge the two; whoever uses the chat is kept, else the one known first."""
    one, other = (_live(uow, twin.kind, number) for number in (twin.one_id, twin.other_id))
    if twin.kind == PERSON:
        turned = uow.people.reachable(other) and not uow.people.reachable(one)
        kept, gone = (other, one) if turned else (one, other)
        uow.people.merge(kept, gone)
    else:
        kept, gone = one, other
        _refuse_two_codes(uow, kept, gone)
        uow.sheets.merge_enterprises(kept, gone)
    uow.record(f"{twin.kind}.merged", f"{twin.kind}:{kept}", by=actor.person_id, other=gone)


def _refuse_two_codes(uow: UnitOfWork, one: int, other: int) -> None:
    """Two credit codes are two enterprises, whatever their names."""
    firms = [uow.get(Enterprise, number) for number in (one, other)]
    codes = {firm.credit_code for firm in firms if firm and firm.credit_code}
    if len(codes) > 1:
        raise Refused("twin.two_codes")


def _still_two(uow: UnitOfWork, twin: Twin) -> bool:
    """Say whether both are still there and not one already, by another pair."""
    one, other = (_live(uow, twin.kind, number) for number in (twin.one_id, twin.other_id))
    return bool(one and other) and one != other


def _live(uow: UnitOfWork, kind: str, number: int) -> int:
    """Return the record that this one is now; 0 for somebody erased."""
    noun = _get(uow, kind, number)
    while noun is not None and noun.merged_into is not None:
        noun = _get(uow, kind, noun.merged_into)
    erased = isinstance(noun, Person) and noun.erased_at is not None
    return noun.id or 0 if noun is not None and not erased else 0


def _get(uow: UnitOfWork, kind: str, number: int) -> Person | Enterprise | None:
    return uow.get(Person, number) if kind == PERSON else uow.get(Enterprise, number)


def _may_decide(actor: Actor, twin: Twin) -> bool:
    """Say whether the pair lies in the actor's area; one without a place is any coordinator's."""
    if twin.area:
        return may(actor, "import_people", Subject(area=twin.area))
    return any(desk.acts for desk in actor.desks)


def _show(uow: UnitOfWork, actor: Actor, twin: Twin, count: int) -> Effects:
    halves = tuple(_half(uow, actor, twin.kind, number) for number in (twin.one_id, twin.other_id))
    return tell(
        uow, actor.person_id, lambda t: twin_card(twin, (halves[0], halves[1]), count, t), card="twins"
    )


def _half(uow: UnitOfWork, actor: Actor, kind: str, number: int) -> Half:
    live = _live(uow, kind, number)
    if kind == PERSON:
        person, expert = uow.get(Person, live), uow.experts.of_person(live)
        own = expert is None or not expert.county or may(actor, "see_contacts", Subject(area=expert.county))
        phone = (person.phone if own else masked(person.phone)) if person and person.phone else ""
        facts = (expert.unit, expert.title, phone) if expert else (phone,)
        return Half(person.name if person else "", tuple(filter(None, facts)))
    firm = uow.get(Enterprise, live)
    if firm is None:
        return Half("", ())
    needs = len(uow.needs.of_enterprise(live))
    return Half(firm.name, tuple(filter(None, (full_name(firm.county), firm.credit_code or ""))), needs)
