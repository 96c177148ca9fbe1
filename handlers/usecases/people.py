"""Links into the chat (专属链接、邀请链接、换设备码): made, judged, spent. Only a token's SHA-256 is kept."""

import re
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor, may
from handlers.domain.people import Link
from handlers.ports.work import Doors, UnitOfWork

MOVE_TTL = timedelta(minutes=10)
JOIN_TTL = timedelta(days=30)
MOVE_DIGITS = 10
CALENDAR = "calendar"
"""The kind of a link that is a calendar feed: it shows deadlines and opens no chat."""
_SINGLE_USE = frozenset({"join", "coordinator", "move"})
_REPLACES_FORMER = frozenset({"personal", "move"})


def make_link(  # noqa: PLR0913, PLR0917 - a link is these six facts
    uow: UnitOfWork,
    actor: Actor,
    kind: str,
    role: str = "",
    bureau_id: int | None = None,
    person_id: int | None = None,
    ttl: timedelta | None = None,
) -> tuple[str, Link]:
    """Make a link for somebody else and return its token, which is never seen again, with the link."""
    if not may(actor, "make_link"):
        raise Refused("link.may_not")
    link = Link(
        token_hash="", kind=kind, role=role, bureau_id=bureau_id, person_id=person_id, made_at=uow.now
    )
    link.made_by = actor.person_id
    return new_link(uow, link, ttl)


def new_link(uow: UnitOfWork, link: Link, ttl: timedelta | None = None) -> tuple[str, Link]:
    """Keep a link that needs nobody's leave (the operator's, one's own move code); return its token."""
    token = uow.new_token()
    if link.kind == "move":
        token = _digits(token)
    if link.person_id is not None and link.kind in _REPLACES_FORMER:
        revoke_links(uow, link.person_id, link.kind)
    link.token_hash = hashed(token)
    link.expires_at = uow.now + ttl if ttl else None
    link.uses_left = 1 if link.kind in _SINGLE_USE else None
    kept = uow.add(link)
    uow.record("link.made", f"link:{kept.id}", by=link.made_by, kind=link.kind, role=link.role)
    return token, kept


def revoke_links(uow: UnitOfWork, person_id: int, kind: str) -> None:
    """End all links of this kind that lead to a person."""
    for link in uow.people.links_of(person_id, kind):
        if link.revoked_at is None:
            link.revoked_at = uow.now


def link_fault(link: Link | None, now: datetime) -> str:
    """Return the text key of why a link opens nothing, or an empty text when it is good."""
    if link is None or link.kind == CALENDAR:
        return "link.unknown"
    if link.revoked_at is not None:
        return "link.revoked"
    if link.uses_left is not None and link.uses_left < 1:
        return "link.used"
    return "link.expired" if link.expires_at is not None and link.expires_at <= now else ""


def spend(uow: UnitOfWork, link_id: int, by: int) -> Link:
    """Use a link up. Raises `Refused` when somebody else was faster, or it ended meanwhile."""
    link = uow.get(Link, link_id)
    if link is None or (fault := link_fault(link, uow.now)):
        raise Refused(fault if link else "link.unknown")
    if link.uses_left is not None:
        link.uses_left -= 1
    uow.record("link.used", f"link:{link_id}", by=by, kind=link.kind)
    return link


def hashed(token: str) -> str:
    """Return the form in which a token is kept."""
    return sha256(token.encode()).hexdigest()


def web_link(doors: Doors, token: str) -> str:
    """Return the address that opens the web chat; the token stands in the fragment, which no log sees."""
    return f"{doors.public_url}/chat#t={token}" if doors.public_url else ""


def telegram_link(doors: Doors, token: str) -> str:
    """Return the address that opens the Telegram bot, or nothing when there is none."""
    return f"https://t.me/{doors.telegram_bot}?start={token}" if doors.telegram_bot else ""


def token_in(words: str) -> str:
    """Return the token of a pasted link, or a typed move code with its spaces taken out; else nothing."""
    plain = unicodedata.normalize("NFKC", words).strip()
    code = re.sub(r"[\s-]", "", plain)
    if code.isdecimal() and len(code) == MOVE_DIGITS:
        return code
    url = _LINK.search(plain)
    return _token_of(url[0]) if url else ""


def spaced(code: str) -> str:
    """Write a move code so that it can be typed over: 482 139 0756."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


_LINK = re.compile(r"https?://[^\s，。；]+")


def _token_of(url: str) -> str:
    parts = urlsplit(url)
    found = parse_qs(parts.fragment).get("t") or parse_qs(parts.query).get("start") or [""]
    return found[0]


def _digits(token: str) -> str:
    """Ten digits out of an unguessable token; no leading nought, so that it reads like no phone number."""
    number = int.from_bytes(sha256(token.encode()).digest(), "big")
    return str(10 ** (MOVE_DIGITS - 1) + number % (9 * 10 ** (MOVE_DIGITS - 1)))
