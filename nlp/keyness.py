"""How much a candidate looks like a keyword: features in steps, each with a weight learnt from papers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.phrases import Phrase, generic
from nlp.words import known, rarity


@dataclass(slots=True)
class Candidate:
    """A phrase with what was seen of it in one text."""

    phrase: Phrase
    times: int = 0
    in_title: bool = False
    first: int = 0
    """Where it stands first, in characters after the title."""
    opens: int = 0
    closes: int = 0
    """How often it stands at the beginning, and at the end, of a run of words."""
    within: int = 0
    """How often the most frequent longer candidate that holds it occurs."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How often a word opens, ends, stands inside, or is a keyword if it occurs: steps from 0 to 7."""

    opens: int
    ends: int
    inside: int
    alone: int
    common: int
    """In how many texts it occurs."""


UNSEEN = Habits(8, 8, 8, 8, 0)


@dataclass(frozen=True, slots=True)
class Keyness:
    """The learnt weights, and the habits of the words."""

    weights: Mapping[str, int]
    habits: Mapping[str, Habits]

    def score(self, candidate: Candidate, longest: int) -> int:
        """Return the sum of the weights of a candidate's features; `longest` is the text's length."""
        return sum(self.weights.get(name, 0) for name in features(candidate, longest, self.habits))


@cache
def load() -> Keyness:
    """Load the weights of this package."""
    text = files("nlp").joinpath("data", "keywords.model").read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    habits = {}
    for line in lines:
        word, steps = line.split("\t")
        habits[word] = Habits(*map(int, steps))
    return Keyness(json.loads(head), habits)


def features(candidate: Candidate, longest: int, habits: Mapping[str, Habits]) -> Iterable[str]:
    """Name the features of a candidate."""
    words, folded = candidate.phrase.words, candidate.phrase.folded
    size = min(len(words), 5)
    single = "1" if size == 1 else "+"
    seen = [habits.get(word, UNSEEN) for word in words]
    times = min(candidate.times, 6)
    rare = [int(min(rarity(word), 15.99)) // 2 for word in words]
    title = "t" if candidate.in_title else "-"
    yield f"words{size}"
    yield f"chars{min(len(folded), 12)}{single}"
    yield f"times{times}{single}{title}"
    yield f"first{_step(candidate.first, (1, 20, 50, 90, 150, 250, 400))}"
    yield f"firstshare{min(8 * candidate.first // max(longest, 1), 7)}{title}"
    yield f"opens{4 * candidate.opens // candidate.times}{single}"
    yield f"closes{4 * candidate.closes // candidate.times}{single}"
    yield f"within{4 * min(candidate.within, candidate.times) // candidate.times}{single}{times}"
    yield f"known{known(folded)}{single}"
    yield f"latin{folded[0] < '㐀'}{single}"
    yield f"rarest{max(rare)}{single}"
    yield f"commonest{min(rare)}{single}"
    yield f"generic{sum(word in generic() for word in words)}{single}"
    yield f"genericend{words[-1] in generic()}{single}"
    if size == 1:
        yield f"alone{seen[0].alone}"
        yield f"aloneends{seen[0].ends}"
        yield f"aloneopens{seen[0].opens}"
        yield f"common{seen[0].common}"
        return
    yield f"open{seen[0].opens}"
    yield f"end{seen[-1].ends}"
    yield f"openend{seen[0].opens}{seen[-1].ends}"
    yield f"openalone{seen[0].alone}"
    yield f"endalone{seen[-1].alone}"
    yield f"least{min(max(one.opens, one.inside, one.ends) for one in seen)}"
    yield f"commonopen{seen[0].common}"
    yield f"commonend{seen[-1].common}"
    yield f"endlength{len(words[-1])}{len(words[0])}"
    for one in seen[1:-1]:
        yield f"inside{one.inside}"


def _step(value: int, bounds: tuple[int, ...]) -> int:
    return sum(value >= bound for bound in bounds)
