"""The second tap before several units are chased (催办), and what came of it."""

from collections.abc import Sequence

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate


def chase_question(name: str, units: Sequence[str], yes: str, t: Translate) -> Message:
    """Ask once more, with the number and the names of who will be chased about what; `yes` is the action."""
    words = t("digest.chase_sure", name=name, count=len(units), names=t("digest.comma").join(units))
    sure = Button(t("digest.chase_yes", count=len(units)), yes, "primary")
    return Message(lines=(words,), rows=((sure,),))


def chase_outcome(
    name: str, reached: Sequence[str], silent: Sequence[tuple[str, str]], t: Translate
) -> Message:
    """Say who was chased; `silent` are the units in which nobody has a chat, with their phones."""
    comma = t("digest.comma")
    numbers = [t("digest.unit_phone", name=unit, phone=phone) if phone else unit for unit, phone in silent]
    lines = (
        t("digest.chased", name=name, count=len(reached), names=comma.join(reached)) if reached else "",
        t("digest.chase_silent", names=comma.join(numbers)) if silent else "",
    )
    said = tuple(line for line in lines if line)
    return Message(lines=said or (t("digest.chased_before", name=name),))
