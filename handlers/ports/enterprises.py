"""Enterprises, their contacts, and where each stands before a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.domain.call_answers import CallAnswer, CallWatch
from handlers.domain.enterprises import Contact, Enterprise


@dataclass(frozen=True, slots=True)
class OwnFirm:
    """An enterprise as its people's forms begin with it."""

    id: int
    name: str
    county: str


class Enterprises(Protocol):
    """Enterprises and their contacts."""

    def by_code(self, credit_code: str) -> Enterprise | None:
        """Return the enterprise of this unified social credit code (统一社会信用代码), or None."""
        ...

    def named(self, name: str, county: str) -> Enterprise | None:
        """Return the enterprise of exactly this name in this county."""
        ...

    def mentioned(self, words: str) -> Sequence[Enterprise]:
        """Return the enterprises whose whole name stands somewhere in these words."""
        ...

    def search(self, piece: str, limit: int = 8) -> Sequence[Enterprise]:
        """Return enterprises whose name or credit code holds this piece, the exact one first."""
        ...

    def spoken_for(self, person_id: int) -> Sequence[OwnFirm]:
        """Return the enterprises a person speaks for, in the order of joining."""
        ...

    def of_person(self, person_id: int, state: str = "active") -> Sequence[Enterprise]:
        """Return the enterprises whose contact the person is in this state, in the order of joining."""
        ...

    def contacts(self, enterprise_id: int) -> Sequence[Contact]:
        """Return the contacts in any state, in the order of joining."""
        ...


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks for an enterprise."""

    enterprise_id: int
    enterprise: str
    person_id: int


@dataclass(frozen=True, slots=True)
class FirmStanding:
    """How an enterprise stands towards a call: open needs filed to it, a form under way, its word."""

    enterprise_id: int
    name: str
    filed: int = 0
    draft: bool = False
    answer: CallAnswer | None = None


class Firms(Protocol):
    """Enterprises before a call for needs (征集), a whole county at a time."""

    def counties(self) -> Sequence[tuple[str, int]]:
        """Return the counties (GB/T 2260) that have enterprises, with their number, by code."""
        ...

    def speakers(self, county: str) -> Sequence[Speaker]:
        """Return the active contacts of a county's enterprises, by enterprise."""
        ...

    def silent(self, call_id: int, county: str) -> Sequence[Speaker]:
        """Return the contacts of those that neither filed a need to the call nor said that they have none."""
        ...

    def standings(self, call_id: int, county: str) -> Sequence[FirmStanding]:
        """Return how each enterprise of a county stands towards a call, by id."""
        ...

    def answer(self, call_id: int, enterprise_id: int) -> CallAnswer | None:
        """Return one enterprise's word on a call, or None."""
        ...

    def is_watched(self, call_id: int) -> bool:
        """Say whether anybody has the call's progress on the screen."""
        ...

    def watchers(self, call_id: int, bureau_ids: Sequence[int]) -> Sequence[CallWatch]:
        """Return who has the call's progress for one of these bureaus on the screen."""
        ...

    def watching(self, person_id: int) -> Sequence[CallWatch]:
        """Return what a person has on the screen of open calls to which some bureau still owes its needs."""
        ...

    def watch(self, call_id: int, person_id: int) -> CallWatch | None:
        """Return which bureau and page of a call's progress a person has on the screen."""
        ...
