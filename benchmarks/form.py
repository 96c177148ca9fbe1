"""What a person does with the bot's last message: fills in the need form, again and again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.samples.loading import sample
from handlers.dialogue.replies import Commanded, Reply, Said, Tapped

Buttons = Sequence[tuple[str, str]]
"""What the last message offers, as (label, callback data)."""

STEPS = ("kind", "title", "detail", "domains", "deadline", "conditions", "secret", "files", "review")
"""The questions of a form in their order: eight, and the review card; a command opens it."""

SKIP, OK = ">", "ok"
TICKED = "✓"


def answer(buttons: Buttons, serial: int) -> Reply:
    """Return what the person does next; `serial` makes every form another one."""
    codes = {code.split(":", 3)[2]: code for _, code in buttons if code.startswith("f:")}
    if not codes:
        return Commanded("new") if serial % 2 else Said("提需求")
    step, code = next(iter(codes.items()))
    if step in {"title", "detail", "deadline", "conditions"}:
        return Said(_words(step, serial))
    prefix = code.rpartition(":")[0]
    if step in {"secret", "files"}:
        return Tapped(f"{prefix}:{SKIP}")
    done = step == "review" or (step == "domains" and _ticked(buttons))
    return Tapped(f"{prefix}:{OK}" if done else buttons[0][1])


@dataclass(slots=True)
class Filler:
    """One person with a chat, what they were shown last, and how many forms they have begun."""

    chat: int
    buttons: Buttons = ()
    message: int = 0
    forms: int = 0

    def next_reply(self) -> Reply:
        """Return what this person does next."""
        reply = answer(self.buttons, self.chat * 100 + self.forms)
        self.forms += isinstance(reply, Commanded) or reply == Said("提需求")
        return reply

    def update(self, number: int) -> bytes:
        """Return what this person does next as Telegram's update of this number."""
        body = _body(self.next_reply(), self.chat, self.message, number)
        return json.dumps({"update_id": number, **body}, ensure_ascii=False).encode()


def _body(reply: Reply, chat: int, message: int, number: int) -> dict[str, Any]:
    sender = {"id": chat, "is_bot": False, "first_name": f"样{chat}", "language_code": "zh-hans"}
    room = {"id": chat, "first_name": f"样{chat}", "type": "private"}
    if isinstance(reply, Tapped):
        on = {"message_id": message, "chat": room, "date": 1_780_000_000, "text": "…"}
        query = {"id": f"q{number}", "from": sender, "chat_instance": str(chat), "data": reply.action}
        return {"callback_query": {**query, "message": on}}
    words = f"/{reply.name}" if isinstance(reply, Commanded) else getattr(reply, "text", "")
    said = {"message_id": number, "from": sender, "chat": room, "date": 1_780_000_000, "text": words}
    return {"message": said}


def _ticked(buttons: Buttons) -> bool:
    return any(label.startswith(TICKED) for label, _ in buttons)


@cache
def _samples() -> tuple[tuple[str, str], ...]:
    return tuple((need["title"], need["text"].strip()) for need in sample("needs")["need"])


def _words(step: str, serial: int) -> str:
    title, text = _samples()[serial % len(_samples())]
    typed = {
        "title": f"{title}（第{serial}批）"[-60:],
        "detail": f"{text}批次 {serial}。",
        "deadline": "下月20日",
        "conditions": "可以停机一天，食宿由我们安排。",
    }
    return typed[step]
