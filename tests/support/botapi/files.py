"""Files that people and the bot have sent."""

from dataclasses import dataclass
from typing import Any

from tests.support.botapi.errors import bad_request
from tests.support.botapi.schema import Upload

MOST_DOWNLOADED = 20 * 2**20
MOST_IN_A_PHOTO = 10 * 2**20
_FOLDERS = {"photo": "photos", "voice": "voice", "document": "documents"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on Telegram's side."""

    number: int
    path: str
    upload: Upload

    @property
    def card(self) -> dict[str, Any]:
        """How messages name it."""
        ids = {"file_id": f"BQACAgUAAx{self.number:08d}", "file_unique_id": f"AgAD{self.number:08d}"}
        return {**ids, "file_size": len(self.upload.data)}


class FileShelf:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._stored: list[Stored] = []

    def put(self, upload: Upload, kind: str) -> Stored:
        """Keep a file; kind is photo, voice or document."""
        if not upload.data:
            raise bad_request("file must be non-empty")
        number = len(self._stored)
        ending = upload.name.rpartition(".")[2] or "bin"
        stored = Stored(number, f"{_FOLDERS[kind]}/file_{number}.{ending}", upload)
        self._stored.append(stored)
        return stored

    def find(self, file_id: str) -> Stored | None:
        """Return the file with this id."""
        return next((stored for stored in self._stored if stored.card["file_id"] == file_id), None)

    def at(self, path: str) -> Stored | None:
        """Return the file that a download path names."""
        return next((stored for stored in self._stored if stored.path == path), None)

    def prepare(self, file_id: str) -> dict[str, Any]:
        """Answer getFile; files over 20 MB cannot be had by a bot."""
        if not file_id:
            raise bad_request("file_id not specified")
        stored = self.find(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(stored.upload.data) > MOST_DOWNLOADED:
            raise bad_request("file is too big")
        return {**stored.card, "file_path": stored.path}

    def photo(self, upload: Upload) -> list[dict[str, Any]]:
        """Keep a photo and return its sizes, smallest first."""
        if len(upload.data) > MOST_IN_A_PHOTO:
            size = f"file of size {len(upload.data)} bytes is too big for a photo"
            raise bad_request(f"{size}; the maximum size is {MOST_IN_A_PHOTO} bytes")
        small, large = (self.put(upload, "photo").card for _ in range(2))
        return [{**small, "width": 90, "height": 67}, {**large, "width": 1280, "height": 960}]

    def document(self, upload: Upload) -> dict[str, Any]:
        """Keep a document and return its card."""
        card = self.put(upload, "document").card
        return {**card, "file_name": upload.name, "mime_type": upload.mime}
