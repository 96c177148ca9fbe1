"""Coming in: /start with or without a link, the two ways to join, a move code typed on a new device."""

from collections.abc import Mapping
from typing import Any

from handlers.cards.greeting import hello, role_of, ways_in
from handlers.context import Context
from handlers.conversation import Conversation, ask_again, start
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Step
from handlers.domain.bureaus import Bureau
from handlers.domain.people import Link, Person
from handlers.domain.regions import full_name, region
from handlers.effects import Effects, Tell
from handlers.flows import join_coordinator, join_enterprise, join_expert, personal_link
from handlers.flows.personal_steps import AGREE, CONSENT, NAME, PHONE
from handlers.telling import line, tell
from handlers.usecases.entering import enter_by_link, greet
from handlers.usecases.people import link_fault, token_in

JOINING: Mapping[str, Conversation] = {"enterprise": join_enterprise.TALK, "expert": join_expert.TALK}


def start_here(context: Context, token: str = "") -> Effects:
    """Answer /start: a link opens its door, a role its form; else who runs this, or a short greeting."""
    token = token_in(token) or token.strip()
    front = context.uow.dialogues.front(context.me)
    if token in JOINING:
        asked = front is not None and front.flow == JOINING[token].flow.name
        return () if asked else join(context, token)  # a form in front is shown again by the router
    if token:
        return by_token(context, token)
    if front is None and (unfinished := _unfinished(context)):
        return unfinished
    return _hello(context)


def join(context: Context, role: str, link: Link | None = None, words: str = "") -> Effects:
    """Begin joining as an enterprise or an expert; a form that lies unfinished is taken up again."""
    if role not in JOINING:
        return tell(context.uow, context.me, line("dialogue.old_button"))
    if role == "expert" and context.actor.expert_id is not None:
        return greet(context.uow, context.me)
    talk = JOINING[role]
    given, remarks = _known(context), tuple[str, ...]()
    if words:
        given[join_enterprise.FIRST_WORDS] = words
        remarks = (context.t("join.words_kept"),)
    elif open_form := _of_flow(context, talk):
        return open_form
    subject = f"link:{link.id}" if link else ""
    return start(talk, context, subject, given, _suggested(context, role, link), remarks)


def _hello(context: Context) -> Effects:
    if role_of(context.actor) != "stranger":
        return greet(context.uow, context.me)
    bureau = context.uow.bureaus.at(context.uow.rules.province)
    runs = bureau.name if bureau else full_name(context.uow.rules.province)
    rules = context.uow.rules
    name = rules.name_en if context.language == "en" and rules.name_en else rules.name
    return tell(context.uow, context.me, lambda t: hello(name, runs, t))


def by_token(context: Context, token: str) -> Effects:
    """Open what a link or a move code opens, or say why it does not."""
    link = context.uow.people.link(token)
    if link is not None and _used_by_me(context, link):
        return greet(context.uow, context.me)
    if link is None or (fault := link_fault(link, context.uow.now)):
        return _shut(context, fault if link else "link.unknown", link)
    return _open(context, link)


def _open(context: Context, link: Link) -> Effects:
    if link.kind == "join":
        return join(context, link.role or "enterprise", link)
    if link.kind == "coordinator":
        bureau = context.uow.get(Bureau, link.bureau_id) if link.bureau_id is not None else None
        remark = context.t("join.invited_by", bureau=bureau.name if bureau else "")
        return start(join_coordinator.TALK, context, f"link:{link.id}", _known(context), remarks=(remark,))
    if link.kind == "move":
        return enter_by_link(context.uow, link.id or 0, context.channel, context.chat)
    person = context.uow.get(Person, link.person_id) if link.person_id is not None else None
    if person is None or person.erased_at is not None:
        return _shut(context, "link.unknown", link)
    return personal_link.ask(context, link, person)


def _used_by_me(context: Context, link: Link) -> bool:
    """Say whether whoever opens the link has been let in by it already: a second tap greets them."""
    if link.person_id is not None:
        return link.person_id == context.me and link.revoked_at is None
    spent = link.uses_left == 0
    mine = any(event.actor_id == context.me for event in context.uow.events.of(f"link:{link.id}"))
    return spent and mine


def _shut(context: Context, key: str, link: Link | None) -> Effects:
    """Say why a link opens nothing, and the next step: the bureau's number, or joining without a link."""
    t = context.t
    bureau = context.uow.get(Bureau, link.bureau_id) if link and link.bureau_id is not None else None
    call = (t("link.call", bureau=bureau.name, phone=bureau.phone),) if bureau and bureau.phone else ()
    rows = (ways_in(t),) if role_of(context.actor) == "stranger" else ()
    return (Tell(context.me, Message(lines=(t(key), *call), rows=rows)),)


def _unfinished(context: Context) -> Effects:
    """The joining form that the person is in the middle of, asked again."""
    return next((found for talk in JOINING.values() if (found := _of_flow(context, talk))), ())


def _of_flow(context: Context, talk: Conversation) -> Effects:
    name = talk.flow.name
    dialogue = next((one for one in context.uow.dialogues.of(context.me) if one.flow == name), None)
    if dialogue is None:
        return ()
    return ask_again(talk, dialogue, context, context.t("form.resumed", title=context.t(talk.title)))


def _known(context: Context) -> dict[Step[Any], Any]:
    """What a person who has consented before is not asked again."""
    person = context.person
    if person.consented_at is None:
        return {}
    known = {CONSENT: AGREE, NAME: person.name, PHONE: person.phone}
    return {step: value for step, value in known.items() if value}


def _suggested(context: Context, role: str, link: Link | None) -> dict[Step[Any], Any]:
    """The county of the bureau that made the link, as the enterprise's most likely one."""
    bureau = context.uow.get(Bureau, link.bureau_id) if link and link.bureau_id is not None else None
    place = region(bureau.area) if bureau else None
    return (
        {join_enterprise.COUNTY: place.code}
        if role == "enterprise" and place and place.level == "county"
        else {}
    )
