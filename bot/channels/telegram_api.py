"""The Bot API as the channel sees it: raw calls where they are many, `telegram.Bot` where they are few."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from telegram import Bot, BotCommand, BotCommandScopeChat, BotCommandScopeDefault

from bot.channels.port import TooLarge
from bot.channels.telegram_inbound import ALLOWED_UPDATES, Me
from bot.channels.telegram_request import READ_SECONDS, AiohttpRequest, Refusal, proxy_for

OFFICIAL_URL: Final = "https://api.telegram.org"
POLL_SECONDS: Final = 30
POLL_GRACE_SECONDS: Final = 15


class TelegramApi:
    """One bot at one Bot API server. Every method raises `telegram.error.TelegramError` when it fails."""

    def __init__(
        self,
        token: str,
        *,
        url: str = OFFICIAL_URL,
        connections: int = 64,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        # On DEBUG the library logs each call with its words, and the address with the token in it.
        logging.getLogger("telegram").setLevel(logging.INFO)
        url, proxy = url.rstrip("/"), proxy_for(url)
        self._calls = AiohttpRequest(connections=connections, read_seconds=read_seconds, proxy=proxy)
        self._polls = AiohttpRequest(connections=1, proxy=proxy)
        self.bot = Bot(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=self._calls,
            get_updates_request=self._polls,
        )
        self._url, self._files_url = self.bot.base_url, self.bot.base_file_url
        number = token.partition(":")[0]
        self.me = Me(int(number) if number.isdecimal() else 0)

    async def start(self) -> None:
        """Open the sessions; needs the running loop, asks nothing of the network."""
        await self._calls.initialize()
        await self._polls.initialize()

    async def close(self) -> None:
        """Close the sessions."""
        await self._calls.shutdown()
        await self._polls.shutdown()

    async def call(self, method: str, params: Mapping[str, object]) -> Any:  # noqa: ANN401 - raw JSON
        """Return the raw result of a method."""
        return await self._calls.call(f"{self._url}/{method}", params)

    async def updates(self, offset: int, seconds: int = POLL_SECONDS) -> Sequence[Any]:
        """Wait up to so many seconds for updates; those before `offset` are confirmed by asking."""
        params = {"timeout": seconds, "allowed_updates": ALLOWED_UPDATES, "offset": offset or None}
        found = await self._polls.call(f"{self._url}/getUpdates", params, seconds + POLL_GRACE_SECONDS)
        return found if isinstance(found, list) else []

    async def whoami(self) -> Me:
        """Ask Telegram who the bot is, and remember it."""
        card = await self.call("getMe", {})
        self.me = Me(int(card["id"]), str(card.get("username", "")))
        return self.me

    async def file(self, remote: str, most: int) -> bytes:
        """Return a file's bytes. Raises `TooLarge`, and FileNotFoundError when Telegram does not have it."""
        try:
            card = await self.call("getFile", {"file_id": remote})
        except Refusal as refusal:
            if "file is too big" in refusal.said:
                raise TooLarge("more than Telegram hands to a bot") from None
            if refusal.code == HTTPStatus.BAD_REQUEST:
                raise FileNotFoundError("Telegram does not know this file") from None
            raise
        if int(card.get("file_size", 0)) > most:
            raise TooLarge(f"more than {most} bytes")
        return await self._calls.download(f"{self._files_url}/{quote(card['file_path'])}", most)

    async def set_commands(
        self, commands: Sequence[tuple[str, str]], *, chat: str = "", language: str = ""
    ) -> None:
        """Show commands (name, description) in one chat or everywhere; language is "zh", "en" or empty."""
        scope = BotCommandScopeChat(int(chat)) if chat else BotCommandScopeDefault()
        await self.bot.set_my_commands(
            [BotCommand(name, description) for name, description in commands],
            scope=scope,
            language_code=language or None,
        )

    async def send_file(self, chat: str, data: bytes, name: str, *, photo: bool, silent: bool) -> str:
        """Send a photo or a document and return its message id."""
        if photo:
            sent = await self.bot.send_photo(chat, data, filename=name, disable_notification=silent)
        else:
            sent = await self.bot.send_document(chat, data, filename=name, disable_notification=silent)
        return str(sent.message_id)
