"""The special fund (专项经费): a city pays first; what is short the bureau above is asked for (适当资助)."""

from dataclasses import dataclass

from handlers.cards.holdings import fund_card, funds_list, request_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import MINISTRY, Bureau
from handlers.domain.holdings import Fund
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell, tell_bureau
from handlers.usecases.subjects import bureau_subject
from handlers.usecases.units import opened


@dataclass(frozen=True, slots=True)
class KeepFund:
    """A bureau's fund of this year in 万元; `amount` None says that none is set up."""

    bureau_id: int
    amount: float | None
    spent: float = 0.0


@dataclass(frozen=True, slots=True)
class AskForFund:
    """What is short (不足部分), in 万元, and why."""

    bureau_id: int
    amount: float
    reason: str


def show_fund(uow: UnitOfWork, actor: Actor, bureau_id: int, news: Make | None = None) -> Effects:
    """Show a bureau's fund of this year, and to those who act there also those of the bureaus below."""
    bureau = opened(uow, actor, bureau_id, "see_fund")
    keeps = may(actor, "keep_holdings", bureau_subject(uow, bureau, actor))
    fund, year = uow.holdings.fund(bureau_id, uow.today.year), uow.today.year

    def make(t: Translate) -> Message:
        card = fund_card(bureau, fund, year, t, keeps=keeps)
        return card.before(*news(t).lines) if news else card

    own = tell(uow, actor.person_id, make, card=f"fund:{bureau_id}:{year}")
    below = [each for each in uow.bureaus.below(bureau_id) if each.kind == "bureau"]
    if not below or news is not None:
        return own
    funds = {each.bureau_id: each for each in uow.holdings.funds([b.id or 0 for b in below], year)}
    rows = sorted(((each, funds.get(each.id or 0)) for each in below), key=lambda row: not _waits(row[1]))
    return (*own, *tell(uow, actor.person_id, lambda t: funds_list(bureau, rows, year, t)))


def keep_fund(command: KeepFund, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep the figures of this year; the newest count."""
    bureau = opened(uow, actor, command.bureau_id, "keep_holdings")
    fund = _of_this_year(uow, bureau)
    fund.amount, fund.spent = command.amount, command.spent if command.amount is not None else 0.0
    fund.revision += 1
    uow.record("fund.kept", f"fund:{fund.id}", by=actor.person_id, amount=fund.amount, spent=fund.spent)
    return show_fund(uow, actor, command.bureau_id, line("fund.kept"))


def ask_for_fund(command: AskForFund, uow: UnitOfWork, actor: Actor) -> Effects:
    """Ask the bureau above for what is short; a new request takes the place of an unanswered one."""
    bureau = opened(uow, actor, command.bureau_id, "keep_holdings")
    fund, above = _of_this_year(uow, bureau), uow.bureaus.above(bureau)
    if fund.granted is not None:
        raise Refused("fund.answered_before")
    if above is None or above.level == MINISTRY:
        raise Refused("fund.nobody_above")
    fund.requested, fund.reason = command.amount, command.reason
    fund.revision += 1
    uow.record("fund.asked", f"fund:{fund.id}", by=actor.person_id, amount=command.amount)
    told = tell_bureau(uow, above.id, lambda t: request_card(bureau, fund, t), card=f"request:{fund.id}")
    return (*show_fund(uow, actor, command.bureau_id, line("fund.asked", bureau=above.name)), *told)


def answer_fund(uow: UnitOfWork, actor: Actor, fund_id: int, revision: int, amount: float) -> Effects:
    """Grant something, or nothing (0), for what was asked; the first answer counts."""
    fund, bureau = opened_request(uow, actor, fund_id)
    if fund.granted is None and fund.revision == revision:
        fund.granted, fund.answered_at = amount, uow.now
        fund.revision += 1
        uow.record("fund.answered", f"fund:{fund.id}", by=actor.person_id, amount=amount)
        news = line("fund.answer_news", amount=f"{amount:g}", year=fund.year)
        told = tell_bureau(uow, bureau.id, news)
    else:
        told = ()
    card = f"request:{fund.id}"
    return (*tell(uow, actor.person_id, lambda t: request_card(bureau, fund, t), card=card), *told)


def opened_request(uow: UnitOfWork, actor: Actor, fund_id: int) -> tuple[Fund, Bureau]:
    """Return a fund whose request the actor may answer. Raises `Refused`."""
    fund = uow.get(Fund, fund_id)
    bureau = uow.get(Bureau, fund.bureau_id) if fund else None
    if fund is None or bureau is None or not fund.requested:
        raise Refused("fund.gone")
    if not may(actor, "answer_fund", bureau_subject(uow, bureau, actor)):
        raise Refused("bureau.may_not")
    return fund, bureau


def _of_this_year(uow: UnitOfWork, bureau: Bureau) -> Fund:
    year = uow.today.year
    return uow.holdings.fund(bureau.id or 0, year) or uow.add(Fund(bureau_id=bureau.id or 0, year=year))


def _waits(fund: Fund | None) -> bool:
    return fund is not None and bool(fund.requested) and fund.granted is None
