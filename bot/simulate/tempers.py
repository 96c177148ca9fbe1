"""What people are like: how long they take, how often they forget, when they are gone for good."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.simulate.chance import Chance
from handlers.domain.days import SHANGHAI
from handlers.programme.calendar import WorkCalendar

PROMPT, SLOW, FORGETFUL, VANISHING = "prompt", "slow", "forgetful", "vanishing"
TEMPERS = {
    "firm": ((PROMPT, 0.4), (SLOW, 0.35), (FORGETFUL, 0.2), (VANISHING, 0.05)),
    "expert": ((PROMPT, 0.45), (SLOW, 0.35), (FORGETFUL, 0.15), (VANISHING, 0.05)),
    "owner": ((PROMPT, 0.6), (SLOW, 0.3), (FORGETFUL, 0.1)),
}
"""What kinds of people there are, by weight."""
MINUTES = {PROMPT: (5, 240), SLOW: (300, 2900), FORGETFUL: (600, 5800), VANISHING: (30, 3000)}
"""How long they take before they turn to a message, in minutes."""
FORGETS = {PROMPT: 0.03, SLOW: 0.12, FORGETFUL: 0.45, VANISHING: 0.3}
"""How often a message is looked at and left."""
AT_HAND = (1, 4)
"""Minutes that the next step takes whoever has the phone in hand."""
HOURS = {"owner": (time(8, 30), time(17, 30))}
"""When officers work; on working days only."""
WAKING = (time(8), time(20))
"""When everybody else looks at the phone, on any day."""
MORNING = 119
"""Minutes after the first hour within which what came in the night is seen."""
STAYS = (20, 330)
"""Days until one who vanishes is gone, counted from the year's beginning."""


@dataclass(frozen=True)
class Tempers:
    """Decides when people act; the same seed decides alike."""

    chance: Chance
    begins: datetime
    calendar: WorkCalendar

    def of(self, chat: str) -> str:
        """Return what somebody is like."""
        return self.chance.weighted(TEMPERS[role_of(chat)], "temper", chat)

    def gone(self, chat: str, moment: datetime) -> bool:
        """Say whether the person has blocked the chat by now."""
        if self.of(chat) != VANISHING:
            return False
        days = self.chance.number(*STAYS, "gone", chat)
        return moment >= self.begins + timedelta(days=days)

    def forgets(self, chat: str, key: str) -> bool:
        """Say whether this is looked at and left."""
        return self.chance.share("forgets", key) < FORGETS[self.of(chat)]

    def when(self, chat: str, key: str, moment: datetime, *, at_hand: bool) -> datetime:
        """Return when the person does it: at once with the phone in hand, else after a while, by day."""
        least, most = AT_HAND if at_hand else MINUTES[self.of(chat)]
        seconds = int((least + self.chance.share("wait", key) * (most - least)) * 60)
        then = (moment + timedelta(seconds=seconds)).astimezone(SHANGHAI)
        first, last = HOURS.get(role_of(chat), WAKING)
        if self._is_day(chat, then) and first <= then.time() < last:
            return then
        if then.time() >= first:
            then += timedelta(days=1)
        while not self._is_day(chat, then):
            then += timedelta(days=1)
        minutes = self.chance.number(0, MORNING, "morning", key)
        return datetime.combine(then.date(), first, SHANGHAI) + timedelta(
            minutes=minutes, seconds=then.second
        )

    def _is_day(self, chat: str, moment: datetime) -> bool:
        return role_of(chat) not in HOURS or self.calendar.is_workday(moment.date())


def role_of(chat: str) -> str:
    """Return what the person of a chat is: firm, expert or owner."""
    return chat.partition(":")[0]
