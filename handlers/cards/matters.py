"""An invitation with all that its cards and calls name: need, enterprise, expert, both contacts."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from handlers.cards.needs import language
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Subject
from handlers.domain.bureaus import Bureau
from handlers.domain.confidential import pieces_of, public_version
from handlers.domain.days import spoken_day
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.regions import full_name
from handlers.ports.work import UnitOfWork

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Matter:
    """One invitation and what belongs to it. `contact` is who speaks for the enterprise in this need."""

    invitation: Invitation
    need: Need
    enterprise: str
    expert: Expert
    person: Person
    contact: Person | None
    bureau: str
    today: date

    @property
    def subject(self) -> Subject:
        """The invitation as `may` looks at it."""
        expert = self.invitation.expert_id
        return Subject(
            area=self.need.county,
            enterprise_id=self.need.enterprise_id,
            bureau_id=self.invitation.bureau_id,
            expert_id=expert,
            agreed=(expert,) if self.invitation.state == ACCEPTED else (),
        )

    @property
    def name(self) -> str:
        """The name of the invitation in events, tasks and timers: "invitation:7"."""
        return f"invitation:{self.invitation.id}"

    @property
    def public_title(self) -> str:
        """The need's title without what the enterprise keeps back."""
        return public_version(self.need.title, pieces_of(self.need.confidential)) or self.need.number

    @property
    def contact_phone(self) -> str:
        """The number that the enterprise gave for this need."""
        return self.need.phone or (self.contact.phone if self.contact else "")


def matter_of(uow: UnitOfWork, invitation: Invitation) -> Matter:
    """Return the invitation with what belongs to it. LookupError when its nouns are gone: a fault of ours."""
    need = _found(uow, Need, invitation.need_id)
    expert = _found(uow, Expert, invitation.expert_id)
    enterprise = _found(uow, Enterprise, need.enterprise_id)
    bureau = _found(uow, Bureau, invitation.bureau_id)
    person = _found(uow, Person, expert.person_id)
    contact = _contact(uow, need)
    return Matter(invitation, need, enterprise.name, expert, person, contact, bureau.name, uow.today)


def reach_line(name: str, phone: str, t: Translate) -> str:
    """Return a name with its number."""
    return (
        t("invite.card.person", name=name, phone=phone)
        if phone
        else t("invite.card.person_without_phone", name=name)
    )


def contact_line(matter: Matter, t: Translate) -> str:
    """Return who speaks for the enterprise, with the number."""
    return reach_line(matter.contact.name if matter.contact else matter.enterprise, matter.contact_phone, t)


def when_line(matter: Matter, t: Translate) -> str:
    """Return when the visit is to be and how long it takes."""
    invitation, lang = matter.invitation, language(t)
    if invitation.visit_day is not None:
        day = spoken_day(invitation.visit_day, matter.today, lang)
        return t("invite.card.when_fixed", day=day, days=invitation.visit_days)
    if matter.need.deadline is not None:
        wish = spoken_day(matter.need.deadline, matter.today, lang)
        return t("invite.card.when_wish", wish=wish, days=invitation.visit_days)
    return t("invite.card.when_open", days=invitation.visit_days)


def condition_line(invitation: Invitation, t: Translate) -> str:
    """Return the condition of a conditional yes in words; empty when there is none."""
    if not invitation.condition_kind:
        return ""
    kind = t(f"invite.condition_kinds.{invitation.condition_kind}")
    return t("invite.condition_said", kind=kind, words=invitation.condition) if invitation.condition else kind


def reason_line(reason: str, t: Translate) -> str:
    """Return "reason: …", or nothing without one."""
    return t("invite.reason_is", reason=reason.rstrip("。.")) if reason else ""


def place_line(matter: Matter) -> str:
    """Return the county with all that stands above it."""
    return full_name(matter.need.county)


def _contact(uow: UnitOfWork, need: Need) -> Person | None:
    active = [
        each.person_id for each in uow.enterprises.contacts(need.enterprise_id) if each.state == "active"
    ]
    speaker = need.author_id if need.author_id in active or not active else active[0]
    return uow.get(Person, speaker)


def _found(uow: UnitOfWork, kind: type[Noun], noun_id: int) -> Noun:
    noun = uow.get(kind, noun_id)
    if noun is None:
        raise LookupError(f"{kind.__name__} {noun_id} is gone")
    return noun
