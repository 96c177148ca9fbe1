"""Linear models in whole numbers: a weight from -127 to 127 for each feature and class.

A class's sum is exact on every machine, and no library is needed: the weights of a feature for all classes
stand side by side in one long number, so that one multiplication and one addition serve them all.
"""

import json
import math
from array import array
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.grams import ONCE

_LANE = 4
"""Bytes of one class's sum within the long number: 255 x 255 x 60,000 features fit."""
_MOST = 255
"""The largest value of a feature in a text."""
_OFFSET = 128


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features for the classes, in the order of the classes."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    step: float
    """What one unit of a weight is worth."""
    places: dict[str, int]
    """The number of each feature."""
    rarities: bytes
    """How much a feature tells, in sixteenths."""
    weights: bytes
    """One row of bytes for each feature, 128 more than the weight."""

    def scores(self, counts: dict[str, int]) -> list[float]:
        """Return the score of each class for the counted features of a text."""
        values = self.values(counts)
        sums = self._sums(values)
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        lift = _OFFSET * sum(values.values())
        return [(one - lift) * self.step / length + bias for one, bias in zip(sums, self.bias, strict=True)]

    def values(self, counts: dict[str, int]) -> dict[int, int]:
        """Return the value of each known feature: how often it is said, weighed by how much it tells."""
        places = self.places
        known = ((places[feature], count) for feature, count in counts.items() if feature in places)
        return {place: value(count, self.rarities[place]) for place, count in known}

    def weight(self, feature: str, number: int) -> int:
        """Return the weight of a feature for the class of this number; 0 for an unknown feature."""
        place = self.places.get(feature)
        return 0 if place is None else self.weights[place * len(self.classes) + number] - _OFFSET

    def _sums(self, values: dict[int, int]) -> "array[int]":
        width = len(self.classes)
        lanes = bytearray(width * _LANE)
        total = 0
        for place, worth in values.items():
            lanes[::_LANE] = self.weights[place * width : (place + 1) * width]
            total += int.from_bytes(lanes, "little") * worth
        sums = array("I")
        sums.frombytes(total.to_bytes(width * _LANE, "little"))
        if _IS_BIG:
            sums.byteswap()
        return sums


_IS_BIG = array("H", [1]).tobytes()[0] == 0


def value(count: int, rarity: int) -> int:
    """Return what a feature is worth in a text; many mentions tell little more than a few."""
    return min((_said()[min(count, _MANY)] * rarity + 32) // 64, _MOST)


_MANY = 100 * ONCE


@cache
def _said() -> tuple[int, ...]:
    """How much a number of mentions says, in sixteenths: 1 + ln n, and less than that for a part of one."""
    return tuple(
        round(16 * (1 + math.log(count / ONCE))) if count > _LITTLE else max(count, 1)
        for count in range(_MANY + 1)
    )


_LITTLE = 6


@cache
def load(name: str) -> Model:
    """Load a model of this package's data folder."""
    return unpack(files("nlp").joinpath("data", f"{name}.model").read_bytes())


def pack(model: Model) -> bytes:
    """Return a model as it stands in its file: a line of JSON, the features, their rarities, the weights."""
    head = {"classes": model.classes, "bias": model.bias, "step": model.step}
    lines = (json.dumps(head), "\t".join(model.places))
    return "\n".join(lines).encode() + b"\n" + model.rarities + model.weights


def unpack(content: bytes) -> Model:
    """Read a model back."""
    head, features, rest = content.split(b"\n", 2)
    fields = json.loads(head)
    places = {feature: place for place, feature in enumerate(features.decode().split("\t"))}
    return Model(
        classes=tuple(fields["classes"]),
        bias=tuple(fields["bias"]),
        step=fields["step"],
        places=places,
        rarities=rest[: len(places)],
        weights=rest[len(places) :],
    )
