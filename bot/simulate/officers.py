"""What a coordinator does about a message: the morning's three taps, checks, invitations, calls, filings."""

from collections.abc import Callable

from bot.simulate.sight import Deed, Sight
from bot.simulate.visits import came, finds_out, plans, rates
from handlers.dialogue.replies import Tapped

FIRMS_A_DAY = 2
"""Enterprises that a coordinator reaches out to from the cockpit on one day."""
LEAVES_OUT, PUTS_OFF, LOOKS = 0.15, 0.06, 0.5

Way = tuple[str, Callable[[Sight], Deed | None]]


def officer(sight: Sight) -> Deed | None:
    """Return what is done; the first of the ways that fits the buttons counts."""
    return next((way(sight) for verb, way in WAYS if verb in sight), None)


def is_digest(sight: Sight) -> bool:
    """Say whether this is the daily digest (每日提要)."""
    return any(button.action == "less:digest" for button in sight.buttons.get("less", ()))


def morning(sight: Sight) -> Deed | None:
    """Return the tap of the first of the things to do first that was not tapped today."""
    actions = (b.action for row in sight.message.rows for b in row if b.action.split(":")[0] not in _FOOT)
    return next((deed for action in actions if (deed := sight.tap(action))), None)


_FOOT = frozenset({"do", "less"})


def _less(sight: Sight) -> Deed | None:
    return morning(sight) if is_digest(sight) else _other(sight)


def _other(sight: Sight) -> Deed | None:
    return next((way(sight) for verb, way in _FURTHER if verb in sight), None)


def _send_up(sight: Sight) -> Deed | None:
    """Leave one need out now and then, once a filing; send the rest."""
    filing = sight.action("up.sure")
    if "up.out" in sight and sight.share("leaves out", filing) < LEAVES_OUT:
        left_out = sight.once(Tapped(sight.action("up.out")), "leaves out", filing)
        if left_out:
            return left_out
    return sight.tap(filing)


def _cockpit(sight: Sight) -> Deed | None:
    done = [n for n in range(FIRMS_A_DAY) if sight.planned(f"{sight.chat}|reaches out|{sight.day}|{n}")]
    fresh = [b.action for b in sight.buttons["c.firm"] if not sight.planned(f"{sight.chat}|{b.action}")]
    if len(done) == FIRMS_A_DAY or not fresh:
        return None
    return sight.once(Tapped(fresh[0]), "reaches out", sight.day, len(done))


def _put_off_or(sight: Sight) -> Deed | None:
    put_off = sight.buttons["snooze"]
    if sight.share("puts off", put_off[0].action, sight.day) < PUTS_OFF:
        return sight.tap(put_off[int(sight.share("how long", sight.day) * len(put_off))].action)
    return _other(sight)


def _matched(sight: Sight) -> Deed | None:
    """Invite experts once from the card of a need; what is left over the digest says."""
    return sight.once(Tapped(sight.action("match")), sight.action("match")) if "n.tags" in sight else None


def _tap(*verbs: str) -> Callable[[Sight], Deed | None]:
    return lambda sight: sight.first(*verbs)


def _one_of(*choices: tuple[str, float]) -> Callable[[Sight], Deed | None]:
    return lambda sight: sight.weighed(*choices)


_FURTHER: tuple[Way, ...] = (
    ("s.a", rates),
    ("s.done", _tap("s.done")),
    ("s.for", _one_of(("s.for", 0.7), ("", 0.3))),
    ("v.held", finds_out),
    ("v.yes", came),
    ("act.one", plans),
    ("act.plan", plans),
    ("up.yes", _tap("up.yes")),
    ("up.sure", _send_up),
    ("c.firm", _cockpit),
    ("c.chase", _one_of(("c.chase", 0.5), ("c.phone", 0.3), ("c.note", 0.1), ("c.fill", 0.1))),
    ("n.ok", _one_of(("n.ok", 0.88), ("n.back", 0.07), ("n.no", 0.05))),
    ("match", _matched),
    ("i.yes", _one_of(("i.yes", 0.5), ("i.if", 0.05), ("i.no", 0.45))),
    ("i.agree", _one_of(("i.agree", 0.8), ("i.talk", 0.2))),
    ("ph.told", _one_of(("ph.told", 0.4), ("i.for", 0.6))),
    ("ph.out", _tap("ph.out")),
    ("i.for", _one_of(("i.for", 0.5), ("", 0.5))),
    ("fl.in", _one_of(("fl.in", 0.96), ("fl.back", 0.04))),
    ("up", _tap("up")),
    ("fl.done", _tap("fl.done")),
    ("fl.up", _one_of(("fl.up", 0.5), ("fl.way", 0.5))),
    ("fl.way", _tap("fl.way")),
    ("fl.copy", _tap("fl.copy", "fl.post")),
    ("fl.post", _tap("fl.post")),
    ("fl.paper", _tap("fl.paper")),
    ("fl.chase", _one_of(("fl.chase", 0.2), ("fl.call", 0.15), ("fl.ext", 0.05), ("", 0.6))),
    ("dg.chase2", _tap("dg.chase2")),
    ("fl.late2", _tap("fl.late2")),
    ("fl.late", _one_of(("fl.late", 0.2), ("c.unit", 0.2), ("", 0.6))),
    ("task.done", _tap("task.done")),
    ("form.open", _tap("form.open")),
    ("call", _one_of(("call", LOOKS), ("", 1 - LOOKS))),
)
WAYS: tuple[Way, ...] = (("snooze", _put_off_or), ("less", _less), *_FURTHER)
"""What is looked at first; of several ways the first whose button is there."""
