"""A coordinator invites experts to a need; every rule is judged anew under the locks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from handlers.cards.experts import bar_words, reasons
from handlers.cards.matters import Matter, matter_of
from handlers.cards.needs import language
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor, may
from handlers.domain.candidates import Reason
from handlers.domain.confidential import pieces_of, public_version
from handlers.domain.days import SHANGHAI, spoken_day
from handlers.domain.experts import Expert
from handlers.domain.invitations import Invitation
from handlers.domain.masks import Bar, judge
from handlers.domain.needs import APPROVED, ARRANGED, Need
from handlers.domain.people import Person
from handlers.effects import Effects, Schedule
from handlers.matchmaking.ranking import public_reason
from handlers.matchmaking.views import expert_views, limits_of, need_view
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.invitation_views import show_expert
from handlers.usecases.need_views import show_bureau, subject_of, tell_enterprise
from handlers.usecases.phoning import ask_to_call

NINE = time(9, tzinfo=SHANGHAI)
REMIND, UNOPENED, EXPIRE = "invitation.remind", "invitation.unopened", "invitation.expire"


@dataclass(frozen=True, slots=True)
class Invite:
    """Whom to invite, and to what: the visit day or None when it is to be agreed, its days, who pays."""

    need_id: int
    experts: tuple[int, ...]
    visit_day: date | None = None
    visit_days: int = 1
    pays: str = "agreed"
    reasons: Mapping[int, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who was ticked and may not be invited any more."""

    name: str
    bars: tuple[Bar, ...]


def invite(command: Invite, uow: UnitOfWork, actor: Actor) -> Effects:
    """Invite whoever may still be invited and say who may not and why; tell all, set the timers.

    Raises `Refused` for step "experts" when nobody is left to invite.
    """
    need = _open_need(command.need_id, uow, actor)
    invited: list[Matter] = []
    left_out: list[LeftOut] = []
    for expert_id in dict.fromkeys(command.experts):
        match _judged(uow, need, expert_id):
            case LeftOut() as out:
                left_out.append(out)
            case _, person:
                why = _why(command.reasons.get(expert_id), need, person)
                invited.append(_made(command, uow, actor, need, why, expert_id))
    if not invited:
        raise _nobody_left(left_out, translator(actor.language))
    effects = tuple(effect for matter in invited for effect in _sent(uow, matter))
    summary = tell(uow, actor.person_id, lambda t: _summary(uow, invited, left_out, t))
    cards = (*tell_enterprise(uow, need, buzz=False), *show_bureau(uow, need, buzz=False))
    return (*summary, *effects, *cards)


def decide_by(uow: UnitOfWork) -> datetime:
    """Return when the bureau is asked once more about a condition: the next working day at nine."""
    return datetime.combine(uow.calendar.add(uow.today, 1), NINE)


def timer(what: str, matter: Matter) -> str:
    """Return the key of one of an invitation's timers."""
    return f"{what}:{matter.invitation.id}"


def _open_need(need_id: int, uow: UnitOfWork, actor: Actor) -> Need:
    need = uow.get(Need, need_id)
    if need is None:
        raise Refused("match.gone")
    if not may(actor, "invite", subject_of(uow, need)):
        raise Refused("match.may_not")
    if need.state not in (APPROVED, ARRANGED):
        raise Refused("match.closed")
    return need


def _judged(uow: UnitOfWork, need: Need, expert_id: int) -> LeftOut | tuple[Expert, Person]:
    """Lock an expert and judge him with loads and conflicts as they are now."""
    expert = uow.get(Expert, expert_id)
    person = uow.get(Person, expert.person_id) if expert else None
    if expert is None or person is None or person.erased_at is not None:
        return LeftOut("", ())
    view = uow.experts.view(expert_id, uow.today.year)
    (view,) = expert_views(uow, need, [view] if view else [])
    bars = judge(view, need_view(uow, need), limits_of(uow.rules))
    return LeftOut(person.name, bars) if bars else (expert, person)


def _made(  # noqa: PLR0913, PLR0917 - an invitation is made of all of them
    command: Invite, uow: UnitOfWork, actor: Actor, need: Need, why: str, expert_id: int
) -> Matter:
    invitation = Invitation(
        need_id=command.need_id,
        expert_id=expert_id,
        bureau_id=_desk(actor, need),
        invited_by=actor.person_id,
        year=uow.today.year,
        why=why,
        visit_day=command.visit_day,
        visit_days=command.visit_days,
        pays=command.pays,
        reply_by=uow.calendar.add(uow.today, uow.rules.invitation.reply_days),
        sent_at=uow.now,
    )
    matter = matter_of(uow, uow.add(invitation))
    uow.record("invitation.sent", matter.name, by=actor.person_id, need=need.id, expert=expert_id)
    return matter


def _desk(actor: Actor, need: Need) -> int:
    """Return the bureau that invites: the need's own when the actor works there, else the actor's."""
    own = [desk.bureau_id for desk in actor.desks]
    return need.bureau_id if need.bureau_id in own else own[0]


def _why(reason: Reason | None, need: Need, person: Person) -> str:
    """Say why in the expert's language, by nothing that the enterprise keeps back."""
    if reason is None:
        return ""
    shown = f"{public_version(need.title, pieces_of(need.confidential))}\n{need.public_detail}"
    t = translator(person.language)
    return t("match.stop").join(reasons(public_reason(reason, shown), t))


def _sent(uow: UnitOfWork, matter: Matter) -> Effects:
    person_id = matter.person.id or 0
    if uow.people.reachable(person_id):
        return (*show_expert(uow, matter), *_timers(uow, matter))
    return (*ask_to_call(uow, matter, person_id, "invite", "no_channel"), *_timers(uow, matter))


def _timers(uow: UnitOfWork, matter: Matter) -> Effects:
    """Look after one working day whether it was opened; remind once; expire when the last day is over."""
    now = uow.now.astimezone(SHANGHAI)
    looked = datetime.combine(uow.calendar.add(uow.today, 1), now.time(), SHANGHAI)
    reminded = datetime.combine(uow.calendar.add(uow.today, uow.rules.invitation.remind_after_days), NINE)
    ended = datetime.combine(matter.invitation.reply_by + timedelta(days=1), time(tzinfo=SHANGHAI))
    due = {UNOPENED: looked, REMIND: reminded, EXPIRE: ended}
    return tuple(Schedule(timer(what, matter), moment, what, matter.name) for what, moment in due.items())


def _summary(
    uow: UnitOfWork, invited: Sequence[Matter], left_out: Sequence[LeftOut], t: Translate
) -> Message:
    names = t("match.comma").join(matter.person.name for matter in invited)
    day = spoken_day(invited[0].invitation.reply_by, uow.today, language(t))
    silent = [m.person.name for m in invited if not uow.people.reachable(m.person.id or 0)]
    lines = [t("invite.sent", count=len(invited), names=names, day=day)]
    lines += [left_out_line(each, t) for each in left_out]
    lines += [t("invite.to_phone", names=t("match.comma").join(silent))] if silent else []
    return Message(lines=tuple(lines))


def left_out_line(each: LeftOut, t: Translate) -> str:
    """Return why somebody was not invited after all."""
    if not each.name:
        return t("invite.left_out_gone")
    return t(
        "invite.left_out", name=each.name, bars=t("match.stop").join(bar_words(bar, t) for bar in each.bars)
    )


def _nobody_left(left_out: Sequence[LeftOut], t: Translate) -> Refused:
    why = "".join(left_out_line(each, t) for each in left_out)
    return Refused("invite.nobody_left", step="experts", why=why)
