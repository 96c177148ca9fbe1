"""Cards of a bureau (本局): its people and contact data, one of its people, the directory (通讯录)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import DEPUTY, MEMBER, OBSERVER, OWNER, Bureau, Member
from handlers.domain.people import Person

ROLES = (OWNER, DEPUTY, MEMBER, OBSERVER)
CONTACT = ("desk", "phone", "fax", "email", "address", "postcode")
"""What is kept of a bureau itself, in the order of a letterhead."""
PAGE = 5

Fields = tuple[tuple[str, str], ...]
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A bureau with its people, observers last, and the name of the one it reports to."""

    bureau: Bureau
    people: tuple[tuple[Member, Person], ...] = ()
    above: str = ""

    @property
    def owner(self) -> Person | None:
        """The one named owner (专人负责), None where there is none."""
        return next((person for member, person in self.people if member.role == OWNER), None)


def unit_card(unit: Unit, rights: Collection[str], t: Translate) -> Message:
    """Return a bureau as somebody sees it who may do these things with it."""
    number = unit.bureau.id
    fields = (
        *((t(f"bureau.role.{role}"), _people(unit, role, t)) for role in ROLES),
        *contact_fields(unit.bureau, t),
        (t("bureau.above_label"), unit.above),
    )
    book = Button(t("menu.directory"), f"b.book:{number}")
    talks = [Button(t("menu.consultations"), f"b.talks:{number}")] if "see_consultations" in rights else []
    figures = [Button(t("kpi.button"), f"kpi:{number}")] if "see_indicators" in rights else []
    rows = (
        *(_owners_rows(unit.bureau, t) if "edit_bureau" in rights else ()),
        (book, *talks, *figures),
        _holding_row(unit.bureau, rights, t),
    )
    lines = () if unit.owner else (t("bureau.no_owner"),)
    return Message(unit.bureau.name, lines, tuple(field for field in fields if field[1]), rows=rows)


def contact_fields(bureau: Bureau, t: Translate) -> Fields:
    """Return the contact data that is there, labelled."""
    found = ((t(f"bureau.{name}_label"), getattr(bureau, name)) for name in CONTACT)
    return tuple(field for field in found if field[1])


def staff_card(unit: Unit, t: Translate) -> Message:
    """Return who works here, each with a button to what can be changed."""
    rows = tuple((Button(_label(*each, t), f"b.who:{each[0].id}"),) for each in unit.people)
    last = (Button(t("bureau.invite"), f"b.link:{unit.bureau.id}"), back(unit.bureau, t))
    heading = t("bureau.staff_heading", bureau=unit.bureau.name)
    return Message(heading, (t("bureau.staff_how"),), rows=(*rows, last))


def person_card(unit: Unit, member: Member, person: Person, t: Translate) -> Message:
    """Return one of a bureau's people with the roles they could be given; an owner can only hand over."""
    fields = (
        (t("bureau.role_label"), t(f"bureau.role.{member.role}")),
        (t("bureau.person_phone_label"), person.phone),
        (t("bureau.duties_label"), member.duties or t("bureau.duties_none")),
    )
    mark = f"{member.id}:{member.role}"
    duties = Button(t("bureau.write_duties"), f"b.duty:{member.id}", "primary")
    if member.role == OWNER:
        over = Button(t("bureau.hand_over"), f"b.over:{unit.bureau.id}")
        return Message(person.name, fields=fields, rows=((duties,), (over, back(unit.bureau, t))))
    roles = [
        Button(t(f"bureau.make.{role}"), f"b.role:{mark}:{role}")
        for role in (DEPUTY, MEMBER, OBSERVER)
        if role != member.role
    ]
    owner = Button(t("bureau.make.owner"), f"b.to:{unit.bureau.id}:{member.id}")
    out = Button(t("bureau.remove"), f"b.out:{mark}", "danger")
    rows = ((duties, owner), tuple(roles), (out, back(unit.bureau, t)))
    return Message(person.name, fields=fields, rows=rows)


def remove_question(member: Member, person: Person, bureau: Bureau, t: Translate) -> Message:
    """Ask once more before somebody leaves the bureau."""
    yes = Button(t("bureau.remove_yes"), f"b.out_yes:{member.id}:{member.role}", "danger")
    words = t("bureau.remove_sure", name=person.name, bureau=bureau.name)
    return Message(lines=(words,), rows=((yes, back(bureau, t)),))


def invite_card(bureau: Bureau, t: Translate) -> Message:
    """Ask as what a colleague is invited."""
    as_what = [(role, t(f"bureau.role.{role}")) for role in (MEMBER, DEPUTY, OBSERVER)]
    row = tuple(Button(label, f"b.link:{bureau.id}:{role}") for role, label in as_what)
    newcomer = Button(t("bureau.invite_owner"), f"b.link:{bureau.id}:successor")
    return Message(lines=(t("bureau.invite_as"),), rows=(row, (newcomer, back(bureau, t))))


def directory_page(
    here: Bureau, line: Sequence[Unit], below: Sequence[Unit], t: Translate, *, first: int
) -> Message:
    """Return one page of the directory: the own line from the top down, then the units below."""
    units = [*line, *below]
    shown = units[first : first + PAGE]
    fields = tuple((unit.bureau.name, directory_entry(unit, t)) for unit in shown)
    open_ones = tuple((Button(unit.bureau.name[:20], f"b:{unit.bureau.id}"),) for unit in shown)
    left = len(units) - first - PAGE
    more = Button(t("bureau.book_more", count=left), f"b.book:{here.id}:{first + PAGE}")
    heading = t("bureau.book_heading", bureau=here.name, above=len(line) - 1, below=len(below))
    return Message(heading, fields=fields, rows=(*open_ones, *(((more,),) if left > 0 else ())))


def directory_entry(unit: Unit, t: Translate) -> str:
    """Return how a unit is reached: owner, desk, phone, fax, e-mail, address."""
    owner = unit.owner
    who = reach(owner, t) if owner else t("bureau.nobody")
    found = [t("bureau.entry", label=label, value=value) for label, value in contact_fields(unit.bureau, t)]
    return t("bureau.entry_between").join(
        [t("bureau.entry", label=t("bureau.role.owner"), value=who), *found]
    )


def reach(person: Person, t: Translate) -> str:
    """Return a name with the number."""
    return t("bureau.reach", name=person.name, phone=person.phone) if person.phone else person.name


def back(bureau: Bureau, t: Translate) -> Button:
    """Return the button that leads back to the bureau's card."""
    return Button(t("bureau.back"), f"b:{bureau.id}")


def _people(unit: Unit, role: str, t: Translate) -> str:
    found = [_person(*each, t) for each in unit.people if each[0].role == role]
    return t("bureau.between").join(found)


def _label(member: Member, person: Person, t: Translate) -> str:
    return t("bureau.staff_line", name=person.name, role=t(f"bureau.role.{member.role}"))


def _person(member: Member, person: Person, t: Translate) -> str:
    named = reach(person, t)
    return t("bureau.person_with_duties", person=named, duties=member.duties) if member.duties else named


def _holding_row(bureau: Bureau, rights: Collection[str], t: Translate) -> tuple[Button, ...]:
    wanted = (
        ("base", "base.list", "see_holdings"),
        ("paper", "paper.list", "see_holdings"),
        ("fund", "fund", "see_fund"),
    )
    return tuple(
        Button(t(f"{key}.button"), f"{verb}:{bureau.id}") for key, verb, right in wanted if right in rights
    )


def _owners_rows(bureau: Bureau, t: Translate) -> Rows:
    number = bureau.id
    return (
        (Button(t("bureau.edit"), f"b.edit:{number}"), Button(t("bureau.staff"), f"b.staff:{number}")),
        (Button(t("bureau.invite"), f"b.link:{number}"), Button(t("bureau.hand_over"), f"b.over:{number}")),
    )
