"""What a bureau does with a need: approve, return with a sentence, reject, retag, hand on (审核)."""

from dataclasses import dataclass

from handlers.cards.needs import language
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken_time
from handlers.domain.needs import APPROVED, ARRANGED, REJECTED, RETURNED, SUBMITTED, Need
from handlers.domain.people import Person
from handlers.domain.regions import full_name, region
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.climbing import await_check, stop_waiting
from handlers.usecases.need_views import name_of, once_each, show_bureau, show_need, tell_enterprise
from handlers.usecases.needs import own_need
from handlers.usecases.watching import need_changed

STEPS = frozenset(
    f"need.{did}"
    for did in (
        "approved",
        "returned",
        "rejected",
        "handed_on",
        "retagged",
        "mended",
        "withdrawn",
        "climbed",
        "arranged",
        "reopened",
    )
)
"""Events that change the card; the newest says who was faster."""


@dataclass(frozen=True, slots=True)
class Check:
    """Which need, as the coordinator saw it: `revision` is the one on the card that was tapped."""

    need_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class ReturnNeed:
    """Ask the enterprise for one field again, with a sentence that says why."""

    check: Check
    field: str
    note: str


def approve_need(check: Check, uow: UnitOfWork, actor: Actor) -> Effects:
    """Approve (通过): the enterprise is told, experts can be matched."""
    need = own_need(uow, actor, check.need_id, "check_need")
    if stale := _stale(check, need, uow, actor, done="need.approved"):
        return stale
    need.state, need.checked_at = APPROVED, uow.now
    return _changed("need.approved", need, uow, actor, line("need.approved"))


def return_need(command: ReturnNeed, uow: UnitOfWork, actor: Actor) -> Effects:
    """Return (退回修改) with the field named and a sentence; the enterprise is asked just that."""
    need = own_need(uow, actor, command.check.need_id, "check_need")
    if stale := _stale(command.check, need, uow, actor, done="need.returned"):
        return stale
    need.state, need.returned_field, need.note = RETURNED, command.field, command.note
    return _changed("need.returned", need, uow, actor, None, field=command.field)


def reject_need(check: Check, reason: str, uow: UnitOfWork, actor: Actor) -> Effects:
    """Reject (不予受理) with the reason."""
    need = own_need(uow, actor, check.need_id, "check_need")
    if stale := _stale(check, need, uow, actor, done="need.rejected"):
        return stale
    need.state, need.note, need.checked_at = REJECTED, reason, uow.now
    return _changed("need.rejected", need, uow, actor, line("need.rejected", note=reason))


def retag_need(check: Check, domains: tuple[str, ...], uow: UnitOfWork, actor: Actor) -> Effects:
    """Correct the domains (改领域), before or after the approval; the enterprise's card follows."""
    need = own_need(uow, actor, check.need_id, "check_need")
    if need.state not in {SUBMITTED, APPROVED, ARRANGED} or need.revision != check.revision:
        return outdated(need, uow, actor, done="need.retagged")
    if list(domains) == need.domains:
        return show_need(uow, need, actor, line("check.retagged"))
    need.domains = list(domains)
    need.revision += 1
    uow.record("need.retagged", name_of(need), by=actor.person_id, domains=need.domains)
    mine = show_need(uow, need, actor, line("check.retagged"))
    others = (*show_bureau(uow, need), *tell_enterprise(uow, need, buzz=False))
    return once_each((*mine, *others))


def hand_on_need(check: Check, area: str, uow: UnitOfWork, actor: Actor) -> Effects:
    """Hand on (转交) to another area: the nearest bureau there with somebody in it takes over."""
    need = own_need(uow, actor, check.need_id, "hand_on_need")
    if stale := _stale(check, need, uow, actor, done="need.handed_on"):
        return stale
    here, there = uow.get(Bureau, need.bureau_id or 0), _bureau_there(uow, need, area)
    need.bureau_id, need.county = there.id, area
    need.revision += 1
    uow.record("need.handed_on", name_of(need), by=actor.person_id, bureau=there.id)
    waiting = await_check(uow, need)
    told = tell_enterprise(uow, need, line("need.handed_on", county=full_name(area), bureau=there.name))
    came = line("check.handed_to_you", bureau=here.name if here else "")
    new = show_bureau(uow, need, came, buzz=True)
    return once_each((*new, *_tell_left(uow, need, here, there, actor), *told, *waiting))


def _changed(
    action: str, need: Need, uow: UnitOfWork, actor: Actor, news: Make | None, **facts: object
) -> Effects:
    need.revision += 1
    uow.record(action, name_of(need), by=actor.person_id, **facts)
    tapped = action == "need.approved"  # on the card itself; whoever typed looks at the end of the chat
    mine = show_need(uow, need, actor, line(f"check.{action.removeprefix('need.')}"), buzz=not tapped)
    told = tell_enterprise(uow, need, news) if news else ()
    gone = (*stop_waiting(need), *need_changed(uow, need))
    return once_each((*mine, *show_bureau(uow, need, _by_whom(uow, need)), *told, *gone))


def _stale(check: Check, need: Need, uow: UnitOfWork, actor: Actor, done: str) -> Effects:
    if need.state == SUBMITTED and need.revision == check.revision:
        return ()
    return outdated(need, uow, actor, done)


def outdated(need: Need, uow: UnitOfWork, actor: Actor, done: str) -> Effects:
    """Answer a button that came too late: say who did what, and show the card as it is now."""
    last = next((e for e in reversed(uow.events.of(name_of(need))) if e.action in STEPS), None)
    if last is not None and last.action == done and last.actor_id == actor.person_id:
        return show_need(uow, need, actor, line("check.done_already"), buzz=False)
    return show_need(uow, need, actor, _by_whom(uow, need) if last else line("check.card_changed"))


def _by_whom(uow: UnitOfWork, need: Need) -> Make:
    last = next((e for e in reversed(uow.events.of(name_of(need))) if e.action in STEPS), None)

    def make(t: Translate) -> Message:
        if last is None:
            return Message(lines=(t("check.card_changed"),))
        person = uow.get(Person, last.actor_id) if last.actor_id else None
        name = person.name if person else t("check.the_system")
        did = t(f"check.did.{last.action.removeprefix('need.')}")
        when = spoken_time(last.at, language(t))
        return Message(lines=(t("check.done_by", name=name, time=when, did=did),))

    return make


def _bureau_there(uow: UnitOfWork, need: Need, area: str) -> Bureau:
    if region(area) is None:
        raise Refused("need.county_unknown", step="area")
    there = uow.bureaus.nearest_staffed(area)
    if there is None:
        raise Refused("check.nobody_there", step="area", area=full_name(area))
    if there.id == need.bureau_id:
        raise Refused("check.same_bureau", step="area", area=full_name(area), bureau=there.name)
    return there


def _tell_left(uow: UnitOfWork, need: Need, here: Bureau | None, there: Bureau, actor: Actor) -> Effects:
    """Show those who had the card where the need went; whoever works there too has it already."""

    def make(t: Translate) -> Message:
        return Message(
            heading=t("check.heading", number=need.number, title=need.title),
            lines=(t("check.handed_on", bureau=there.name),),
        )

    colleagues = [m.person_id for m in uow.bureaus.members(here.id)] if here and here.id else []
    me = actor.person_id
    people = dict.fromkeys((me, *colleagues))
    return tuple(e for each in people for e in tell(uow, each, make, card=name_of(need), buzz=each == me))
