"""What simulated people have in mind to do, kept in a file: a year that was killed goes on where it stood.

The file's lines come in groups, each ended by its number. A group counts once the database, which is
committed right after it, has that number too; what a kill left behind it is cut off. So both always tell of
one moment.
"""

import heapq
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.settings import Mistake
from handlers.dialogue.replies import Reply, reply_as_json, reply_from_json


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """Something a person will do at `due` (seconds since 1970). The key makes it happen exactly once.

    `row` is the message it answers, 0 for none: a message that comes a second time is answered once.
    """

    due: float
    key: str
    chat: str
    reply: str
    row: int = 0

    def as_reply(self) -> Reply:
        """Return what is done."""
        return reply_from_json(json.loads(self.reply))

    @property
    def of_form(self) -> bool:
        """Say whether it answers a form's question."""
        return self.key.startswith(f"{self.chat}|f:")


def act(due: datetime, key: str, chat: str, reply: Reply, row: int = 0) -> Act:
    """Return an act of a person at a moment."""
    return Act(due.timestamp(), key, chat, json.dumps(reply_as_json(reply), ensure_ascii=False), row)


class Journal:
    """Acts that are still to come and the moment reached."""

    def __init__(self, file: Path, group: int = 0) -> None:
        """Read what an earlier run left up to the group that the database has; 0 is a year's beginning."""
        self.moment: datetime | None = None
        self.runs = 1
        self._known: set[str] = set()
        self._answered: set[int] = set()
        self._open: dict[str, Act] = {}
        self._forms: dict[str, Act] = {}
        file.touch()
        whole = _up_to(file.read_bytes(), group)
        for line in whole.splitlines():
            self._read(json.loads(line))
        self._heap = sorted(self._open.values())
        self._file = file.open("ab")
        self._file.truncate(len(whole))
        self._write({"run": self.runs})

    def __enter__(self) -> Self:
        """Use it for a run."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def plan(self, planned: Act) -> None:
        """Keep an act; one of a key that was planned before changes nothing."""
        if planned.key not in self._known:
            self._keep(planned)
            heapq.heappush(self._heap, planned)
            self._write({"act": asdict(planned)})

    def put_off(self, planned: Act, due: float) -> None:
        """Do the next act later."""
        later = replace(planned, due=due)
        self._keep(later)
        heapq.heapreplace(self._heap, later)
        self._write({"act": asdict(later)})

    def done(self, planned: Act) -> None:
        """Note that the next act happened."""
        self._drop(planned.key)
        heapq.heappop(self._heap)
        self._write({"done": planned.key})

    def reached(self, moment: datetime) -> None:
        """Note the moment that the clock was moved to."""
        self.moment = moment
        self._write({"moment": moment.timestamp()})

    def end_group(self, number: int) -> None:
        """Bring all lines to the file, before the database commits the same group."""
        self._write({"group": number})
        self._file.flush()

    def knows(self, key: str) -> bool:
        """Say whether an act of this key was ever planned."""
        return key in self._known

    def answers(self, row: int) -> bool:
        """Say whether an act was planned because of this message."""
        return row in self._answered

    def form_of(self, chat: str) -> Act | None:
        """Return the answer to a form that somebody is about to give."""
        return self._forms.get(chat)

    @property
    def next(self) -> Act | None:
        """The act that is due first, the smaller key first among those of one moment."""
        return self._heap[0] if self._heap else None

    def _keep(self, planned: Act) -> None:
        self._known.add(planned.key)
        self._open[planned.key] = planned
        if planned.row:
            self._answered.add(planned.row)
        if planned.of_form:
            self._forms[planned.chat] = planned

    def _drop(self, key: str) -> None:
        gone = self._open.pop(key, None)
        if gone is not None and self._forms.get(gone.chat) == gone:
            del self._forms[gone.chat]

    def _read(self, line: dict[str, Any]) -> None:
        if "act" in line:
            self._keep(Act(**line["act"]))
        elif "done" in line:
            self._drop(line["done"])
        elif "run" in line:
            self.runs = line["run"] + 1
        elif "moment" in line:
            self.moment = datetime.fromtimestamp(line["moment"], UTC)

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _up_to(written: bytes, group: int) -> bytes:
    """Return the lines up to the end of this group. Raises `Mistake` when it is not there."""
    end = b'\n{"group": %d}\n' % group
    if group and end not in written:
        raise Mistake("The folder's journal.jsonl and year.db do not belong together.")
    return written[: written.index(end) + len(end)] if group else b""
