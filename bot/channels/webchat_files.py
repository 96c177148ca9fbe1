"""Files that may come in over the web chat, and the refs that stand for them until they are sent."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from pathlib import PurePath
from typing import Final

from handlers.dialogue.replies import FileKind, SentFile

_PHOTOS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "heic": "image/heic",
    "heif": "image/heif",
}
_PAPERS = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
}
_VOICES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "amr": "audio/amr",
    "wav": "audio/wav",
}
_TYPES: Final[dict[str, tuple[FileKind, str]]] = {
    **{ending: ("photo", mime) for ending, mime in _PHOTOS.items()},
    **{ending: ("document", mime) for ending, mime in _PAPERS.items()},
    **{ending: ("voice", mime) for ending, mime in _VOICES.items()},
}
MOST_NAME: Final = 120


def type_of(name: str) -> tuple[FileKind, str] | None:
    """Return kind and MIME type by the name's ending (the browser's own word counts for nothing), or None."""
    return _TYPES.get(PurePath(name).suffix.lstrip(".").lower())


def clean_name(given: str) -> str:
    """Return the last part of a file name without control characters, its ending kept when it is cut."""
    last = given.replace("\\", "/").rpartition("/")[2]
    path = PurePath("".join(sign for sign in last if sign.isprintable()).strip() or "file")
    return path.stem[: MOST_NAME - len(path.suffix)] + path.suffix[:MOST_NAME]


def text_of(file: SentFile) -> str:
    """Return the file as text of URL-safe letters, to be sealed into a ref."""
    return urlsafe_b64encode(json.dumps(asdict(file)).encode()).decode()


def file_of(text: str) -> SentFile:
    """Return the file that `text_of` wrote."""
    return SentFile(**json.loads(urlsafe_b64decode(text)))
