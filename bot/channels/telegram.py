"""Telegram as a channel: sends and edits at Telegram's pace and says what came of it."""

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from telegram.error import TelegramError

from bot.channels.pace import PATIENCE_SECONDS, Pace
from bot.channels.port import Delivered, Delivery, Impossible, Inbound, Later, Moved, Outcome
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_inbound import CHANNEL
from bot.channels.telegram_outcome import AGAIN_SECONDS, cannot_edit, cannot_parse, is_unchanged, outcome_of
from bot.channels.telegram_render import NO_WORDS, REMOVE_KEYBOARD, Part, render
from bot.channels.telegram_request import Refusal
from handlers.dialogue.messages import Document
from handlers.dialogue.replies import SharedContact

MOST_IN_PHOTO: Final = 10 * 2**20
MOST_ERRANDS: Final = 200  # empty tap answers and typing signs under way; beyond that they are left out
MOST_BEGUN: Final = 1000
LONGEST_INSISTING_PAUSE: Final = 60.0
_NO_PREVIEW: Final = '{"is_disabled":true}'
_PHOTOS: Final = frozenset({"image/png", "image/jpeg"})

Made = tuple[bytes, str, str]
"""A document's bytes, MIME type and file name."""
Step = Callable[[], Awaitable[str]]
"""One call; returns the id of the message."""


@dataclass(slots=True)
class _Attempt:
    """What one message takes, and how far it got: after a failure in the middle nothing is said twice."""

    delivery: Delivery
    steps: tuple[Step, ...]
    target: int
    receipts: list[str] = field(default_factory=list)


class Telegram:
    """The port `Channel` for one bot. `make` turns a `Document` into bytes, MIME type and file name."""

    name = CHANNEL

    def __init__(
        self,
        api: TelegramApi,
        pace: Pace,
        make: Callable[[Document], Awaitable[Made]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.api = api
        self.failures = 0  # in a row, by the fault of Telegram or the network
        self._pace = pace
        self._make = make
        self._sleep = sleep
        self._begun: dict[int, _Attempt] = {}
        self._asked: set[str] = set()
        self._answered: set[str] = set()
        self._errands: set[asyncio.Task[None]] = set()

    @property
    def errands(self) -> int:
        """How many answers to taps and the like are under way."""
        return len(self._errands)

    async def start(self) -> None:
        """Open the connections, and learn the bot's username as soon as Telegram can be reached."""
        await self.api.start()
        self._soon(self.insist(self.api.whoami))

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Send or edit. An outcome `Later` remembers the parts that went through, until this process ends."""
        attempt = self._begun.pop(delivery.row, None)
        if attempt is None or attempt.delivery != delivery:
            try:
                attempt = self._plan(delivery)
            except ValueError as problem:
                return Impossible(str(problem))
        outcome = await self._go_on(attempt)
        if isinstance(outcome, Later) and attempt.receipts and len(self._begun) < MOST_BEGUN:
            self._begun[delivery.row] = attempt
        return outcome

    async def fetch(self, remote: str, most: int) -> bytes:
        """Return a file's bytes. FileNotFoundError: gone for good; other OSErrors may be tried again."""
        try:
            return await self.api.file(remote, most)
        except TelegramError as error:
            raise ConnectionError(type(error).__name__) from None

    async def insist(self, call: Callable[[], Awaitable[object]]) -> None:
        """Call until Telegram has agreed, with growing pauses. Raises only `Refusal` 400: our mistake."""
        for failures in itertools.count():
            try:
                await call()
            except TelegramError as error:
                if isinstance(error, Refusal) and error.code == HTTPStatus.BAD_REQUEST:
                    raise
                await self._sleep(min(2.0 ** min(failures, 10), LONGEST_INSISTING_PAUSE))
            else:
                return

    def heard(self, inbound: Inbound) -> None:
        """Remember that somebody reacted: an open contact keyboard goes with the next message."""
        if inbound.chat in self._asked or isinstance(inbound.reply, SharedContact):
            self._asked.discard(inbound.chat)
            self._answered.add(inbound.chat)

    def answer_tap(self, query: str) -> None:
        """Stop the button's waiting sign, soon and without a trace if it fails (too old, for one)."""
        self._soon(self._quietly("answerCallbackQuery", {"callback_query_id": query}))

    def typing(self, chat: str) -> None:
        """Show that an answer is on its way, soon and without a trace if it fails."""
        self._soon(self._quietly("sendChatAction", {"chat_id": chat, "action": "typing"}))

    async def close(self) -> None:
        """Drop the errands under way and close the connections."""
        errands = list(self._errands)
        for errand in errands:
            errand.cancel()
        await asyncio.gather(*errands, return_exceptions=True)
        await self.api.close()

    async def _go_on(self, attempt: _Attempt) -> Outcome:
        chat = attempt.delivery.chat
        try:
            for step in attempt.steps[len(attempt.receipts) :]:
                if wait := await self._turn(attempt.delivery):
                    return Later(wait, "pace", counts=False)
                attempt.receipts.append(await step())
                self._pace.went()
                self.failures = 0
        except TelegramError as error:
            return self._failed(chat, error)
        except OSError as problem:
            return Later(AGAIN_SECONDS, f"document: {type(problem).__name__}")
        except Exception as problem:  # noqa: BLE001 - a document that cannot be made is buried and reported
            return Impossible(f"document: {type(problem).__name__}")
        return Delivered(attempt.receipts[attempt.target])

    async def _turn(self, delivery: Delivery) -> float:
        """Wait for the next slot; return the seconds when it is too far away to be waited for here."""
        wait = self._pace.wait(delivery.chat, bulk=delivery.bulk, row=delivery.row)
        if not 0 < wait <= PATIENCE_SECONDS:
            return wait
        await self._sleep(wait)
        return self._pace.held(delivery.chat)

    def _failed(self, chat: str, error: TelegramError) -> Outcome:
        outcome = outcome_of(error)
        match outcome:
            case Later(seconds, counts=False) if isinstance(error, Refusal) and error.retry_after:
                self._pace.flooded(chat, seconds)
            case Later():
                self.failures += 1
            case Moved(new):
                self._pace.moved(chat, new)
            case _:
                pass
        return outcome

    def _plan(self, delivery: Delivery) -> _Attempt:
        chat, message = delivery.chat, delivery.message
        parts = list(render(message, private=not chat.startswith("-")))
        steps: list[Step] = []
        if any(part.markup and "keyboard" in part.markup for part in parts):
            self._asked.add(chat)
            self._answered.discard(chat)
        elif chat in self._answered and not delivery.edits:
            self._answered.discard(chat)
            if parts and parts[0].markup is None:
                parts[0] = replace(parts[0], markup=REMOVE_KEYBOARD)
            else:
                steps.append(partial(self._take_keyboard_away, chat))
        target = len(steps) + _target(parts)
        edits = delivery.edits if len(parts) == 1 and _is_inline(parts[0]) else ""
        steps += [partial(self._say, delivery, part, edits) for part in parts]
        steps += [partial(self._hand_over, delivery, document) for document in message.documents]
        if not steps:
            raise ValueError("an empty message")
        return _Attempt(delivery, tuple(steps), target)

    async def _say(self, delivery: Delivery, part: Part, edits: str) -> str:
        params: dict[str, object] = {
            "chat_id": delivery.chat,
            "text": part.html,
            "parse_mode": "HTML",
            "reply_markup": part.markup,
            "link_preview_options": _NO_PREVIEW,
        }
        if edits:
            try:
                await self._text("editMessageText", {**params, "message_id": edits}, part)
            except Refusal as refusal:
                if not is_unchanged(refusal) and not cannot_edit(refusal):
                    raise
                if is_unchanged(refusal):
                    return edits
            else:
                return edits
        if delivery.silent:
            params["disable_notification"] = True
        return await self._text("sendMessage", params, part)

    async def _text(self, method: str, params: dict[str, object], part: Part) -> str:
        try:
            sent = await self.api.call(method, params)
        except Refusal as refusal:
            if not cannot_parse(refusal):
                raise
            sent = await self.api.call(method, {**params, "text": part.plain, "parse_mode": None})
        return _id_of(sent)

    async def _hand_over(self, delivery: Delivery, document: Document) -> str:
        data, mime, name = await self._make(document)
        send = partial(self.api.send_file, delivery.chat, data, name, silent=delivery.silent)
        if mime in _PHOTOS and len(data) <= MOST_IN_PHOTO:
            try:
                return await send(photo=True)
            except Refusal as refusal:
                if "photo" not in refusal.said:  # only a picture of an unwelcome shape goes as a file
                    raise
        return await send(photo=False)

    async def _take_keyboard_away(self, chat: str) -> str:
        """Send a message that vanishes: one message has one keyboard, and the next one needs its own."""
        params = {
            "chat_id": chat,
            "text": NO_WORDS,
            "reply_markup": REMOVE_KEYBOARD,
            "disable_notification": True,
        }
        sent = await self.api.call("sendMessage", params)
        self._soon(self._quietly("deleteMessage", {"chat_id": chat, "message_id": _id_of(sent)}))
        return _id_of(sent)

    async def _quietly(self, method: str, params: dict[str, object]) -> None:
        with contextlib.suppress(TelegramError):
            await self.api.call(method, params)

    def _soon(self, errand: Coroutine[Any, Any, None]) -> None:
        if self.errands >= MOST_ERRANDS:
            errand.close()
            return
        task = asyncio.get_running_loop().create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)


def _id_of(sent: object) -> str:
    """Return the message's id; a message that was taken must never be sent again for want of one."""
    return str(sent.get("message_id", "")) if isinstance(sent, dict) else ""


def _target(parts: list[Part]) -> int:
    """Return which part later edits should change: the one with the buttons, else the last."""
    with_buttons = [at for at, part in enumerate(parts) if part.markup and "inline_keyboard" in part.markup]
    return with_buttons[-1] if with_buttons else max(0, len(parts) - 1)


def _is_inline(part: Part) -> bool:
    return part.markup is None or "inline_keyboard" in part.markup
