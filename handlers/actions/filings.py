"""Buttons on a filing's card (报送). Each carries the filing's id and, where it matters, its revision."""

from collections.abc import Callable, Mapping
from typing import cast

from handlers.cards.filed import filed
from handlers.cards.filings import copies_card
from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.filings import OWED, RECEIVED, SUBMITTED, WAIVED, Filing
from handlers.effects import Effects, Tell
from handlers.flows import judge_filing, send_filing
from handlers.flows.about_filing import start_on
from handlers.telling import line
from handlers.usecases import chasing, receipts
from handlers.usecases.chasing_overdue import chase_overdue
from handlers.usecases.filing_state import already
from handlers.usecases.filing_views import opened, show_filing
from handlers.usecases.filings import declare_done
from handlers.usecases.ladders import name_of
from handlers.usecases.papers import MoveCopies, copies_of, move_copies

Press = Callable[[Context, str], Effects]
Ask = Callable[[Context, Filing], Effects]


def show(context: Context, rest: str) -> Effects:
    """Show the card as it is now, in place."""
    filing = opened(context.uow, context.actor, _number(rest), "see_filing")
    return show_filing(context.uow, filing, context.me, buzz=False)


def paper(context: Context, rest: str) -> Effects:
    """Show the steps of the paper copies on the card."""
    filing = opened(context.uow, context.actor, _number(rest), "submit_filing")
    return _steps(context, filing) if filing.state in OWED else already(context.uow, filing, context.actor)


def copy(context: Context, rest: str) -> Effects:
    """Note that one copy, or all for the number 0, have reached a state; the steps stay on the card."""
    number, copies, state = _parts(rest)
    effects = move_copies(MoveCopies(number, state, copies), context.uow, context.actor)
    filing = opened(context.uow, context.actor, number, "see_filing")
    if filing.state not in OWED or not effects or not isinstance(effects[0], Tell):
        return effects
    return (*_steps(context, filing, *effects[0].message.lines), *effects[1:])


def _steps(context: Context, filing: Filing, *news: str) -> Effects:
    card = copies_card(filing, context.uow, context.t).before(*news)
    return (Tell(context.me, card, card=name_of(filing), buzz=False),)


def post(context: Context, rest: str) -> Effects:
    """Ask for number and slip of copies that were posted, unless they have been."""
    number, copies, state = _parts(rest)
    filing = opened(context.uow, context.actor, number, "submit_filing")
    gone = all(each.state in ("posted", "received") for each in copies_of(context.uow, filing, copies))
    if gone or filing.state == WAIVED:
        return move_copies(MoveCopies(number, state, copies), context.uow, context.actor)
    return send_filing.ask_for_posting(context, filing, copies)


def receive(context: Context, rest: str) -> Effects:
    """Confirm the receipt: "12:4:file"."""
    number, revision, part = (*rest.split(":"), "", "")[:3]
    if part not in ("file", "paper", "all"):
        raise Refused("filing.gone")
    command = receipts.Receive(_number(number), _number(revision), cast("receipts.Part", part))
    return receipts.receive(command, context.uow, context.actor)


def open_file(context: Context, rest: str) -> Effects:
    """Send one of the files; whoever may see the filing gets it."""
    number, _, file_id = rest.partition(":")
    filing = opened(context.uow, context.actor, _number(number), "see_filing")
    one = filed(context.uow, filing)
    name = next((name for each, name in (*one.files, *one.slips) if str(each) == file_id), "")
    if not name:
        return show_filing(context.uow, filing, context.me, line("filing.file_gone"))
    words = context.t("filing.file_here", bureau=one.bureau.name)
    return (Tell(context.me, Message(lines=(words,), documents=(Document("file", name, file_id),))),)


def correct(context: Context, rest: str) -> Effects:
    """Ask which copy is in which state after all."""
    filing = opened(context.uow, context.actor, _number(rest), "submit_filing", "receive_filing")
    if filing.state == WAIVED or not copies_of(context.uow, filing):
        return show_filing(context.uow, filing, context.me, line("filing.card_changed"), buzz=False)
    return judge_filing.ask_to_correct(context, filing)


def chase_late(context: Context, rest: str) -> Effects:
    """Chase all who are late with one thing; several only after a second tap."""
    return chase_overdue(context.uow, context.actor, _number(rest), sure=False)


def chase_all_late(context: Context, rest: str) -> Effects:
    """Chase all that were named."""
    return chase_overdue(context.uow, context.actor, _number(rest), sure=True)


def send_back(context: Context, rest: str) -> Effects:
    """Ask why it is returned."""
    filing = opened(context.uow, context.actor, _number(rest), "return_filing")
    if filing.state not in (SUBMITTED, RECEIVED) or str(filing.revision) != rest.partition(":")[2]:
        return show_filing(context.uow, filing, context.me, line("filing.card_changed"), buzz=False)
    return judge_filing.ask_to_return(context, filing)


def _while_owed(action: str, ask: Ask) -> Press:
    """Return the button that begins a conversation about what is still owed."""

    def press(context: Context, rest: str) -> Effects:
        filing = opened(context.uow, context.actor, _number(rest), action)
        return already(context.uow, filing, context.actor) or ask(context, filing)

    return press


def _talk(talk: Conversation) -> Ask:
    return lambda context, filing: start_on(talk, context, filing)


def _deed(deed: Callable[..., Effects]) -> Press:
    return lambda context, rest: deed(_number(rest), context.uow, context.actor)


def _chase_held(context: Context) -> Effects:
    if not isinstance(context.reply, Fired):
        raise TypeError("only the clock fires timers")
    return chasing.chase_held(int(context.reply.about.partition(":")[2]), context.uow)


def _parts(rest: str) -> tuple[int, tuple[int, ...], str]:
    number, copies, state = (*rest.split(":"), "", "")[:3]
    wanted = _number(copies)
    return _number(number), (wanted,) if wanted else (), state


def _number(rest: str) -> int:
    number = rest.partition(":")[0]
    if not number.isdecimal() or len(number) > _LONGEST:
        raise Refused("filing.gone")
    return int(number)


_LONGEST = 15

ACTIONS: Mapping[str, Press] = {
    "filing": show,
    "fl.up": _while_owed("submit_filing", send_filing.ask_for_file),
    "fl.way": _while_owed("submit_filing", _talk(send_filing.OTHER_WAY_TALK)),
    "fl.done": _deed(declare_done),
    "fl.paper": paper,
    "fl.copy": copy,
    "fl.post": post,
    "fl.fix": correct,
    "fl.in": receive,
    "fl.back": send_back,
    "fl.file": open_file,
    "fl.chase": _deed(chasing.chase),
    "fl.late": chase_late,
    "fl.late2": chase_all_late,
    "fl.for": _while_owed("fill_in_filing", judge_filing.ask_to_fill_in),
    "fl.ext": _while_owed("extend_filing", judge_filing.ask_to_extend),
    "fl.free": _while_owed("return_filing", _talk(judge_filing.WAIVE_TALK)),
    "fl.need": _deed(receipts.restore),
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {chasing.CHASE: _chase_held}
