"""E-mail as a channel: one letter over SMTP for each message, and what came of it."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final, Literal

from aiosmtplib import SMTP, SMTPException

from bot.channels.mail_letter import Paper, letter
from bot.channels.mail_outcome import outcome_of
from bot.channels.port import Busy, Delivered, Delivery, Impossible, Later, Outcome, Unreachable
from handlers.dialogue.messages import Document
from handlers.domain.reaching import MAIL

Security = Literal["none", "starttls", "tls"]
PORTS: Final = {"none": 25, "starttls": 587, "tls": 465}
CONNECTIONS: Final = 4  # at once; mail servers count them
SECONDS: Final = 20.0  # for each answer of the server
AGAIN: Final = 5.0  # seconds, at least, until a document or the database is asked for again


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our letters; no user for one that takes them without login."""

    host: str
    sender: str
    port: int = 0
    tls: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """The sender's domain: how we call ourselves."""
        return self.address.rpartition("@")[2]

    @property
    def open_port(self) -> int:
        """The port that is set, or the usual one."""
        return self.port or PORTS[self.tls]

    def client(self, context: ssl.SSLContext | None = None, seconds: float = SECONDS) -> SMTP:
        """Return a client that connects, secures the line as it is told (or fails) and logs in."""
        return SMTP(
            hostname=self.host, port=self.open_port, timeout=seconds, local_hostname=self.domain,
            use_tls=self.tls == "tls", start_tls=self.tls == "starttls", tls_context=context,
            username=self.user or None, password=self.password or None,
        )  # fmt: skip


class Mail:
    """The port `Channel` for letters. `find` gives the address of a chat, `make` the bytes of a document."""

    name = MAIL

    def __init__(
        self,
        server: MailServer,
        find: Callable[[str], Awaitable[str]],
        make: Callable[[Document], Awaitable[Paper]],
        now: Callable[[], datetime],
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._find = find
        self._make = make
        self._now = now
        self._context = context
        self._turns = asyncio.Semaphore(CONNECTIONS)

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Send one letter. The same row has the same Message-ID however often it is sent."""
        try:
            to = await self._find(delivery.chat)
            papers = [await self._make(document) for document in delivery.message.documents]
            written = self._written(delivery, to, papers) if to else None
        except Busy:
            return Later(AGAIN, "storage busy", counts=False)
        except OSError as problem:
            return Later(AGAIN, f"document: {type(problem).__name__}")
        except Exception as problem:  # noqa: BLE001 - what cannot be written is buried and reported
            return Impossible(f"document: {type(problem).__name__}")
        if written is None:
            return Unreachable("no address")
        async with self._turns:
            return await self._sent(written, to, delivery.row)

    async def fetch(self, remote: str, most: int) -> bytes:
        """Nothing comes in by e-mail."""
        del remote, most
        raise FileNotFoundError("no file comes by e-mail")

    def _written(self, delivery: Delivery, to: str, papers: list[Paper]) -> EmailMessage:
        number = f"<o{delivery.row}@{self._server.domain}>"
        return letter(delivery.message, self._server.sender, to, papers, number, self._now())

    async def _sent(self, written: EmailMessage, to: str, row: int) -> Outcome:
        client, step = self._server.client(self._context), "connect"
        try:
            await client.connect()
            step = "mail"
            await client.mail(self._server.address)
            step = "rcpt"
            await client.rcpt(to)
            step = "data"
            await client.data(written.as_bytes())
        except (SMTPException, OSError, TimeoutError) as error:
            return outcome_of(error, step)
        else:
            return Delivered(f"o{row}")
        finally:
            await part_from(client)


async def part_from(client: SMTP) -> None:
    """Say good-bye; whatever the server answers, the letter is settled."""
    with suppress(SMTPException, OSError, TimeoutError):
        if client.is_connected:
            await client.quit(timeout=1.0)
    client.close()
