"""What came of a visit (成果): problems solved, people trained, agreements, carriers; recorded and struck."""

from dataclasses import dataclass
from datetime import date

from handlers.cards.pairs import Pair, outcome_line
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.activities import HAPPENED
from handlers.domain.actors import Actor
from handlers.domain.outcomes import Outcome
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell_bureau
from handlers.usecases.pairs import desk_of, opened_pair, opened_visit, pair_of, show_pair


@dataclass(frozen=True, slots=True)
class RecordResult:
    """A result of a visit: kind, day, how many, in words; the amount (万元) only if both sides tell it."""

    visit_id: int
    kind: str
    day: date
    number: int = 1
    words: str = ""
    amount: float | None = None
    conditions_met: bool | None = None


def record_result(command: RecordResult, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep a result; the same one told twice is kept once, and the bureau sees what a side has told."""
    pair, visit = opened_visit(uow, actor, command.visit_id, "record_result")
    if visit.state != HAPPENED:
        raise Refused("pair.not_held")
    if _known(pair, command):
        return show_pair(uow, actor, pair, line("pair.result_known"))
    result = uow.add(
        Outcome(
            visit_id=visit.id, expert_id=visit.expert_id, enterprise_id=visit.enterprise_id,
            kind=command.kind, number=command.number, words=command.words, day=command.day,
            amount=command.amount, conditions_met=command.conditions_met,
            made_by=actor.person_id, made_at=uow.now,
        )
    )  # fmt: skip
    uow.record(
        "result.recorded", f"result:{result.id}", by=actor.person_id, visit=visit.id, kind=result.kind,
        number=result.number, day=str(result.day),
    )  # fmt: skip
    fresh = pair_of(uow, visit.expert_id, visit.enterprise_id)
    return (*show_pair(uow, actor, fresh, line("pair.result_kept")), *_news(uow, actor, fresh, result))


def strike_result(uow: UnitOfWork, actor: Actor, result_id: int) -> Effects:
    """Strike a result that was told wrongly: it stays on the record and counts no more."""
    result = uow.get(Outcome, result_id)
    if result is None or result.expert_id is None:
        raise Refused("pair.gone")
    pair = opened_pair(uow, actor, result.expert_id, result.enterprise_id, "strike_result")
    if result.struck_at is None:
        result.struck_at = uow.now
        uow.record("result.struck", f"result:{result.id}", by=actor.person_id)
    return show_pair(uow, actor, pair, line("pair.result_struck"))


def strike_all(uow: UnitOfWork, visit_id: int, pair: Pair) -> None:
    """Strike whatever was told of a visit that did not take place after all."""
    for result in pair.results:
        if result.visit_id == visit_id and result.struck_at is None:
            result.struck_at = uow.now
            uow.record("result.struck", f"result:{result.id}", visit=visit_id)


def _known(pair: Pair, command: RecordResult) -> bool:
    facts = (command.visit_id, command.kind, command.day, command.number, command.words)
    return any(
        (each.visit_id, each.kind, each.day, each.number, each.words) == facts and each.struck_at is None
        for each in pair.results
    )


def _news(uow: UnitOfWork, actor: Actor, pair: Pair, result: Outcome) -> Effects:
    """Tell the bureau silently what a side has told; it may strike it."""
    if actor.works_for(pair.enterprise.county):
        return ()

    def make(t: Translate) -> Message:
        words = outcome_line(result, pair, t)
        return Message(
            lines=(t("pair.result_news", words=words, **pair.values()),), rows=((_open(pair, t),),)
        )

    return tell_bureau(uow, desk_of(uow, pair), make, card=f"result:{result.id}", buzz=False)


def _open(pair: Pair, t: Translate) -> Button:
    return Button(t("pair.open"), f"pair:{pair.code}")
