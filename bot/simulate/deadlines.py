"""The deadlines of a simulated year: what each reminder spoke of, and what came of each filing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from bot.storage.record import Reminded, SentMessage
from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from handlers.domain.filings import Filing
from handlers.programme.plan import firms_aim, year_of
from handlers.usecases.year_rows import CALL_RUNG

Facts = dict[str, Any]


class Deadlines:
    """Reads what the lines of a year say of deadlines; nothing of it is worked out again."""

    def __init__(self, work: Work) -> None:
        """Read everything once."""
        self._bureaus = {each.id: each for each in work.bureaus.all()}
        self._cycles = {each.id: each for each in work.calls.cycles()}
        self._calls = {each.id: each for cycle in self._cycles for each in work.calls.of_cycle(cycle or 0)}
        self.filings = {each.id: each for cycle in self._cycles for each in work.filings.of_cycle(cycle or 0)}
        self._plan = cache(lambda year: year_of(work.rules, year, work.calendar))

    def of(self, sent: SentMessage) -> Sequence[Facts]:
        """Return the reminders that a message was, each with its deadline as it stood then."""
        if sent.kind == CALL_RUNG and sent.buzzed:
            return [self._of_firms(sent)]
        return [self._of_filing(each) for each in sent.reminds] if sent.buzzed else ()

    def outcomes(self) -> Iterator[Facts]:
        """Return each filing as it stands in the end, with what became of its reminders."""
        for filing in self.filings.values():
            yield {
                **self._named(filing),
                "to": self._area(filing.to_id),
                "legal": filing.legal.isoformat(),
                "aim": filing.aim.isoformat(),
                "state": filing.state,
                "submitted": _local(filing.submitted_at),
                "rungs": dict(filing.rungs),
            }

    def _of_filing(self, each: Reminded) -> Facts:
        filing = self.filings[int(each.filing.partition(":")[2])]
        days = {"legal": each.legal, "aim": each.aim}
        return {**self._named(filing), **days, "rung": each.code, "late": each.late}

    def _of_firms(self, sent: SentMessage) -> Facts:
        call = self._calls[int(sent.about.partition(":")[2])]
        year = self._cycles[call.cycle_id].year
        due = firms_aim(self._plan(year), call.code)
        return {
            "call": call.id,
            "year": year,
            "rule": call.code,
            "area": sent.data.get("county", ""),
            "legal": due.legal.isoformat() if due else "",
            "aim": due.aim.isoformat() if due else "",
            "rung": sent.data.get("code", ""),
            "late": bool(sent.data.get("late")),
        }

    def _named(self, filing: Filing) -> Facts:
        bureau = self._bureaus[filing.bureau_id]
        return {
            "filing": filing.id,
            "year": self._cycles[filing.cycle_id].year,
            "rule": filing.rule,
            "bureau": bureau.name,
            "level": bureau.level,
            "area": bureau.area,
        }

    def _area(self, bureau_id: int | None) -> str:
        return self._bureaus[bureau_id].area if bureau_id is not None else ""


def _local(at: datetime | None) -> str | None:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None
