"""On which line of a TOML file each of its tables, keys and list entries stands."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

Path = tuple[str | int, ...]
"""Where a value stands: ("filing", 0, "by")."""

_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_STRING = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'[\s\S]*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*\'''', re.DOTALL
)
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_GAP = re.compile(r"[ \t]*")
_BARE = re.compile(r"[^,\]}#\r\n]*")


def lines_of(text: str) -> Mapping[Path, int]:
    """Return the line, counted from 1, of everything that has a name or a place in a valid TOML file."""
    scan = _Scan(text)
    scan.whole()
    return scan.found


def line_of(place: Path, lines: Mapping[Path, int]) -> int:
    """Return the line of a place, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


class _Scan:
    """One pass over a text that tomllib has read already, so that it can only be well formed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def whole(self) -> None:
        table: Path = ()
        while self._more():
            if self._here("["):
                table = self._header()
            else:
                self._pair(table)

    @cached_property
    def ends(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def _line(self) -> int:
        return bisect_right(self.ends, self.at - 1) + 1

    def _more(self) -> bool:
        self._skip(_BLANK)
        return self.at < len(self.text)

    def _here(self, sign: str) -> bool:
        return self.text.startswith(sign, self.at)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def _note(self, place: Path, line: int) -> None:
        for size in range(1, len(place) + 1):
            self.found.setdefault(place[:size], line)

    def _keys(self) -> tuple[str, ...]:
        """Read a key with its dots."""
        keys: list[str] = []
        while True:
            self._skip(_GAP)
            keys.append(self._skip(_KEY).strip("\"'"))
            self._skip(_GAP)
            if not self._here("."):
                return tuple(keys)
            self.at += 1

    def _header(self) -> Path:
        line, many = self._line(), self._here("[[")
        self.at += 2 if many else 1
        keys = self._keys()
        self.at += 2 if many else 1
        place: Path = ()
        for nth, key in enumerate(keys, 1):
            place = (*place, key)
            if many and nth == len(keys):
                self.counts[place] = self.counts.get(place, -1) + 1
            if place in self.counts:
                place = (*place, self.counts[place])
        self._note(place, line)
        return place

    def _pair(self, table: Path) -> None:
        line = self._line()
        place = (*table, *self._keys())
        self._note(place, line)
        self.at += 1  # the equals sign
        self._skip(_GAP)
        self._value(place)

    def _value(self, place: Path) -> None:
        if self._here("["):
            self._list(place)
        elif self._here("{"):
            self._inline(place)
        elif not self._skip(_STRING):
            self._skip(_BARE)

    def _list(self, place: Path) -> None:
        self.at += 1
        entry = 0
        while self._more() and not self._here("]"):
            if self._here(","):
                self.at += 1
                entry += 1
                continue
            self._note((*place, entry), self._line())
            self._value((*place, entry))
        self.at += 1

    def _inline(self, place: Path) -> None:
        self.at += 1
        while self._more() and not self._here("}"):
            if self._here(","):
                self.at += 1
            else:
                self._pair(place)
        self.at += 1
