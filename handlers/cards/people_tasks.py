"""Cards of tasks about people: an expert or a contact to confirm, somebody who wants to talk, or was lost."""

from collections.abc import Sequence

from handlers.cards.joining import contact_to_confirm, expert_to_confirm
from handlers.cards.needs import FILE_BUTTONS, cut
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.attachments import Attachment
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.domain.phones import masked
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork


def expert_card(uow: UnitOfWork, expert: Expert, t: Translate, *, with_phone: bool = True) -> Message:
    """Return an expert's card as things stand, with what the registration brought to light."""
    person = uow.get(Person, expert.person_id)
    if person is None or person.erased_at is not None:
        return Message(lines=(t("join.person_gone"),))
    conflicts = uow.experts.conflicts_of(expert.id or 0)
    avoided = dict.fromkeys(e.name for c in conflicts if (e := uow.get(Enterprise, c.enterprise_id)))
    tasks = uow.tasks.about(f"expert:{expert.id}", "confirm_expert")
    same = next((task.words for task in tasks if task.words), "")
    put_off = bool(tasks) and all(task.state != "open" for task in tasks)
    phone = person.phone if with_phone else masked(person.phone)
    return expert_to_confirm(
        expert, (person.name, phone), uow.rules, t, avoided=tuple(avoided), same_phone=same, put_off=put_off
    )


def expert_task_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return the card of an expert whom a bureau is to confirm."""
    expert = uow.get(Expert, _number(task.about))
    return expert_card(uow, expert, t) if expert else Message(lines=(t("join.person_gone"),))


def contact_card(uow: UnitOfWork, contact: Contact, t: Translate, *, for_bureau: bool) -> Message:
    """Return the card of a second contact; the bureau also sees the phone and what was written on joining."""
    person = uow.get(Person, contact.person_id)
    enterprise = uow.get(Enterprise, contact.enterprise_id)
    if person is None or enterprise is None or person.erased_at is not None:
        return Message(lines=(t("join.person_gone"),))
    message = contact_to_confirm(contact, enterprise, person, t, for_bureau=for_bureau)
    tasks = uow.tasks.about(f"contact:{contact.id}", "second_contact") if for_bureau else ()
    words = next((task.words for task in tasks if task.words), "")
    return message.before(t("join.wrote_first", words=words)) if words else message


def contact_task_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return the card of a second contact for the bureau."""
    contact = uow.get(Contact, _number(task.about))
    if contact is None:
        return Message(lines=(t("join.person_gone"),))
    return contact_card(uow, contact, t, for_bureau=True)


def talk_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return a ticket: who wants to talk, by which phone, the conversation so far, the files that came."""
    person = uow.get(Person, task.person_id) if task.person_id is not None else None
    if person is not None and person.erased_at is not None:
        return Message(lines=(t("join.person_gone"),))
    name = person.name if person else ""
    fields = [(t("talk.who_label"), name or t("talk.nameless"))]
    if person and person.phone:
        fields.append((t("join.phone_label"), person.phone))
    fields.append((t("talk.number_label"), f"T{task.id}"))
    message = Message(t(f"task.kind.{task.kind}"), (task.words,) if task.words else (), tuple(fields))
    message = message.with_rows(*_file_rows(task, uow, t))
    if task.state != "open":
        return message.before(t("task.is_done"))
    return message.with_rows((Button(t("task.done"), f"task.done:{task.id}", "primary"),))


def ticket_files(task: Task, uow: UnitOfWork) -> Sequence[Attachment]:
    """Return the files of a ticket, the newest last: what the person sent outside forms until it was done."""
    files = uow.files_about(task.about) if task.kind == "talk" else ()
    kept = [file for file in files if file.fault != "erased"]
    return [file for file in kept if task.done_at is None or file.made_at <= task.done_at]


def file_name(file: Attachment, t: Translate) -> str:
    """Return how a file is called; photos often have no name."""
    return file.name or t(f"dialogue.file_{file.kind}")


def _file_rows(task: Task, uow: UnitOfWork, t: Translate) -> tuple[tuple[Button, ...], ...]:
    files = ticket_files(task, uow)[-FILE_BUTTONS:]
    return tuple((Button(cut(file_name(file, t)), f"task.file:{task.id}:{file.id}"),) for file in files)


def _number(about: str) -> int:
    number = about.partition(":")[2]
    return int(number) if number.isdecimal() else 0
