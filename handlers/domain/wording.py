"""How values read in each language: small tables beside the values, in the form of the text catalogue."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]
Table = dict[str, dict[Language, str]]


@cache
def wording(topic: str) -> Table:
    """Read the table of one kind of value: name -> language -> pattern."""
    table = Path(__file__).with_name("data") / f"{topic}.toml"
    return dict(tomllib.loads(table.read_text(encoding="utf-8")))
