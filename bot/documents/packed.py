"""What may be unpacked of a spreadsheet that a stranger made, and what its rows alone do not tell."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from handlers.dialogue.step import Refused

MOST_BYTES: Final = 20 * 2**20
MOST_UNPACKED: Final = 200 * 2**20
MOST_PARTS: Final = 2000
MOST_COLUMNS: Final = 100
_SHRUNK: Final = 500
"""How many times larger a part may be than its packed form; spreadsheets reach 30."""
_ENDINGS: Final = {
    "csv": "sheet.not.csv",
    "xlsm": "sheet.not.macros",
    **dict.fromkeys(("xls", "xlsb", "et", "ods", "numbers"), "sheet.not.xls"),
}


class NotASheet(Refused):
    """The file cannot be read as a spreadsheet; the text key says why and what would be accepted."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a worksheet says beside its rows: hidden columns (from 0), and cells merged downwards.

    `down` maps the first row of such cells to the last row and the column of each.
    """

    hidden: frozenset[int] = frozenset()
    down: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)


def is_sheet_name(name: str) -> bool:
    """Say whether a file's name is that of a spreadsheet, readable or not."""
    return name.lower().rpartition(".")[2] in {"xlsx", *_ENDINGS}


def look_over(data: bytes, name: str) -> None:
    """Refuse what is not to be unpacked at all."""
    ending = name.lower().rpartition(".")[2]
    if ending in _ENDINGS:
        raise NotASheet(_ENDINGS[ending])
    if len(data) > MOST_BYTES:
        raise NotASheet("sheet.not.too_large", most=MOST_BYTES // 2**20)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotASheet("sheet.not.locked")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _look_into(packed)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise NotASheet("sheet.not.broken") from error


def _look_into(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise NotASheet("sheet.not.broken")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise NotASheet("sheet.not.macros")
    unpacked = sum(part.file_size for part in parts)
    shrunk = any(part.file_size > 2**20 and part.file_size > _SHRUNK * part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS or shrunk:
        raise NotASheet("sheet.not.too_large", most=MOST_BYTES // 2**20)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with packed.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(2048) or part.flag_bits & 1:
                    raise NotASheet("sheet.not.broken")


def marks_of(data: bytes, path: str) -> Marks:
    """Read hidden columns and merged cells out of the worksheet's XML, which rows alone do not tell."""
    hidden: set[int] = set()
    down: dict[int, list[tuple[int, int]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for tag in _tags(packed, path):
            if merged := _MERGED.search(tag):
                left, first, last = _column(merged[1]), int(merged[2]), int(merged[4])
                if last > first:
                    down.setdefault(first, []).append((last, left))
            elif b'hidden="1"' in tag and (span := _SPAN.search(tag)):
                hidden |= set(range(int(span[1]) - 1, min(int(span[2]), MOST_COLUMNS)))
    return Marks(frozenset(hidden), down)


def _tags(packed: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Give the tags of columns and merged cells, reading the part piece by piece."""
    rest = b""
    with packed.open(path) as stream:
        while piece := stream.read(_PIECE):
            text = rest + piece
            end = 0
            for tag in _TAG.finditer(text):
                yield tag[0]
                end = tag.end()
            rest = text[max(end, len(text) - _LONGEST_TAG) :]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


_PIECE, _LONGEST_TAG = 2**20, 400
_TAG = re.compile(rb"<(?:\w+:)?(?:col|mergeCell)\s[^<>]{1,380}>")
_MERGED = re.compile(rb'ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_SPAN = re.compile(rb'min="(\d{1,5})"[^>]* max="(\d{1,5})"')
