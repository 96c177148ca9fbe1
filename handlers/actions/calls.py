"""Buttons, the command and the timers of calls for needs (征集): answering, opening, reaching out."""

from collections.abc import Callable, Mapping

from handlers.actions.reminders import fired_in
from handlers.cards.outing_calls import is_outing_call
from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.actors import Subject, may
from handlers.effects import Effects
from handlers.flows import phone_outcome
from handlers.flows.need_for_firm import fill_in_for
from handlers.flows.need_form import open_form
from handlers.ports.work import UnitOfWork
from handlers.telling import line
from handlers.usecases import errands, firm_answers, firm_reaching, opening_calls, quiet_matches
from handlers.usecases.cockpit import Look, redraw, show_call, show_progress
from handlers.usecases.filing_views import opened, show_filing
from handlers.usecases.phoning import opened_call, show_call_to
from handlers.usecases.watching import REFRESH
from handlers.usecases.year_rows import CALL_RUNG, OPEN_CALL

Press = Callable[[Context, str], Effects]


def progress(context: Context, rest: str) -> Effects:
    """Show a call's progress: "3", or "3:7:1:firms" with bureau, page and view."""
    call_id, bureau, page, view = (*rest.split(":"), "", "", "", "")[:4]
    look = Look(_number(call_id), _number(bureau or "0"), _number(page or "0"), "firms" if view else "")
    return show_progress(context.uow, context.actor, look)


def unit(context: Context, rest: str) -> Effects:
    """Show a unit's filing below the cockpit, with what may be done about it."""
    filing = opened(context.uow, context.actor, _number(rest), "see_filing")
    return show_filing(context.uow, filing, context.me)


def firm(context: Context, rest: str) -> Effects:
    """Show an enterprise below the cockpit."""
    call, enterprise = firm_reaching.opened_firm(context.uow, context.actor, *_two(rest))
    return firm_reaching.show_firm(context.uow, call, enterprise, context.actor, buzz=True)


def new_need(context: Context, rest: str) -> Effects:
    """Open the need form for the enterprise that was asked."""
    enterprise = firm_answers.firm_of(context.uow, _two(rest)[1])
    if not may(context.actor, "file_need", Subject(enterprise_id=enterprise.id)):
        raise Refused("call.firm.not_yours")
    return open_form(context, enterprise)


def fill_in(context: Context, rest: str) -> Effects:
    """Open the need form for a coordinator who has the enterprise on the phone."""
    return fill_in_for(context, *_two(rest))


def note_outcome(context: Context, rest: str) -> Effects:
    """Ask what came of a call."""
    task, invitation = opened_call(context.uow, _number(rest), context.actor)
    if invitation is not None or is_outing_call(task):
        raise Refused("phone.gone")
    if task.state != "open":
        return show_call_to(context.uow, task, context.actor, line("phone.noted_already"))
    return phone_outcome.ask(context, task)


def _of_firm(deed: Callable[..., Effects]) -> Press:
    return lambda context, rest: deed(*_two(rest), context.uow, context.actor)


def _of_one(deed: Callable[..., Effects]) -> Press:
    return lambda context, rest: deed(_number(rest), context.uow, context.actor)


def _timed(deed: Callable[[UnitOfWork, int, Fired], Effects]) -> Callable[[Context], Effects]:
    def fire(context: Context) -> Effects:
        fired = fired_in(context)
        return deed(context.uow, int(fired.about.partition(":")[2]), fired)

    return fire


def _redraw(uow: UnitOfWork, call_id: int, fired: Fired) -> Effects:
    return redraw(uow, call_id, int(fired.data["bureau"]))


def _chase_held(uow: UnitOfWork, call_id: int, fired: Fired) -> Effects:
    return firm_reaching.chase_held(uow, call_id, int(fired.data["enterprise"]))


def _two(rest: str) -> tuple[int, int]:
    first, second = (*rest.split(":"), "")[:2]
    return _number(first), _number(second)


def _number(rest: str) -> int:
    number = rest.partition(":")[0]
    if not number.isdecimal() or len(number) > _LONGEST:
        raise Refused("call.gone")
    return int(number)


_LONGEST = 15

COMMANDS: Mapping[str, Press] = {"call": lambda context, _: show_call(context.uow, context.actor)}

ACTIONS: Mapping[str, Press] = {
    "call": progress,
    "c.unit": unit,
    "c.firm": firm,
    "c.new": new_need,
    "c.none": _of_firm(firm_answers.no_need),
    "c.open": _of_one(opening_calls.ask_to_open),
    "c.open2": _of_one(opening_calls.open_early),
    "c.chase": _of_firm(firm_reaching.chase_firm),
    "c.phone": _of_firm(errands.phone_firm),
    "c.fill": fill_in,
    "c.note": _of_firm(firm_reaching.note_none),
    "fl.call": _of_one(errands.phone_about_filing),
    "ph.out": note_outcome,
    "m.met": _of_one(quiet_matches.has_met),
    "m.help": _of_one(quiet_matches.ask_for_help),
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {
    OPEN_CALL: _timed(opening_calls.open_by_clock),
    CALL_RUNG: _timed(opening_calls.remind_firms),
    opening_calls.TELL: _timed(opening_calls.tell_county),
    firm_reaching.CHASE: _timed(_chase_held),
    REFRESH: _timed(_redraw),
    quiet_matches.QUIET: _timed(quiet_matches.look_after_match),
}
