"""Documents of messages as bytes: a QR code, data as JSON, plain text, a chart."""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import segno

from bot.documents.calendar import ICS, calendar_ics
from bot.documents.contacts import VCARD, contact_vcf
from bot.documents.handover import DOCX, handover_docx
from handlers.dialogue.messages import Document

QR_SCALE = 8  # pixels a module: readable from paper and from another phone


@dataclass(frozen=True, slots=True)
class Made:
    """A document's bytes, media type and file name."""

    data: bytes
    mime: str
    name: str


def make(document: Document) -> Made:
    """Return the document as bytes. Raises ValueError for what has to be read first."""
    maker = _MAKERS.get(document.kind)
    if maker is None:
        raise ValueError("a stored file, a table and a bulletin are read, not made")
    written, mime = maker
    return Made(written(document.data), mime, document.name)


def qr_png(url: str) -> bytes:
    """Return a QR code as PNG, readable when an eighth of it is torn or dirty."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="png", scale=QR_SCALE, border=4)
    return out.getvalue()


def qr_terminal(url: str) -> str:
    """Return a QR code to be read from a terminal."""
    out = io.StringIO()
    segno.make(url, error="l").terminal(out, compact=True)
    return out.getvalue()


def _chart(data: str) -> bytes:
    from bot.documents.charts import chart_png

    return chart_png(data)


_MAKERS: Mapping[str, tuple[Callable[[str], bytes], str]] = {
    "qr": (qr_png, "image/png"),
    "json": (str.encode, "application/json"),
    "ics": (lambda data: calendar_ics(json.loads(data)), ICS),
    "contact": (lambda data: contact_vcf(json.loads(data)), VCARD),
    "text": (str.encode, "text/plain; charset=utf-8"),
    "handover": (handover_docx, DOCX),
    "chart": (_chart, "image/png"),
}
