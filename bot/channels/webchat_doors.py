"""Who comes in: signed cookies, origins, and the true address behind a proxy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.webchat_limits import Limits
from bot.channels.webchat_ports import WebStore
from bot.channels.webchat_seals import digest, seal, unseal
from bot.storage.web_views import WebSession

COOKIE = "chat"
COOKIE_DAYS = 365
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class WebChatSettings:
    """The service key, the public address ("" when unknown), the proxies to believe, the limits."""

    key: bytes
    public_url: str = ""
    trusted_proxies: tuple[Network, ...] = ()
    limits: Limits = field(default_factory=Limits)


def session_path(session: str) -> str:
    """Return the path under which a session lives, and to which its cookie is limited."""
    return f"/chat/s/{session}/"


def give_cookie(response: web.Response, settings: WebChatSettings, session: str, secret: str) -> None:
    """Set the session's cookie: for its own path, out of reach of scripts and other sites."""
    response.set_cookie(
        COOKIE,
        seal(settings.key, f"session:{session}", secret),
        path=session_path(session),
        max_age=COOKIE_DAYS * 86400,
        httponly=True,
        samesite="Strict",
        secure=settings.public_url.startswith("https:"),
    )


async def session_of(request: web.Request, settings: WebChatSettings, store: WebStore) -> WebSession | None:
    """Return the live session that the request's path names and its cookie proves, or None."""
    name = request.match_info["session"]
    secret = unseal(settings.key, f"session:{name}", request.cookies.get(COOKIE, ""))
    if secret is None:
        return None
    found = await store.session(name)
    good = found is not None and found.revoked is None and found.digest == digest(secret)
    return found if good else None


def same_origin(request: web.Request, settings: WebChatSettings) -> bool:
    """Say whether the request comes from our own page, by the header that scripts cannot set."""
    origin = urlsplit(request.headers.get("Origin", ""))
    ours = {("http", request.host), ("https", request.host)}
    public = urlsplit(settings.public_url)
    return (origin.scheme, origin.netloc) in ours | {(public.scheme, public.netloc)} and origin.netloc != ""


def client_address(remote: str, headers: Mapping[str, str], trusted: tuple[Network, ...]) -> str:
    """Return the nearest address that is no trusted proxy, reading X-Forwarded-For from the right."""
    steps = [step.strip() for step in headers.get("X-Forwarded-For", "").split(",") if step.strip()]
    address = remote
    while steps and _believed(address, trusted):
        address = steps.pop()
    return _group(address) if _readable(address) else remote


def _believed(address: str, trusted: tuple[Network, ...]) -> bool:
    return _readable(address) and any(ip_address(address) in network for network in trusted)


def _readable(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True


def _group(address: str) -> str:
    """Count an IPv6 neighbourhood (/64) as one, since one browser owns all of it."""
    found = ip_address(address)
    return address if isinstance(found, IPv4Address) else ":".join(found.exploded.split(":")[:4])
