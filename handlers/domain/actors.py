"""An actor: a person with the roles in which they act; and `may`, the one place that says who may do what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.domain.bureaus import DEPUTY, OBSERVER, OWNER
from handlers.domain.regions import contains, shared_digits


@dataclass(frozen=True, slots=True)
class Desk:
    """An actor's place in a bureau, and what lies under that bureau.

    The reporting lines decide, not the codes: `excluded` are the areas of bureaus inside the own area whose
    line does not come here (昆山 inside 苏州), `included` those of bureaus elsewhere, or inside an excluded
    one, whose line does. Of all that hold a place the smallest counts.
    """

    bureau_id: int
    area: str
    role: str
    kind: str = "bureau"
    excluded: tuple[str, ...] = ()
    included: tuple[str, ...] = ()

    @property
    def acts(self) -> bool:
        """Say whether this is a place to act from; an observer (会同部门) only looks on."""
        return self.role != OBSERVER

    @property
    def heads(self) -> bool:
        """Say whether this is the place of the owner or the deputy."""
        return self.role in {OWNER, DEPUTY}

    def covers(self, area: str) -> bool:
        """Say whether this place lies under the desk's bureau; nothing lies under a department."""
        if self.kind != "bureau":
            return False
        if not self.excluded and not self.included:
            return contains(self.area, area)
        yes = [len(shared_digits(each)) for each in (self.area, *self.included) if contains(each, area)]
        no = [len(shared_digits(each)) for each in self.excluded if contains(each, area)]
        return max(yes, default=-1) > max(no, default=-1)


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
        """Say whether the actor acts for a bureau under which this area lies."""
        return any(desk.acts and desk.covers(area) for desk in self.desks)

    def looks_at(self, area: str) -> bool:
        """Say whether the actor has any place, an observer's too, in a bureau under which this area lies."""
        return any(desk.covers(area) for desk in self.desks)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted on: the area it lies in, whose it is, the bureau in charge, the experts who serve it.

    Of a filing, `bureau_id` and `area` are the bureau that owes it, `to_id` and `to_area` the one that
    receives it. `sent_up_area` is that of the bureau a need was submitted up to (上报): below it nobody may
    change the need any more. Of a bureau, `ownerless` says that its owner is missing or gone, `line` holds
    the bureaus above it, and `line_of` those whose reporting line passes through it.
    `public` says of a paper that it is open to everybody (主动公开).
    """

    area: str = ""
    enterprise_id: int | None = None
    expert_id: int | None = None
    person_id: int | None = None
    bureau_id: int | None = None
    invited: tuple[int, ...] = ()
    agreed: tuple[int, ...] = ()
    to_id: int | None = None
    to_area: str = ""
    sent_up_area: str = ""
    ownerless: bool = False
    line: tuple[int, ...] = ()
    line_of: tuple[int, ...] = ()
    public: bool = False


NOTHING = Subject()
Rule = Callable[[Actor, Subject], bool]


def may(actor: Actor, action: str, subject: Subject = NOTHING) -> bool:
    """Say whether the actor may do this. An action without a rule is a bug and raises KeyError."""
    return RULES[action](actor, subject)


def desks_that_may(actor: Actor, action: str) -> list[int]:
    """Return the actor's own bureaus in which they may do this."""
    own = (desk.bureau_id for desk in actor.desks)
    return [bureau for bureau in own if may(actor, action, Subject(bureau_id=bureau))]


# --------------------------------------------------------------------------------- one's own, one's party's


def _self(actor: Actor, subject: Subject) -> bool:
    return actor.person_id == subject.person_id


def _of_enterprise(actor: Actor, subject: Subject) -> bool:
    return subject.enterprise_id in actor.enterprises


def _is_expert(actor: Actor, subject: Subject) -> bool:
    return actor.expert_id is not None and actor.expert_id == subject.expert_id


def _has_agreed(actor: Actor, subject: Subject) -> bool:
    return actor.expert_id is not None and actor.expert_id in subject.agreed


# ----------------------------------------------------------------------------------------------- of a bureau


def _has_a_desk(actor: Actor, _: Subject) -> bool:
    return bool(actor.desks)


def _acts_somewhere(actor: Actor, _: Subject) -> bool:
    return any(desk.acts for desk in actor.desks)


def _coordinates(actor: Actor, subject: Subject) -> bool:
    """Act for the bureau in charge, or for one above it on its line; a department never does."""
    in_charge = (
        desk.bureau_id == subject.bureau_id and desk.kind == "bureau" for desk in actor.desks if desk.acts
    )
    return any(in_charge) or actor.works_for(subject.area)


def _acts_for(actor: Actor, subject: Subject) -> bool:
    """Coordinate, or act for the department in charge: experts of its units, its own tasks."""
    return any(d.acts and d.bureau_id == subject.bureau_id for d in actor.desks) or _coordinates(
        actor, subject
    )


def _verifies(actor: Actor, subject: Subject) -> bool:
    """Act for any bureau, as the pool of experts is one for all, or for the department that recommends."""
    return any(d.acts and (d.kind == "bureau" or d.bureau_id == subject.bureau_id) for d in actor.desks)


def _acts_in(actor: Actor, subject: Subject) -> bool:
    return any(desk.acts and desk.bureau_id == subject.bureau_id for desk in actor.desks)


def _has_a_place(actor: Actor, subject: Subject) -> bool:
    """Have any place, an observer's too, in the bureau or department, or in one above it on its line."""
    return any(desk.bureau_id == subject.bureau_id for desk in actor.desks) or actor.looks_at(subject.area)


def _looks_on(actor: Actor, subject: Subject) -> bool:
    """Have such a place in a bureau, not in a department: needs and filings are the bureaus' business."""
    here = (desk.bureau_id == subject.bureau_id and desk.kind == "bureau" for desk in actor.desks)
    return any(here) or actor.looks_at(subject.area)


def _checks(actor: Actor, subject: Subject) -> bool:
    """Coordinate; of a need that was submitted up (上报) only for the bureau it went to, or above that."""
    if subject.sent_up_area:
        return actor.works_for(subject.sent_up_area)
    return _coordinates(actor, subject)


def _above(actor: Actor, subject: Subject) -> bool:
    """Act for a bureau above the subject's on its line, not for that bureau itself."""
    return any(_stands_above(desk, subject) for desk in actor.desks if desk.acts)


def _stands_above(desk: Desk, subject: Subject) -> bool:
    if desk.bureau_id == subject.bureau_id:
        return False
    larger = desk.covers(subject.area) and not contains(subject.area, desk.area)
    return larger or desk.bureau_id in subject.line


def _receives(actor: Actor, subject: Subject) -> bool:
    """Act for the bureau that receives a filing or for one above it; owed to nobody, for one above."""
    if subject.to_id is None and not subject.to_area:
        return _above(actor, subject)
    return any(d.acts and d.bureau_id == subject.to_id for d in actor.desks) or actor.works_for(
        subject.to_area
    )


def _owns(actor: Actor, subject: Subject) -> bool:
    """Be the owner (专人负责) of the bureau; where that one is missing, owner or deputy of one above."""
    if any(desk.bureau_id == subject.bureau_id and desk.role == OWNER for desk in actor.desks):
        return True
    return subject.ownerless and any(_stands_above(desk, subject) for desk in actor.desks if desk.heads)


def _reads(actor: Actor, subject: Subject) -> bool:
    """Read what is open to everybody (主动公开), or look on in the line of the bureau that published it."""
    return subject.public or _in_line(actor, subject)


def _in_line(actor: Actor, subject: Subject) -> bool:
    """Look on from above, or have a place in a bureau whose reporting line passes through this one."""
    return _has_a_place(actor, subject) or any(desk.bureau_id in subject.line_of for desk in actor.desks)


# ------------------------------------------------------------------------------------------------ of several


def _sees_need(actor: Actor, subject: Subject) -> bool:
    invited = actor.expert_id is not None and actor.expert_id in (*subject.invited, *subject.agreed)
    return invited or _of_enterprise(actor, subject) or _looks_on(actor, subject)


def _sees_files(actor: Actor, subject: Subject) -> bool:
    return _has_agreed(actor, subject) or _host_or_bureau(actor, subject)


def _sees_contacts(actor: Actor, subject: Subject) -> bool:
    host = bool(subject.agreed) and _of_enterprise(actor, subject)
    return _has_agreed(actor, subject) or host or _coordinates(actor, subject)


def _host_or_bureau(actor: Actor, subject: Subject) -> bool:
    return _of_enterprise(actor, subject) or _coordinates(actor, subject)


def _host_or_checker(actor: Actor, subject: Subject) -> bool:
    return _of_enterprise(actor, subject) or _checks(actor, subject)


def _goes_or_hosts(actor: Actor, subject: Subject) -> bool:
    return _has_agreed(actor, subject) or _host_or_bureau(actor, subject)


def _sees_outing(actor: Actor, subject: Subject) -> bool:
    return _goes_or_hosts(actor, subject) or _looks_on(actor, subject)


def _party_or_bureau(actor: Actor, subject: Subject) -> bool:
    return _is_expert(actor, subject) or _host_or_bureau(actor, subject)


def _party_or_onlooker(actor: Actor, subject: Subject) -> bool:
    return _party_or_bureau(actor, subject) or _looks_on(actor, subject)


def _of_either_side(actor: Actor, subject: Subject) -> bool:
    return _of_enterprise(actor, subject) or _is_expert(actor, subject)


def _expert_or_bureau(actor: Actor, subject: Subject) -> bool:
    return _is_expert(actor, subject) or _coordinates(actor, subject)


def _sees_filing(actor: Actor, subject: Subject) -> bool:
    receiver = any(desk.bureau_id == subject.to_id for desk in actor.desks)
    return receiver or _looks_on(actor, subject)


RULES: Mapping[str, Rule] = {
    # 需求
    "file_need": _of_enterprise,
    "mend_need": _of_enterprise,
    "withdraw_need": _host_or_checker,
    "see_need": _sees_need,
    "see_file": _sees_files,
    "check_need": _checks,
    "hand_on_need": _checks,
    "return_sent_up": _checks,
    "see_candidates": _coordinates,
    # 邀请
    "invite": _coordinates,
    "answer_invitation": _is_expert,
    "answer_by_phone": _coordinates,
    "withdraw_invitation": _coordinates,
    "withdraw_acceptance": _expert_or_bureau,
    # 对接活动; the subject is an activity, or one visit in it
    "plan_outing": _coordinates,
    "see_outing": _sees_outing,
    "prepare_host": _host_or_bureau,
    "raise_problem": _goes_or_hosts,
    "confirm_as_expert": _is_expert,
    "confirm_as_host": _of_enterprise,
    "settle_visit": _coordinates,
    # 跟踪服务与成果; the subject is an expert and an enterprise
    "see_pair": _party_or_onlooker,
    "record_result": _party_or_bureau,
    "strike_result": _coordinates,
    "tell_case": _of_enterprise,
    "see_case": _looks_on,
    "edit_case": _coordinates,
    # 问卷; the subject is one side of a visit and the bureau in charge, or an area
    "answer_questionnaire": _of_either_side,
    "answer_questionnaire_by_phone": _coordinates,
    "see_shared_words": _of_either_side,
    "see_words": _coordinates,
    "see_satisfaction": _looks_on,
    # 人员
    "see_mydata": _self,
    "see_contacts": _sees_contacts,
    "see_experts": _has_a_desk,
    "see_expert_contact": _acts_for,
    "set_reach": _acts_for,
    "confirm_expert": _verifies,
    "mark_conflict": _verifies,
    "confirm_contact": _host_or_bureau,
    "make_link": _acts_somewhere,
    "import_people": _acts_for,
    "export": _acts_for,
    # 待办
    "see_tasks": _acts_for,
    "do_task": _acts_for,
    # 报送; a filing's subject names who owes it and who receives it
    "see_filing": _sees_filing,
    "submit_filing": _acts_in,
    "fill_in_filing": _receives,
    "receive_filing": _receives,
    "return_filing": _receives,
    "extend_filing": _receives,
    "chase_filing": _receives,
    # 征集与提醒; the subject is the programme's area, or the bureau whose messages they are
    "open_call": _coordinates,
    "reach_enterprise": _coordinates,
    "file_need_for": _coordinates,
    "see_call": _looks_on,
    "preview": _has_a_place,
    "skip_reminder": _coordinates,
    "put_off_reminder": _acts_for,
    # 本局; the subject is the bureau
    "see_directory": _in_line,
    "edit_bureau": _owns,
    "set_roles": _owns,
    "invite_colleague": _owns,
    "handover": _owns,
    "see_consultations": _has_a_place,
    "log_consultation": _acts_in,
    # 指标、服务基地、文件、专项经费; the subject is the bureau
    "see_indicators": _looks_on,
    "see_holdings": _in_line,
    "keep_holdings": _acts_in,
    "see_fund": _has_a_place,
    "answer_fund": _above,
    "read_paper": _reads,
}
"""Every action there is. tests/unit/domain/test_may.py holds the whole matrix and fails for one it lacks."""
