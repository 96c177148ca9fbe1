"""An actor: a person with the roles in which they act; and `may`, the one place that says who may do what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.domain.regions import contains


@dataclass(frozen=True, slots=True)
class Desk:
    """An actor's place in a bureau."""

    bureau_id: int
    area: str
    role: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: active and pending enterprises by id, the own expert profile, the bureaus worked for."""

    person_id: int
    language: str = "zh"
    consented: bool = False
    enterprises: tuple[int, ...] = ()
    pending: tuple[int, ...] = ()
    expert_id: int | None = None
    desks: tuple[Desk, ...] = ()

    def works_for(self, area: str) -> bool:
        """Say whether one of the actor's bureaus covers this area."""
        return any(contains(desk.area, area) for desk in self.desks)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted on: the area it lies in, whose it is, the bureau in charge, the experts who serve it."""

    area: str = ""
    enterprise_id: int | None = None
    expert_id: int | None = None
    person_id: int | None = None
    bureau_id: int | None = None
    invited: tuple[int, ...] = ()
    agreed: tuple[int, ...] = ()


NOTHING = Subject()
Rule = Callable[[Actor, Subject], bool]


def may(actor: Actor, action: str, subject: Subject = NOTHING) -> bool:
    """Say whether the actor may do this. An action without a rule is a bug and raises KeyError."""
    return RULES[action](actor, subject)


def _coordinates(actor: Actor, subject: Subject) -> bool:
    in_charge = any(desk.bureau_id == subject.bureau_id for desk in actor.desks)
    return in_charge or (bool(subject.area) and actor.works_for(subject.area))


def _coordinator(actor: Actor, _: Subject) -> bool:
    return bool(actor.desks)


def _of_enterprise(actor: Actor, subject: Subject) -> bool:
    return subject.enterprise_id in actor.enterprises


def _is_expert(actor: Actor, subject: Subject) -> bool:
    return actor.expert_id is not None and actor.expert_id == subject.expert_id


def _self(actor: Actor, subject: Subject) -> bool:
    return actor.person_id == subject.person_id


def _sees_need(actor: Actor, subject: Subject) -> bool:
    invited = actor.expert_id is not None and actor.expert_id in (*subject.invited, *subject.agreed)
    return invited or _of_enterprise(actor, subject) or _coordinates(actor, subject)


def _sees_contacts(actor: Actor, subject: Subject) -> bool:
    agreed = actor.expert_id is not None and actor.expert_id in subject.agreed
    host = bool(subject.agreed) and _of_enterprise(actor, subject)
    return agreed or host or _coordinates(actor, subject)


def _host_or_bureau(actor: Actor, subject: Subject) -> bool:
    return _of_enterprise(actor, subject) or _coordinates(actor, subject)


def _expert_or_bureau(actor: Actor, subject: Subject) -> bool:
    return _is_expert(actor, subject) or _coordinates(actor, subject)


RULES: Mapping[str, Rule] = {
    "file_need": _of_enterprise,
    "mend_need": _of_enterprise,
    "withdraw_need": _host_or_bureau,
    "see_need": _sees_need,
    "see_contacts": _sees_contacts,
    "see_own_contact": _self,
    "check_need": _coordinates,
    "hand_on_need": _coordinates,
    "see_candidates": _coordinates,
    "invite": _coordinates,
    "answer_invitation": _is_expert,
    "answer_by_phone": _coordinates,
    "withdraw_invitation": _coordinates,
    "withdraw_acceptance": _expert_or_bureau,
    "mark_conflict": _coordinator,
    "confirm_expert": _coordinator,
    "confirm_contact": _host_or_bureau,
    "see_tasks": _coordinates,
    "do_task": _coordinates,
    "make_link": _coordinator,
    "see_file": _sees_need,
    "see_mydata": _self,
}
