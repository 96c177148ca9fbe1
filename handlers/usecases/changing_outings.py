"""Changing an activity (对接活动): other days or place, an expert less, called off; all told once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.cards.needs import language
from handlers.cards.outing_calls import CANCELLED as CANCELLED_CALL
from handlers.cards.outing_calls import DROPPED as DROPPED_CALL
from handlers.cards.outing_calls import MOVED
from handlers.cards.outing_facts import outing_of
from handlers.cards.outings import Goer, Guest, Outing
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.activities import CANCELLED, DROPPED, GOING, HAPPENED, PLANNED
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.days import spoken_day
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from handlers.effects import Effects
from handlers.matchmaking.outings import CLASH, LENGTH, WINDOW, clash_words, in_window, is_unusual
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.need_views import once_each
from handlers.usecases.outing_news import tell_all, tell_goer, tell_guest
from handlers.usecases.outings import opened_outing, refresh, show_desk, show_outing
from handlers.usecases.planning_outings import planned_outing
from handlers.usecases.preparing import ends_timers, timers


@dataclass(frozen=True, slots=True)
class MoveOuting:
    """Other days, and another place if one is named, for an activity as it stood at `revision`."""

    activity_id: int
    revision: int
    starts: date
    days: int
    place: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


def move_outing(command: MoveOuting, uow: UnitOfWork, actor: Actor) -> Effects:
    """Put an activity on other days, or in another place; everybody is told once. Nothing new: nobody."""
    outing = planned_outing(uow, actor, command.activity_id)
    activity = outing.activity
    if activity.revision != command.revision:
        return show_outing(uow, actor, outing, line("outing.moved_on"))
    before = (activity.starts, activity.ends, activity.place)
    after = (
        command.starts,
        command.starts + timedelta(days=command.days - 1),
        command.place or activity.place,
    )
    if before == after:
        return show_outing(uow, actor, outing, line("outing.nothing_new"))
    if any(visit.state == HAPPENED for visit in outing.visits):
        raise Refused("outing.has_begun", step="starts")
    _keep_rules(uow, outing, command, after[1])
    activity.starts, activity.ends, activity.place = after
    activity.revision += 1
    for visit in outing.open_visits:
        visit.planned_on = min(visit.planned_on + (after[0] - before[0]), after[1])
    uow.record("outing.moved", outing.name, by=actor.person_id, before=str(before[0]), day=str(after[0]))
    fresh = outing_of(uow, activity)

    def news(t: Translate) -> Message:
        day = spoken_day(before[0], uow.today, language(t))
        return Message(lines=(t("outing.news_moved", before=day),))

    return (*tell_all(uow, fresh, news, MOVED), *timers(uow, fresh))


def cancel_outing(uow: UnitOfWork, actor: Actor, activity_id: int, revision: int, reason: str) -> Effects:
    """Call an activity off; everybody is told once, with the reason."""
    outing = planned_outing(uow, actor, activity_id)
    activity = outing.activity
    if activity.revision != revision:
        return show_outing(uow, actor, outing, line("outing.moved_on"))
    if any(visit.state == HAPPENED for visit in outing.visits):
        raise Refused("outing.has_begun", step="reason")
    activity.state, activity.note, activity.revision = CANCELLED, reason, activity.revision + 1
    uow.record("outing.cancelled", outing.name, by=actor.person_id)
    news = line("outing.news_cancelled", reason=reason)
    told = tell_all(uow, outing, news, CANCELLED_CALL, reason)
    for visit in outing.open_visits:
        visit.state = CANCELLED
    return (*told, *ends_timers(outing))


def drop_from_outing(uow: UnitOfWork, actor: Actor, activity_id: int, expert_id: int, reason: str) -> Effects:
    """Take an expert out of an activity; the expert and whom they would have visited are told."""
    outing = planned_outing(uow, actor, activity_id)
    goer = _to_drop(outing, expert_id)
    if goer is None:
        return show_outing(uow, actor, outing)
    hosts = _dropped(uow, outing, goer, by=actor.person_id)
    fresh = outing_of(uow, outing.activity)
    own = tell_goer(uow, fresh, goer, line("outing.news_you_dropped", reason=reason), DROPPED_CALL, reason)
    return (*own, *_told_of_drop(uow, fresh, goer, hosts, reason, buzz=False))


def leave_outing(uow: UnitOfWork, actor: Actor, activity_id: int, reason: str) -> Effects:
    """Let an expert who goes by name say that they cannot; hosts and bureau are told."""
    outing, goer = leaving(uow, actor, activity_id)
    hosts = _dropped(uow, outing, goer, by=actor.person_id)
    fresh = outing_of(uow, outing.activity)
    told = tell(uow, actor.person_id, line("outing.left"))
    return (*told, *_told_of_drop(uow, fresh, goer, hosts, reason, buzz=True))


def leaving(uow: UnitOfWork, actor: Actor, activity_id: int) -> tuple[Outing, Goer]:
    """Return an activity from which the actor may still step back, with them in it. Raises `Refused`."""
    outing, goer = going(uow, actor, activity_id)
    if _to_drop(outing, goer.expert.id or 0) is None or outing.activity.state != PLANNED or outing.over:
        raise Refused("outing.not_any_more")
    return outing, goer


def going(uow: UnitOfWork, actor: Actor, activity_id: int) -> tuple[Outing, Goer]:
    """Return an activity to which the actor goes as an expert, with them in it. Raises `Refused`."""
    outing = opened_outing(uow, actor, activity_id, "see_outing")
    goer = outing.goer(actor.expert_id or 0)
    subject = Subject(expert_id=goer.expert.id if goer else None)
    if goer is None or not may(actor, "confirm_as_expert", subject):
        raise Refused("outing.may_not")
    return outing, goer


def drop_out(uow: UnitOfWork, invitation: Invitation, reason: str, by: int) -> Effects:
    """Call off the visit of an invitation that does not stand any more; the expert may still go elsewhere.

    Whoever took the invitation back has told expert, enterprise and the bureau that invited: cards change in
    place, and only a bureau that organises without having invited is told here.
    """
    activity = uow.activities.of_invitation(invitation)
    need = uow.get(Need, invitation.need_id)
    if activity is None or need is None or activity.state != PLANNED:
        return ()
    outing = outing_of(uow, activity)
    goer = _to_drop(outing, invitation.expert_id)
    if goer is None:
        return ()
    _dropped(uow, outing, goer, by=by, only=need.enterprise_id)
    fresh = outing_of(uow, activity)
    if fresh.going and activity.bureau_id == invitation.bureau_id:
        return refresh(uow, fresh)
    key = "outing.news_dropped" if fresh.going else "outing.news_nobody_left"
    news = line(key, name=goer.person.name, reason=reason)
    return once_each((*show_desk(uow, fresh, news), *refresh(uow, fresh)))


def _keep_rules(uow: UnitOfWork, outing: Outing, command: MoveOuting, ends: date) -> None:
    """Refuse other days that want a reason which was not given; keep the reasons that were."""
    activity = outing.activity
    experts = [goer.expert.id or 0 for goer in outing.going]
    clash = clash_words(uow, experts, command.starts, ends, but=activity.id or 0)
    unusual = is_unusual(uow.rules, command.days)
    if unusual and uow.rules.visit.strength == "hard":
        raise Refused("outing.hard", step="days", words=uow.rules.visit.words)
    met = {WINDOW: not in_window(uow.rules, command.starts, ends), LENGTH: unusual, CLASH: bool(clash)}
    if clash and not command.reasons.get(CLASH):
        raise Refused("outing.clash", step="why_clash", who=clash)
    kept = {rule: words for rule, words in activity.reasons.items() if met.get(rule, True)}
    activity.reasons = {**kept, **{rule: words for rule, words in command.reasons.items() if words}}


def _to_drop(outing: Outing, expert_id: int) -> Goer | None:
    """Return an expert who goes and of whom no visit has taken place yet."""
    goer = outing.goer(expert_id)
    held = any(visit.state == HAPPENED for visit in outing.of_expert(expert_id))
    return goer if goer is not None and goer.participant.state == GOING and not held else None


def _dropped(
    uow: UnitOfWork, outing: Outing, goer: Goer, *, by: int, only: int | None = None
) -> tuple[int, ...]:
    """Take the expert out, or out of one enterprise; return those that would have been visited."""
    theirs = [visit for visit in outing.of_expert(goer.expert.id or 0) if visit.is_open]
    visits = [visit for visit in theirs if only in (None, visit.enterprise_id)]
    for visit in visits:
        visit.state = CANCELLED
    activity = outing.activity
    activity.revision += 1
    if len(visits) == len(theirs):
        goer.participant.state = DROPPED
        if activity.leader_id == goer.expert.id:
            activity.leader_id = next((each.expert.id for each in outing.going), None)
    uow.record("outing.dropped", outing.name, by=by, expert=goer.expert.id)
    return tuple(visit.enterprise_id for visit in visits)


def _told_of_drop(  # noqa: PLR0913 - who drops out of what, whom that leaves alone, and why
    uow: UnitOfWork, outing: Outing, goer: Goer, hosts: tuple[int, ...], reason: str, *, buzz: bool
) -> Effects:
    news = line("outing.news_dropped", name=goer.person.name, reason=reason)
    left: list[Guest] = [guest for guest in outing.guests if guest.enterprise.id in hosts]
    told = (e for guest in left for e in tell_guest(uow, outing, guest, news, DROPPED_CALL, reason))
    nobody = not outing.going
    desk_news = line("outing.news_nobody_left") if nobody else news
    return (*told, *show_desk(uow, outing, desk_news, buzz=buzz or nobody))
