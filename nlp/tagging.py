"""What `expertbot tag` answers for a line: the keywords and domains of one need or one research direction."""

from nlp import lines
from nlp.domains import DomainGuess, tag
from nlp.keywords import keywords
from nlp.lines import Record, Unreadable, Unusable

_KEYWORDS, _DOMAINS = 10, 5


def tag_line(record: Record) -> str | Unreadable:
    """Tag a record {"id", "title", "text"}; the answer is a line of JSON."""
    try:
        given, title, text = record.id(), record.words("title"), record.words("text")
    except Unusable as fault:
        return Unreadable(record.number, str(fault))
    tagged = tag(title, text, _DOMAINS)
    return lines.write(
        {
            "id": given,
            "keywords": keywords(title, text, _KEYWORDS),
            "domains": [_shown(guess) for guess in tagged.domains],
            "sure": tagged.sure,
        }
    )


def _shown(guess: DomainGuess) -> dict[str, object]:
    return {"code": guess.code, "name": guess.name, "score": guess.score, "because": guess.because}
