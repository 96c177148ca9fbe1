"""The channels outside the chats, as the settings want them: letters by SMTP and the webhook."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiosmtplib import SMTPAuthenticationError, SMTPException
from yarl import URL

from bot.channels.hook import Hook, Reader
from bot.channels.hook_template import BadTemplate, HookTemplate, read_template
from bot.channels.mail import Mail, MailServer, part_from
from bot.channels.mail_letter import Paper
from bot.channels.port import Busy, Channel
from bot.channels.telegram_request import proxy_for
from bot.settings import PREFIX, Mistake, Settings
from bot.storage.database import Database, StorageBusy
from bot.storage.statements import AnyRow, Statements
from handlers.dialogue.messages import Document

LOOK_SECONDS: Final = 10.0  # that the doctor waits
_READER = (
    "SELECT email, phone, name FROM person WHERE erased_at IS NULL"
    " AND id = (SELECT COALESCE(merged_into, id) FROM person WHERE id = :id)"
)


@dataclass(frozen=True, slots=True)
class Outside:
    """The channels that are configured, and who reads what the webhook says: "private", "group" or nobody."""

    mail: Mail | None = None
    hook: Hook | None = None
    read_by: str = ""

    @property
    def channels(self) -> dict[str, Channel]:
        """The channels by name."""
        return {channel.name: channel for channel in (self.mail, self.hook) if channel is not None}

    async def close(self) -> None:
        """Close what connections are open."""
        if self.hook is not None:
            await self.hook.close()


def outside(
    settings: Settings,
    database: Database,
    make: Callable[[Document], Awaitable[Paper]],
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> Outside:
    """Build what the settings name. Raises `Mistake` for a template that cannot be used."""
    people = _People(database)
    server, template = mail_server(settings), hook_template(settings)
    mail = Mail(server, people.mail, make, now) if server else None
    if template is None:
        return Outside(mail)
    url, secret = settings.hook_url.get_secret_value(), settings.hook_secret.get_secret_value()
    hook = Hook(url, secret, template, people.reader, now, monotonic)
    return Outside(mail, hook, "private" if template.private else "group")


def mail_server(settings: Settings) -> MailServer | None:
    """Return the mail server that is configured."""
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host, sender=settings.smtp_from, port=settings.smtp_port, tls=settings.smtp_tls,
        user=settings.smtp_user, password=settings.smtp_password.get_secret_value(),
    )  # fmt: skip


def hook_template(settings: Settings) -> HookTemplate | None:
    """Return the webhook's template, None without a webhook. Raises `Mistake`."""
    if not settings.hook_url.get_secret_value():
        return None
    try:
        return read_template(settings.hook_template)
    except BadTemplate as bad:
        raise Mistake(f"{PREFIX}HOOK_TEMPLATE {bad}.") from None


async def mail_fault(server: MailServer, context: ssl.SSLContext | None = None) -> str:
    """Return why no letter could be sent now, or nothing: connects, secures the line, logs in, goes."""
    client = server.client(context, LOOK_SECONDS)
    try:
        await client.connect()
    except SMTPAuthenticationError as error:
        return f"refuses user and password ({error.code})"
    except (SMTPException, OSError, TimeoutError) as error:
        insecure = "STARTTLS" in str(error)
        return "offers no STARTTLS" if insecure else f"cannot be reached ({type(error).__name__})"
    finally:
        await part_from(client)
    return ""


async def hook_fault(url: str) -> str:
    """Return why the webhook could not be called now, or nothing. Connects only: nobody is told anything."""
    if proxy_for(url):
        return ""
    address = URL(url)
    secure = ssl.create_default_context() if address.scheme == "https" else None
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            _, writer = await asyncio.open_connection(address.host, address.port, ssl=secure)
    except (OSError, TimeoutError) as error:
        return f"cannot be reached ({type(error).__name__})"
    writer.close()
    with suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), 1.0)
    return ""


@dataclass(frozen=True, slots=True)
class _People:
    """Who a chat outside the chats is: a person by id, looked up anew for each attempt."""

    database: Database

    async def mail(self, chat: str) -> str:
        """Return the e-mail address; an address that is still to be confirmed stands for itself."""
        return chat if "@" in chat else str((await self._row(chat) or ("",))[0])

    async def reader(self, chat: str) -> Reader | None:
        """Return number and name of somebody who has a number."""
        row = await self._row(chat)
        return Reader(row[1], row[2]) if row and row[1] else None

    async def _row(self, chat: str) -> AnyRow | None:
        try:
            return await self.database.read(lambda c: Statements(c).row(_READER, id=int(chat)))
        except StorageBusy as busy:
            raise Busy(str(busy)) from busy
