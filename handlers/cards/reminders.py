"""What a reminder of a filing says above its card, why it came, and how to put it off."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken_day
from handlers.programme.plan import PlannedWindow

PUT_OFF = ("3h", "am", "mon")
"""How a reminder may be put off: by three hours, to the next morning, to Monday."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder as its hearers read it.

    `owing` is the bureau that owes, `hearing` the one that is told; it `owes` itself, or `stands_in` for one
    that has nobody. `days` are left to the aim, negative once it is over; `overdue` counts them from the last
    day that the notice allows. `late` (补发): it should have come earlier.
    """

    filing_id: int
    owing: str
    hearing: str
    owes: bool
    stands_in: bool
    days: int
    overdue: int
    late: bool


def reminder_card(card: Message, reminder: Reminder, t: Translate) -> Message:
    """Return a filing's card with the reminder above it, why it came below, and the ways to put it off."""
    words = _owing(reminder, t) if reminder.owes or reminder.stands_in else _above(reminder, t)
    lines = (f"{t('remind.late')}{words}" if reminder.late else words, *_stand_in(reminder, t))
    why = t("remind.why" if reminder.owes else "remind.why_above", bureau=reminder.hearing)
    message = replace(card.before(*lines), closing=(*card.closing, why))
    owed = reminder.owes or reminder.stands_in
    return message.with_rows(*put_off_rows(reminder.filing_id, t)) if owed else message


def put_off_rows(filing_id: int, t: Translate) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons 3小时后, 明早, 下周一 and 少提醒."""
    later = tuple(Button(t(f"remind.put_off_{how}"), f"snooze:{filing_id}:{how}") for how in PUT_OFF)
    return (later, (Button(t("less.button"), f"less:filing:{filing_id}"),))


def window_card(planned: PlannedWindow, name: str, today: date, t: Translate, *, late: bool) -> Message:
    """Return the news that experts may go out (对接活动窗口), from when to when."""
    first, last = (spoken_day(day, today, language(t)) for day in (planned.first, planned.last))
    words = t("remind.window", name=name, first=first, last=last)
    if planned.expected:
        words = t("remind.expected", words=words)
    return Message(
        lines=(f"{t('remind.late')}{words}" if late else words,), closing=(t("remind.window_why"),)
    )


def _owing(reminder: Reminder, t: Translate) -> str:
    if reminder.overdue > 0:
        return t("remind.overdue", days=reminder.overdue)
    return t("remind.today" if reminder.days == 0 else "remind.left")


def _above(reminder: Reminder, t: Translate) -> str:
    return t("remind.overdue_above", bureau=reminder.owing, days=reminder.overdue)


def _stand_in(reminder: Reminder, t: Translate) -> tuple[str, ...]:
    if not reminder.stands_in:
        return ()
    return (t("remind.stand_in", bureau=reminder.owing),)
