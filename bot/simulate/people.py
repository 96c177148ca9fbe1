"""How simulated people take a message: some answer soon, some late, some forget, some are gone for good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.port import Delivery
from bot.simulate.chance import Chance
from bot.simulate.forms import answered
from bot.simulate.furnish import words
from bot.simulate.journal import Act, act
from bot.simulate.officers import is_digest, officer
from bot.simulate.sight import Deed, Sight
from bot.simulate.tempers import Tempers, role_of
from bot.simulate.visits import visited
from handlers.dialogue.replies import Commanded, Said, Tapped
from handlers.domain.days import shanghai_day

HAS_NEED, BY_FORM, DROPS, RETRACTS, AFTER_ALL = 0.22, 0.3, 0.01, 0.03, 0.05
"""Shares: of the firms that have a need in a call, of these by the form, that withdraw it; of the experts
who cancel after a yes, or come after a no."""


@dataclass
class People:
    """Decides what everybody does about what they are shown; the same seed decides alike."""

    chance: Chance
    tempers: Tempers
    planned: Callable[[str], bool]
    """Says whether an act of this key was planned before."""

    def gone(self, chat: str, moment: datetime) -> bool:
        """Say whether the person has blocked the chat by now."""
        return self.tempers.gone(chat, moment)

    def reaction(self, delivery: Delivery, moment: datetime, *, at_hand: bool) -> Act | None:
        """Return what the person will do about this message, if anything.

        A card that changes in place is seen by nobody but whoever has the phone in hand.
        """
        if delivery.edits and not at_hand:
            return None
        chat = delivery.chat
        sight = Sight(chat, shanghai_day(moment), delivery.message, self.chance, self.planned)
        form = answered(sight)
        deed = form or (None if "f" in sight else _BY_ROLE[role_of(chat)](self, sight))
        if deed is None or (not at_hand and not form and self.tempers.forgets(chat, deed.key)):
            return None
        at_hand |= form is not None
        due = self.tempers.when(chat, deed.key, moment, at_hand=at_hand)
        return act(due, deed.key, chat, deed.reply, row=delivery.row)

    def has_an_idea(self, chat: str, moment: datetime) -> Act:
        """Return a need that a firm writes on its own, because it has a problem that day."""
        key = f"{chat}|own|{moment.date()}"
        due = self.tempers.when(chat, key, moment, at_hand=False)
        return act(due, key, chat, Said(self.problem(chat, key), ref=key))

    def looks_around(self, chat: str, moment: datetime) -> Act:
        """Return a coordinator's own look at how the call is going."""
        key = f"{chat}|looks|{moment.date()}"
        return act(self.tempers.when(chat, key, moment, at_hand=False), key, chat, Commanded("call"))

    def problem(self, chat: str, key: str) -> str:
        """Return a need in the words of this firm's trade."""
        number = int(chat.partition(":")[2])
        trade = self.chance.one_of(words()["trade"], "trade", number)
        pattern = self.chance.one_of(trade["problems"], "problem", key)
        low = self.chance.number(1, 3, "low", key)
        middle = self.chance.number(60, 78, "middle", key)
        better = middle + self.chance.number(10, 18, "better", key)
        return str(pattern.format(a=low + self.chance.number(3, 9, "high", key), b=low, c=middle, d=better))

    def _firm(self, sight: Sight) -> Deed | None:
        if deed := visited(sight):
            return deed
        if "c.none" in sight:
            return self._called(sight)
        if "m.met" in sight:
            return sight.weighed(("m.met", 0.7), ("m.help", 0.1), ("", 0.2))
        if "n.drop" in sight and sight.share("drops", sight.action("n.drop").split(":")[1]) < DROPS:
            return sight.tap(sight.action("n.drop"))
        return sight.first("n.mend", "form.open", "n.drop2")

    def _called(self, sight: Sight) -> Deed | None:
        """Answer a call: with a need in own words or by the form, or with a tap that there is none."""
        none = sight.action("c.none")
        if sight.share("has a need", none) >= HAS_NEED:
            return sight.tap(none)
        if "c.new" in sight and sight.share("by form", none) < BY_FORM:
            return sight.once(Tapped(sight.action("c.new")), "answers", none)
        key = f"{sight.chat}|answers|{none}"
        return sight.once(Said(self.problem(sight.chat, key), ref=key), "answers", none)

    def _expert(self, sight: Sight) -> Deed | None:
        if deed := visited(sight):
            return deed
        if "i.yes" in sight:
            return sight.weighed(("i.yes", 0.6), ("i.no", 0.3), ("i.if", 0.1))
        for verb, share in (("i.out", RETRACTS), ("i.late", AFTER_ALL)):
            if verb in sight and sight.share(verb, sight.action(verb)) < share:
                return sight.tap(sight.action(verb))
        return sight.first("form.open")

    def _owner(self, sight: Sight) -> Deed | None:
        deed = officer(sight)
        read = f"{sight.chat}|digest|{sight.day}"
        return None if is_digest(sight) and self.tempers.forgets(sight.chat, read) else deed


_BY_ROLE: Mapping[str, Callable[[People, Sight], Deed | None]] = {
    "firm": People._firm,  # noqa: SLF001 - the table of this class's own answers
    "expert": People._expert,  # noqa: SLF001
    "owner": People._owner,  # noqa: SLF001
}
