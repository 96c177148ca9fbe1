"""Buttons on a need's card. Each carries the need's id and the revision it was shown at."""

from dataclasses import replace

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.step import Refused
from handlers.domain.actors import may
from handlers.domain.needs import OPEN_STATES, RETURNED, SUBMITTED, Need
from handlers.effects import Effects, Tell
from handlers.flows import (
    avoid_expert,
    hand_on_need,
    mend_need,
    reject_need,
    retag_need,
    return_need,
)
from handlers.flows.about_need import start_about
from handlers.telling import line
from handlers.usecases.checking import Check, approve_need, outdated
from handlers.usecases.need_views import name_of, need_facts, show_need, subject_of
from handlers.usecases.needs import own_need, withdraw_need


def show(context: Context, rest: str) -> Effects:
    """Show a need's card in the form the person may see."""
    need = own_need(context.uow, context.actor, _number(rest), "see_need")
    return show_need(context.uow, need, context.actor)


def approve(context: Context, rest: str) -> Effects:
    """Approve the need."""
    return approve_need(_check(rest), context.uow, context.actor)


def return_it(context: Context, rest: str) -> Effects:
    """Ask what the enterprise is to mend."""
    return _talk(return_need.TALK, context, rest, "need.returned")


def reject(context: Context, rest: str) -> Effects:
    """Ask why the need is rejected."""
    return _talk(reject_need.TALK, context, rest, "need.rejected")


def hand_on(context: Context, rest: str) -> Effects:
    """Ask where the need belongs."""
    return _talk(hand_on_need.TALK, context, rest, "need.handed_on")


def retag(context: Context, rest: str) -> Effects:
    """Ask for the right domains."""
    check = _check(rest)
    need = own_need(context.uow, context.actor, check.need_id, "check_need")
    if need.revision != check.revision:
        return outdated(need, context.uow, context.actor, "need.retagged")
    return retag_need.begin(context, need)


def avoid(context: Context, rest: str) -> Effects:
    """Ask which expert is not to serve this enterprise."""
    need = own_need(context.uow, context.actor, _number(rest), "see_candidates")
    return start_about(avoid_expert.TALK, context, need)


def call(context: Context, rest: str) -> Effects:
    """Show the bureau whom to call, and what to say."""
    need = own_need(context.uow, context.actor, _number(rest), "see_candidates")
    context.uow.record("need.contact_seen", name_of(need), by=context.me)
    facts, t = need_facts(context.uow, need), context.t
    contact = t(
        "check.contact_card",
        enterprise=facts.enterprise,
        name=facts.author,
        phone=facts.phone or t("check.no_phone"),
    )
    script = t("check.contact_script", number=need.number, title=need.title)
    return (Tell(context.me, Message(lines=(contact, script))),)


def open_file(context: Context, rest: str) -> Effects:
    """Send one of the need's files; only who may see the need gets it."""
    number, _, file_id = rest.partition(":")
    need = own_need(context.uow, context.actor, _number(number), "see_file")
    file = next((file for file in need.files if str(file["id"]) == file_id), None)
    if file is None or not _sees_files(context, need):
        return show_need(context.uow, need, context.actor, line("check.file_gone"))
    document = Document("file", file["name"], file_id)
    words = context.t("check.file_here", number=need.number)
    return (Tell(context.me, Message(lines=(words,), documents=(document,))),)


def mend(context: Context, rest: str) -> Effects:
    """Ask the enterprise for the field that was returned."""
    need = own_need(context.uow, context.actor, _check(rest).need_id, "mend_need")
    if need.state != RETURNED:
        return show_need(context.uow, need, context.actor, line("need.nothing_to_mend"))
    return mend_need.ask(context, context.person, need)


def withdraw(context: Context, rest: str) -> Effects:
    """Ask once more before a need is taken back."""
    need = own_need(context.uow, context.actor, _check(rest).need_id, "withdraw_need")
    if need.state not in OPEN_STATES:
        return show_need(context.uow, need, context.actor, line("need.not_open"))
    t = context.t
    sure = Button(t("need.withdraw_yes"), f"n.drop2:{need.id}:{need.revision}", "danger")
    keep = Button(t("need.withdraw_no"), f"need:{need.id}")
    words = t("need.withdraw_sure", number=need.number, title=need.title)
    return (Tell(context.me, Message(lines=(words,), rows=((sure, keep),))),)


def withdraw_now(context: Context, rest: str) -> Effects:
    """Take the need back."""
    return withdraw_need(_check(rest).need_id, context.uow, context.actor)


def _talk(talk: Conversation, context: Context, rest: str, done: str) -> Effects:
    check = _check(rest)
    need = own_need(context.uow, context.actor, check.need_id, "check_need")
    if need.state != SUBMITTED or need.revision != check.revision:
        return outdated(need, context.uow, context.actor, done)
    return start_about(talk, context, need)


def _sees_files(context: Context, need: Need) -> bool:
    """Say whether the files are for this person: not for an expert who has yet to accept."""
    subject = replace(subject_of(context.uow, need), invited=())
    return may(context.actor, "see_file", subject)


def _check(rest: str) -> Check:
    number, _, revision = rest.partition(":")
    return Check(_number(number), _number(revision or "0"))


def _number(words: str) -> int:
    if not words.isdecimal():
        raise Refused("need.gone")
    return int(words)
