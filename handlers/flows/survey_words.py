"""What a questionnaire asks to be told: words or a voice note, an amount. A small conversation of its own."""

from typing_extensions import override

from handlers.cards.needs import language
from handlers.cards.surveys import Survey
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.telling import TellStep, Told
from handlers.dialogue.steps.words import typed as words_of
from handlers.effects import Effects
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.programme.afterwards import QuestionRule
from handlers.programme.questions import typed
from handlers.usecases.survey_answers import Answer, answer

_AMOUNT = QuestionRule(code="amount", zh="金额", kind="number")


class AmountStep(Step[float]):
    """An amount in 万元: "12.5", "20万", "三千元"."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[float]:
        amount = typed(_AMOUNT, words_of(reply) or "")
        if not isinstance(amount, float):
            raise Refused("survey.amount_wanted")
        return Answered(amount, view.t("dialogue.understood", value=self.show(amount, view)))

    @override
    def show(self, value: float, view: View) -> str:
        return view.t("survey.amount_is", amount=f"{value:g}")


class WordsStep(TellStep):
    """Words or a voice note, asked for in the questionnaire's own words."""

    @override
    def words(self, view: View) -> str:
        return view.given[ASKED]


ASKED = Step[str]("asked", ask="survey.words", when=never)
WORDS = headed(WordsStep("words", ask="survey.words", most=2000))
TELL = Flow("survey_words", version=1, steps=(ABOUT, ASKED, WORDS))
AMOUNT = headed(AmountStep("amount", ask="survey.amount"))
COUNT = Flow("survey_amount", version=1, steps=(ABOUT, ASKED, AMOUNT))


def ask(context: Context, survey: Survey, place: int) -> Effects:
    """Ask one question of a questionnaire that is answered by telling."""
    question = survey.questions[place]
    talk = COUNT_TALK if question.kind == "number" else TELL_TALK
    heading = context.t("survey.optional", name=question.name(language(context.t)))
    asked = question.ask(language(context.t))
    about = [heading] if question.kind == "text" else [heading, asked]
    return start(talk, context, f"{survey.name}:{place}", {ABOUT: about, ASKED: asked})


def told(given: Given, context: Context, subject: str) -> Effects:
    """Keep the words; the card follows below."""
    words: Told = given[WORDS]
    return _answered(context, subject, words)


def counted(given: Given, context: Context, subject: str) -> Effects:
    """Keep the amount; the card follows below."""
    amount: float = given[AMOUNT]
    return _answered(context, subject, amount)


def _answered(context: Context, subject: str, value: Told | float) -> Effects:
    _, number, place = subject.split(":")
    command = Answer(int(number), int(place), value, context.channel)
    return answer(command, context.uow, context.actor, buzz=True)


TELL_TALK = Conversation(TELL, told, title="survey.words_title")
COUNT_TALK = Conversation(COUNT, counted, title="survey.words_title")
