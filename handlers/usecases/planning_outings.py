"""Planning an activity (对接活动): who goes to whom and when; further experts and enterprises later on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.cards.matters import Matter, matter_of
from handlers.cards.outing_calls import PLANNED as PLANNED_CALL
from handlers.cards.outing_facts import outing_of
from handlers.cards.outings import Outing
from handlers.dialogue.step import Refused
from handlers.domain.activities import CANCELLED, GOING, PLANNED, Activity, Host, Participant, Visit
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.needs import Need
from handlers.domain.plans import Coming, PlannedVisit, planned_visits
from handlers.domain.regions import common_area
from handlers.effects import Effects
from handlers.matchmaking.outings import CLASH, LENGTH, TEAM, Plan, clash_words, set_aside
from handlers.ports.work import UnitOfWork
from handlers.telling import line
from handlers.usecases.outing_news import tell_all, tell_goer, tell_guest
from handlers.usecases.outings import opened_outing, show_desk
from handlers.usecases.preparing import first_checks, more_checks, timers

CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class PlanOuting:
    """An activity, with the reasons why rules are set aside, by rule. What is left empty has a default."""

    bureau_id: int
    plan: Plan
    title: str = ""
    place: str = ""
    partner: str = ""
    organiser: str = ""
    industry: str = ""
    batch: int | None = None
    leader_id: int | None = None
    pays: str = ""
    base_id: int | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddToOuting:
    """Further experts and enterprises for an activity; the reason why a clash of days is set aside."""

    activity_id: int
    invitations: tuple[int, ...] = ()
    experts: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    reason: str = ""


def plan_outing(command: PlanOuting, uow: UnitOfWork, actor: Actor) -> Effects:
    """Plan the activity and tell everybody; both sides of a past one are only asked what took place.

    Raises `Refused` where a rule wants a reason or is hard.
    """
    bureau = uow.get(Bureau, command.bureau_id)
    if bureau is None or not may(actor, "plan_outing", Subject(area=bureau.area, bureau_id=bureau.id)):
        raise Refused("outing.may_not")
    plan = command.plan
    matters = _free_ones(uow, actor, plan.invitations)
    coming = [*(_coming(matter) for matter in matters), *_named(uow, plan.experts)]
    if not coming:
        raise Refused("outing.nobody_free", step="who")
    firms = list(dict.fromkeys(plan.hosts or (matter.need.enterprise_id for matter in matters)))
    hosts = [_host_of(uow, actor, number, [m.need.enterprise_id for m in matters]) for number in firms]
    if not hosts:
        raise Refused("outing.no_host", step="hosts")
    visits = planned_visits(coming, firms, plan.starts, plan.days)
    _keep_apart(uow, visits)
    _keep_rules(uow, command)
    activity = uow.add(_activity(uow, command, bureau, matters, hosts, coming, actor))
    _put_in(uow, activity, coming, visits)
    uow.record("outing.planned", f"activity:{activity.id}", by=actor.person_id, day=str(activity.starts))
    outing = outing_of(uow, activity)
    news = line("outing.news_planned")
    told = show_desk(uow, outing, news) if outing.over else tell_all(uow, outing, news, PLANNED_CALL)
    return (*told, *timers(uow, outing))


def add_to_outing(command: AddToOuting, uow: UnitOfWork, actor: Actor) -> Effects:
    """Let further experts go, or visit further enterprises; whoever has something new is told, once."""
    outing = planned_outing(uow, actor, command.activity_id)
    activity = outing.activity
    matters = _free_ones(uow, actor, command.invitations)
    coming = [*(_coming(matter) for matter in matters), *_named(uow, command.experts)]
    invited = [matter.need.enterprise_id for matter in matters]
    for number in command.hosts:
        _host_of(uow, actor, number, invited)
    _keep_days(uow, outing, coming, command.reason)
    visits = _further(outing, coming, list(dict.fromkeys([*invited, *command.hosts])))
    if not visits:
        raise Refused("outing.nobody_free", step="who")
    _keep_apart(uow, visits)
    _put_in(uow, activity, coming, visits)
    activity.revision += 1
    uow.record("outing.added", outing.name, by=actor.person_id, visits=len(visits))
    return _told_of(uow, outing_of(uow, activity), visits)


def _keep_days(uow: UnitOfWork, outing: Outing, coming: Sequence[Coming], reason: str) -> None:
    """Refuse further experts who go elsewhere on these days, unless there is a reason, which is kept."""
    activity, going = outing.activity, {goer.expert.id for goer in outing.going}
    fresh = [each.expert_id for each in coming if each.expert_id not in going]
    clash = clash_words(uow, fresh, activity.starts, activity.ends, but=activity.id or 0)
    if clash and not reason:
        raise Refused("outing.clash", step="why_clash", who=clash)
    if clash:
        activity.reasons = {**activity.reasons, CLASH: reason}


def _further(
    outing: Outing, coming: Sequence[Coming], enterprises: Sequence[int]
) -> tuple[PlannedVisit, ...]:
    """Return the visits that are new: of further experts, or of all who go to further enterprises."""
    who = coming or [Coming(goer.expert.id or 0) for goer in outing.going]
    where = enterprises or [guest.enterprise.id or 0 for guest in outing.visited]
    days = (outing.activity.ends - outing.activity.starts).days + 1
    known = {(v.expert_id, v.enterprise_id) for v in outing.visits if v.state != CANCELLED}
    planned = planned_visits(who, where, outing.activity.starts, days)
    return tuple(visit for visit in planned if (visit.expert_id, visit.enterprise_id) not in known)


def planned_outing(uow: UnitOfWork, actor: Actor, activity_id: int) -> Outing:
    """Return an activity that is still to come and that the actor may change. Raises `Refused`."""
    outing = opened_outing(uow, actor, activity_id, "plan_outing")
    if not may(actor, "plan_outing", outing.subject):
        raise Refused("outing.may_not")
    if outing.activity.state != PLANNED or outing.over:
        raise Refused("outing.not_any_more")
    return outing


def _told_of(uow: UnitOfWork, outing: Outing, visits: Sequence[PlannedVisit]) -> Effects:
    news = line("outing.news_planned")
    experts = dict.fromkeys(visit.expert_id for visit in visits)
    firms = dict.fromkeys(visit.enterprise_id for visit in visits)
    goers = [goer for goer in outing.going if goer.expert.id in experts]
    guests = [guest for guest in outing.guests if guest.enterprise.id in firms]
    return (
        *(e for goer in goers for e in tell_goer(uow, outing, goer, news, PLANNED_CALL)),
        *(e for guest in guests for e in tell_guest(uow, outing, guest, news, PLANNED_CALL)),
        *show_desk(uow, outing, line("outing.added", count=len(visits)), buzz=False),
    )


def _free_ones(uow: UnitOfWork, actor: Actor, invitations: Sequence[int]) -> list[Matter]:
    found = (_free(uow, actor, number) for number in dict.fromkeys(invitations))
    return [matter for matter in found if matter is not None]


def _free(uow: UnitOfWork, actor: Actor, invitation_id: int) -> Matter | None:
    """Return an accepted invitation that is in no activity; None when it was withdrawn or taken meanwhile."""
    invitation = uow.get(Invitation, invitation_id)
    if invitation is None or invitation.state != ACCEPTED:
        return None
    matter = matter_of(uow, invitation)
    if not may(actor, "plan_outing", Subject(area=matter.need.county, bureau_id=invitation.bureau_id)):
        raise Refused("outing.may_not")
    return matter if uow.activities.of_invitation(invitation) is None else None


def _coming(matter: Matter) -> Coming:
    need, expert = matter.need, matter.expert.id or 0
    return Coming(expert, matter.invitation.id, need.enterprise_id, need.id)


def _named(uow: UnitOfWork, experts: Sequence[int]) -> list[Coming]:
    """Return the experts that were named, locked, so that two who name one at once see each other."""
    for number in experts:
        expert = uow.get(Expert, number)
        if expert is None or expert.state != CONFIRMED:
            name = uow.experts.names([number]).get(number, "—")
            raise Refused("outing.not_confirmed", step="who", name=name)
    return [Coming(number) for number in experts]


def _host_of(uow: UnitOfWork, actor: Actor, number: int, invited: Sequence[int]) -> Enterprise:
    """Return an enterprise to visit: one of an invitation, or one in the actor's area."""
    enterprise = uow.get(Enterprise, number)
    if enterprise is None:
        raise Refused("outing.no_host", step="hosts")
    if number not in invited and not may(actor, "plan_outing", Subject(area=enterprise.county)):
        raise Refused("outing.not_your_host", step="hosts", name=enterprise.name)
    return enterprise


def _keep_apart(uow: UnitOfWork, visits: Sequence[PlannedVisit]) -> None:
    """Refuse what 回避 forbids."""
    for visit in visits:
        if any(each.expert_id == visit.expert_id for each in uow.experts.conflicts(visit.enterprise_id)):
            name = uow.experts.names([visit.expert_id]).get(visit.expert_id, "—")
            firm = uow.get(Enterprise, visit.enterprise_id)
            raise Refused("outing.conflict", step="who", name=name, enterprise=firm.name if firm else "—")


def _keep_rules(uow: UnitOfWork, command: PlanOuting) -> None:
    hard = {TEAM: uow.rules.team.strength, LENGTH: uow.rules.visit.strength}
    for rule, words in set_aside(uow, command.plan).items():
        if hard.get(rule) == "hard":
            raise Refused("outing.hard", step="who" if rule == TEAM else "days", words=words)
        if command.reasons.get(rule):
            continue
        if rule == CLASH:
            raise Refused("outing.clash", step="why_clash", who=words)
        raise Refused("outing.reason_wanted", step="days", words=words)


def _activity(  # noqa: PLR0913, PLR0917 - an activity is made of all of them
    uow: UnitOfWork,
    command: PlanOuting,
    bureau: Bureau,
    matters: Sequence[Matter],
    hosts: Sequence[Enterprise],
    coming: Sequence[Coming],
    actor: Actor,
) -> Activity:
    plan, year = command.plan, command.plan.starts.year
    first = matters[0] if matters else None
    domains = first.need.domains if first else []
    leaders = [each.expert_id for each in coming]
    return Activity(
        number=uow.activities.next_number(year),
        year=year,
        kind=plan.kind,
        organiser=command.organiser or organiser_of(uow, bureau),
        bureau_id=bureau.id or 0,
        title=command.title or (first.public_title if first else hosts[0].name),
        industry=command.industry or (domains[0] if domains else ""),
        area=common_area([host.county for host in hosts]),
        place=command.place,
        starts=plan.starts,
        ends=plan.ends,
        batch=command.batch or uow.activities.batches(bureau.id or 0, year) + 1,
        leader_id=command.leader_id if command.leader_id in leaders else leaders[0],
        partner=command.partner,
        base_id=command.base_id,
        pays=command.pays or (first.invitation.pays if first else "host"),
        reasons={rule: words for rule, words in command.reasons.items() if words},
        made_by=actor.person_id,
        made_at=uow.now,
    )


def organiser_of(uow: UnitOfWork, bureau: Bureau) -> str:
    """Return the level that organises unless another is chosen: the province's own, else 以各市局组织为主."""
    if bureau.level == "province":
        return "province"
    return "city" if uow.rules.flags.city_led else bureau.level


def _put_in(
    uow: UnitOfWork, activity: Activity, coming: Sequence[Coming], visits: Sequence[PlannedVisit]
) -> None:
    """Keep who goes, who is visited and each visit; whoever was dropped before goes again."""
    number = activity.id or 0
    going = {each.expert_id: each for each in uow.activities.participants(number)}
    for one in coming:
        known = going.get(one.expert_id)
        if known is None:
            known = uow.add(Participant(activity_id=number, expert_id=one.expert_id))
            going[one.expert_id] = known
        known.state, known.invitation_id = GOING, known.invitation_id or one.invitation_id
    standing = {(v.expert_id, v.enterprise_id): v for v in uow.activities.visits(number)}
    for visit in visits:
        _prepare(uow, number, visit)
        known_visit = standing.get((visit.expert_id, visit.enterprise_id))
        if known_visit is not None:
            known_visit.state, known_visit.planned_on = PLANNED, visit.day
            continue
        uow.add(
            Visit(
                activity_id=number,
                expert_id=visit.expert_id,
                enterprise_id=visit.enterprise_id,
                need_id=visit.need_id,
                planned_on=visit.day,
            )
        )


def _prepare(uow: UnitOfWork, number: int, visit: PlannedVisit) -> None:
    """Make the checklist of an enterprise, or add what one more need of it promised."""
    hosts = {host.enterprise_id: host for host in uow.activities.hosts(number)}
    host, need = hosts.get(visit.enterprise_id), uow.get(Need, visit.need_id or 0)
    if host is None:
        checks = first_checks(uow.rules, need)
        uow.add(Host(activity_id=number, enterprise_id=visit.enterprise_id, preparation=checks))
    elif need is not None:
        host.preparation = more_checks(host.preparation, need)
