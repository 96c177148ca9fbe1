"""Looking at a questionnaire (问卷): who may, and its card on everybody's screen."""

from handlers.cards.questionnaires import survey_card
from handlers.cards.surveys import Survey, survey_of
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.questionnaires import Questionnaire
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell


def opened(uow: UnitOfWork, actor: Actor, number: int) -> tuple[Survey, bool]:
    """Return a questionnaire that the actor may answer, and whether they would do so for somebody (代填).

    Raises `Refused`.
    """
    one = uow.get(Questionnaire, number)
    if one is None:
        raise Refused("survey.gone")
    survey = survey_of(uow, one)
    if may(actor, "answer_questionnaire", survey.subject):
        return survey, False
    if may(actor, "answer_questionnaire_by_phone", survey.subject):
        return survey, True
    raise Refused("survey.may_not")


def show(
    uow: UnitOfWork, actor: Actor, survey: Survey, news: Make | None = None, *, buzz: bool = False
) -> Effects:
    """Show one person the card where they have turned to; a new message where `buzz` asks for one."""
    mine = may(actor, "answer_questionnaire", survey.subject)
    at = survey.one.at.get(str(actor.person_id))

    def make(t: Translate) -> Message:
        card = survey_card(survey, t, at, phone=not mine)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=survey.name, buzz=buzz)


def refreshed(uow: UnitOfWork, survey: Survey, but: int = 0) -> Effects:
    """Renew the card in place wherever else it is on a screen, each where its reader has turned to."""
    people = [each for each in uow.people.seeing(survey.name) if each != but]
    return tuple(e for each in people for e in show(uow, uow.people.actor(each), survey))


def turn_to(survey: Survey, person_id: int, place: int | None) -> None:
    """Let the card stand at a question for this person; None is the first open one."""
    others = {who: at for who, at in survey.one.at.items() if who != str(person_id)}
    survey.one.at = others if place is None else {**others, str(person_id): place}
