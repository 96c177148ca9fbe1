"""Starting a conversation about one need: its heading, and the revision of the card that was tapped."""

from collections.abc import Mapping
from typing import Any

from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.state import Given
from handlers.dialogue.step import Refused, Step
from handlers.domain.needs import Need
from handlers.effects import Effects
from handlers.flows.headed import ABOUT
from handlers.flows.need_steps import never
from handlers.usecases.checking import Check

REVISION = Step[int]("revision", ask="check.about", when=never)


def start_about(
    talk: Conversation, context: Context, need: Need, given: Mapping[Step[Any], Any] | None = None
) -> Effects:
    """Open a conversation about this need as the person sees it now."""
    about = [context.t("check.about", number=need.number, title=need.title)]
    known: dict[Step[Any], Any] = {ABOUT: about, REVISION: need.revision, **(given or {})}
    return start(talk, context, f"need:{need.id}", known)


def need_id(subject: str) -> int:
    """Return the id in "need:12". Raises `Refused` when there is none."""
    number = subject.partition(":")[2]
    if not number.isdecimal():
        raise Refused("need.gone")
    return int(number)


def check_of(given: Given, subject: str) -> Check:
    """Return which need a conversation is about, as it was when the conversation began."""
    return Check(need_id(subject), given[REVISION])
