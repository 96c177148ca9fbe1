"""Buttons of what a bureau keeps: service bases, papers, the special fund; and 文件 for everybody."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.step import Refused
from handlers.effects import Effects
from handlers.flows import keep_holdings
from handlers.usecases import bases, funds, library
from handlers.usecases.units import opened, own_bureaus

LONGEST = 16
"""Digits of an id; more of them are somebody's invention."""
Act = Callable[[Context, str], Effects]


def base(context: Context, rest: str) -> Effects:
    """Show a base."""
    found, _ = bases.opened_base(context.uow, context.actor, _number(rest), "see_holdings")
    return bases.show_base(context.uow, context.actor, found)


def listed_bases(context: Context, rest: str) -> Effects:
    """Show a bureau's bases."""
    return bases.list_bases(context.uow, context.actor, _number(rest))


def new_base(context: Context, rest: str) -> Effects:
    """Ask for a base; those of the bureaus above may be its parent."""
    bureau = opened(context.uow, context.actor, _number(rest), "keep_holdings")
    above = [each.id or 0 for each in context.uow.bureaus.line(bureau.id or 0)]
    return keep_holdings.ask_base(context, bureau, list(context.uow.holdings.bases(above)))


def nominate(context: Context, rest: str) -> Effects:
    """Ask what speaks for a base."""
    found, _ = bases.opened_base(context.uow, context.actor, _number(rest), "keep_holdings")
    return keep_holdings.ask_evidence(context, found)


def close(context: Context, rest: str) -> Effects:
    """Close a base."""
    return bases.close_base(context.uow, context.actor, _number(rest), _number(rest.partition(":")[2]))


def papers(context: Context, rest: str) -> Effects:
    """Show a bureau's papers and those above it."""
    return library.list_library(context.uow, context.actor, _number(rest))


def paper(context: Context, rest: str) -> Effects:
    """Show a paper."""
    found = library.opened_paper(context.uow, context.actor, _number(rest))
    return library.show_paper(context.uow, context.actor, found)


def new_paper(context: Context, rest: str) -> Effects:
    """Ask for a paper."""
    bureau = opened(context.uow, context.actor, _number(rest), "keep_holdings")
    return keep_holdings.ask_paper(context, bureau)


def paper_file(context: Context, rest: str) -> Effects:
    """Send a paper's file."""
    return library.give_paper(context.uow, context.actor, _number(rest), rest.partition(":")[2])


def drop_paper(context: Context, rest: str) -> Effects:
    """Withdraw a version of a paper."""
    return library.withdraw_paper(context.uow, context.actor, _number(rest))


def fund(context: Context, rest: str) -> Effects:
    """Show a bureau's fund."""
    return funds.show_fund(context.uow, context.actor, _number(rest))


def edit_fund(context: Context, rest: str) -> Effects:
    """Ask for the year's figures."""
    bureau = opened(context.uow, context.actor, _number(rest), "keep_holdings")
    return keep_holdings.ask_fund(context, bureau)


def ask_fund(context: Context, rest: str) -> Effects:
    """Ask what is short."""
    bureau = opened(context.uow, context.actor, _number(rest), "keep_holdings")
    return keep_holdings.ask_request(context, bureau)


def answer_fund(context: Context, rest: str) -> Effects:
    """Ask how much is granted; one that was answered is only shown."""
    found, bureau = funds.opened_request(context.uow, context.actor, _number(rest))
    if found.granted is not None:
        return funds.answer_fund(context.uow, context.actor, found.id or 0, 0, 0)
    return keep_holdings.ask_answer(context, bureau, found)


def everybodys_papers(context: Context, _: str) -> Effects:
    """Answer /papers: the own bureau's library, or what is open to everybody."""
    if context.actor.desks:
        return library.list_library(
            context.uow, context.actor, own_bureaus(context.uow, context.actor)[0].id or 0
        )
    return library.list_open(context.uow, context.actor)


def _number(words: str) -> int:
    number = words.partition(":")[0]
    if not number.isdecimal() or len(number) >= LONGEST:
        raise Refused("command.old_button")
    return int(number)


COMMANDS: Mapping[str, Act] = {"papers": everybodys_papers}

ACTIONS: Mapping[str, Act] = {
    "base": base,
    "base.list": listed_bases,
    "base.new": new_base,
    "base.nominate": nominate,
    "base.close": close,
    "paper": paper,
    "paper.list": papers,
    "paper.new": new_paper,
    "paper.file": paper_file,
    "paper.drop": drop_paper,
    "fund": fund,
    "fund.edit": edit_fund,
    "fund.ask": ask_fund,
    "fund.give": answer_fund,
}
