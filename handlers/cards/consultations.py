"""Cards of the consultation log (会商记录): the list, one entry with what is to follow from it."""

from collections.abc import Sequence
from datetime import date

from handlers.cards.needs import cut, language
from handlers.cards.units import back
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.consultations import Consultation
from handlers.domain.days import spoken, spoken_day
from handlers.domain.tasks import Task


def consultations_list(
    bureau: Bureau, found: Sequence[Consultation], today: date, t: Translate, *, logs: bool
) -> Message:
    """Return the latest consultations, each with a button to all of it."""
    lang = language(t)
    fields = tuple((spoken_day(one.held_on, today, lang), one.departments) for one in found)
    rows = tuple(
        (Button(cut(f"{one.held_on.month}/{one.held_on.day} {one.departments}"), f"b.talk:{one.id}"),)
        for one in found
    )
    new = (Button(t("consult.new"), f"b.talk.new:{bureau.id}", "primary"),) if logs else ()
    heading = t("consult.list" if found else "consult.list_none", bureau=bureau.name)
    return Message(heading, fields=fields, rows=(*rows, (*new, back(bureau, t))))


def consultation_card(  # noqa: PLR0913 - an entry, where it belongs, what follows from it
    one: Consultation, bureau: Bureau, tasks: Sequence[Task], today: date, t: Translate, *, logs: bool
) -> Message:
    """Return one entry: when, with whom, what was decided, what is to follow by when."""
    lang = language(t)
    follow = [_follow_up(task, today, t) for task in tasks]
    fields = (
        (t("consult.day_label"), spoken_day(one.held_on, today, lang)),
        (t("consult.departments_label"), one.departments),
        (t("consult.decisions_label"), one.decisions),
        *(((t("consult.follow_ups"), "\n".join(follow)),) if follow else ()),
    )
    more = (Button(t("consult.add_follow_up"), f"b.talk.more:{one.id}"),) if logs else ()
    all_of_them = Button(t("consult.all"), f"b.talks:{bureau.id}")
    return Message(t("consult.heading", bureau=bureau.name), fields=fields, rows=((*more, all_of_them),))


def _follow_up(task: Task, today: date, t: Translate) -> str:
    day = spoken(task.due, today, language(t)) if task.due else ""
    key = "consult.follow_up_done" if task.state == "done" else "consult.follow_up_open"
    return t(key, words=task.words, day=day)
