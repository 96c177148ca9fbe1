"""The same expert again (再次邀请): a coordinator invites in one tap, an enterprise asks its bureau to."""

from handlers.cards.pairs import Pair
from handlers.context import Context
from handlers.conversation import start
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import translator
from handlers.domain.actors import may
from handlers.domain.invitations import STANDING
from handlers.domain.needs import APPROVED, ARRANGED, Need
from handlers.effects import Effects
from handlers.flows.headed import ABOUT
from handlers.flows.invite import EXPERTS, NEED, TALK
from handlers.flows.need_form import open_form
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.pairs import desk_of
from handlers.usecases.talking import give_task

WISH = "invite_again"
"""The kind of task by which an enterprise's wish reaches its bureau."""


def ask(context: Context, pair: Pair) -> Effects:
    """Open the invitation with the expert ticked, for the newest need that takes one."""
    need = _open_need(context.uow, pair)
    if need is not None:
        about = [context.t("match.heading", title=need.title), context.t("pair.about", **pair.values())]
        ticked = (str(pair.expert.id),)
        return start(TALK, context, f"need:{need.id}", {NEED: need.id or 0, ABOUT: about, EXPERTS: ticked})
    fill_in = Button(context.t("pair.fill_in_need"), f"pair.need:{pair.code}")
    words = context.t("pair.no_open_need", **pair.values())
    return tell(context.uow, context.me, lambda _: Message(lines=(words,), rows=((fill_in,),)))


def fill_in(context: Context, pair: Pair) -> Effects:
    """Open the enterprise's need form for a coordinator."""
    if not may(context.actor, "file_need_for", pair.subject):
        return tell(context.uow, context.me, line("pair.may_not"))
    return open_form(context, pair.enterprise, remark=context.t("pair.need_intro", **pair.values()))


def wish(context: Context, pair: Pair) -> Effects:
    """Pass an enterprise's wish on to its bureau; the open one is not passed on twice."""
    uow = context.uow
    words = translator("zh")("pair.wish_task", **pair.values())
    uow.record("pair.wished", f"pair:{pair.code}", by=context.me)
    told = tell(
        uow,
        context.me,
        lambda t: Message(
            lines=(t("pair.wish_passed_on", **pair.values()),), rows=((Button(t("menu.new"), "do:new"),),)
        ),
    )
    return (*told, *give_task(uow, desk_of(uow, pair), WISH, f"pair:{pair.code}", context.me, words))


def _open_need(uow: UnitOfWork, pair: Pair) -> Need | None:
    """Return the newest checked need of the enterprise to which this expert is not invited."""
    for need in uow.needs.of_enterprise(pair.enterprise.id or 0):
        invited = uow.invitations.states_of(need.id or 0)
        standing = any(expert == pair.expert.id and state in STANDING for expert, state in invited)
        if need.state in {APPROVED, ARRANGED} and not standing:
            return need
    return None
