"""What people do with what is theirs: see, correct, export, erase it; language; a new device."""

import json
from datetime import timedelta

from handlers.cards.mydata import erase_question, languages, move_card, mydata_card
from handlers.cards.reaching import with_ways
from handlers.context import Context
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, language_of
from handlers.domain.actors import Subject, may
from handlers.domain.enterprises import Enterprise
from handlers.effects import Effects, Tell
from handlers.flows import correct
from handlers.telling import tell
from handlers.usecases.entering import move_code
from handlers.usecases.mydata import erase, set_language
from handlers.usecases.people import telegram_link, web_link

SURE_FOR = timedelta(hours=1)
"""How long the second tap of an erasure counts; an older one is asked again."""


def show_mydata(context: Context) -> Effects:
    """Show what is kept about the person, with the ways to correct, export and erase it."""
    _check(context)
    actor, uow = context.actor, context.uow
    enterprises = tuple(e for i in (*actor.enterprises, *actor.pending) if (e := uow.get(Enterprise, i)))
    expert = uow.experts.of_person(context.me)
    person, rules = context.person, uow.rules
    bureaus = tuple(bureau.name for bureau in uow.bureaus.of_person(context.me))

    def make(t: Translate) -> Message:
        card = mydata_card(person, expert, enterprises, bureaus, rules, actor, t)
        return with_ways(card, person, uow.doors, t)

    return tell(uow, context.me, make)


def export_mydata(context: Context, _: str) -> Effects:
    """Send everything that is kept about the person as a file."""
    _check(context)
    data = json.dumps(context.uow.people.mine(context.me), ensure_ascii=False, indent=2)
    document = Document("json", "mydata.json", data)
    return (Tell(context.me, Message(lines=(context.t("mydata.exported"),), documents=(document,))),)


def correct_mydata(context: Context, _: str) -> Effects:
    """Ask what is to be corrected."""
    _check(context)
    return correct.begin(context)


def ask_to_erase(context: Context, _: str) -> Effects:
    """Say what goes and what stays, and ask for a second tap."""
    _check(context)
    return tell(context.uow, context.me, lambda t: erase_question(int(context.uow.now.timestamp()), t))


def erase_mydata(context: Context, rest: str) -> Effects:
    """Erase the person after the second tap; an old button asks once more."""
    asked = int(rest) if rest.isdecimal() else 0
    if context.uow.now.timestamp() - asked > SURE_FOR.total_seconds():
        return ask_to_erase(context, "")
    return erase(context.uow, context.actor)


def choose_language(context: Context, rest: str = "") -> Effects:
    """Offer the languages, or take the one that was named."""
    if rest.strip():
        return set_language(context.uow, context.actor, language_of(rest.strip()))
    return tell(context.uow, context.me, languages)


def move(context: Context) -> Effects:
    """Give a code that moves the person to a new device within ten minutes."""
    code, doors = move_code(context.uow, context.actor), context.uow.doors
    links = tuple(link for link in (web_link(doors, code), telegram_link(doors, code)) if link)
    return tell(context.uow, context.me, lambda t: move_card(code, links, t))


def _check(context: Context) -> None:
    if not may(context.actor, "see_mydata", Subject(person_id=context.me)):
        raise Refused("link.may_not")
