"""Follow-up service and results of a visit (跟踪服务、成果): the questions, and what follows."""

from handlers.cards.needs import language
from handlers.cards.pairs import Pair, outcome_line
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickOne, fixed
from handlers.dialogue.steps.days import OnDayStep
from handlers.dialogue.steps.sums import SumStep
from handlers.dialogue.steps.words import NumberStep, TextStep
from handlers.domain.activities import Visit
from handlers.domain.outcomes import FollowUp
from handlers.effects import Effects
from handlers.flows.consult import HeldStep
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.programme.afterwards import OutcomeKind
from handlers.thinking import ProgrammeRules
from handlers.usecases.following_up import MoveService, PlanService, move_service, plan_service
from handlers.usecases.results import RecordResult, record_result, strike_result


def _kinds(view: View) -> tuple[Option, ...]:
    rules, lang = view.facts.need(ProgrammeRules()), language(view.t)
    return tuple(Option(_coded(each), each.name(lang)) for each in rules.outcome_kind)


def _coded(kind: OutcomeKind) -> str:
    """Return the kind with what is asked for it, so that the answer alone says which questions follow."""
    asked = "".join(mark for mark, wanted in _MARKS if getattr(kind, wanted))
    return f"{kind.code}.{asked}" if asked else kind.code


_MARKS = (("n", "number"), ("a", "amount"), ("c", "conditions"))


def _asks(mark: str, given: Given) -> bool:
    code: str = given.get(KIND) or ""
    return mark in code.partition(".")[2]


def _is_counted(given: Given) -> bool:
    return _asks("n", given)


def _is_a_carrier(given: Given) -> bool:
    return _asks("c", given)


def _may_have_an_amount(given: Given) -> bool:
    return _asks("a", given)


KIND = headed(PickOne("kind", ask="pair.kind", options=_kinds))
NUMBER = headed(NumberStep("number", ask="pair.number", when=_is_counted, least=1, most=9999, taps=(1, 2, 3)))
CONDITIONS = headed(
    PickOne(
        "conditions",
        ask="pair.conditions",
        when=_is_a_carrier,
        options=fixed(("yes", "pair.yes"), ("no", "pair.no")),
    )
)
HELD = headed(HeldStep("held", ask="pair.result_day"))
WORDS = headed(TextStep("words", ask="pair.result_words", optional=True, least=2, most=200))
AMOUNT = headed(SumStep("amount", ask="pair.amount", when=_may_have_an_amount, optional=True))
RESULT = Flow("record_result", version=1, steps=(ABOUT, KIND, NUMBER, CONDITIONS, HELD, WORDS, AMOUNT))

DAY = headed(OnDayStep("day", ask="pair.next_day"))
WHAT = headed(TextStep("what", ask="pair.next_words", least=2, most=200))
SERVICE = Flow("plan_service", version=1, steps=(ABOUT, DAY, WHAT))
MOVE = Flow("move_service", version=1, steps=(ABOUT, DAY))


def _struck(view: View) -> tuple[Option, ...]:
    return tuple(Option(str(number), words) for number, words in view.given[RESULTS])


RESULTS = Step[list[list[str]]]("results", ask="pair.which_result", when=never)
WHICH = headed(PickOne("which", ask="pair.which_result", options=_struck))
STRIKE = Flow("strike_result", version=1, steps=(ABOUT, RESULTS, WHICH))


def ask_result(context: Context, pair: Pair, visit: Visit) -> Effects:
    """Ask what came of a visit."""
    return start(
        RESULT_TALK, context, f"visit:{visit.id}", {ABOUT: [context.t("pair.about", **pair.values())]}
    )


def ask_service(context: Context, pair: Pair, visit: Visit) -> Effects:
    """Ask when the expert is to come again, and what for."""
    return start(
        SERVICE_TALK, context, f"visit:{visit.id}", {ABOUT: [context.t("pair.about", **pair.values())]}
    )


def ask_move(context: Context, pair: Pair, service: FollowUp) -> Effects:
    """Ask for the other day."""
    about = [context.t("pair.about", **pair.values()), service.words]
    return start(MOVE_TALK, context, f"service:{service.id}", {ABOUT: about})


def ask_strike(context: Context, pair: Pair) -> Effects:
    """Ask which result was told wrongly."""
    known = [
        [str(each.id), outcome_line(each, pair, context.t)[:60]]
        for each in pair.results
        if not each.struck_at
    ]
    about = [context.t("pair.about", **pair.values())]
    return start(STRIKE_TALK, context, f"pair:{pair.code}", {ABOUT: about, RESULTS: known})


def recorded(given: Given, context: Context, subject: str) -> Effects:
    """Keep the result."""
    conditions = given.get(CONDITIONS)
    command = RecordResult(
        int(subject.partition(":")[2]),
        given[KIND].partition(".")[0],
        given[HELD],
        given.get(NUMBER) or 1,
        given.get(WORDS) or "",
        given.get(AMOUNT),
        None if conditions is None else conditions == "yes",
    )
    return record_result(command, context.uow, context.actor)


def planned(given: Given, context: Context, subject: str) -> Effects:
    """Agree on the service."""
    command = PlanService(int(subject.partition(":")[2]), given[DAY], given[WHAT])
    return plan_service(command, context.uow, context.actor)


def moved(given: Given, context: Context, subject: str) -> Effects:
    """Put the service on the other day."""
    return move_service(MoveService(int(subject.partition(":")[2]), given[DAY]), context.uow, context.actor)


def struck(given: Given, context: Context, _: str) -> Effects:
    """Strike the result."""
    return strike_result(context.uow, context.actor, int(given[WHICH]))


RESULT_TALK = Conversation(RESULT, recorded, title="pair.result_title")
SERVICE_TALK = Conversation(SERVICE, planned, title="pair.service_title")
MOVE_TALK = Conversation(MOVE, moved, title="pair.move_title")
STRIKE_TALK = Conversation(STRIKE, struck, title="pair.strike_title")
