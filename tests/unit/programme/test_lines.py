"""Where things stand in a TOML file, told by files whose lines are known because the test wrote them."""

import json
import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.programme.lines import Path, line_of, lines_of
from handlers.programme.rules import SHIPPED, shipped

SAMPLE = """\
# a comment with [brackets] and = signs
name = "a # ] b" # and another
'quoted' = 'it "is"'
a.b = 1

[years]  # the years
first = 2012
rungs = [14, 7,
   3, # three ]
 1]
[[filing]]
by = "x"
  [[filing.document]]
  code = \"\"\"
multi = 3
\"\"\"
[[filing]]
column = [
  { code = "a", zh = "},]" },
  { code = "b" },
]
[[filing.document]]
deep = { a.b = 1, c = [1, 2] }
day = 2012-03-04
"""


def test_every_key_and_entry_has_the_line_on_which_it_begins() -> None:
    lines = lines_of(SAMPLE)
    assert lines["name",] == 2
    assert lines["quoted",] == 3
    assert lines["a", "b"] == 4
    assert lines["years",] == 6
    assert [lines["years", "rungs", n] for n in range(4)] == [8, 8, 9, 10]
    assert (lines["filing", 0], lines["filing", 1]) == (11, 17)
    assert lines["filing", 0, "document", 0, "code"] == 14
    assert (lines["filing", 1, "column", 1], lines["filing", 1, "column", 1, "code"]) == (20, 20)
    assert lines["filing", 1, "document", 0, "deep", "c", 1] == 23
    assert lines["filing", 1, "document", 0, "day"] == 24


def test_what_is_missing_has_the_line_of_what_should_hold_it() -> None:
    lines = lines_of(SAMPLE)
    assert line_of(("filing", 1, "by"), lines) == 17
    assert line_of(("filing", 0, "document", 0, "zh"), lines) == 13
    assert line_of(("province",), lines) == 1


def test_text_within_a_long_string_is_no_key() -> None:
    assert ("filing", 0, "document", 0, "multi") not in lines_of(SAMPLE)
    assert ("multi",) not in lines_of(SAMPLE)


def test_a_file_with_windows_line_ends_has_the_same_lines() -> None:
    assert lines_of(SAMPLE.replace("\n", "\r\n")) == lines_of(SAMPLE)


def test_every_place_of_the_shipped_files_has_a_line() -> None:
    for name in SHIPPED:
        lines = lines_of(shipped(name))
        assert [place for place in places(tomllib.loads(shipped(name))) if place not in lines] == []


def places(value: Any, place: Path = ()) -> list[Path]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [found for step, each in steps for found in places(each, (*place, step))]
    return [place, *below] if place else below


PLAIN = st.one_of(
    st.integers(-9, 10**6),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
)
KEYS = st.from_regex(r"[a-z_]{1,6}", fullmatch=True)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=5)
FILES = st.lists(st.tuples(KEYS, TABLES), max_size=6)


class Writer:
    """Writes tables as TOML, keeping the line of each place as it goes."""

    def __init__(self) -> None:
        self.text = ""
        self.lines: dict[Path, int] = {}

    def here(self, place: Path) -> None:
        self.lines[place] = self.text.count("\n") + 1

    def entry(self, table: str, nth: int, values: dict[str, Any]) -> None:
        self.lines.setdefault((table,), self.text.count("\n") + 1)
        self.here((table, nth))
        self.text += f"[[{table}]] # ] = [\n\n"
        for key, value in values.items():
            self.here((table, nth, key))
            self.text += f"{key} = "
            self.value((table, nth, key), value)
            self.text += "\n"

    def value(self, place: Path, value: Any) -> None:
        if isinstance(value, list):
            self.text += "[\n"
            for nth, each in enumerate(value):
                self.here((*place, nth))
                self.value((*place, nth), each)
                self.text += ", # , ]\n"
            self.text += "]"
        elif isinstance(value, dict):
            self.text += "{"
            for nth, (key, each) in enumerate(value.items()):
                self.text += ", " if nth else " "
                self.here((*place, key))
                self.text += f"{key} = "
                self.value((*place, key), each)
            self.text += " }"
        else:
            self.text += json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@given(FILES)
def test_whatever_is_written_is_found_where_it_was_written(tables: list[tuple[str, dict[str, Any]]]) -> None:
    writer, counts = Writer(), dict[str, int]()
    for name, values in tables:
        writer.entry(name, counts.setdefault(name, 0), values)
        counts[name] += 1
    tomllib.loads(writer.text)
    assert dict(lines_of(writer.text)) == writer.lines
