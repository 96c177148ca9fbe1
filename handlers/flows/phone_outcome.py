"""Noting what came of a call: one tap, a sentence if there is more; what follows from it begins at once."""

from handlers.cards.errands import FIRM, OUTCOMES, errand_of
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickOne
from handlers.dialogue.steps.words import TextStep
from handlers.dialogue.texts import text
from handlers.domain.filings import OWED
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.flows import judge_filing
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_for_firm import fill_in_for
from handlers.flows.need_steps import never
from handlers.usecases.errands import Outcome, note_outcome
from handlers.usecases.filing_views import opened

FOLLOWED = ("extend", "elsewhere", "dictate")
"""Outcomes that lead to another question at once."""
WITHOUT_WORDS = frozenset({*FOLLOWED, "none"})
"""Outcomes that say everything."""


def _options(view: View) -> tuple[Option, ...]:
    return tuple(Option(code, view.t(f"phone.outcome.{code}")) for code in OUTCOMES[view.given[SCRIPT]])


def _has_words(given: Given) -> bool:
    outcome: str | None = given.get(OUTCOME)
    return outcome not in WITHOUT_WORDS


SCRIPT = Step[str]("script", ask="phone.outcome_asked", when=never)
OUTCOME = headed(PickOne("outcome", ask="phone.outcome_asked", options=_options))
WORDS = headed(TextStep("words", ask="phone.outcome_words", when=_has_words, optional=True, most=200))
PHONE_OUTCOME = Flow("phone_outcome", version=1, steps=(ABOUT, SCRIPT, OUTCOME, WORDS))


def ask(context: Context, task: Task) -> Effects:
    """Ask what came of the call."""
    found = errand_of(task, context.uow, context.t)
    about = [" ".join(dict.fromkeys((found.unit, found.name)))] if found else [""]
    return start(TALK, context, f"task:{task.id}", {ABOUT: about, SCRIPT: task.words.partition("/")[0]})


def noted(given: Given, context: Context, subject: str) -> Effects:
    """Keep the outcome, and begin what follows from it."""
    task_id, code = int(subject.partition(":")[2]), given[OUTCOME]
    label = text("zh", f"phone.outcome.{code}")
    effects = note_outcome(Outcome(task_id, code, label, given.get(WORDS) or ""), context.uow, context.actor)
    task = context.uow.get(Task, task_id)
    return (*effects, *_following(context, task, code)) if task and code in FOLLOWED else effects


def _following(context: Context, task: Task, code: str) -> Effects:
    script, _, rest = task.words.partition("/")
    number = int(task.about.partition(":")[2])
    if script == FIRM:
        return fill_in_for(context, number, int(rest.partition("/")[2]))
    filing = opened(context.uow, context.actor, number, "receive_filing")
    if filing.state not in OWED:
        return ()
    ask_next = judge_filing.ask_to_extend if code == "extend" else judge_filing.ask_to_fill_in
    return ask_next(context, filing)


TALK = Conversation(PHONE_OUTCOME, noted, title="phone.outcome_title")
