"""A bureau and its people (本局): looked at, corrected, roles and duties given; the directory (通讯录)."""

from dataclasses import dataclass

from handlers.cards.units import CONTACT, PAGE, Unit, directory_page, person_card, staff_card, unit_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import RULES, Actor, desks_that_may, may
from handlers.domain.bureaus import DEPUTY, MEMBER, OBSERVER, OWNER, Bureau, Member
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.subjects import bureau_subject


@dataclass(frozen=True, slots=True)
class GiveRole:
    """A role for one of a bureau's people, who had the role `former` when the button was shown."""

    member_id: int
    former: str
    role: str


def own_bureaus(uow: UnitOfWork, actor: Actor) -> list[Bureau]:
    """Return the bureaus in which the actor has a place. Raises `Refused` for somebody who has none."""
    found = [uow.get(Bureau, number) for number in desks_that_may(actor, "see_directory")]
    if not found:
        raise Refused("bureau.only_bureaus")
    return [bureau for bureau in found if bureau is not None]


def opened(uow: UnitOfWork, actor: Actor, bureau_id: int, action: str) -> Bureau:
    """Return a bureau, locked, that the actor may do this with. Raises `Refused`."""
    bureau = uow.get(Bureau, bureau_id)
    if bureau is None:
        raise Refused("bureau.gone")
    if not may(actor, action, bureau_subject(uow, bureau, actor)):
        raise Refused("bureau.may_not")
    return bureau


def seated(uow: UnitOfWork, actor: Actor, member_id: int, action: str) -> tuple[Bureau, Member, Person]:
    """Return one of a bureau's people whom the actor may do this with. Raises `Refused`."""
    member = uow.get(Member, member_id)
    if member is None:
        raise Refused("bureau.gone")
    bureau = opened(uow, actor, member.bureau_id, action)
    person = uow.get(Person, member.person_id)
    if person is None or not member.active:
        raise Refused("bureau.left_before")
    return bureau, member, person


def unit_of(uow: UnitOfWork, bureau: Bureau) -> Unit:
    """Return a bureau with its people and the one it reports to."""
    above = uow.bureaus.above(bureau)
    found = ((member, uow.get(Person, member.person_id)) for member in uow.bureaus.everyone(bureau.id or 0))
    people = tuple((member, person) for member, person in found if person is not None)
    return Unit(bureau, people, above.name if above else "")


def show_unit(uow: UnitOfWork, bureau: Bureau, actor: Actor, news: Make | None = None) -> Effects:
    """Show the actor a bureau's card with what they may do."""
    unit, subject = unit_of(uow, bureau), bureau_subject(uow, bureau, actor)
    rights = {action for action in RULES if may(actor, action, subject)}

    def make(t: Translate) -> Message:
        card = unit_card(unit, rights, t)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=f"bureau:{bureau.id}")


def show_staff(uow: UnitOfWork, bureau: Bureau, actor: Actor, news: Make | None = None) -> Effects:
    """Show the owner the bureau's people."""
    unit = unit_of(uow, bureau)

    def make(t: Translate) -> Message:
        card = staff_card(unit, t)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make)


def show_person(
    uow: UnitOfWork, actor: Actor, seat: tuple[Bureau, Member, Person], news: Make | None = None
) -> Effects:
    """Show the owner one of the bureau's people."""
    bureau, member, person = seat
    unit = unit_of(uow, bureau)

    def make(t: Translate) -> Message:
        card = person_card(unit, member, person, t)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make)


def show_directory(uow: UnitOfWork, bureau: Bureau, actor: Actor, first: int = 0) -> Effects:
    """Show a page of the directory: the line above, the bureau itself, those that report to it."""
    number = bureau.id or 0
    above = [unit_of(uow, each) for each in (*reversed(uow.bureaus.line(number)), bureau)]
    below = [unit_of(uow, each) for each in uow.bureaus.below(number)]
    begin = first if 0 <= first < len(above) + len(below) else 0
    return tell(
        uow, actor.person_id, lambda t: directory_page(bureau, above, below, t, first=begin // PAGE * PAGE)
    )


def edit_bureau(uow: UnitOfWork, actor: Actor, bureau_id: int, field: str, value: str) -> Effects:
    """Correct one piece of a bureau's contact data; an empty value takes it off."""
    bureau = opened(uow, actor, bureau_id, "edit_bureau")
    if field not in CONTACT:
        raise ValueError(f"no such piece of contact data: {field}")
    setattr(bureau, field, value)
    uow.record("bureau.edited", f"bureau:{bureau.id}", by=actor.person_id, field=field)
    return show_unit(uow, bureau, actor, line("bureau.edited"))


def give_role(command: GiveRole, uow: UnitOfWork, actor: Actor) -> Effects:
    """Make somebody deputy, member or observer. There is one deputy: the former one becomes a member."""
    bureau, member, person = seated(uow, actor, command.member_id, "set_roles")
    seat = (bureau, member, person)
    if member.role != command.former:
        return show_person(uow, actor, seat, line("bureau.changed_before"))
    if member.role == OWNER or command.role not in {DEPUTY, MEMBER, OBSERVER}:
        raise Refused("bureau.owner_hands_over")
    for other in uow.bureaus.members(bureau.id or 0):
        if command.role == DEPUTY and other.role == DEPUTY:
            other.role = MEMBER
    member.role = command.role
    uow.record("member.role", f"member:{member.id}", by=actor.person_id, role=member.role)
    news = _told_role(bureau, member.role)
    told = tell(uow, member.person_id, news) if member.person_id != actor.person_id else ()
    return (*told, *show_person(uow, actor, seat, line("bureau.role_given")))


def remove(uow: UnitOfWork, actor: Actor, member_id: int, former: str) -> Effects:
    """Take somebody out of the bureau; an owner has to hand over first."""
    bureau, member, person = seated(uow, actor, member_id, "set_roles")
    if member.role == OWNER:
        raise Refused("bureau.owner_hands_over")
    if member.role != former:
        return show_person(uow, actor, (bureau, member, person), line("bureau.changed_before"))
    member.active = False
    uow.record("member.removed", f"member:{member.id}", by=actor.person_id)
    told = tell(uow, member.person_id, line("bureau.you_left", bureau=bureau.name))
    return (*told, *show_staff(uow, bureau, actor, line("bureau.removed", name=person.name)))


def write_duties(uow: UnitOfWork, actor: Actor, member_id: int, words: str) -> Effects:
    """Write who handles what (分工)."""
    bureau, member, person = seated(uow, actor, member_id, "set_roles")
    member.duties = words
    uow.record("member.duties", f"member:{member.id}", by=actor.person_id)
    return show_person(uow, actor, (bureau, member, person), line("bureau.duties_written"))


def _told_role(bureau: Bureau, role: str) -> Make:
    def make(t: Translate) -> Message:
        return Message(lines=(t("bureau.your_role", bureau=bureau.name, role=t(f"bureau.role.{role}")),))

    return make
