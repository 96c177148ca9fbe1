"""One year of the programme as rows: its calls, what each bureau owes, and the timers of all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby, pairwise

from handlers.domain.bureaus import Bureau
from handlers.domain.days import shanghai_day
from handlers.domain.filings import OWED, Filing, PaperCopy
from handlers.domain.programmes import Call, Cycle
from handlers.effects import Effects, Schedule
from handlers.ports.timers import PlannedTimer
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import PlannedCall, PlannedFiling, PlannedWindow, Year, at, firms_aim, rungs_of
from handlers.usecases.following import follow_copies, follow_line, lapse
from handlers.usecases.ladders import name_of, set_ladder
from handlers.usecases.owing import documents_of, owing, receiver_of

OPEN_CALL, CALL_RUNG, WINDOW = "open_call", "call_rung", "window_opens"
"""What a year's timers do besides reminding of filings: open a call or a window, remind enterprises."""


@dataclass(frozen=True)
class YearRows:
    """Makes and moves the rows of one year. Nothing that was due before `since` is made or set.

    `standing` are the timers that are set now, by what they are about.
    """

    uow: UnitOfWork
    cycle: Cycle
    year: Year
    since: datetime
    standing: Mapping[str, Sequence[PlannedTimer]]

    def plan(self) -> Effects:
        """Make what is missing, move what has moved; return the timers to set and to clear."""
        calls = {call.code: call for call in self._calls()}
        openings = tuple(e for each in self.year.calls for e in self._call_timers(each, calls[each.code]))
        windows = tuple(e for each in self.year.windows for e in self._window_timer(each))
        filings = tuple(
            effect
            for planned in self.year.filings
            for bureau in owing(planned, self._bureaus, self.uow.rules.province)
            for effect in self._filing(planned, bureau, calls.get(planned.call))
        )
        return (*openings, *windows, *filings, *self._lapsed())

    # ------------------------------------------------------------------------------------------------ calls

    def _calls(self) -> Sequence[Call]:
        known = {call.code: call for call in self.uow.calls.of_cycle(self.cycle.id or 0)}
        calls = [self._call(planned, known.get(planned.code)) for planned in self.year.calls]
        for former, following in pairwise(calls):
            if former.state == "open" and former.opened_at is None and following.state != "planned":
                former.state = "closed"
        return calls

    def _call(self, planned: PlannedCall, call: Call | None) -> Call:
        """Make a call; one that opened before the programme did is open, though nobody is told."""
        if call is None:
            past = self._moment(planned) < self.since
            made = Call(cycle_id=self.cycle.id or 0, code=planned.code, name=planned.zh, opens=planned.opens)
            made.state = "open" if past else "planned"
            return self.uow.add(made)
        if call.state == "planned":
            call.opens, call.name = planned.opens, planned.zh
        return call

    def _call_timers(self, planned: PlannedCall, call: Call) -> Effects:
        about, rungs = f"call:{call.id}", self._enterprise_rungs(planned.code)
        opening = self._set(f"{about}:open", self._moment(planned), OPEN_CALL, about)
        reminders = (
            self._set(f"{about}:firms:{code}", moment, CALL_RUNG, about, code=code)
            for code, moment in rungs
            if moment > self._moment(planned)
        )
        return (*(opening if call.state == "planned" else ()), *(each for some in reminders for each in some))

    def _enterprise_rungs(self, call: str) -> Sequence[tuple[str, datetime]]:
        """Return the reminders to a call's enterprises, which count back from the counties' last day."""
        due, deadlines = firms_aim(self.year, call), self.uow.rules.deadlines
        theirs = deadlines.model_copy(update={"rungs": deadlines.enterprise_rungs})
        rungs = rungs_of(due.aim, theirs, self.uow.calendar) if due else ()
        return [(rung.code, at(rung.day, deadlines.hour)) for rung in rungs]

    def _window_timer(self, planned: PlannedWindow) -> Effects:
        key, about = f"window:{self.cycle.id}:{planned.code}", f"cycle:{self.cycle.id}"
        return self._set(key, self._moment(planned), WINDOW, about, code=planned.code)

    # ---------------------------------------------------------------------------------------------- filings

    def _filing(self, planned: PlannedFiling, bureau: Bureau, call: Call | None) -> Effects:
        filing = self._known.get((planned.rule, bureau.id))
        if filing is not None:
            return self._moved(planned, bureau, filing) if filing.state in OWED else ()
        if planned.aim.aim < shanghai_day(self.since):
            return ()
        return set_ladder(self.uow, self._made(planned, bureau, call), self.since)

    def _made(self, planned: PlannedFiling, bureau: Bureau, call: Call | None) -> Filing:
        made = Filing(
            cycle_id=self.cycle.id or 0,
            call_id=call.id if call else None,
            rule=planned.rule,
            bureau_id=bureau.id or 0,
            to_id=receiver_of(planned, bureau),
            legal=planned.aim.legal,
            aim=planned.aim.aim,
            expected=planned.aim.expected,
            documents=dict.fromkeys(documents_of(planned, bureau, self.year.year), ""),
        )
        filing = self.uow.add(made)
        for number in range(1, planned.paper_copies + 1):
            self.uow.add(PaperCopy(filing_id=filing.id or 0, number=number))
        return filing

    def _moved(self, planned: PlannedFiling, bureau: Bureau, filing: Filing) -> Effects:
        """Follow the rules, the calendar and the reporting line; an extended day (延期) stays."""
        changed = (
            *follow_line(self.uow, filing, receiver_of(planned, bureau)),
            *follow_copies(self.uow, filing, self._copies.get(filing.id, ()), planned.paper_copies),
        )
        documents = dict.fromkeys(documents_of(planned, bureau, self.year.year), "")
        if documents.keys() - filing.documents.keys():
            filing.documents = documents | filing.documents
        present, due = (filing.legal, filing.aim, filing.expected), planned.aim
        if filing.extended_from is None and present != (due.legal, due.aim, due.expected):
            filing.legal, filing.aim, filing.expected = due.legal, due.aim, due.expected
            filing.revision += 1
            self.uow.record("filing.moved", name_of(filing), legal=str(due.legal), aim=str(due.aim))
        ladder = set_ladder(self.uow, filing, self.since, self.standing.get(name_of(filing), ()))
        return (*changed, *ladder)

    def _lapsed(self) -> Effects:
        """Let rest what a bureau has open by a rule that stands but does not bind it on its present line."""
        rules = {planned.rule: planned for planned in self.year.filings}
        bound = {
            (planned.rule, bureau.id)
            for planned in self.year.filings
            for bureau in owing(planned, self._bureaus, self.uow.rules.province)
        }
        gone = (
            filing
            for (rule, bureau), filing in self._known.items()
            if rule in rules and (rule, bureau) not in bound and filing.state in OWED
        )
        return tuple(effect for filing in gone for effect in lapse(self.uow, filing))

    # ----------------------------------------------------------------------------------------------- common

    @cached_property
    def _bureaus(self) -> Sequence[Bureau]:
        return self.uow.bureaus.all()

    @cached_property
    def _known(self) -> Mapping[tuple[str, int | None], Filing]:
        filings = self.uow.filings.of_cycle(self.cycle.id or 0)
        return {(filing.rule, filing.bureau_id): filing for filing in filings}

    @cached_property
    def _copies(self) -> Mapping[int | None, Sequence[PaperCopy]]:
        copies = self.uow.filings.copies_in(self.cycle.id or 0)
        return {filing: tuple(some) for filing, some in groupby(copies, key=lambda copy: copy.filing_id)}

    def _moment(self, planned: PlannedCall | PlannedWindow) -> datetime:
        return at(planned.opens, self.uow.rules.deadlines.hour)

    def _set(self, key: str, moment: datetime, what: str, about: str, **data: str) -> Effects:
        """Set a timer unless it stands for this moment already, perhaps held, or its moment is over."""
        timer = next((each for each in self.standing.get(about, ()) if each.key == key), None)
        stands = timer is not None and timer.data.get("at") == moment.isoformat()
        if stands or moment < self.since:
            return ()
        return (Schedule(key, moment, what, about, {**data, "at": moment.isoformat()}),)
