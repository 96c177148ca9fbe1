"""Questions answered in the person's own words: a text, a phone number, a number."""

from dataclasses import dataclass, replace

from typing_extensions import override

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Sent, SharedContact, Tapped
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.domain.phones import read_phone
from nlp.numbers import read_number
from nlp.phones import read_phone as find_phone

DIGITS = 6  # a number with more is a phone number or a slip


@dataclass(frozen=True)
class TextStep(Step[str]):
    """Free words of `least` to `most` characters. Files sent here go to the flow's files step, not lost."""

    least: int = 1
    most: int = 2000

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        if isinstance(view.former, str):
            message = message.before(view.t("dialogue.former", value=view.former))
        return replace(message, placeholder=view.t(f"{self.ask}_label")[:60])

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        words = typed(reply)
        if words is None:
            raise Refused("dialogue.words_wanted")
        words = words.strip()
        if len(words) < self.least:
            raise Refused("dialogue.too_short", least=self.least)
        if len(words) > self.most:
            raise Refused("dialogue.too_long", most=self.most, now=len(words))
        return Answered(words)


@dataclass(frozen=True)
class PhoneStep(Step[str]):
    """A phone number, typed or by the channel's contact button; only one's own card counts as a card."""

    @override
    def question(self, view: View) -> Message:
        return replace(super().question(view), contact_button=view.t("dialogue.share_phone"))

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        if isinstance(reply, SharedContact):
            if not reply.own and read_phone(reply.phone) is None:
                raise Refused("dialogue.phone_wanted")
            if not reply.own:
                raise Refused("dialogue.foreign_contact")
            return self._taken(reply.phone, view)
        return self._taken(typed(reply) or "", view)

    def _taken(self, words: str, view: View) -> Answered[str]:
        phone = read_phone(words) or find_phone(words)
        if phone is None:
            raise Refused("dialogue.phone_wanted")
        return Answered(phone, view.t("dialogue.phone_taken", phone=phone))


@dataclass(frozen=True)
class NumberStep(Step[int]):
    """A whole number from `least` to `most`, as digits or tapped."""

    least: int = 0
    most: int = 99
    taps: tuple[int, ...] = ()

    @override
    def question(self, view: View) -> Message:
        row = tuple(self.button(view, str(number), str(number)) for number in self.taps)
        return super().question(view).with_rows(*((row,) if row else ()))

    @override
    def read(self, reply: Reply, view: View) -> Reading[int]:
        words = typed(reply) or ""
        digits = "".join(sign for sign in words if sign.isdecimal())
        if not digits and (number := read_number(words)) is not None and number == int(number):
            digits = str(int(number))  # 三次
        if not digits or len(digits) > DIGITS or not self.least <= int(digits) <= self.most:
            raise Refused("dialogue.number_wanted", least=self.least, most=self.most)
        return Answered(int(digits))


def typed(reply: Reply) -> str | None:
    """Return the words of a reply: what was typed, a tapped code, a caption; None when it has none."""
    match reply:
        case Said(text=words) | Tapped(action=words):
            return words
        case Sent(caption=words) if words:
            return words
        case _:
            return None
