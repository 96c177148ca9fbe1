"""What took place, for everything that is counted."""

from collections.abc import Sequence
from typing import Protocol

from handlers.domain.indicators import Gain, Service
from handlers.domain.spans import Span


class Indicators(Protocol):
    """Visits that took place and results that stand, of all bureaus."""

    def services(self, span: Span) -> Sequence[Service]:
        """Return the visits that took place in these days, the earliest first."""
        ...

    def gains(self, span: Span) -> Sequence[Gain]:
        """Return the results told of these days that were not struck, the earliest first."""
        ...
