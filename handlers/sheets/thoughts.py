"""What takes thought about rows: the technical domains and terms they speak of. Worked out in bulk."""

from collections.abc import Mapping
from typing import Any

from handlers.sheets.columns import EXPERTS, NEEDS
from handlers.sheets.drafts import Draft
from nlp.domains import clear_codes, tag
from nlp.keywords import keywords


def think(kind: str, draft: Draft) -> Mapping[str, Any]:
    """Return domains (unless the row names them) and keywords; takes about a millisecond a row."""
    if kind == EXPERTS:
        return {"domains": list(clear_codes(tag("", "\n".join(draft.get("directions") or ()))))}
    if kind == NEEDS:
        title, detail = draft.get("title"), draft.get("detail")
        return {"domains": list(clear_codes(tag(title, detail))), "keywords": list(keywords(title, detail))}
    return {}
