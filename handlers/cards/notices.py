"""What is said outside the chats: a letter with all the words, a short text message, a call in a group."""

from collections.abc import Sequence

from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate

LONGEST = 40
"""Characters of a message's subject in a text message."""


def letter_of(messages: Sequence[Message], name: str, link: str, last: str, t: Translate) -> Message:
    """Return one letter for one or several messages: the buttons as words, and the link to answer by.

    `last` is the day until which the link opens the chat, as it is said.
    """
    greeting = (t("notice.dear", name=name),) if name else ()
    closing = (t("notice.open", link=link), t("notice.yours", day=last))
    documents = tuple(document for message in messages for document in message.documents)
    if len(messages) > 1:
        heading = t("notice.several", count=len(messages))
        parts = tuple(_part(number, message) for number, message in enumerate(messages, 1))
        return Message(heading, (*greeting, *parts), closing=closing, documents=documents)
    (message,) = messages
    choices = (*message.closing, *_choices(message, t))
    return Message(
        subject_of(message), (*greeting, *_lines(message)), message.fields, (*choices, *closing),
        documents=documents,
    )  # fmt: skip


def text_of(messages: Sequence[Message], name: str, link: str, t: Translate) -> Message:
    """Return one text message (短信): what it is about and the link."""
    subject = subject_of(messages[-1])
    short = subject if len(subject) <= LONGEST else f"{subject[: LONGEST - 1]}…"
    key = "notice.text_several" if len(messages) > 1 else "notice.text"
    return Message(lines=(t(key, name=name, about=short.rstrip("。."), count=len(messages), link=link),))


def call_in_group(name: str, link: str, t: Translate) -> Message:
    """Return what everybody in a group may read: that somebody has news, and the door for all."""
    return Message(lines=(t("notice.group", name=name, link=link),))


def subject_of(message: Message) -> str:
    """Return the heading, or else the first words."""
    return message.heading or next(iter((*message.lines, *message.closing)), "").split("\n")[0]


def _lines(message: Message) -> tuple[str, ...]:
    """Return the paragraphs without the one that stands above as the subject."""
    return (
        message.lines if message.heading or message.lines[:1] != (subject_of(message),) else message.lines[1:]
    )


def _choices(message: Message, t: Translate) -> tuple[str, ...]:
    labels = t("notice.between").join(button.label for button in message.buttons)
    return (t("notice.choices", labels=labels),) if labels else ()


def _part(number: int, message: Message) -> str:
    return f"{number}. {message.plain()}"
