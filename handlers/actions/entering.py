"""Coming in: /start with or without a link, the two ways to join, a move code typed on a new device."""

from handlers.cards.greeting import hello, role_of, ways_in
from handlers.context import Context
from handlers.conversation import start
from handlers.dialogue.messages import Message
from handlers.domain.bureaus import OWNER, SUCCESSOR, Bureau
from handlers.domain.people import Link, Person
from handlers.domain.regions import full_name
from handlers.effects import Effects, Tell
from handlers.flows import join_coordinator, personal_link
from handlers.flows.which_role import JOINING, begin, known, resumed
from handlers.telling import line, tell
from handlers.usecases.entering import enter_by_link, greet
from handlers.usecases.people import link_fault, token_in


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
    """Begin joining as an enterprise or an expert; who is an expert already is greeted."""
    if role not in JOINING:
        return tell(context.uow, context.me, line("command.old_button"))
    if role == "expert" and context.actor.expert_id is not None:
        return greet(context.uow, context.me)
    return begin(context, role, link, words)


def by_token(context: Context, token: str) -> Effects:
    """Open what a link or a move code opens, or say why it does not."""
    link = context.uow.people.link(token)
    if link is not None and _used_by_me(context, link):
        return greet(context.uow, context.me)
    if link is None or (fault := link_fault(link, context.uow.now)):
        return _shut(context, fault if link else "link.unknown", link)
    return _open(context, link)


def _hello(context: Context) -> Effects:
    uow = context.uow
    if role_of(context.actor) != "stranger":
        return greet(uow, context.me)
    rules = uow.rules
    bureau = uow.bureaus.at(rules.province)
    runs = bureau.name if bureau else full_name(rules.province)
    name = rules.name_en if context.language == "en" and rules.name_en else rules.name
    return tell(uow, context.me, lambda t: hello(name, runs, t))


def _open(context: Context, link: Link) -> Effects:
    if link.kind == "join":
        return join(context, link.role or "enterprise", link)
    if link.kind == "coordinator":
        if _sits_there(context, link):
            return greet(context.uow, context.me)
        bureau = context.uow.get(Bureau, link.bureau_id) if link.bureau_id is not None else None
        remark = context.t("join.invited_by", bureau=bureau.name if bureau else "")
        return start(join_coordinator.TALK, context, f"link:{link.id}", known(context), remarks=(remark,))
    if link.kind == "move":
        return enter_by_link(context.uow, link.id or 0, context.channel, context.chat)
    person = context.uow.get(Person, link.person_id) if link.person_id is not None else None
    if person is None or person.erased_at is not None:
        return _shut(context, "link.unknown", link)
    return personal_link.ask(context, link, person)


def _sits_there(context: Context, link: Link) -> bool:
    """Say whether the link would change nothing: a colleague may still take the bureau over by one."""
    roles = [desk.role for desk in context.actor.desks if desk.bureau_id == link.bureau_id]
    return roles == [OWNER] if link.role == SUCCESSOR else bool(roles)


def _used_by_me(context: Context, link: Link) -> bool:
    """Say whether whoever opens the link has been let in by it already: a second tap greets them."""
    if link.person_id is not None:
        return link.person_id == context.me and link.revoked_at is None
    events = context.uow.events.of(f"link:{link.id}") if link.uses_left == 0 else ()
    return any(event.action == "link.used" and event.actor_id == context.me for event in events)


def _shut(context: Context, key: str, link: Link | None) -> Effects:
    """Say why a link opens nothing, and the next step: the bureau's number, or joining without a link."""
    t = context.t
    bureau = context.uow.get(Bureau, link.bureau_id) if link and link.bureau_id is not None else None
    call = (t("link.call", bureau=bureau.name, phone=bureau.phone),) if bureau and bureau.phone else ()
    rows = (ways_in(t),) if role_of(context.actor) == "stranger" else ()
    return (Tell(context.me, Message(lines=(t(key), *call), rows=rows)),)


def _unfinished(context: Context) -> Effects:
    """Ask again what stood open in the joining form that lies unfinished."""
    return next((found for talk in JOINING.values() if (found := resumed(context, talk))), ())
