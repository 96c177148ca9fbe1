"""A mistake in a programme file: where it stands and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.programme.lines import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake at a place of the file: a text key below programme.mistake, and its values."""

    place: Path
    key: str
    values: Mapping[str, object] = field(default_factory=dict)
