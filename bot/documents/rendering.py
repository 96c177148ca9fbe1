"""Documents of messages as bytes: a QR code, data as JSON, plain text, a chart."""

import io
import json
from dataclasses import dataclass

import segno

from bot.documents.calendar import ICS, calendar_ics
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
    match document.kind:
        case "qr":
            return Made(qr_png(document.data), "image/png", document.name)
        case "json":
            return Made(document.data.encode(), "application/json", document.name)
        case "ics":
            return Made(calendar_ics(json.loads(document.data)), ICS, document.name)
        case "text":
            return Made(document.data.encode(), "text/plain; charset=utf-8", document.name)
        case "handover":
            return Made(handover_docx(document.data), DOCX, document.name)
        case "chart":
            from bot.documents.charts import chart_png

            return Made(chart_png(document.data), "image/png", document.name)
        case "file" | "table" | "bulletin":
            raise ValueError("a stored file, a table and a bulletin are read, not made")


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
