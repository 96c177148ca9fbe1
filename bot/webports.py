"""What the web chat is given: the rows behind it, the service, files, documents, time; and its settings."""

from collections.abc import AsyncIterator
from ipaddress import ip_network

from bot.channels.port import TooLarge
from bot.channels.webchat_doors import WebChatSettings
from bot.channels.webchat_limits import Limits, Rate
from bot.channels.webchat_ports import Rendered, WebChatPorts
from bot.entering import Doorkeeper
from bot.service import Service
from bot.settings import Settings
from bot.storage.web import WebRows
from bot.tabling import Papers
from handlers.dialogue.messages import Document

AT_HOME = Rate(500, 3600)  # new sessions an hour of one address while nobody outside can come


def web_ports(service: Service, papers: Papers, door: Doorkeeper) -> WebChatPorts:
    """Return what the web chat calls."""
    world, files = service.world, papers.files

    async def keep(_chat: str, _name: str, _mime: str, stream: AsyncIterator[bytes]) -> str:
        return await files.keep(b"".join([piece async for piece in stream]))

    async def kept(remote: str, most: int) -> bytes:
        data = await files.kept(remote)
        if len(data) > most:
            raise TooLarge(remote)
        return data

    async def render(_chat: str, document: Document) -> Rendered:
        made = await papers.made(document)
        return Rendered(made.data, made.mime, made.name)

    return WebChatPorts(
        store=WebRows(service.database),
        receive=service.receive,
        enter=door.enter,
        about=door.about,
        keep=keep,
        kept=kept,
        render=render,
        now=world.clock.now,
        monotonic=world.clock.monotonic,
        ids=world.clock.token,
    )


def web_settings(settings: Settings, key: bytes) -> WebChatSettings:
    """Return how the web chat is set up; fewer may come in at once where anybody can."""
    proxies = tuple(ip_network(proxy, strict=False) for proxy in settings.proxies)
    limits = Limits() if settings.public_url else Limits(sessions=AT_HOME)
    return WebChatSettings(key, settings.public_url, proxies, limits)
