"""Chance that depends on the seed and on what it is drawn for, never on what was drawn before."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Chance:
    """Draws by name: the same seed and name give the same number, in whatever order they are asked."""

    seed: int

    def share(self, *name: object) -> float:
        """Return a number from 0 to 1, 1 left out."""
        digest = blake2b("\x1f".join(map(str, (self.seed, *name))).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def number(self, least: int, most: int, *name: object) -> int:
        """Return a whole number, both ends included."""
        return least + int(self.share(*name) * (most - least + 1))

    def one_of(self, choices: Sequence[Choice], *name: object) -> Choice:
        """Return one of the choices, all equally likely."""
        return choices[self.number(0, len(choices) - 1, *name)]

    def weighted(self, choices: Sequence[tuple[Choice, float]], *name: object) -> Choice:
        """Return one of the choices by weight; the weights need not add up to 1."""
        point = self.share(*name) * sum(weight for _, weight in choices)
        for choice, weight in choices:
            point -= weight
            if point < 0:
                return choice
        return choices[-1][0]
