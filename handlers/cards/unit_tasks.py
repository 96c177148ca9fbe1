"""Cards of tasks about bureaus: one without an owner, what is to follow from a consultation."""

from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.consultations import Consultation
from handlers.domain.days import spoken, spoken_day
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork


def owner_missing_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Say which bureau has nobody in charge, and how that is mended; the task closes by itself."""
    number = task.about.partition(":")[2]
    bureau = uow.get(Bureau, int(number)) if number.isdecimal() else None
    name = bureau.name if bureau else task.words
    if task.state != "open" or bureau is None:
        return Message(lines=(t("owner.found", bureau=name),))
    invite = Button(t("owner.invite"), f"b.link:{number}:successor", "primary")
    look = Button(t("owner.look"), f"b:{number}")
    return Message(t("owner.missing", bureau=name), (t("owner.missing_why"),), rows=((invite, look),))


def follow_up_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Say what is to be done by when, and of which consultation it came."""
    number = task.about.partition(":")[2]
    talk = uow.get(Consultation, int(number)) if number.isdecimal() else None
    lang = language(t)
    fields = (
        *(((t("consult.due_label"), spoken(task.due, uow.today, lang)),) if task.due else ()),
        *(((t("consult.from_label"), _of(talk, uow, t)),) if talk else ()),
    )
    message = Message(t("task.kind.follow_up"), (task.words,), fields)
    if task.state != "open":
        return message.before(t("task.is_done"))
    done = Button(t("task.done"), f"task.done:{task.id}", "primary")
    look = (Button(t("consult.look"), f"b.talk:{talk.id}"),) if talk else ()
    return message.with_rows((done, *look))


def _of(talk: Consultation, uow: UnitOfWork, t: Translate) -> str:
    day = spoken_day(talk.held_on, uow.today, language(t))
    return t("consult.named", day=day, departments=talk.departments)
