"""The months in which experts go out (对接活动): on the first working day the organisers are told."""

from dataclasses import replace

from handlers.cards.reminders import window_card
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.programmes import Cycle
from handlers.domain.regions import contains
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import PlannedWindow, year_of
from handlers.telling import tell
from handlers.usecases.owing import owes_as
from handlers.usecases.preferences import GENTLE, willing
from handlers.usecases.quiet import hold, is_late

ORGANISERS = ("province", "city")


def open_window(uow: UnitOfWork, cycle_id: int, fired: Fired) -> Effects:
    """Tell the province and the cities, and counties beside them, that experts may go out from today on."""
    code, subject = str(fired.data.get("code", "")), f"cycle:{cycle_id}"
    planned = _planned(uow, cycle_id, code)
    if planned is None:
        return ()
    late = is_late(fired)
    if planned.last < uow.today or (late and uow.rules.deadlines.late == "expire"):
        uow.record("reminder.expired", subject, code=code)
        return ()
    if waiting := hold(uow, f"window:{cycle_id}:{code}", fired):
        return waiting
    people = willing(uow, organisers(uow), subject, GENTLE)
    uow.record("window.opened", subject, code=code, people=list(people), late=late)
    return tuple(effect for person in people for effect in _told(uow, person, planned, subject, late=late))


def organisers(uow: UnitOfWork) -> tuple[int, ...]:
    """Return the people who act for the bureaus that organise visits."""
    bureaus = uow.bureaus.all()
    levels = {bureau.id: bureau.level for bureau in bureaus}
    own = (
        bureau
        for bureau in bureaus
        if contains(uow.rules.province, bureau.area)
        and owes_as(bureau, levels.get(bureau.reports_to)) in ORGANISERS
    )
    return tuple(dict.fromkeys(person for bureau in own for person in uow.bureaus.staff(bureau.id or 0)))


def _planned(uow: UnitOfWork, cycle_id: int, code: str) -> PlannedWindow | None:
    cycle = uow.get(Cycle, cycle_id)
    windows = year_of(uow.rules, cycle.year, uow.calendar).windows if cycle else ()
    return next((window for window in windows if window.code == code), None)


def _told(uow: UnitOfWork, person_id: int, planned: PlannedWindow, subject: str, *, late: bool) -> Effects:
    rule = next((each for each in uow.rules.window if each.code == planned.code), None)

    def make(t: Translate) -> Message:
        name = (rule.en if rule and t("task.language") == "en" else rule.zh if rule else "") or ""
        card = window_card(planned, name or t("remind.window_name"), uow.today, t, late=late)
        return replace(card, rows=((Button(t("less.button"), f"less:{subject}"),),))

    return tell(uow, person_id, make)
