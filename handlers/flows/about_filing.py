"""Starting a conversation about one filing (报送): its heading, and the revision of the tapped card."""

from collections.abc import Mapping
from typing import Any

from handlers.cards.filed import filed, filing_name
from handlers.cards.filings import due_line
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.step import Refused, Step
from handlers.domain.filings import Filing
from handlers.effects import Effects
from handlers.flows.headed import ABOUT
from handlers.flows.need_steps import never
from handlers.usecases.ladders import name_of

SEEN = Step[int]("revision", ask="filing.about", when=never)
"""The revision of the card that was tapped."""


def start_on(
    talk: Conversation, context: Context, filing: Filing, given: Mapping[Step[Any], Any] | None = None
) -> Effects:
    """Open a conversation about this filing as the person sees it now."""
    one, t = filed(context.uow, filing), context.t
    about = [
        t("filing.about", bureau=one.bureau.name, name=filing_name(one, t)),
        t("filing.about_due", due=due_line(one, t)),
    ]
    known: dict[Step[Any], Any] = {ABOUT: about, SEEN: filing.revision, **(given or {})}
    return start(talk, context, name_of(filing), known)


def filing_id(subject: str) -> int:
    """Return the id in "filing:12". Raises `Refused` when there is none."""
    number = subject.partition(":")[2]
    if not number.isdecimal():
        raise Refused("filing.gone")
    return int(number)
