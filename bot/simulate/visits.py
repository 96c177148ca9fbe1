"""What simulated people do after a yes: they confirm visits, rate them, agree on more, tell how it went."""

from bot.simulate.sight import Deed, Sight
from handlers.dialogue.replies import Tapped

GIVES_UP = 0.04
"""How often somebody leaves a questionnaire at a question."""
PLANS, CHECKS, TELLS, SAYS_IT_WAS = 0.9, 0.3, 0.5, 0.85
"""Shares: of the yeses that become an activity, of the checklists that are ticked, of the cases told, of the
visits that took place when nobody confirmed them."""
RATINGS = ((5, 0.45), (4, 0.32), (3, 0.15), (2, 0.06), (1, 0.02))
TO_COME = ("还有", "明天")
"""What a card says of a day that has not come yet."""


def visited(sight: Sight) -> Deed | None:
    """Return what either side does about a card of an activity or of what follows it."""
    return next((way(sight) for verb, way in _WAYS if verb in sight), None)


def rates(sight: Sight) -> Deed | None:
    """Answer the question on the card, one tap; now and then nobody goes on."""
    buttons = sight.buttons["s.a"]
    place = buttons[0].action.rpartition(":")[0]
    if sight.share("gives up", place) < GIVES_UP:
        return None
    values = {button.action.rpartition(":")[2]: button.action for button in buttons}
    wanted = str(sight.chance.weighted(RATINGS, sight.chat, "rates", place))
    return sight.once(Tapped(values.get(wanted, buttons[0].action)), place)


def plans(sight: Sight) -> Deed | None:
    """Plan an activity out of a yes, once for each need and set of answers."""
    action = sight.action("act.one" if "act.one" in sight else "act.plan")
    return sight.tap(action) if sight.share("plans", action, sight.day.month) < PLANS else None


def finds_out(sight: Sight) -> Deed | None:
    """Decide, after a call, what nobody confirmed."""
    held = sight.share("was it", sight.action("v.held")) < SAYS_IT_WAS
    return sight.first("v.held" if held else "v.void")


def came(sight: Sight) -> Deed | None:
    """Say whether a visit took place; a coordinator says what was said on the phone."""
    visit = sight.action("v.yes").partition(":")[2]
    choices = (("v.yes", 0.86), ("v.no", 0.05), ("v.day", 0.04), ("", 0.05))
    here = [(verb, share) for verb, share in choices if not verb or verb in sight]
    verb = sight.chance.weighted(here, "visit", sight.chat, visit)
    actions = [button.action for button in sight.buttons.get(verb, ())]
    return sight.once(Tapped(actions[0]), "says", visit) if actions else None


def _intends(sight: Sight) -> Deed | None:
    buttons = sight.buttons["pair.want"]
    visit = buttons[0].action.split(":")[1]
    chosen = buttons[int(sight.share("intends", visit) * len(buttons))]
    return sight.once(Tapped(chosen.action), "intends", visit)


def _serves(sight: Sight) -> Deed | None:
    if any(word in value for _, value in sight.message.fields for word in TO_COME):
        return None
    return sight.weighed(("serve.done", 0.75), ("serve.drop", 0.1), ("", 0.15))


def _tells(sight: Sight) -> Deed | None:
    case = sight.action("case.tell")
    return sight.first("case.tell" if sight.share("tells", case) < TELLS else "case.not")


def _prepares(sight: Sight) -> Deed | None:
    check = sight.action("act.check")
    return sight.once(Tapped(check), check) if sight.share("prepares", check) < CHECKS else None


_WAYS = (
    ("v.yes", came),
    ("s.a", rates),
    ("s.done", lambda sight: sight.first("s.done")),
    ("pair.want", _intends),
    ("serve.done", _serves),
    ("case.tell", _tells),
    ("act.check", _prepares),
)
