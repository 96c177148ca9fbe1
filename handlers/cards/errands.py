"""Cards for calls about other things than invitations: a late filing, a silent enterprise, an activity."""

from dataclasses import dataclass

from handlers.cards.call_firms import call_name
from handlers.cards.filed import filed, filing_name
from handlers.cards.needs import language
from handlers.cards.outing_calls import is_outing_call, outing_call_card
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken_day, spoken_time
from handlers.domain.enterprises import Enterprise
from handlers.domain.filings import Filing
from handlers.domain.people import Person
from handlers.domain.programmes import Call, Cycle
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork

FILING, FIRM = "filing", "firm"
"""Scripts, the first word of a task's `words`: "filing/late", "firm/silent/17" with the enterprise's id."""
OUTCOMES = {
    FILING: ("promised", "extend", "elsewhere", "unreached", "other"),
    FIRM: ("none", "will_file", "dictate", "unreached", "other"),
}
"""What may come of a call, by script."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Whom a call is to reach: the name to ask for, the number, and what the words name."""

    script: str
    name: str
    phone: str
    unit: str
    words: dict[str, object]


def is_errand(task: Task) -> bool:
    """Say whether a task of kind "phone" is about a filing, a firm or an activity, not an invitation."""
    return task.about.partition(":")[0] in ("filing", "call", "activity")


def errand_card(task: Task, uow: UnitOfWork, t: Translate, link: str = "") -> Message:
    """Return the card: whom to call, what to say, a ready text message, what came of it."""
    if is_outing_call(task):
        return outing_call_card(task, uow, t, link)
    found = errand_of(task, uow, t)
    if found is None:
        return Message(lines=(t("phone.gone"),))
    fields = [
        (t("phone.unit"), found.unit),
        (t("phone.number"), found.phone or t("phone.no_number")),
        (t("phone.say"), t(f"phone.script.{found.script}", **found.words)),
    ]
    if link:
        text = t(f"phone.sms.{found.script}", **found.words, link=link)
        fields.append((t("phone.text"), text))
    message = Message(heading=t("phone.heading", name=found.name), fields=tuple(fields))
    if said := outcome_line(task, uow, t):
        message = message.before(said)
    if task.state != "open":
        return message
    more = ((Button(t("phone.new_text"), f"ph.text:{task.id}"),),) if task.person_id else ()
    return message.with_rows((Button(t("phone.note"), f"ph.out:{task.id}", "primary"),), *more)


def outcome_line(task: Task, uow: UnitOfWork, t: Translate) -> str:
    """Return who noted what came of the call and when; empty while nobody has."""
    caller = uow.get(Person, task.done_by or 0)
    words = task.outcome.partition("/")[2]
    if not words or caller is None or task.done_at is None:
        return ""
    return t("phone.noted", name=caller.name, time=spoken_time(task.done_at, language(t)), words=words)


def errand_of(task: Task, uow: UnitOfWork, t: Translate) -> Errand | None:
    """Return what a call is about; None when its subject is gone, or was erased."""
    script, _, rest = task.words.partition("/")
    number = int(task.about.partition(":")[2])
    person = uow.get(Person, task.person_id) if task.person_id else None
    if script == FILING:
        return _of_filing(uow, uow.get(Filing, number), person, t)
    if script == FIRM:
        detail = rest.partition("/")[2]
        enterprise = uow.get(Enterprise, int(detail)) if detail.isdecimal() else None
        return _of_firm(task, uow, uow.get(Call, number), enterprise, person, t)
    return None


def _of_filing(uow: UnitOfWork, filing: Filing | None, person: Person | None, t: Translate) -> Errand | None:
    if filing is None:
        return None
    one = filed(uow, filing)
    name = person.name if person and person.name else one.bureau.name
    words: dict[str, object] = {
        "name": name,
        "bureau": one.to.name if one.to else t("filing.above"),
        "filing": filing_name(one, t),
        "day": spoken_day(filing.aim, one.today, language(t)),
    }
    phone = person.phone if person and person.phone else one.bureau.phone
    return Errand(FILING, name, phone, one.bureau.name, words)


def _of_firm(  # noqa: PLR0913, PLR0917 - a call to an enterprise names all of them
    task: Task,
    uow: UnitOfWork,
    call: Call | None,
    enterprise: Enterprise | None,
    person: Person | None,
    t: Translate,
) -> Errand | None:
    cycle = uow.get(Cycle, call.cycle_id) if call else None
    if call is None or cycle is None or enterprise is None:
        return None
    bureau = uow.get(Bureau, task.bureau_id) if task.bureau_id else None
    name = person.name if person and person.name else enterprise.name
    words: dict[str, object] = {
        "name": name,
        "bureau": bureau.name if bureau else uow.rules.name,
        "call": call_name(call, cycle.year, uow.rules, t),
        "enterprise": enterprise.name,
    }
    return Errand(FIRM, name, person.phone if person else "", enterprise.name, words)
