"""What was sent to whom, when and because of what, read from the queues."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.storage.outbox import BUZZ
from bot.storage.statements import Statements
from bot.storage.tables import DONE
from handlers.dialogue.messages import Message, from_json

_SENT = (
    "SELECT o.id, o.at, o.sent_at, o.person_id, o.channel, o.chat, o.card, o.flags, o.body,"
    " i.channel, i.chat, i.reply"
    " FROM outbox o LEFT JOIN inbox i"
    " ON i.id = CASE WHEN o.cause LIKE 'i%' THEN CAST(substr(o.cause, 2) AS BIGINT) END"
    " WHERE o.state = :done ORDER BY o.id"
)
_REMINDED = (
    "SELECT at, subject, facts FROM event"
    " WHERE action = 'reminder.sent' AND subject LIKE 'filing:%' ORDER BY id"
)

_FIGURES = {
    "needs": "SELECT COUNT(*) FROM need",
    "needs_approved": "SELECT COUNT(*) FROM need WHERE state IN ('approved', 'arranged')",
    "invitations": "SELECT COUNT(*) FROM invitation",
    "invitations_accepted": "SELECT COUNT(*) FROM invitation WHERE state = 'accepted'",
    "letters": "SELECT COUNT(*) FROM inbox WHERE channel != 'clock'",
    "letters_parked": "SELECT COUNT(*) FROM inbox WHERE state = 2",
    "unsent": "SELECT COUNT(*) FROM outbox WHERE state = 0",
    "buried": "SELECT COUNT(*) FROM outbox WHERE state = 5",
}


@dataclass(frozen=True, slots=True)
class Reminded:
    """A filing ("filing:3") that a reminder spoke of, its code, and the days (ISO) as they stood then."""

    filing: str
    code: str
    legal: str
    aim: str
    late: bool


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message that reached its channel. `kind` is the timer's name, "reply" or "news".

    `about` and `data` are the timer's own; `buzzed` is false for a card that was edited in place. `reminds`
    are the filings a reminder speaks of: more than one where it is a list.
    """

    id: int
    at: datetime
    person_id: int
    channel: str
    chat: str
    card: str
    kind: str
    about: str
    data: dict[str, Any]
    message: Message
    buzzed: bool
    reminds: tuple[Reminded, ...] = ()

    @property
    def covers(self) -> tuple[tuple[str, str], ...]:
        """The filings a reminder speaks of, each with its code."""
        return tuple((each.filing, each.code) for each in self.reminds)


def sent_messages(statements: Statements) -> Iterator[SentMessage]:
    """Return everything that was sent, in the order it was put down."""
    reported = _reported(statements)
    for row in statements.rows(_SENT, done=DONE):
        number, made, at, person, channel, chat, card, flags, body, cause, cause_chat, reply = row
        fired = json.loads(reply) if cause == "clock" and reply else {}
        kind = fired.get("what") or ("reply" if (cause, cause_chat) == (channel, chat) else "news")
        about, data = fired.get("about", ""), fired.get("data", {})
        together = reported.get((about, data.get("code", kind), round(made, 3)), ())
        yield SentMessage(
            number, datetime.fromtimestamp(at, UTC), person, channel, chat, card, kind, about, data,
            from_json(json.loads(body)), bool(flags & BUZZ),
            tuple(each for each, people in together if person in people),
        )  # fmt: skip


def _reported(
    statements: Statements,
) -> Mapping[tuple[str, str, float], Sequence[tuple[Reminded, frozenset[int]]]]:
    """Return which filings were reminded of together, to whom, by the timer that spoke for them and when."""
    found: dict[tuple[str, str, float], list[tuple[Reminded, frozenset[int]]]] = {}
    for at, subject, kept in statements.rows(_REMINDED):
        facts = json.loads(kept) if isinstance(kept, str) else kept
        number, code = facts.get("spoken_by", (subject.partition(":")[2], facts["code"]))
        days = facts.get("legal", ""), facts.get("aim", "")
        each = Reminded(subject, facts["code"], *days, late=facts["late"])
        mark = (f"filing:{number}", code, round(moment(at).timestamp(), 3))
        found.setdefault(mark, []).append((each, frozenset(facts["people"])))
    return found


def moment(kept: str | datetime) -> datetime:
    """Return a moment as a column holds it: text on SQLite."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC) if isinstance(kept, str) else kept


def figures(statements: Statements) -> Mapping[str, int]:
    """Return how many of each thing there are by now."""
    return {name: int(statements.value(sql)) for name, sql in _FIGURES.items()}


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One entry of the append-only record: who (person id) did what to what, when, with which facts."""

    at: datetime
    action: str
    subject: str
    by: int | None
    facts: Mapping[str, Any]


def events(statements: Statements) -> Iterator[RecordedEvent]:
    """Return the record in its order."""
    for at, action, subject, by, facts in statements.rows(
        "SELECT at, action, subject, actor_id, facts FROM event ORDER BY id"
    ):
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        told = json.loads(facts) if isinstance(facts, str) else facts
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        yield RecordedEvent(aware, action, subject, by, told or {})
