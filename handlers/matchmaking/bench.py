"""Experts judged for a need, each judged again only when the expert, the need, the day or the rules differ.

A conversation about whom to invite asks for the ranking with every answer, and between two answers hardly
anything about hundreds of experts changes. Of a need nothing is kept but a print of its words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from handlers.domain.candidates import Candidate
from handlers.domain.masks import ExpertView, Limits, NeedView, broken
from nlp.matching import Because, Index, Profile

KEPT = 20_000
"""Judgements kept in memory, 0.5 KiB each; when there are more all are forgotten."""

Words = tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
Weigh = Callable[[NeedView, ExpertView, float, Because, Limits], Candidate]
_NOTHING = (0.0, Because((), (), ()))


@dataclass(frozen=True, slots=True)
class Judged:
    """An expert, what they share with the need, and the rules in the way by code."""

    expert: ExpertView
    candidate: Candidate
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What was found for one need: how alike each expert's words are, and the judgements, by expert."""

    scores: dict[int, tuple[float, Because]]
    judged: dict[int, Judged] = field(default_factory=dict)


class Bench:
    """All experts by their words; whoever's words change, comes or leaves makes it anew."""

    def __init__(self, words: tuple[Words, ...], kept: int = KEPT) -> None:
        """Index the words; so many judgements are kept at most."""
        self._most = max(1, kept // max(1, len(words)))
        self._index = Index.build(Profile(str(number), said, (), *more) for number, said, *more in words)
        self._ledgers: dict[str, _Ledger] = {}

    def judged(
        self, need: NeedView, experts: Sequence[ExpertView], limits: Limits, weigh: Weigh
    ) -> list[Judged]:
        """Return a judgement of each expert, in their order."""
        ledger = self._ledger(need, limits)
        return [self._of(ledger, need, each, limits, weigh) for each in experts]

    def _of(
        self, ledger: _Ledger, need: NeedView, expert: ExpertView, limits: Limits, weigh: Weigh
    ) -> Judged:
        known = ledger.judged.get(expert.id)
        if known is None or (known.expert is not expert and known.expert != expert):
            candidate = weigh(need, expert, *ledger.scores.get(expert.id, _NOTHING), limits)
            known = ledger.judged[expert.id] = Judged(expert, candidate, broken(expert, need, limits))
        return known

    def _ledger(self, need: NeedView, limits: Limits) -> _Ledger:
        mark = blake2b(repr((need, limits)).encode(), digest_size=16).hexdigest()
        found = self._ledgers.get(mark)
        if found is None:
            if len(self._ledgers) >= self._most:
                self._ledgers.clear()
            ranked = self._index.rank(need.title, need.text, need.domains, limit=0)
            found = _Ledger({int(each.id): (each.score, each.because) for each in ranked})
            self._ledgers[mark] = found
        return found


def bench_of(experts: Sequence[ExpertView]) -> Bench:
    """Return the bench of these experts, kept from the last time if their words are the same."""
    return _bench(tuple([(each.id, each.directions, each.works, each.domains) for each in experts]))


@lru_cache(maxsize=1)
def _bench(words: tuple[Words, ...]) -> Bench:
    return Bench(words)
