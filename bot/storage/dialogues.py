"""Conversations under way, as rows of JSON; behind the port `handlers.ports.Dialogues`."""

from collections.abc import Sequence
from typing import Any

import orjson

from bot.storage.statements import AnyRow, Statements
from handlers.ports.dialogues import Dialogue

_SELECT = "SELECT id, person_id, flow, subject, state FROM dialogue"
_OPEN = (
    "INSERT INTO dialogue (person_id, flow, subject, state, front, paused, touched_at)"
    " VALUES (:person, :flow, :subject, :state,"
    " (SELECT COALESCE(MAX(front), 0) + 1 FROM dialogue WHERE person_id = :person), 0, :now)"
    " ON CONFLICT (person_id, flow, subject) DO UPDATE SET state = excluded.state,"
    " front = excluded.front, paused = 0, touched_at = excluded.touched_at RETURNING id"
)
_SAVE = "UPDATE dialogue SET state = :state, touched_at = :now WHERE id = :id"
_SAVE_IN_FRONT = (
    "UPDATE dialogue SET state = :state, touched_at = :now, paused = 0,"
    " front = (SELECT MAX(d.front) FROM dialogue d WHERE d.person_id = dialogue.person_id)"
    " + CASE WHEN front = (SELECT MAX(d.front) FROM dialogue d WHERE d.person_id = dialogue.person_id)"
    " THEN 0 ELSE 1 END WHERE id = :id"
)


class DialogueRows:
    """Reads and writes conversations on one connection. Locks a row it reads, where the database can."""

    def __init__(self, statements: Statements, now: float) -> None:
        """Use these statements; `now` in seconds stamps what is touched."""
        self._sql = statements
        self._now = now
        self._lock = "" if statements.on_sqlite else " FOR UPDATE"
        self._mine: dict[int, Dialogue | None] = {}  # read or written by this transaction, as it left them

    def front(self, person_id: int) -> Dialogue | None:
        """Return the conversation that receives free text."""
        sql = f"{_SELECT} WHERE person_id = :person AND paused = 0 ORDER BY front DESC LIMIT 1{self._lock}"
        found = _dialogue(self._sql.row(sql, person=person_id))
        if found is not None:
            self._mine[found.id] = found
        return found

    def get(self, dialogue_id: int) -> Dialogue | None:
        """Return an open or paused conversation by id."""
        if dialogue_id not in self._mine:
            found = self._sql.row(f"{_SELECT} WHERE id = :id{self._lock}", id=dialogue_id)
            self._mine[dialogue_id] = _dialogue(found)
        return self._mine[dialogue_id]

    def find(self, person_id: int, flow: str, subject: str) -> Dialogue | None:
        """Return a conversation by its key."""
        sql = f"{_SELECT} WHERE person_id = :person AND flow = :flow AND subject = :subject"
        return _dialogue(self._sql.row(sql, person=person_id, flow=flow, subject=subject))

    def of(self, person_id: int) -> Sequence[Dialogue]:
        """Return all conversations of a person, the front one first."""
        sql = f"{_SELECT} WHERE person_id = :person ORDER BY paused, front DESC"
        return [found for row in self._sql.rows(sql, person=person_id) if (found := _dialogue(row))]

    def open(self, person_id: int, flow: str, subject: str, state: dict[str, Any]) -> int:
        """Open a conversation in front, or start the same one over."""
        number: int = self._sql.value(
            _OPEN, person=person_id, flow=flow, subject=subject, state=_text(state), now=self._now,
        )  # fmt: skip
        self._mine.pop(number, None)
        return number

    def save(self, dialogue_id: int, state: dict[str, Any], *, front: bool = False) -> None:
        """Keep the state; `front` also brings it to the front, which ends a pause."""
        sql = _SAVE_IN_FRONT if front else _SAVE
        self._sql.run(sql, state=_text(state), now=self._now, id=dialogue_id)
        if (known := self._mine.get(dialogue_id)) is not None:
            self._mine[dialogue_id] = Dialogue(known.id, known.person_id, known.flow, known.subject, state)

    def pause(self, dialogue_id: int) -> None:
        """Let it receive no free text until it is brought to the front."""
        self._sql.run("UPDATE dialogue SET paused = 1 WHERE id = :id", id=dialogue_id)

    def close(self, dialogue_id: int) -> None:
        """Forget it."""
        self._sql.run("DELETE FROM dialogue WHERE id = :id", id=dialogue_id)
        self._mine[dialogue_id] = None

    def touched_at(self, dialogue_id: int) -> float | None:
        """Return when it was last answered, in seconds since 1970."""
        found: float | None = self._sql.value(
            "SELECT touched_at FROM dialogue WHERE id = :id", id=dialogue_id
        )
        return found


def _dialogue(row: AnyRow | None) -> Dialogue | None:
    if row is None:
        return None
    return Dialogue(row[0], row[1], row[2], row[3], orjson.loads(row[4]))


def _text(state: dict[str, Any]) -> str:
    return orjson.dumps(state, option=orjson.OPT_NON_STR_KEYS).decode()
