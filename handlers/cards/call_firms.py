"""What an enterprise reads of a call for needs (征集): that it has begun, a reminder, what was noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.cards.needs import language
from handlers.cards.preferences import less_button
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken
from handlers.domain.programmes import Call
from handlers.programme.rules import Rules


@dataclass(frozen=True, slots=True)
class Asked:
    """A call before one enterprise: who asks, by which day (None: as long as it is open)."""

    call: Call
    name: str
    bureau: str
    until: date | None
    today: date
    enterprise_id: int = 0
    enterprise: str = ""

    @property
    def card(self) -> str:
        """The name of the card on which the enterprise reads of the call."""
        return f"call:{self.call.id}:e{self.enterprise_id}"

    def words(self, t: Translate) -> Mapping[str, object]:
        """Return what the texts name."""
        day = spoken(self.until, self.today, language(t)) if self.until else ""
        return {"call": self.name, "enterprise": self.enterprise, "bureau": self.bureau, "day": day}


def opening_card(asked: Asked, t: Translate) -> Message:
    """Return the first word of a call: who asks for what, by when, and the two answers."""
    until = t("call.firm.until" if asked.until else "call.firm.until_open", **asked.words(t))
    lines = (t("call.firm.asks", **asked.words(t)), until)
    heading = t("call.firm.heading", call=asked.name)
    return Message(heading=heading, lines=lines, rows=firm_rows(asked, t))


def reminder_of_call(asked: Asked, t: Translate, *, late: bool = False, chaser: bool = False) -> Message:
    """Return a reminder: the clock's, marked when it comes late, or a coordinator's (催办)."""
    key = "call.firm.chaser" if chaser else "call.firm.reminder"
    said = t(key, **asked.words(t))
    line = t("call.firm.late", words=said) if late else said
    return Message(lines=(line,), rows=firm_rows(asked, t))


def noted_card(asked: Asked, key: str, t: Translate, count: int = 0) -> Message:
    """Return what became of an answer; the way to file a need stays open."""
    words = t(key, enterprise=asked.enterprise, call=asked.name, count=count)
    return Message(lines=(words,), rows=((_new(asked, t),),))


def firm_rows(asked: Asked, t: Translate) -> tuple[tuple[Button, ...], ...]:
    """Return the two answers, and how to be told less."""
    none = Button(t("call.firm.none"), f"c.none:{asked.call.id}:{asked.enterprise_id}")
    return ((_new(asked, t), none), (less_button(f"call:{asked.call.id}", t),))


def call_name(call: Call, year: int, rules: Rules, t: Translate) -> str:
    """Return a call's name with its year, in the language of a catalogue where the rules have one."""
    rule = next((each for each in rules.call if each.code == call.code), None)
    name = rule.name(language(t)) if rule else call.name
    return name if str(year) in name else t("call.heading", year=year, call=name)


def _new(asked: Asked, t: Translate) -> Button:
    return Button(t("call.firm.new"), f"c.new:{asked.call.id}:{asked.enterprise_id}", "primary")
