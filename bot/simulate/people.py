"""How simulated people take a message: some answer soon, some late, some forget, some are gone for good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.port import Delivery
from bot.simulate.chance import Chance
from bot.simulate.furnish import words
from bot.simulate.journal import Act, act
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Said, Tapped
from handlers.domain.days import SHANGHAI

PROMPT, SLOW, FORGETFUL, VANISHING = "prompt", "slow", "forgetful", "vanishing"
TEMPERS = {
    "firm": ((PROMPT, 0.4), (SLOW, 0.35), (FORGETFUL, 0.2), (VANISHING, 0.05)),
    "expert": ((PROMPT, 0.45), (SLOW, 0.35), (FORGETFUL, 0.15), (VANISHING, 0.05)),
    "owner": ((PROMPT, 0.6), (SLOW, 0.3), (FORGETFUL, 0.1)),
}
"""What kinds of people there are, by weight."""
MINUTES = {PROMPT: (5, 240), SLOW: (600, 4300), FORGETFUL: (600, 7000), VANISHING: (30, 3000)}
"""How long they take to answer, in minutes."""
FORGETS = {PROMPT: 0.03, SLOW: 0.15, FORGETFUL: 0.6, VANISHING: 0.3}
"""How often a message is looked at and left."""
FIRST_HOUR, LAST_HOUR = 8, 20
STAYS = (20, 330)
"""Days until one who vanishes is gone, counted from the year's beginning."""
ORDER = ("experts", "visit", "days", "pays", "confirm", "review", "kind", "reasons")
FORM = {"visit": "agreed", "days": "2", "pays": "host", "confirm": "ok", "review": "ok", "kind": "online"}
"""What is tapped at a form's question; others are skipped, or answered with the first choice."""
CONTROLS = frozenset("<|=")
SKIP = ">"
PLAIN_WORDS = "情况属实，细节电话沟通。"
INVITED = 2
"""Experts that a coordinator invites to one need, at most."""

Chosen = Reply | None


@dataclass
class People:
    """Decides what everybody does about what they are shown; the same seed decides alike."""

    chance: Chance
    begins: datetime
    planned: Callable[[str], bool]
    """Says whether an act of this key was planned before."""

    def gone(self, chat: str, moment: datetime) -> bool:
        """Say whether the person has blocked the chat by now."""
        if self._temper(chat) != VANISHING:
            return False
        days = self.chance.number(*STAYS, "gone", chat)
        return moment >= self.begins + timedelta(days=days)

    def reaction(self, delivery: Delivery, moment: datetime) -> Act | None:
        """Return what the person will do about this message, if anything."""
        role = delivery.chat.partition(":")[0]
        day = moment.astimezone(SHANGHAI).date()
        chosen = self._form(delivery) or _BY_ROLE[role](self, delivery)
        if chosen is None:
            return None
        key = f"{delivery.chat}|{_name(chosen)}"
        if not isinstance(chosen, Tapped) or not chosen.action.startswith("f:"):
            key = f"{key}|{day}"
            if self.chance.share("forgets", key) < FORGETS[self._temper(delivery.chat)]:
                return None
        if self.planned(key):
            return None
        return act(self._when(delivery.chat, key, moment), key, delivery.chat, chosen)

    def unprompted(self, chat: str, moment: datetime) -> Act:
        """Return a need that a firm writes on its own, because it has a problem that day."""
        key = f"{chat}|own|{moment.date()}"
        return act(self._when(chat, key, moment), key, chat, Said(self.problem(chat, key)))

    def problem(self, chat: str, key: str) -> str:
        """Return a need in the words of this firm's trade."""
        number = int(chat.partition(":")[2])
        trade = self.chance.one_of(words()["trade"], "trade", number)
        pattern = self.chance.one_of(trade["problems"], "problem", key)
        low = self.chance.number(1, 3, "low", key)
        middle = self.chance.number(60, 78, "middle", key)
        better = middle + self.chance.number(10, 18, "better", key)
        return str(pattern.format(a=low + self.chance.number(3, 9, "high", key), b=low, c=middle, d=better))

    def _form(self, delivery: Delivery) -> Chosen:
        """Answer the question that a form asks."""
        codes = [b.action.split(":", 3) for b in delivery.message.buttons if b.action.startswith("f:")]
        if not codes:
            return None
        _, dialogue, step, _ = codes[-1]
        offered = [code for _, _, each, code in codes if each == step and code not in CONTROLS]
        new = [c for c in offered if not self.planned(f"{delivery.chat}|f:{dialogue}:{step}:{c}")]
        code = _expert_or_done(offered, new) if step == "experts" else _usual(step, offered, new)
        if code:
            return Tapped(f"f:{dialogue}:{step}:{code}")
        key = f"{delivery.chat}|{dialogue}:{step}"
        return None if self.planned(f"{key}|{PLAIN_WORDS}") else Said(PLAIN_WORDS, ref=key)

    def _firm(self, delivery: Delivery) -> Chosen:
        buttons = _by_verb(delivery.message)
        if "c.none" in buttons:
            chat, subject = delivery.chat, buttons["c.none"].action
            answer = self.chance.weighted(((True, 0.6), (False, 0.4)), "has a need", chat, subject)
            return Said(self.problem(chat, f"{chat}|{subject}")) if answer else Tapped(subject)
        return _first(buttons, ("n.mend", "form.open"))

    def _expert(self, delivery: Delivery) -> Chosen:
        buttons = _by_verb(delivery.message)
        if "i.yes" not in buttons:
            return None
        verb = self.chance.weighted(
            (("i.yes", 0.6), ("i.no", 0.3), ("i.if", 0.1)), "answer", delivery.chat, buttons["i.yes"].action
        )
        return Tapped(buttons[verb].action) if verb in buttons else None

    def _officer(self, delivery: Delivery) -> Chosen:
        buttons = _by_verb(delivery.message)
        if "i.yes" in buttons:  # somebody answered on the phone
            verb = self.chance.weighted((("i.yes", 0.5), ("i.no", 0.5)), "phone", buttons["i.yes"].action)
            return Tapped(buttons[verb].action)
        return _first(buttons, OFFICER)

    def _temper(self, chat: str) -> str:
        return self.chance.weighted(TEMPERS[chat.partition(":")[0]], "temper", chat)

    def _when(self, chat: str, key: str, moment: datetime) -> datetime:
        """Return a moment of the day after thinking about it as long as this person does."""
        least, most = MINUTES[self._temper(chat)]
        if "|f:" in key:
            least, most = 1, 3
        seconds = int((least + self.chance.share("wait", key) * (most - least)) * 60)
        then = (moment + timedelta(seconds=seconds)).astimezone(SHANGHAI)
        if FIRST_HOUR <= then.hour < LAST_HOUR:
            return then
        after = timedelta(minutes=self.chance.number(0, 179, "morning", key))
        morning = then.replace(hour=FIRST_HOUR, minute=0, second=then.second, microsecond=0) + after
        return morning if then.hour < FIRST_HOUR else morning + timedelta(days=1)


OFFICER = (
    *("n.ok", "match", "up", "fl.in", "fl.done", "fl.way", "fl.copy", "fl.post", "fl.paper"),
    *("i.agree", "i.for", "ph.told", "dg.file", "need"),
)
"""What a coordinator taps first of what a message offers."""

_BY_ROLE: Mapping[str, Callable[[People, Delivery], Chosen]] = {
    "firm": People._firm,  # noqa: SLF001 - the table of this class's own answers
    "expert": People._expert,  # noqa: SLF001
    "owner": People._officer,  # noqa: SLF001
}


def _by_verb(message: Message) -> dict[str, Button]:
    """Return the first button of each verb: "n.ok" for "n.ok:12:1"."""
    found: dict[str, Button] = {}
    for button in message.buttons:
        found.setdefault(button.action.partition(":")[0], button)
    return found


def _first(buttons: Mapping[str, Button], verbs: tuple[str, ...]) -> Chosen:
    return next((Tapped(buttons[verb].action) for verb in verbs if verb in buttons), None)


def _expert_or_done(offered: list[str], new: list[str]) -> str:
    """Tick one after the other, none twice, then say that it is done."""
    candidates = [code for code in offered if code.isdecimal()][:INVITED]
    return next((code for code in candidates if code in new), "ok" if "ok" in new else "")


def _usual(step: str, offered: list[str], new: list[str]) -> str:
    """Answer as people mostly do: skip what may be skipped; tick the first of several, then go on."""
    if FORM.get(step, SKIP) in new:
        return FORM.get(step, SKIP)
    if "ok" in new and "ok" in offered and len(new) < len(offered):
        return "ok"
    return next((code for code in new if code not in (SKIP, "ok")), "ok" if "ok" in new else "")


def _name(chosen: Reply) -> str:
    match chosen:
        case Tapped(action=action):
            return action
        case Said(text=text, ref=ref):
            return f"{ref.partition('|')[2]}|{text}"
        case _:
            raise TypeError(f"nobody here does {type(chosen).__name__}")
