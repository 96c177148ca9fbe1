"""/link: a coordinator makes a single-use link with a QR code for an enterprise or an expert."""

from handlers.context import Context
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import may
from handlers.domain.days import shanghai_day, spoken_day
from handlers.effects import Effects, Tell
from handlers.usecases.people import JOIN_TTL, make_link, telegram_link, web_link

ROLES = {"enterprise": ("企业", "enterprise"), "expert": ("专家", "expert")}
"""The role of a link, and how people name it after /link."""


def offer_links(context: Context, rest: str = "") -> Effects:
    """Ask for whom, or make the link at once when the command says it."""
    if not may(context.actor, "make_link"):
        raise Refused("link.may_not")
    role = next((role for role, names in ROLES.items() if rest.strip().lower() in names), "")
    if role:
        return make_join_link(context, role)
    row = tuple(Button(context.t(f"link.for_{role}"), f"link:{role}") for role in _offered(context))
    return (Tell(context.me, Message(lines=(context.t("link.for_whom"),), rows=(row,))),)


def make_join_link(context: Context, role: str) -> Effects:
    """Make a link for one person, with the words to send it by and a QR code for paper."""
    if role not in ROLES:
        raise Refused("command.old_button")
    if role not in _offered(context):
        raise Refused("link.only_experts")
    desk = next((desk.bureau_id for desk in context.actor.desks if desk.acts), None)
    token, link = make_link(context.uow, context.actor, "join", role, bureau_id=desk, ttl=JOIN_TTL)
    doors = context.uow.doors
    web, telegram = web_link(doors, token), telegram_link(doors, token)
    last = link.expires_at or context.uow.now
    day = spoken_day(shanghai_day(last), context.uow.today, "en" if context.language == "en" else "zh")
    return (Tell(context.me, _link_card(role, web, telegram, day, context.t)),)


def _offered(context: Context) -> tuple[str, ...]:
    """Return for whom links are made: a department (省直厅局人事处) recommends experts and nobody else."""
    bureau = any(desk.acts and desk.kind == "bureau" for desk in context.actor.desks)
    return tuple(ROLES) if bureau else ("expert",)


def _link_card(role: str, web: str, telegram: str, day: str, t: Translate) -> Message:
    links = tuple(t(key, url=url) for key, url in (("link.web", web), ("link.telegram", telegram)) if url)
    code = Document("qr", f"join-{role}.png", web or telegram)
    return Message(t(f"link.made_for_{role}"), links, closing=(t("link.once", day=day),), documents=(code,))
