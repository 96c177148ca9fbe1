"""Looking through a programme file: every mistake with its line, in plain words; or else the rules."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.dialogue.texts import text
from handlers.programme.complaints import complaints
from handlers.programme.contradictions import contradictions, leap_days
from handlers.programme.found import Found
from handlers.programme.lines import Path, line_of, lines_of
from handlers.programme.rules import Rules, read_rules


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake, or one remark, with its line in the file counted from 1 and its place: "filing 2, by"."""

    line: int
    place: str
    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def words(self, language: str) -> str:
        """Say what is wrong, what would be right."""
        return text(language, f"programme.mistake.{self.key}", **self.values)


class Wrong(Exception):
    """The file cannot be used; `faults` says why, in the order of its lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults."""
        super().__init__("; ".join(f"{fault.line}: {fault.key}" for fault in faults))
        self.faults = tuple(faults)


def read_programme(source: str) -> Rules:
    """Return the rules of a programme file's text. Raises `Wrong` with every mistake in it."""
    if faults := faults_of(source):
        raise Wrong(faults)
    return read_rules(tomllib.loads(source))


def faults_of(source: str) -> tuple[Fault, ...]:
    """Return every mistake of a programme file's text, in the order of their lines."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return (_syntax(str(error), source),)
    lines = lines_of(source)
    found = [*complaints(data), *contradictions(data)]
    placed = {(line_of(each.place, lines), each.place, each.key): each for each in found}
    return tuple(_fault(placed[at], lines) for at in sorted(placed, key=lambda at: (at[0], str(at[1]))))


def remarks_of(source: str) -> tuple[Fault, ...]:
    """Return what is worth knowing about a good file: a 29 February that most years do not have."""
    lines = lines_of(source)
    return tuple(_fault(Found(place, "leap_day"), lines) for place in leap_days(tomllib.loads(source)))


def _fault(found: Found, lines: Mapping[Path, int]) -> Fault:
    return Fault(line_of(found.place, lines), _spoken(found.place), found.key, found.values)


def _spoken(place: Path) -> str:
    """Say a place as people count: ("filing", 0, "by") is "filing 1, by"."""
    words = ""
    for step in place:
        words += f" {step + 1}" if isinstance(step, int) else f"{', ' if words else ''}{step}"
    return words


def _syntax(message: str, source: str) -> Fault:
    """Return TOML's own complaint; of one at the end of the file it names no line."""
    words, _, where = message.rpartition(" (at ")
    number = re.match(r"line (\d+)", where)
    line = int(number[1]) if number else source.count("\n") + (not source.endswith("\n"))
    twice = words.startswith(("Cannot overwrite", "Cannot declare", "Duplicate", "Cannot mutate"))
    return Fault(line, "", "said_twice" if twice else "no_toml", {} if twice else {"words": words or message})
