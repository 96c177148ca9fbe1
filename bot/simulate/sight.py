"""A message on somebody's screen, and what may be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.simulate.chance import Chance
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Tapped


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody decides to do; under its key it is done once."""

    reply: Reply
    key: str


@dataclass(frozen=True)
class Sight:
    """What a person sees on a day in Shanghai. `planned` says whether a deed was decided on before."""

    chat: str
    day: date
    message: Message
    chance: Chance
    planned: Callable[[str], bool]

    @cached_property
    def buttons(self) -> dict[str, list[Button]]:
        """The buttons by their verb: "n.ok" for "n.ok:12:1"."""
        found: dict[str, list[Button]] = {}
        for button in self.message.buttons:
            found.setdefault(button.action.partition(":")[0], []).append(button)
        return found

    def __contains__(self, verb: str) -> bool:
        """Say whether a button of this verb is there."""
        return verb in self.buttons

    def action(self, verb: str) -> str:
        """Return what the first button of this verb does."""
        return self.buttons[verb][0].action

    def share(self, *name: object) -> float:
        """Return this person's number from 0 to 1 for something."""
        return self.chance.share(self.chat, *name)

    def once(self, reply: Reply, *name: object) -> Deed | None:
        """Return a deed, unless it was decided before under this name."""
        key = "|".join(map(str, (self.chat, *name)))
        return None if self.planned(key) else Deed(reply, key)

    def tap(self, action: str) -> Deed | None:
        """Return the tap of a button, unless it was decided today already."""
        return self.once(Tapped(action), action, self.day)

    def first(self, *verbs: str) -> Deed | None:
        """Return the tap of the first button not tapped today, in the order of verbs."""
        actions = (button.action for verb in verbs for button in self.buttons.get(verb, ()))
        return next((deed for action in actions if (deed := self.tap(action))), None)

    def weighed(self, *choices: tuple[str, float]) -> Deed | None:
        """Return the tap of one of the verbs that are there, by weight; "" stands for doing nothing."""
        here: Sequence[tuple[str, float]] = [each for each in choices if not each[0] or each[0] in self]
        verb = self.chance.weighted(here, self.chat, *(self.action(v) for v, _ in here if v))
        return self.tap(self.action(verb)) if verb else None
