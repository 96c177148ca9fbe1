"""Facts for conversations tested without a database: the sample programme, and our own text package."""

from collections.abc import Callable
from functools import cache

from bot.samples.loading import present_day
from handlers.dialogue.step import Want
from handlers.programme.rules import Rules, read_rules
from handlers.thinking import ExpertsNamed, Keywords, LikelyDomains, NeedReading, ProgrammeRules, SimilarNeed
from nlp.domains import tag
from nlp.keywords import keywords
from nlp.reading import read_need


@cache
def sample_rules() -> Rules:
    """Return the rules of the sample programme."""
    return read_rules(present_day(2026))


def knowing(
    similar: tuple[int, str] | None = None, experts: tuple[tuple[int, str], ...] = ()
) -> Callable[[Want], object]:
    """Return what works facts out: texts are read for true, nouns are as given."""

    def work_out(want: Want) -> object:
        match want:
            case ProgrammeRules():
                return sample_rules()
            case LikelyDomains(title=title, text=text):
                return tag(title, text)
            case Keywords(title=title, text=text):
                return keywords(title, text)
            case NeedReading(text=text, today=today):
                return read_need(text, today)
            case SimilarNeed():
                return similar
            case ExpertsNamed(words=words):
                return tuple(each for each in experts if words in each[1])
            case _:
                raise TypeError(type(want).__name__)

    return work_out
