"""Text that we give away and know again: signed with the service key, bound to a purpose."""

import hashlib
import hmac
from base64 import urlsafe_b64encode


def seal(key: bytes, purpose: str, text: str) -> str:
    """Return the text with its signature; `purpose` says what for and for whom, and is not contained."""
    return f"{text}.{_signature(key, purpose, text)}"


def unseal(key: bytes, purpose: str, sealed: str) -> str | None:
    """Return the text that was sealed for this purpose, or None."""
    text, _, signature = sealed.rpartition(".")
    good = _signature(key, purpose, text)
    return text if hmac.compare_digest(signature.encode(), good.encode()) else None


def digest(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def _signature(key: bytes, purpose: str, text: str) -> str:
    made = hmac.new(key, f"{purpose}\n{text}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made).decode().rstrip("=")
