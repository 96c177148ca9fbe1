"""What takes thought about rows: the technical domains and terms they speak of. Worked out in bulk."""

from collections.abc import Mapping
from typing import Any

from handlers.sheets.columns import EXPERTS, NEEDS
from handlers.sheets.drafts import Draft
from nlp.domains import tag
from nlp.keywords import keywords

CLEAR, MOST = 0.5, 3
"""A domain is taken with half of the first one's evidence or more, three at most."""


def think(kind: str, draft: Draft) -> Mapping[str, Any]:
    """Return domains (unless the row names them) and keywords; takes about a millisecond a row."""
    if kind == EXPERTS:
        return {"domains": _domains("", "\n".join(draft.get("directions") or ()))}
    if kind == NEEDS:
        title, detail = draft.get("title"), draft.get("detail")
        return {"domains": _domains(title, detail), "keywords": list(keywords(title, detail))}
    return {}


def _domains(title: str, text: str) -> list[str]:
    found = tag(title, text).domains[:MOST]
    return [guess.code for guess in found if guess.score >= CLEAR * found[0].score]
