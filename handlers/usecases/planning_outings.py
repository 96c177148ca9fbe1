"""Planning an activity (对接活动): who goes to whom and when; changed and cancelled, everybody told once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.cards.matters import Matter, matter_of
from handlers.cards.outings import Outing, where_line
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import translator
from handlers.domain.activities import (
    CANCELLED,
    DROPPED,
    GOING,
    PLANNED,
    Activity,
    Host,
    Participant,
    Visit,
)
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken_day
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.matchmaking.outings import CLASH, LENGTH, TEAM, Plan, clash_words, set_aside
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line
from handlers.usecases.outings import opened_outing, outing_of, show_desk, show_goer, show_guest, show_outing
from handlers.usecases.preparing import ends_timers, first_checks, timers
from handlers.usecases.talking import give_task

CALL = "outing_call"
"""The kind of task by which a bureau tells somebody without a chat about an activity."""


@dataclass(frozen=True, slots=True)
class PlanOuting:
    """An activity out of accepted invitations, with the reasons why rules are set aside, by rule."""

    bureau_id: int
    plan: Plan
    title: str
    place: str = ""
    partner: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MoveOuting:
    """Other days, and another place if one is named, for an activity as it stood at `revision`."""

    activity_id: int
    revision: int
    starts: date
    place: str = ""
    reason: str = ""


def plan_outing(command: PlanOuting, uow: UnitOfWork, actor: Actor) -> Effects:
    """Plan the activity and tell everybody; both sides of a past one are only asked what took place.

    Raises `Refused` where a rule wants a reason or is hard.
    """
    bureau = uow.get(Bureau, command.bureau_id)
    if bureau is None or not may(actor, "plan_outing", Subject(area=bureau.area, bureau_id=bureau.id)):
        raise Refused("outing.may_not")
    matters = _taken(uow, command, actor)
    _keep_rules(uow, command)
    activity = uow.add(_activity(uow, command, bureau, matters, actor))
    for matter in matters:
        _put_in(uow, activity, matter)
    uow.record("outing.planned", f"activity:{activity.id}", by=actor.person_id, day=str(activity.starts))
    outing = outing_of(uow, activity)
    news = line("outing.news_planned")
    told = show_desk(uow, outing, news) if outing.over else _tell_all(uow, outing, news)
    return (*told, *timers(uow, outing))


def add_to_outing(uow: UnitOfWork, actor: Actor, activity_id: int, invitations: Sequence[int]) -> Effects:
    """Let further experts go; they and whom they visit are told, the others see it on their cards."""
    outing = _planned(uow, actor, activity_id)
    known = {goer.expert.id for goer in outing.going}
    added = []
    for number in invitations:
        matter = _free(uow, actor, number)
        if matter is not None:
            _put_in(uow, outing.activity, matter)
            added.append(matter)
    uow.record("outing.added", outing.name, by=actor.person_id, invitations=list(invitations))
    fresh = outing_of(uow, outing.activity)
    news = line("outing.news_planned")
    goers = [goer for goer in fresh.going if goer.expert.id not in known]
    hosts = {matter.need.enterprise_id for matter in added}
    told = (
        *(e for goer in goers for e in _tell_goer(uow, fresh, goer.expert.id or 0, news)),
        *(e for number in sorted(hosts) for e in _tell_guest(uow, fresh, number, news)),
    )
    return (*told, *show_desk(uow, fresh, line("outing.added", count=len(added)), buzz=False))


def drop_from_outing(uow: UnitOfWork, actor: Actor, activity_id: int, expert_id: int, reason: str) -> Effects:
    """Take an expert out of an activity; the expert and whom they would have visited are told."""
    outing = _planned(uow, actor, activity_id)
    return _dropped(uow, outing, expert_id, reason, by=actor.person_id)


def drop_out(uow: UnitOfWork, invitation: Invitation, reason: str) -> Effects:
    """Take an expert out of the activity that was made of an invitation which does not stand any more."""
    activity = uow.activities.of_invitation(invitation.id or 0)
    if activity is None or activity.state != PLANNED:
        return ()
    return _dropped(uow, outing_of(uow, activity), invitation.expert_id, reason, by=None)


def move_outing(command: MoveOuting, uow: UnitOfWork, actor: Actor) -> Effects:
    """Put an activity on other days, or in another place; everybody is told once."""
    outing = _planned(uow, actor, command.activity_id)
    activity = outing.activity
    if activity.revision != command.revision:
        return show_outing(uow, actor, outing, line("outing.moved_on"))
    shift, days = command.starts - activity.starts, (activity.ends - activity.starts).days
    ends = command.starts + timedelta(days=days)
    experts = [goer.expert.id or 0 for goer in outing.going]
    clash = clash_words(uow, experts, command.starts, ends, but=activity.id or 0)
    if clash and not command.reason:
        raise Refused("outing.clash", step="reason", who=clash)
    activity.starts, activity.ends, activity.revision = command.starts, ends, activity.revision + 1
    activity.place = command.place or activity.place
    if command.reason:
        activity.reasons = {**activity.reasons, CLASH: command.reason}
    for visit in outing.visits:
        visit.planned_on += shift
    uow.record("outing.moved", outing.name, by=actor.person_id, day=str(activity.starts))
    fresh = outing_of(uow, activity)
    return (*_tell_all(uow, fresh, line("outing.news_moved")), *timers(uow, fresh))


def cancel_outing(uow: UnitOfWork, actor: Actor, activity_id: int, revision: int, reason: str) -> Effects:
    """Call an activity off; everybody is told once, with the reason."""
    outing = _planned(uow, actor, activity_id)
    activity = outing.activity
    if activity.revision != revision:
        return show_outing(uow, actor, outing, line("outing.moved_on"))
    activity.state, activity.note, activity.revision = CANCELLED, reason, activity.revision + 1
    for visit in outing.visits:
        visit.state = CANCELLED
    uow.record("outing.cancelled", outing.name, by=actor.person_id)
    return (*_tell_all(uow, outing, line("outing.news_cancelled", reason=reason)), *ends_timers(outing))


def _taken(uow: UnitOfWork, command: PlanOuting, actor: Actor) -> list[Matter]:
    matters = [
        matter for number in command.plan.invitations if (matter := _free(uow, actor, number)) is not None
    ]
    if not matters:
        raise Refused("outing.nobody_free", step="who")
    return matters


def _free(uow: UnitOfWork, actor: Actor, invitation_id: int) -> Matter | None:
    """Return an accepted invitation that is in no activity; None when it was withdrawn or taken meanwhile."""
    invitation = uow.get(Invitation, invitation_id)
    if invitation is None or invitation.state != ACCEPTED:
        return None
    matter = matter_of(uow, invitation)
    if not may(actor, "plan_outing", Subject(area=matter.need.county, bureau_id=invitation.bureau_id)):
        raise Refused("outing.may_not")
    return matter if uow.activities.of_invitation(invitation_id) is None else None


def _keep_rules(uow: UnitOfWork, command: PlanOuting) -> None:
    hard = {TEAM: uow.rules.team.strength, LENGTH: uow.rules.visit.strength}
    for rule, words in set_aside(uow, command.plan).items():
        if hard.get(rule) == "hard":
            raise Refused("outing.hard", step="who" if rule == TEAM else "days", words=words)
        if not command.reasons.get(rule):
            raise Refused("outing.reason_wanted", step="days", words=words)


def _activity(
    uow: UnitOfWork, command: PlanOuting, bureau: Bureau, matters: Sequence[Matter], actor: Actor
) -> Activity:
    first = matters[0]
    year = command.plan.starts.year
    return Activity(
        number=uow.activities.next_number(year),
        year=year,
        kind=command.plan.kind,
        organiser="province" if bureau.level == "province" else "city",
        bureau_id=bureau.id or 0,
        title=command.title or first.public_title,
        industry=first.need.domains[0] if first.need.domains else "",
        area=first.need.county,
        place=command.place,
        starts=command.plan.starts,
        ends=command.plan.ends,
        batch=uow.activities.batches(bureau.id or 0, year) + 1,
        leader_id=first.expert.id,
        partner=command.partner,
        pays=first.invitation.pays,
        reasons=dict(command.reasons),
        made_by=actor.person_id,
        made_at=uow.now,
    )


def _put_in(uow: UnitOfWork, activity: Activity, matter: Matter) -> None:
    """Let an expert go, to the enterprise of the need; whoever goes to several is one participant."""
    number, expert = activity.id or 0, matter.expert.id or 0
    going = next((p for p in uow.activities.participants(number) if p.expert_id == expert), None)
    if going is None:
        uow.add(Participant(activity_id=number, expert_id=expert, invitation_id=matter.invitation.id))
    else:
        going.state, going.invitation_id = GOING, going.invitation_id or matter.invitation.id
    enterprise = matter.need.enterprise_id
    if all(host.enterprise_id != enterprise for host in uow.activities.hosts(number)):
        checks = first_checks(uow.rules, matter.need.conditions)
        uow.add(Host(activity_id=number, enterprise_id=enterprise, preparation=checks))
    same = [
        v for v in uow.activities.visits(number) if (v.expert_id, v.enterprise_id) == (expert, enterprise)
    ]
    if same:
        same[0].state, same[0].planned_on = PLANNED, activity.starts
        return
    uow.add(
        Visit(
            activity_id=number,
            expert_id=expert,
            enterprise_id=enterprise,
            need_id=matter.need.id,
            planned_on=activity.starts,
        )
    )


def _planned(uow: UnitOfWork, actor: Actor, activity_id: int) -> Outing:
    outing = opened_outing(uow, actor, activity_id, "plan_outing")
    if outing.activity.state != PLANNED or outing.over:
        raise Refused("outing.not_any_more")
    return outing


def _dropped(uow: UnitOfWork, outing: Outing, expert_id: int, reason: str, *, by: int | None) -> Effects:
    goer = outing.goer(expert_id)
    if goer is None or goer.participant.state != GOING:
        return ()
    goer.participant.state = DROPPED
    hosts = [visit.enterprise_id for visit in outing.of_expert(expert_id)]
    for visit in outing.of_expert(expert_id):
        visit.state = CANCELLED
    uow.record("outing.dropped", outing.name, by=by, expert=expert_id)
    fresh = outing_of(uow, outing.activity)
    news = line("outing.news_dropped", name=goer.person.name, reason=reason)
    told = _tell_goer(uow, fresh, expert_id, line("outing.news_you_dropped", reason=reason))
    guests = (e for number in hosts for e in _tell_guest(uow, fresh, number, news))
    return (*told, *guests, *show_desk(uow, fresh, news, buzz=by is None))


def _tell_all(uow: UnitOfWork, outing: Outing, news: Make) -> Effects:
    """Tell everybody concerned once: by the card where there is a chat, else by a call of the bureau."""
    return (
        *(e for goer in outing.going for e in _tell_goer(uow, outing, goer.expert.id or 0, news)),
        *(e for guest in outing.guests for e in _tell_guest(uow, outing, guest.enterprise.id or 0, news)),
        *show_desk(uow, outing, news),
    )


def _tell_goer(uow: UnitOfWork, outing: Outing, expert_id: int, news: Make) -> Effects:
    goer = outing.goer(expert_id)
    if goer is None:
        return ()
    return show_goer(uow, outing, goer, news) or _called(uow, outing, goer.person, goer.expert.unit, news)


def _tell_guest(uow: UnitOfWork, outing: Outing, enterprise_id: int, news: Make) -> Effects:
    guest = outing.guest(enterprise_id)
    if guest is None:
        return ()
    shown = show_guest(uow, outing, guest, news)
    if shown or not guest.contacts:
        return shown
    return _called(uow, outing, guest.contacts[0], guest.enterprise.name, news)


def _called(uow: UnitOfWork, outing: Outing, person: Person, unit: str, news: Make) -> Effects:
    """Ask the bureau to tell by phone what the person does not see."""
    t = translator("zh")
    words = t(
        "outing.call_words",
        name=person.name,
        unit=unit,
        phone=person.phone or t("invite.no_phone"),
        news=news(t).plain(),
        title=outing.activity.title,
        when=spoken_day(outing.activity.starts, outing.today),
        where=where_line(outing),
    )
    return give_task(uow, outing.activity.bureau_id, CALL, outing.name, person.id or 0, words)
