"""E-mail addresses: one spelling for storing and writing to, one with the name hidden."""

import re
import unicodedata

LONGEST = 254
"""Characters that a whole address may have (RFC 5321)."""
_NAMED = re.compile(
    r"^(?:(?:我的)?(?:电子)?(?:邮箱|邮件)(?:地址)?(?:是|为)?[:\s]*|e-?mail[:\s]+|mail[:\s]+)", re.IGNORECASE
)
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]")


def read_mail(text: str) -> str | None:
    """Bring an address as people type it (全角＠, "我的邮箱是…") to one spelling; None for what is none."""
    plain = _NAMED.sub("", unicodedata.normalize("NFKC", text).strip()).strip(" <>。.,，;；")
    name, at, domain = plain.replace("。", ".").rpartition("@")
    address = f"{name}{at}{domain.lower()}"
    return address if is_mail(address) else None


def is_mail(address: str) -> bool:
    """Say whether this is an address that any mail server takes: plain letters, a name, a domain."""
    return len(address) <= LONGEST and _MAIL.fullmatch(address) is not None


def masked_mail(address: str) -> str:
    """Hide whose it is: z***@example.org."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}***@{domain}"
