"""A coordinator chooses when the daily digest comes (提要时间)."""

import re
from dataclasses import dataclass
from datetime import time

from typing_extensions import override

from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.words import typed
from handlers.effects import Effects
from handlers.flows.personal_steps import never
from handlers.usecases.digest import hour_of, set_hour
from nlp.numbers import read_number

OFFERED = ("07:30", "08:00", "08:30", "09:00")
EARLIEST, LATEST = time(6), time(20)
_HOURS = "[0-9０-９]{1,2}|[一二三四五六七八九十两]{1,3}"
_CLOCK = re.compile(rf"(上午|早上|下午|傍晚)?\s*({_HOURS})\s*[:：点时]\s*(.*)")
_LATER = ("下午", "傍晚")
_HALVES = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}


@dataclass(frozen=True)
class HourStep(Step[str]):
    """A time of day, tapped, or written as 8:15 or 八点半."""

    @override
    def question(self, view: View) -> Message:
        buttons = tuple(self.button(view, hour, hour) for hour in OFFERED)
        words = view.t(self.ask, now=view.given[NOW])
        return Message(lines=(words,), rows=(buttons[:2], buttons[2:]))

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        hour = read_hour(typed(reply) or "")
        if hour is None or not EARLIEST <= hour <= LATEST:
            raise Refused("digest.hour_wanted")
        return Answered(hour.isoformat("minutes"))


NOW = Step[str]("now", ask="digest.hour_ask", when=never)
HOUR = HourStep("hour", ask="digest.hour_ask")

FLOW = Flow("digest_hour", version=1, steps=(NOW, HOUR))


def begin(context: Context) -> Effects:
    """Ask for the hour, with the present one."""
    return start(TALK, context, given={NOW: hour_of(context.uow, context.actor)})


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Keep the hour."""
    del subject
    return set_hour(context.uow, context.actor, given[HOUR])


def read_hour(words: str) -> time | None:
    """Return the time of day that the words name, or None."""
    found = _CLOCK.fullmatch(words.strip())
    if found is None:
        return None
    hour, minute = _number(found[2]), _minute(found[3].strip().removesuffix("分"))
    if hour is None or minute is None:
        return None
    hour += _NOON if found[1] in _LATER and hour < _NOON else 0
    return time(hour, minute) if hour < _DAY else None


_DAY, _NOON, _HOUR = 24, 12, 60


def _minute(words: str) -> int | None:
    minute = _HALVES.get(words, _number(words))
    return minute if minute is not None and 0 <= minute < _HOUR else None


def _number(words: str) -> int | None:
    number = read_number(words)
    return int(number) if number is not None and number == int(number) else None


TALK = Conversation(FLOW, finish, title="digest.hour_title")
