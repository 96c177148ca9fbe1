"""A message as a letter: the same words as plain text and as HTML, documents as attachments."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from typing import Final

from handlers.dialogue.messages import Message

LONGEST_SUBJECT: Final = 60  # characters
Paper = tuple[bytes, str, str]
"""A document's bytes, MIME type and file name."""
_BEFORE = '<!doctype html><html><body style="font-size:16px">'
_URL = re.compile(r"https?://[A-Za-z0-9/._~:?#@!$&'*+,;=%\[\]-]+")


def letter(  # noqa: PLR0913, PLR0917 - a letter is these facts
    message: Message, sender: str, to: str, papers: Sequence[Paper], number: str, at: datetime
) -> EmailMessage:
    """Return the letter. Its words travel as base64, so that any server passes Chinese on unharmed."""
    written = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    written["Subject"] = subject(message)
    written["From"] = Address(name, addr_spec=address)
    written["To"] = Address(addr_spec=to)
    written["Date"] = format_datetime(at)
    written["Message-ID"] = number
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers to this
    written.set_content("\n\n".join(_paragraphs(message)) + "\n", cte="base64")
    written.add_alternative(_html(message), subtype="html", cte="base64")
    for data, mime, filename in papers:
        kind, _, subtype = mime.partition(";")[0].strip().partition("/")
        written.add_attachment(data, maintype=kind, subtype=subtype, filename=filename)
    return written


def subject(message: Message) -> str:
    """Return the heading, or else the first words, in one line."""
    words = message.heading or next(iter((*message.lines, *message.closing)), "")
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


def _paragraphs(message: Message) -> Iterator[str]:
    yield from (part for part in (message.progress, message.heading, *message.lines) if part)
    if message.fields:
        yield "\n".join(f"{label}：{value}" for label, value in message.fields)
    yield from message.closing


def _html(message: Message) -> str:
    heading = f"<h2>{escape(message.heading)}</h2>" if message.heading else ""
    opening = "".join(f"<p>{_shown(line)}</p>" for line in (message.progress, *message.lines) if line)
    rows = "".join(
        f'<tr><th align="left" valign="top">{escape(label)}</th><td>{_shown(value)}</td></tr>'
        for label, value in message.fields
    )
    table = f'<table cellpadding="6">{rows}</table>' if rows else ""
    closing = "".join(f"<p>{_shown(line)}</p>" for line in message.closing)
    return (
        f'<!doctype html><html><body style="font-size:16px">{heading}{opening}{table}{closing}</body></html>'
    )


def _shown(words: str) -> str:
    """Return words as HTML: line breaks kept, addresses made links."""
    parts: list[str] = []
    end = 0
    for found in _URL.finditer(words):
        url = escape(found[0])
        parts += [escape(words[end : found.start()]), f'<a href="{url}">{url}</a>']
        end = found.end()
    return "".join((*parts, escape(words[end:]))).replace("\n", "<br>")
