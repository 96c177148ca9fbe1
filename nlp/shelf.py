"""The data files that travel with this package (sources and licences: `data/NOTICE.md`)."""

from functools import cache
from importlib.resources import files


@cache
def shelf(name: str) -> tuple[str, ...]:
    """Return the lines of one data file, without line ends and without empty lines."""
    text = files("nlp").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)
