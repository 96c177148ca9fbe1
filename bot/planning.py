"""Where a programme's years are planned besides the nightly timer: wherever something begins."""

from bot.storage.work import Work
from handlers.effects import Cancel, Effects, Schedule, Tell
from handlers.usecases.planning import plan


def plan_years(work: Work) -> None:
    """Make the rows of the years that are due and set their timers, the nightly one among them.

    To be called when a programme, bureaus or a calendar have come or changed: at the start of a service, and
    after furnishing a database. A second call changes nothing. Planning says nothing to anybody.
    """
    set_timers(work, plan(work))
    work.flush()


def set_timers(work: Work, effects: Effects) -> None:
    """Set and clear timers outside a turn, where nobody is told anything."""
    for effect in effects:
        match effect:
            case Schedule():
                work.timers.set(effect)
            case Cancel(key=key):
                work.timers.clear(key)
            case Tell():
                raise TypeError("planning says nothing")
