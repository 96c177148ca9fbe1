"""The dry run (明日预览): what the clock will say until a moment, by the clock's own code, and taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from bot.clock import Clock
from bot.storage.timers import Due, Timers
from bot.storage.work import Work
from handlers.context import Context
from handlers.dialogue.step import Want
from handlers.effects import Cancel, Effects, Schedule, Tell
from handlers.router import route
from handlers.thinking import Leaving, Rehearsal
from scheduler.sweep import firings

Facts = Mapping[Want, Any]


def rehearse(work: Work, want: Rehearsal, facts: Facts) -> tuple[Leaving, ...]:
    """Fire every timer until then, each at its own moment and after the ones before it; keep nothing.

    It is what `Service.fire_due` does if nobody writes meanwhile: the same timers, routes and effects, within
    a savepoint that is rolled back.
    """
    work.flush()
    savepoint = work.statements.connection.begin_nested()
    try:
        return tuple(_played(work, want, facts))
    finally:
        savepoint.rollback()


@dataclass(frozen=True, slots=True)
class _Standing:
    """A clock that stands at the moment of a rehearsal."""

    moment: datetime
    clock: Clock

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def monotonic(self) -> float:
        """Return what the real clock says."""
        return self.clock.monotonic()

    def token(self) -> str:
        """Return a token that nobody will ever see."""
        return self.clock.token()

    def jitter(self) -> float:
        """Return what the real clock says."""
        return self.clock.jitter()


def _played(work: Work, want: Rehearsal, facts: Facts) -> Iterator[Leaving]:
    timers, roots = Timers(work.statements), dict[str, str]()
    while (due := timers.next_due()) is not None and due < want.until.timestamp():
        moment = max(datetime.fromtimestamp(due, UTC), work.now)
        for timer in _in_lanes(timers.take_due(moment.timestamp())):
            if timer.about not in want.without:
                yield from _fired(work, timer, moment, facts, roots)


def _in_lanes(due: Sequence[Due]) -> list[Due]:
    """Return timers that are due together as they are handled: one subject after the other."""
    places = {timer.about: place for place, timer in reversed(list(enumerate(due)))}
    in_order = sorted(due, key=lambda timer: places[timer.about])
    return [timer for _, lane in groupby(in_order, key=lambda timer: timer.about) for timer in lane]


def _fired(work: Work, timer: Due, moment: datetime, facts: Facts, roots: dict[str, str]) -> list[Leaving]:
    """Fire one timer; what it sets anew stands, in `roots`, for the timer that is set now."""
    (firing,) = firings([timer], moment)
    then = work.at(lambda clock: _Standing(moment, clock))
    context = Context(uow=then, me=0, language="zh", reply=firing.fired, worked_out=facts)
    effects = route(context)
    then.flush()
    then.let_go()
    root = roots.get(timer.key, timer.key)
    for key in _keep(Timers(work.statements), effects):
        roots[key] = root
    said = (effect for effect in effects if isinstance(effect, Tell) and effect.buzz)
    return [
        Leaving(moment, tell.person_id, tell.message, root, timer.what, timer.about, tell.to[0])
        for tell in said
    ]


def _keep(timers: Timers, effects: Effects) -> Iterator[str]:
    """Set and clear timers; return the keys of those that are new."""
    for effect in effects:
        match effect:
            case Schedule(key=key):
                if timers.get(key) is None:
                    yield key
                timers.set(effect)
            case Cancel(key=key):
                timers.clear(key)
            case Tell():
                pass
