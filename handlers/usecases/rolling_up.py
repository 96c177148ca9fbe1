"""Sending a call's needs up (上报): screened one by one, confirmed with a second tap, locked from then on."""

from dataclasses import replace
from zlib import crc32

from handlers.cards.filed import filed
from handlers.cards.rollup import Choice, Choices, choices_card, one_card, sure_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.enterprises import Enterprise
from handlers.domain.filings import WAIVED, Filing
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.screening import READY, UNCHECKED, holder, is_sent_by, leg, screening_of, send
from handlers.effects import Effects, Tell
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.filing_state import already, changed, on_behalf
from handlers.usecases.filing_views import opened, receiving, show_each, show_filing
from handlers.usecases.need_views import name_of, once_each, tell_enterprise


def opened_list(uow: UnitOfWork, actor: Actor, filing_id: int) -> Filing:
    """Return a filing that sends needs up, for whoever may do so. Raises `Refused`."""
    filing = opened(uow, actor, filing_id, "submit_filing", "fill_in_filing")
    if not filed(uow, filing).rolls_up:
        raise Refused("filing.gone")
    return filing


def choices_of(uow: UnitOfWork, filing: Filing, page: int = 0) -> Choices:
    """Return what the owing bureau may send up now: checked, of this call, and with it."""
    below = [filing.bureau_id, *(bureau.id or 0 for bureau in uow.bureaus.below(filing.bureau_id))]
    needs = uow.needs.of_call(filing.call_id or 0, below)
    mine = [need for need in needs if holder(need) == filing.bureau_id]
    ready = tuple(choice_of(uow, need, filing.bureau_id) for need in mine if need.state in READY)
    waiting = sum(need.state in UNCHECKED for need in mine)
    sent = sum(is_sent_by(need, filing.bureau_id) for need in needs)
    return Choices(filed(uow, filing), ready, waiting, sent, page)


def choice_of(uow: UnitOfWork, need: Need, bureau_id: int = 0) -> Choice:
    """Return a need with what this bureau decided about it; without a bureau as it stands."""
    enterprise = uow.get(Enterprise, need.enterprise_id)
    found = screening_of(need)
    reviewer = uow.get(Person, found.by) if found.by else None
    shown = found.of(bureau_id) if bureau_id else found
    return Choice(need, enterprise.name if enterprise else "", shown, reviewer.name if reviewer else "")


def show_choices(
    uow: UnitOfWork, filing: Filing, actor: Actor, *news: str, page: int = 0, buzz: bool = False
) -> Effects:
    """Show the list in place; when nothing is left to send, the filing."""
    found = choices_of(uow, filing, page)

    def make(t: Translate) -> Message:
        return choices_card(found, t).before(*news)

    return tell(uow, actor.person_id, make, card=card_of(filing), buzz=buzz)


def card_of(filing: Filing) -> str:
    """Return the name of the card of the list."""
    return f"rollup:{filing.id}"


def show_one(uow: UnitOfWork, filing: Filing, need_id: int, actor: Actor, *, buzz: bool = False) -> Effects:
    """Show one need of the list with its screening; the list when it is not there any more."""
    found = choices_of(uow, filing)
    choice = next((each for each in found.ready if each.need.id == need_id), None)
    if choice is None:
        return show_choices(uow, filing, actor, buzz=buzz)

    def make(t: Translate) -> Message:
        return one_card(choice, found, t)

    return tell(uow, actor.person_id, make, card=card_of(filing), buzz=buzz)


def decide(  # noqa: PLR0913 - what may be decided about a need
    filing_id: int,
    need_id: int,
    uow: UnitOfWork,
    actor: Actor,
    *,
    sends: bool | None = None,
    reason: str = "",
    marks: tuple[int, int] | None = None,
) -> Filing:
    """Note a choice with its reason, or marks, and who the reviewer is. Raises `Refused`."""
    filing = opened_list(uow, actor, filing_id)
    need = listed(uow, filing, need_id)
    found = screening_of(need).of(filing.bureau_id)
    found = replace(found, by=actor.person_id)
    if sends is not None:
        found = replace(found, send=sends, reason="" if sends else reason)
    if marks is not None:
        found = replace(found, targeted=marks[0], effective=marks[1])
    found.keep(need)
    facts = {"send": found.send, "targeted": found.targeted, "effective": found.effective}
    uow.record("need.screened", name_of(need), by=actor.person_id, bureau=filing.bureau_id, **facts)
    return filing


def flag(filing_id: int, need_id: int, uow: UnitOfWork, actor: Actor) -> Filing:
    """Mark a need as a key difficulty (急需解决的重点难点), or take the mark off."""
    filing = opened_list(uow, actor, filing_id)
    need = listed(uow, filing, need_id)
    need.key_difficulty = not need.key_difficulty
    uow.record("need.flagged", name_of(need), by=actor.person_id, key=need.key_difficulty)
    return filing


def ask_sure(filing_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Ask once more, with the number and the receiver, before needs are sent up."""
    filing = opened_list(uow, actor, filing_id)
    if filing.state == WAIVED:
        return already(uow, filing, actor)
    found = choices_of(uow, filing)
    if found.supplements and not found.chosen:
        return show_filing(uow, filing, actor.person_id, line("rollup.nothing_new"), buzz=False)

    def make(t: Translate) -> Message:
        return sure_card(found, stamp_of(found), t)

    return tell(uow, actor.person_id, make, card=card_of(filing), buzz=False)


def send_up(filing_id: int, stamp: str, uow: UnitOfWork, actor: Actor) -> Effects:
    """Send the chosen needs up and lock them. `stamp` is that of the list that was confirmed."""
    filing = opened_list(uow, actor, filing_id)
    if filing.state == WAIVED:
        return already(uow, filing, actor)
    found = choices_of(uow, filing)
    if found.supplements and not found.chosen:
        return show_filing(uow, filing, actor.person_id, line("rollup.already"), buzz=False)
    if stamp_of(found) != stamp:
        return _look_again(uow, filing, actor)
    for choice in found.chosen:
        _sent(uow, filing, choice.need, actor)
    cards = (effect for each in found.chosen for effect in tell_enterprise(uow, each.need, buzz=False))
    quietly = (replace(each, bulk=True, silent=True) for each in cards if isinstance(each, Tell))
    return once_each((*_told(uow, filing, found, actor), *quietly))


def stamp_of(found: Choices) -> str:
    """Return what tells one list of chosen needs from another."""
    chosen = ",".join(f"{choice.need.id}.{choice.need.revision}" for choice in found.chosen)
    return f"{len(found.chosen)}.{crc32(chosen.encode()):08x}"


def _look_again(uow: UnitOfWork, filing: Filing, actor: Actor) -> Effects:
    found = choices_of(uow, filing)

    def make(t: Translate) -> Message:
        return choices_card(found, t).before(t("rollup.list_changed"))

    return tell(uow, actor.person_id, make, card=card_of(filing), buzz=False)


def _sent(uow: UnitOfWork, filing: Filing, need: Need, actor: Actor) -> None:
    to, facts = filing.to_id or 0, on_behalf(uow, filing, actor)
    send(need, leg(filing.bureau_id, to, actor.person_id, uow.now))
    uow.record(
        "need.sent_up",
        name_of(need),
        by=actor.person_id,
        bureau=filing.bureau_id,
        to=to,
        call=need.call_id,
        **facts,
    )


def _told(uow: UnitOfWork, filing: Filing, found: Choices, actor: Actor) -> Effects:
    """Settle the filing, say what was sent, and show the receiver what has come."""
    one, count, late = found.filed, len(found.chosen), found.supplements
    to = one.to.name if one.to else ""
    done = "rollup.supplemented" if late else "rollup.done" if count else "rollup.done_none"
    came = "rollup.more_news" if late else "rollup.came_news" if count else "rollup.came_none"
    filing.electronic = "sent"
    if late:
        uow.record("filing.supplemented", one.card, by=actor.person_id, needs=count)
    settled = changed(uow, filing, actor, line("filing.submitted"))
    mine = show_filing(uow, filing, actor.person_id, line(done, count=count, bureau=to))
    news = line(came, count=count, bureau=one.bureau.name)
    return (*mine, *show_each(uow, filing, receiving(uow, filing), news), *settled)


def listed(uow: UnitOfWork, filing: Filing, need_id: int) -> Need:
    """Return a need that the owing bureau may still choose or leave out. Raises `Refused`."""
    need = uow.get(Need, need_id)
    if need is None or need.call_id != filing.call_id:
        raise Refused("need.gone")
    if holder(need) != filing.bureau_id or need.state not in READY:
        raise Refused("rollup.not_here")
    return need
