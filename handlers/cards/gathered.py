"""Several messages that were held over quiet hours as one: a line each, and the buttons that act on them."""

from collections.abc import Sequence

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.steps.choices import rows_of
from handlers.dialogue.texts import Translate

BUTTONS = 8
"""More of them no screen can hold; what is left over is reached from 待办."""
LONGEST = 120
"""Characters of a card that a line shows; the card itself says the rest."""
_LESS = "less:"


def gathered_card(messages: Sequence[tuple[Message, bool]], t: Translate) -> Message:
    """Return one message of several, those that can be acted on first; each says whether it is a card."""
    ordered = sorted(messages, key=lambda each: not _first_row(each[0]))
    lines = tuple(
        t("gathered.line", n=number, words=_words(message, is_card=is_card))
        for number, (message, is_card) in enumerate(ordered, 1)
    )
    buttons = [
        Button(t("gathered.button", n=number, label=button.label), button.action)
        for number, (message, _) in enumerate(ordered, 1)
        for button in _first_row(message)
    ]
    less = (Button(t("less.button"), "do:notify"),)
    return Message(t("gathered.heading", count=len(ordered)), lines, rows=(*rows_of(buttons[:BUTTONS]), less))


def _first_row(message: Message) -> tuple[Button, ...]:
    """Return the buttons that stand first: what a message mainly asks for."""
    rows = (tuple(b for b in row if not b.action.startswith(_LESS)) for row in message.rows)
    return next((row for row in rows if row), ())


def _words(message: Message, *, is_card: bool) -> str:
    """Return a card's news and what it is about; of anything else all its words: nothing else has them."""
    if not is_card:
        return message.plain()
    words = " ".join(part for part in (*message.lines[:1], message.heading) if part)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
