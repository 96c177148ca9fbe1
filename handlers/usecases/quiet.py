"""What the clock says of its own accord waits while it is quiet (免打扰): held, never dropped."""

from datetime import datetime
from typing import Any

from handlers.dialogue.replies import Fired
from handlers.effects import Effects, Schedule, Tell
from handlers.ports.work import UnitOfWork
from handlers.programme.quiet import release

HELD = "held"
"""What the data of a timer say once it has been held."""


def held(uow: UnitOfWork, moment: datetime | None = None) -> datetime | None:
    """Return when a gentle message may leave that would leave now, or at a moment; None when it may then."""
    rules = uow.rules
    return release(moment or uow.now, rules.quiet, rules.deadlines.hour, uow.calendar)


def hold(uow: UnitOfWork, key: str, fired: Fired, **more: Any) -> tuple[Schedule, ...]:  # noqa: ANN401 - JSON data
    """Return the same timer set anew for when it may speak; nothing when it may speak now.

    That it was held, and came late (补发), is remembered in its data, as is `more`.
    """
    until = held(uow)
    if until is None:
        return ()
    return (
        Schedule(
            key, until, fired.what, fired.about, {**fired.data, **more, "late": is_late(fired), HELD: True}
        ),
    )


def in_place(uow: UnitOfWork, effects: Effects) -> Effects:
    """Return the effects without new messages: cards change only where they are on a screen."""
    return tuple(
        effect
        for effect in effects
        if not isinstance(effect, Tell)
        or (not effect.buzz and effect.person_id in uow.people.seeing(effect.card))
    )


def was_held(fired: Fired) -> bool:
    """Say whether a timer has waited for the end of quiet hours or days off."""
    return bool(fired.data.get(HELD))


def is_late(fired: Fired) -> bool:
    """Say whether a timer comes late because the service stood still, before it was held or now."""
    return fired.late or bool(fired.data.get("late"))
