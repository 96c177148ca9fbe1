"""What a year came to: every message in its order, and the figures that can be read off it."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.storage.record import SentMessage
from handlers.domain.days import SHANGHAI, spoken_time
from handlers.domain.filings import Filing

_DOORS = re.compile(r"(#t=|start=)[\w-]+")
FEW = 3
"""So many of one kind at one moment are named; more are counted."""
SHOWN = 60


@dataclass
class Summary:
    """Figures of a year. Days are Shanghai's; a message is what buzzed, an edit what changed in place."""

    messages: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    days: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))
    filings: Counter[str] = field(default_factory=Counter)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, sent: SentMessage) -> None:
        """Count one message."""
        if not sent.buzzed:
            self.edits += 1
            return
        self.messages[sent.kind] += 1
        self.days[sent.person_id, sent.at.astimezone(SHANGHAI).date()] += 1

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain data."""
        most = max(self.days.values(), default=0)
        mean = sum(self.days.values()) / len(self.days) if self.days else 0.0
        return {
            "messages": dict(sorted(self.messages.items())),
            "edits": self.edits,
            "per_person_and_day": {
                "days_with_a_message": len(self.days),
                "mean": round(mean, 2),
                "most": most,
            },
            "filings": dict(sorted(self.filings.items())),
            **self.counts,
        }


def standing(filing: Filing) -> str:
    """Say whether a filing was in time: met, late or open."""
    if filing.submitted_at is None:
        return "waived" if filing.state == "waived" else "open"
    return "met" if filing.submitted_at.astimezone(SHANGHAI).date() <= filing.legal else "late"


def as_line(sent: SentMessage, name: str, reminders: Sequence[Mapping[str, Any]] = ()) -> str:
    """Return one message as a JSON line; what opens a door is left out of its words."""
    return json.dumps(
        {
            "at": sent.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "to": sent.chat,
            "name": name,
            "kind": sent.kind,
            "about": sent.about,
            **({"code": sent.data["code"]} if "code" in sent.data else {}),
            **({"reminders": list(reminders)} if reminders else {}),
            "card": sent.card,
            "edit": not sent.buzzed,
            "text": _DOORS.sub(r"\1…", sent.message.plain()),
        },
        ensure_ascii=False,
    )


def as_words(messages: Iterable[tuple[SentMessage, str]]) -> Iterator[str]:
    """Return the messages for a person to read: many of one kind at one moment are one line."""
    waiting: list[tuple[SentMessage, str]] = []
    for each in messages:
        if waiting and _moment(each[0]) != _moment(waiting[0][0]):
            yield from _lines(waiting)
            waiting = []
        waiting.append(each)
    yield from _lines(waiting)


def _moment(sent: SentMessage) -> tuple[Any, ...]:
    return (sent.at, sent.kind, sent.data.get("code", ""), not sent.buzzed)


def _lines(together: list[tuple[SentMessage, str]]) -> Iterator[str]:
    if not together:
        return
    first = together[0][0]
    code = first.data.get("code", "")
    year = first.at.astimezone(SHANGHAI).year
    head = f"{year}年{spoken_time(first.at)}  {' '.join(part for part in (first.kind, code) if part)}"
    if len(together) > FEW:
        names = "、".join(name for _, name in together[:FEW])
        yield f"{head} → {names} 等 {len(together)} 人  {_first_words(first)}"
        return
    for sent, name in together:
        edited = "" if sent.buzzed else "（卡片更新）"
        yield f"{head} → {name}（{sent.chat}）{edited}  {_first_words(sent)}"


def _first_words(sent: SentMessage) -> str:
    words = _DOORS.sub(r"\1…", sent.message.plain()).replace("\n", " / ")
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def in_words(figures: dict[str, Any]) -> Iterator[str]:
    """Return the figures for a person to read."""
    per = figures["per_person_and_day"]
    total = sum(figures["messages"].values())
    yield f"消息 {total} 条，卡片原地更新 {figures['edits']} 次"
    yield f"有消息的人日 {per['days_with_a_message']}，平均每人每日 {per['mean']} 条，最多 {per['most']} 条"
    yield "按类别：" + "，".join(f"{kind} {count}" for kind, count in figures["messages"].items())
    yield "报送：" + "，".join(f"{state} {count}" for state, count in figures["filings"].items())
    rest = {k: v for k, v in figures.items() if isinstance(v, int) and k != "edits"}
    yield "，".join(f"{name} {count}" for name, count in rest.items())
