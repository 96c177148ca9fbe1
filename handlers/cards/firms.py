"""The card of one enterprise before a call (征集), as its bureau sees it: how it stands, whom to reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards.cockpit import FILED, NONE, firm_kind, firm_words
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.programmes import Call
from handlers.ports.enterprises import FirmStanding


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise with its contacts and its needs of the call. `open` says whether the call runs."""

    call: Call
    name: str
    standing: FirmStanding
    contacts: Sequence[Person] = ()
    needs: Sequence[Need] = ()
    open: bool = True

    @property
    def card(self) -> str:
        """The name of the card on which the bureau has this enterprise."""
        return f"firm:{self.call.id}:{self.standing.enterprise_id}"


def firm_card(firm: Firm, t: Translate) -> Message:
    """Return the card with what can be done: chase, phone, fill in, note that there is no need."""
    people = tuple((t("call.firm_contact"), _person(each, t)) for each in firm.contacts)
    needs = tuple((t("call.firm_needs"), f"{need.number} {need.title}") for need in firm.needs)
    fields = (
        *(people or ((t("call.firm_contact"), t("call.firm_no_contact")),)),
        (t("call.firm_stands"), firm_words(firm.standing, t)),
        *needs,
    )
    return Message(heading=f"{firm.standing.name} · {firm.name}", fields=fields, rows=_rows(firm, t))


def _person(person: Person, t: Translate) -> str:
    key = "call.firm_person" if person.phone else "call.firm_person_bare"
    return t(key, name=person.name, phone=person.phone)


def _rows(firm: Firm, t: Translate) -> tuple[tuple[Button, ...], ...]:
    mark, kind = f"{firm.call.id}:{firm.standing.enterprise_id}", firm_kind(firm.standing)
    fill = Button(t("call.fill_in"), f"c.fill:{mark}")
    back = (Button(t("call.back"), f"call:{firm.call.id}"),)
    if not firm.open or kind == FILED:
        return ((fill,), back) if firm.open else (back,)
    phone = Button(t("call.phone"), f"c.phone:{mark}")
    if kind == NONE:
        return ((phone, fill), back)
    chase, none = Button(t("call.chase"), f"c.chase:{mark}"), Button(t("call.note_none"), f"c.note:{mark}")
    return ((chase, phone), (fill, none), back)
