"""Nobody without a channel is lost: the bureau calls, tells, and may answer for the person (代为答复)."""

from handlers.cards.calls import call_card
from handlers.cards.errands import is_errand
from handlers.cards.matters import Matter, matter_of
from handlers.cards.staff import staff_of
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.invitations import OPEN, Invitation
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.people import make_link, revoke_links, telegram_link, web_link
from handlers.usecases.subjects import task_subject

KIND = "phone"


def ask_to_call(uow: UnitOfWork, matter: Matter, person_id: int, script: str, because: str) -> Effects:
    """Give the bureau the task to call somebody, with number, words and text message; once for each occasion.

    `script` is one of `handlers.cards.calls.SCRIPTS`; `because` is no_channel, unopened or lost.
    """
    theirs = [task for task in uow.tasks.about(matter.name, KIND) if task.person_id == person_id]
    if any(task.words.startswith(f"{script}/") for task in theirs):
        return ()
    ended = close_calls(uow, matter, person_id)
    task = Task(
        kind=KIND, about=matter.name, person_id=person_id, words=f"{script}/{because}", made_at=uow.now
    )
    task.bureau_id = matter.invitation.bureau_id
    uow.add(task)
    uow.record("call.wanted", matter.name, task=task.id, script=script, because=because)
    return (*ended, *show_call(uow, task, link=personal_link(uow, task), buzz=True))


def show_call(uow: UnitOfWork, task: Task, *, link: str = "", buzz: bool = False) -> Effects:
    """Show every coordinator of the bureau whom to call; with a link also the text message."""

    def make(t: Translate) -> Message:
        return call_card(task, uow, t, link)

    staff = staff_of(uow, task.bureau_id)
    return tuple(e for person in staff for e in tell(uow, person, make, card=f"task:{task.id}", buzz=buzz))


def show_call_to(
    uow: UnitOfWork, task: Task, actor: Actor, news: Make | None = None, *, link: str = ""
) -> Effects:
    """Show one coordinator whom to call, headed by the news."""

    def make(t: Translate) -> Message:
        card = call_card(task, uow, t, link)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=f"task:{task.id}")


def told_by_phone(task_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Note that the person has been told by phone (已电话通知); a second tap changes nothing."""
    task, invitation = opened_call(uow, task_id, actor)
    if task.state != "open":
        return show_call(uow, task)
    task.state, task.outcome, task.done_at, task.done_by = "done", "told", uow.now, actor.person_id
    invites = invitation is not None and task.words.startswith("invite/") and invitation.state == OPEN
    if invitation is not None and invites:
        invitation.told_by_phone_at = uow.now
    uow.record("call.told", task.about, by=actor.person_id, behalf_of=task.person_id, task=task.id)
    person = uow.get(Person, task.person_id or 0)
    thanks = line("phone.thanks" if invites else "phone.thanks_told", name=person.name if person else "")
    return (*show_call(uow, task), *tell(uow, actor.person_id, thanks))


def fresh_text(task_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Make a new personal link, which ends all former ones, and show the text message with it."""
    task, _ = opened_call(uow, task_id, actor)
    revoke_links(uow, task.person_id or 0, "notice")
    return show_call(uow, task, link=personal_link(uow, task))


def close_calls(uow: UnitOfWork, matter: Matter, person_id: int | None = None) -> Effects:
    """End the calls that are no longer needed, because the matter went on, and show their cards so."""
    ended = [task for task in open_calls(uow, matter) if person_id in (None, task.person_id)]
    for task in ended:
        task.state, task.outcome, task.done_at = "done", "overtaken", uow.now
    return tuple(effect for task in ended for effect in show_call(uow, task))


def open_calls(uow: UnitOfWork, matter: Matter) -> tuple[Task, ...]:
    """Return the calls of an invitation that nobody has made yet."""
    return tuple(task for task in uow.tasks.about(matter.name, KIND) if task.state == "open")


def opened_call(uow: UnitOfWork, task_id: int, actor: Actor) -> tuple[Task, Invitation | None]:
    """Return a call the actor may make, with the invitation it is about, if it is about one.

    Raises `Refused`.
    """
    task = uow.get(Task, task_id)
    if task is None or task.kind != KIND:
        raise Refused("phone.gone")
    if is_errand(task):
        if not may(actor, "do_task", task_subject(uow, task)):
            raise Refused("phone.may_not")
        return task, None
    invitation = uow.get(Invitation, int(task.about.partition(":")[2]))
    if invitation is None:
        raise Refused("phone.gone")
    if not may(actor, "answer_by_phone", matter_of(uow, invitation).subject):
        raise Refused("phone.may_not")
    return task, invitation


def personal_link(uow: UnitOfWork, task: Task) -> str:
    """Return a link that opens the chat as the person to be called; empty when nobody can make one."""
    staff = staff_of(uow, task.bureau_id)
    if not staff or task.person_id is None:
        return ""
    token, _ = make_link(uow, uow.people.actor(staff[0]), "personal", person_id=task.person_id)
    return web_link(uow.doors, token) or telegram_link(uow.doors, token)
