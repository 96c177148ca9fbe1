"""Features of a text for the linear models: one to three characters in a row, and whole Latin words.

Counted in integers, so that every machine comes to the same sums.
"""

from collections.abc import Iterator

from nlp.phrases import breakers
from nlp.text import fold
from nlp.words import cut_run, runs_at

ONCE = 16
"""What one mention weighs; the title weighs more, and the end of a long text less."""
_LONGEST = 3


def plain(title: str, text: str) -> dict[str, int]:
    """Count as papers are read: everything, the title twice."""
    counts: dict[str, int] = {}
    for part, times in ((title, 2), (text, 1)):
        for _, run in runs_at(fold(part)):
            _count(counts, run, times * ONCE, 1)
    return counts


def telling(title: str, text: str) -> dict[str, int]:
    """Count as needs are read: without what every need says, the title three times, the end less."""
    counts: dict[str, int] = {}
    for part, weight in ((title, 3 * ONCE), (text, 0)):
        for start, run in runs_at(fold(part)):
            for place, stretch in _stretches(run):
                _count(counts, stretch, weight or late(start + place), 2)
    return counts


def late(start: int) -> int:
    """Tell what a mention at this place weighs: companies praise themselves at the end of a text."""
    return ONCE * _HALF_AT // (_HALF_AT + start)


_HALF_AT = 300
"""Characters into the text after which a mention counts half."""


def is_latin(run: str) -> bool:
    """Tell whether a run is a Latin word or a number rather than Chinese characters."""
    return run[0] < "\u3400"


def _count(counts: dict[str, int], run: str, weight: int, shortest: int) -> None:
    if is_latin(run):
        counts["=" + run] = counts.get("=" + run, 0) + weight
        return
    for length in range(shortest, _LONGEST + 1):
        for start in range(len(run) - length + 1):
            gram = run[start : start + length]
            counts[gram] = counts.get(gram, 0) + weight


def _stretches(run: str) -> Iterator[tuple[int, str]]:
    """Give what stands between the words that every need says."""
    if is_latin(run):
        yield 0, run
        return
    begin = place = 0
    for word in cut_run(run):
        if word in breakers():
            if place > begin:
                yield begin, run[begin:place]
            begin = place + len(word)
        place += len(word)
    if place > begin:
        yield begin, run[begin:place]
