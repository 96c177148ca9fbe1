"""The one rule of days: aims, reminders, overdue ones and openings."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handlers.programme.calendar import WorkCalendar
from handlers.programme.plan import PlannedFiling, aim_of, at, climbs_of, opened_at, rungs_of, year_of
from handlers.programme.rules import ClimbRule, DeadlineRules, Rules, read_rules

CALENDAR = WorkCalendar()
USUAL = DeadlineRules()
BEYOND = CALENDAR.last_known.year + 1


def day(text: str) -> date:
    return date.fromisoformat(text)


def rules(**parts: Any) -> Rules:
    """Return the rules of a small programme."""
    data = {"name": "试", "province": "410000", "years": {"first_year": 2010, "last_year": 2040}}
    return read_rules(data | parts)


def filing(by: str, **fields: Any) -> dict[str, Any]:
    usual = {"code": "letter", "zh": "函", "from_levels": ["city"], "to_level": "province", "by": by}
    return usual | fields


def only(found: Rules, year: int, calendar: WorkCalendar = CALENDAR) -> PlannedFiling:
    (planned,) = year_of(found, year, calendar).filings
    return planned


# ------------------------------------------------------------------------------------------------------- aims


def test_a_saturday_is_aimed_at_on_the_friday_before() -> None:
    aim = aim_of(day("2012-03-10"), includes_day=True, calendar=CALENDAR)
    assert (aim.legal, aim.aim, aim.expected) == (day("2012-03-10"), day("2012-03-09"), False)


def test_a_working_day_is_aimed_at_itself_when_it_counts_and_the_day_before_when_not() -> None:
    thursday = day("2012-03-15")
    assert aim_of(thursday, includes_day=True, calendar=CALENDAR).aim == thursday
    assert aim_of(thursday, includes_day=False, calendar=CALENDAR).aim == day("2012-03-14")


def test_strictly_before_a_monday_is_friday() -> None:
    assert aim_of(day("2012-03-12"), includes_day=False, calendar=CALENDAR).aim == day("2012-03-09")


def test_a_deadline_in_the_golden_week_is_aimed_at_before_it() -> None:
    assert aim_of(day("2014-10-07"), includes_day=True, calendar=CALENDAR).aim == day("2014-09-30")


def test_a_deadline_on_a_sunday_that_works_is_aimed_at_itself() -> None:
    assert aim_of(day("2014-05-04"), includes_day=True, calendar=CALENDAR).aim == day("2014-05-04")


def test_a_deadline_in_the_spring_festival_is_aimed_at_on_the_working_saturday_before_it() -> None:
    assert aim_of(day("2012-01-25"), includes_day=True, calendar=CALENDAR).aim == day("2012-01-21")


def test_an_aim_beyond_the_table_is_only_expected() -> None:
    assert aim_of(date(BEYOND, 3, 10), includes_day=True, calendar=CALENDAR).expected
    assert not aim_of(CALENDAR.last_known, includes_day=True, calendar=CALENDAR).expected


def test_an_aim_that_follows_from_known_days_alone_is_certain() -> None:
    new_year = date(BEYOND, 1, 1)
    assert not aim_of(new_year, includes_day=False, calendar=CALENDAR).expected
    assert aim_of(new_year, includes_day=True, calendar=CALENDAR).expected


def test_an_expected_aim_becomes_certain_with_the_years_table() -> None:
    whole = {date(BEYOND, 1, 1) + timedelta(days=n): n % 7 < 5 for n in range(365)}
    assert not aim_of(date(BEYOND, 3, 10), includes_day=True, calendar=WorkCalendar(whole)).expected


# -------------------------------------------------------------------------------------------------- reminders


def test_reminders_count_calendar_days_back_from_the_aim() -> None:
    rungs = rungs_of(day("2012-03-09"), USUAL, CALENDAR)
    assert [(rung.code, f"{rung.day:%m-%d}") for rung in rungs] == [
        ("T-14", "02-24"), ("T-7", "03-02"), ("T-3", "03-06"), ("T-1", "03-08"), ("T-0", "03-09"),
    ]  # fmt: skip
    assert {rung.to for rung in rungs} == {""}


def test_a_reminder_on_a_day_off_moves_to_the_working_day_before() -> None:
    (rung,) = rungs_of(day("2014-08-20"), DeadlineRules(rungs=(3,)), CALENDAR)
    assert (rung.code, rung.day) == ("T-3", day("2014-08-15"))


def test_reminders_on_one_day_are_one_that_keeps_the_nearest_code() -> None:
    rungs = rungs_of(day("2015-08-31"), USUAL, CALENDAR)
    assert [(rung.code, rung.merged) for rung in rungs] == [
        ("T-14", ()), ("T-7", ()), ("T-1", ("T-3",)), ("T-0", ()),
    ]  # fmt: skip


def test_after_a_long_holiday_three_reminders_may_be_one() -> None:
    rungs = rungs_of(day("2014-10-08"), USUAL, CALENDAR)
    assert [(rung.code, str(rung.day), rung.merged) for rung in rungs][1:] == [
        ("T-1", "2014-09-30", ("T-7", "T-3")),
        ("T-0", "2014-10-08", ()),
    ]


def test_the_order_in_which_reminders_are_written_does_not_matter() -> None:
    shuffled = DeadlineRules(rungs=(0, 7, 1, 14, 3))
    assert rungs_of(day("2012-03-09"), shuffled, CALENDAR) == rungs_of(day("2012-03-09"), USUAL, CALENDAR)


def test_no_reminders_are_no_reminders() -> None:
    assert rungs_of(day("2012-03-09"), DeadlineRules(rungs=()), CALENDAR) == ()


def test_overdue_climbs_by_working_days() -> None:
    climbs = climbs_of(day("2014-09-30"), USUAL, CALENDAR)
    assert [(rung.code, str(rung.day), rung.to) for rung in climbs] == [
        ("+1", "2014-10-08", "head"), ("+2", "2014-10-09", "city"), ("+3", "2014-10-10", "province"),
    ]  # fmt: skip


def test_another_ladder_climbs_otherwise() -> None:
    slow = DeadlineRules(climbs=(ClimbRule(after_workdays=5, to="province"),))
    (climb,) = climbs_of(day("2012-03-09"), slow, CALENDAR)
    assert (climb.code, climb.day, climb.to) == ("+5", day("2012-03-16"), "province")


def test_nine_in_shanghai_is_one_in_greenwich_winter_and_summer() -> None:
    assert at(day("2012-03-09"), "09:00") == datetime(2012, 3, 9, 1, 0, tzinfo=UTC)
    assert at(day("2012-07-09"), "09:00") == datetime(2012, 7, 9, 1, 0, tzinfo=UTC)


# -------------------------------------------------------------------------------------------------- the year


def test_a_filing_may_leave_its_own_day_out_where_the_programme_counts_it() -> None:
    found = rules(filing=[filing("03-15", includes_day=False)])
    assert only(found, 2012).aim.aim == day("2012-03-14")


def test_a_programme_that_leaves_the_day_out_leaves_it_out_everywhere_but_where_told() -> None:
    strict = {"includes_day": False}
    assert only(rules(deadlines=strict, filing=[filing("03-15")]), 2012).aim.aim == day("2012-03-14")
    told = rules(deadlines=strict, filing=[filing("03-15", includes_day=True)])
    assert only(told, 2012).aim.aim == day("2012-03-15")


@pytest.mark.parametrize(
    ("year", "legal"), [(2012, "2012-02-29"), (2013, "2013-02-28"), (2016, "2016-02-29")]
)
def test_the_leap_day_is_the_28th_in_other_years(year: int, legal: str) -> None:
    assert only(rules(filing=[filing("02-29")]), year).aim.legal == day(legal)


def test_reminders_pass_over_the_leap_day() -> None:
    rungs = rungs_of(day("2012-03-14"), DeadlineRules(rungs=(14,)), CALENDAR)
    assert [rung.day for rung in rungs] == [day("2012-02-29")]
    assert rungs_of(day("2013-03-14"), DeadlineRules(rungs=(14,)), CALENDAR)[0].day == day("2013-02-28")


def test_a_call_opens_on_the_first_working_day_on_or_after_its_day() -> None:
    call = {"code": "spring", "zh": "春", "opens": "03-01"}
    found = rules(call=[call])
    (planned,) = year_of(found, 2015, CALENDAR).calls
    assert (planned.legal_open, planned.opens) == (day("2015-03-01"), day("2015-03-02"))
    (planned,) = year_of(found, 2016, CALENDAR).calls
    assert planned.legal_open == planned.opens == day("2016-03-01")


def test_a_window_keeps_its_legal_days_and_opens_on_a_working_one() -> None:
    window = {"code": "winter", "zh": "冬", "first_month": 10, "last_month": 12}
    (planned,) = year_of(rules(window=[window]), 2014, CALENDAR).windows
    assert (planned.first, planned.last) == (day("2014-10-01"), day("2014-12-31"))
    assert planned.opens == day("2014-10-08")


def test_a_window_ends_on_the_last_day_of_february_whatever_it_is() -> None:
    found = rules(window=[{"code": "cold", "zh": "冬", "first_month": 1, "last_month": 2}])
    ends = [year_of(found, year, CALENDAR).windows[0].last for year in (2012, 2013)]
    assert ends == [day("2012-02-29"), day("2013-02-28")]


def test_a_publication_is_owed_by_the_province_to_nobody() -> None:
    call = {"code": "spring", "zh": "春", "opens": "03-01"}
    publication = {"call": "spring", "zh": "公布", "opens": "04-01", "by": "04-30"}
    planned = only(rules(call=[call], publication=[publication]), 2016)
    assert (planned.rule, planned.from_levels, planned.to_level) == ("spring.publication", ("province",), "")
    assert (planned.opens, planned.aim.aim) == (day("2016-04-01"), day("2016-04-29"))
    assert (planned.electronic, planned.paper_copies) == (False, 0)


def test_a_calls_filing_carries_the_calls_code_and_opens_with_it() -> None:
    call = {"code": "spring", "zh": "春", "opens": "03-01"}
    planned = only(rules(call=[call], filing=[filing("03-20", code="needs_county", call="spring")]), 2015)
    assert (planned.rule, planned.call, planned.opens) == ("spring.needs_county", "spring", day("2015-03-02"))


def test_filings_come_in_the_order_of_their_aims() -> None:
    found = rules(filing=[filing("12-01", code="late"), filing("02-01", code="early")])
    assert [each.rule for each in year_of(found, 2014, CALENDAR).filings] == ["early", "late"]


def test_a_year_outside_the_programmes_is_empty() -> None:
    found = rules(filing=[filing("03-10")])
    assert year_of(found, 2009, CALENDAR).filings == ()
    assert year_of(found, 2041, CALENDAR).filings == ()


def test_nothing_is_planned_before_the_notices_day() -> None:
    early, late = filing("03-10", code="early"), filing("05-20", code="late")
    call = {"code": "spring", "zh": "春", "opens": "03-01"}
    past = {"code": "past", "zh": "过", "first_month": 1, "last_month": 4}
    under_way = {"code": "on", "zh": "在", "first_month": 3, "last_month": 6}
    found = rules(opened="2014-05-04", filing=[early, late], call=[call], window=[past, under_way])
    year = year_of(found, 2014, CALENDAR)
    assert ([each.rule for each in year.filings], year.calls) == (["late"], ())
    assert [each.code for each in year.windows] == ["on"]
    assert len(year_of(found, 2015, CALENDAR).filings) == 2


def test_a_programme_opens_now_or_on_its_notices_day_whichever_is_later() -> None:
    now = datetime(2014, 6, 1, 3, 0, tzinfo=UTC)
    assert opened_at(rules(), now) == now
    assert opened_at(rules(opened="2014-05-04"), now) == now
    assert opened_at(rules(opened="2014-06-04"), now) == at(day("2014-06-04"), "00:00")


def test_years_beyond_the_table_are_marked_expected() -> None:
    call = {"code": "spring", "zh": "春", "opens": "03-01"}
    window = {"code": "winter", "zh": "冬", "first_month": 10, "last_month": 12}
    found = rules(call=[call], window=[window], filing=[filing("03-10")])
    for year, expected in ((2016, False), (BEYOND, True)):
        plan = year_of(found, year, CALENDAR)
        marks = [plan.calls[0].expected, plan.windows[0].expected, plan.filings[0].aim.expected]
        assert marks == [expected] * 3


def test_a_plan_moves_when_the_table_arrives() -> None:
    found = rules(filing=[filing("10-08")])
    before = only(found, BEYOND).aim
    holiday = {date(BEYOND, 10, n): False for n in range(1, 9)}
    after = only(found, BEYOND, WorkCalendar(holiday)).aim
    assert (before.legal, before.expected) == (after.legal, after.expected) == (date(BEYOND, 10, 8), True)
    assert after.aim < date(BEYOND, 10, 1) <= before.aim
