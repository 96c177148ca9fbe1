"""What bureaus owe, the programme's years and the clock's plans, as the core reads them on both databases."""

from datetime import UTC, date, datetime, timedelta

from bot.storage.work import Work
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import OPEN, RECEIVED, RETURNED, SUBMITTED, Filing, PaperCopy
from handlers.domain.programmes import Call, Cycle, Programme
from handlers.effects import Schedule
from tests.support.world import World

NINE = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def bureau(work: Work, area: str, level: str = "county") -> int:
    """Make a bureau."""
    return work.add(Bureau(name=f"局{area}", level=level, area=area)).id or 0


def cycle(work: Work, year: int) -> int:
    """Make a year of a programme of its own."""
    programme = work.add(Programme(name="计划", area="410000"))
    return work.add(Cycle(programme_id=programme.id or 0, year=year)).id or 0


def filing(  # noqa: PLR0913, PLR0917 - a filing is these facts
    work: Work, of: int, by: int, day: int, to: int | None = None, state: str = OPEN
) -> Filing:
    """Make a filing due on a day of March 2026."""
    due = date(2026, 3, day)
    owed = Filing(cycle_id=of, rule=f"letter{day}", bureau_id=by, to_id=to, legal=due, aim=due, state=state)
    return work.add(owed)


def test_what_is_owed_by_and_to_a_bureau_is_read_in_the_order_of_the_aims(probed: World) -> None:
    def story(work: Work) -> None:
        year, county, city = cycle(work, 2026), bureau(work, "410181"), bureau(work, "410100", "city")
        late = filing(work, year, county, 20, city)
        soon = filing(work, year, county, 10, city, RETURNED)
        done = filing(work, year, county, 5, city, SUBMITTED)
        above = filing(work, year, city, 15)
        filings = work.filings
        assert list(filings.owed_by([county])) == [soon, late]
        assert list(filings.owed_to([city])) == [soon, late]
        assert list(filings.owed()) == [soon, above, late]
        assert list(filings.of_cycle(year)) == [done, soon, above, late]
        assert list(filings.of_bureau([county, city], [OPEN])) == [above, late]
        assert list(filings.of_bureau([county])) == [done, soon, late]
        assert filings.find(year, "letter20", county) is late
        assert filings.find(year, "letter20", city) is None
        late.state = RECEIVED
        assert list(filings.owed_by([county])) == [soon]
        assert list(filings.owed_by([])) == []

    probed.look(story)


def test_paper_copies_come_by_their_number_and_settled_rungs_are_kept(probed: World) -> None:
    def story(work: Work) -> int:
        one = filing(work, cycle(work, 2026), bureau(work, "410181"), 10)
        for number in (3, 1, 2):
            work.add(PaperCopy(filing_id=one.id or 0, number=number))
        one.rungs = {**one.rungs, "T-7": "2026-03-03"}
        return one.id or 0

    number = probed.change(story)

    def again(work: Work) -> tuple[list[int], dict[str, str], date]:
        found = work.get(Filing, number)
        assert found is not None
        return [copy.number for copy in work.filings.copies(number)], found.rungs, found.aim

    assert probed.look(again) == ([1, 2, 3], {"T-7": "2026-03-03"}, date(2026, 3, 10))


def test_the_newest_programme_is_the_one_that_runs(probed: World) -> None:
    def story(work: Work) -> None:
        year = cycle(work, 2027)
        spring = work.add(Call(cycle_id=year, code="spring", name="春", opens=date(2026, 3, 2)))
        autumn = work.add(Call(cycle_id=year, code="autumn", name="秋", opens=date(2026, 8, 3)))
        assert [each.year for each in work.calls.cycles()] == [2027]
        found = work.calls.cycle(2027)
        assert found is not None
        assert found.id == year
        assert work.calls.cycle(2026) is None
        assert list(work.calls.of_cycle(year)) == [spring, autumn]
        assert work.calls.current() is spring

    probed.look(story)


def test_without_a_programme_there_is_no_year_and_no_call(probed: World) -> None:
    def story(work: Work) -> None:
        for table in ("call", "cycle", "programme"):
            work.statements.run(f'DELETE FROM "{table}"')  # noqa: S608 - three names from the line above
        assert work.calls.programme() is None
        assert work.calls.cycles() == ()
        assert work.calls.current() is None

    probed.look(story)


def test_the_clocks_plans_are_read_by_time_by_subject_and_by_key(probed: World) -> None:
    def story(work: Work) -> None:
        for n in range(3):
            key = f"rung:{n}:T-7"
            work.timers.set(
                Schedule(key, NINE + timedelta(hours=n), "rung", f"filing:{n % 2}", {"code": "T-7"})
            )
        between = work.timers.between(NINE, NINE + timedelta(hours=2))
        assert [(planned.key, planned.due) for planned in between] == [
            ("rung:0:T-7", NINE),
            ("rung:1:T-7", NINE + timedelta(hours=1)),
        ]
        assert [planned.key for planned in work.timers.about("filing:0")] == ["rung:0:T-7", "rung:2:T-7"]
        found = work.timers.get("rung:1:T-7")
        assert found is not None
        assert (found.what, found.about, found.data) == ("rung", "filing:1", {"code": "T-7"})
        assert work.timers.get("rung:9:T-7") is None

    probed.look(story)
