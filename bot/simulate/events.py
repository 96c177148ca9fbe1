"""A year's record as JSON lines: every event with whom it concerns, and the figures that are read off it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.storage.record import events
from bot.storage.statements import Statements
from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from handlers.usecases.indicators import boards


def event_lines(statements: Statements) -> Iterator[str]:
    """Return each event; one about a visit names expert, enterprise, activity and bureau beside it."""
    visits = _visits(statements)
    for event in events(statements):
        kind, _, number = event.subject.partition(":")
        visit = visits.get(int(number) if kind == "visit" else event.facts.get("visit") or 0)
        line = {
            "event": event.action,
            "when": event.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "subject": event.subject,
            "by": event.by,
            "facts": dict(event.facts),
            **({"visit": visit} if visit else {}),
        }
        yield json.dumps(line, ensure_ascii=False)


def figure_line(work: Work) -> str:
    """Return the whole programme's figures, as 指标 shows them: each with its span and what it counts."""
    board = boards(work)(None)
    found = [
        {
            "counts": each.what,
            "from": each.span.first.isoformat(),
            "until": each.span.last.isoformat(),
            "done": each.done if each.items is not None else None,
        }
        for each in board.all
    ]
    return json.dumps({"figures": found}, ensure_ascii=False)


def _visits(statements: Statements) -> Mapping[int, dict[str, Any]]:
    rows = statements.rows(
        "SELECT v.id, v.expert_id, v.enterprise_id, v.activity_id, a.bureau_id, a.kind"
        " FROM visit v JOIN activity a ON a.id = v.activity_id"
    )
    names = ("id", "expert", "enterprise", "activity", "bureau", "kind")
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}
