"""The years of the two notices, played to the end: which reminder leaves to whom on which day and minute."""

from datetime import UTC, datetime

import pytest

from handlers.domain.days import SHANGHAI
from handlers.usecases.ladders import RUNG
from tests.support.years import HENAN, JIANGSU, Province, unit

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
HENAN_2012 = """
2012-02-24 09:00 T-14 巩义市局 city_letter: 巩义主任
2012-02-24 09:00 T-14 郑州市局 city_letter: 郑州主任、郑州副主任
2012-03-01 09:00 T-14 河南省厅 province_letter: 省厅处长
2012-03-02 09:00 T-7 巩义市局 city_letter: 巩义主任
2012-03-02 09:00 T-7 郑州市局 city_letter: 郑州主任、郑州副主任
2012-03-06 09:00 T-3 巩义市局 city_letter: 巩义主任
2012-03-06 09:00 T-3 郑州市局 city_letter: 郑州主任、郑州副主任
2012-03-08 09:00 T-1 巩义市局 city_letter: 巩义主任
2012-03-08 09:00 T-1 郑州市局 city_letter: 郑州主任、郑州副主任
2012-03-08 09:00 T-7 河南省厅 province_letter: 省厅处长
2012-03-09 09:00 T-0 巩义市局 city_letter: 巩义主任
2012-03-09 09:00 T-0 郑州市局 city_letter: 郑州主任、郑州副主任
2012-03-12 09:00 +1 巩义市局 city_letter: 巩义主任
2012-03-12 09:00 +1 郑州市局 city_letter: 郑州主任、郑州副主任
2012-03-12 09:00 T-3 河南省厅 province_letter: 省厅处长
2012-03-13 09:00 +2 郑州市局 city_letter: 郑州主任、郑州副主任
2012-03-14 09:00 +3 巩义市局 city_letter: 省厅处长
2012-03-14 09:00 +3 郑州市局 city_letter: 省厅处长
2012-03-14 09:00 T-1 河南省厅 province_letter: 省厅处长
2012-03-15 09:00 T-0 河南省厅 province_letter: 省厅处长
2012-03-16 09:00 +1 河南省厅 province_letter: 省厅处长
2012-03-20 09:00 +3 河南省厅 province_letter: 省厅处长
"""
"""10 March 2012 is a Saturday, so the 9th is aimed at. 巩义 stands beside the cities and has none above it;
the province has none either. 中牟 owes nothing: its city files. Nobody of the ministry is here to hear."""

JIANGSU_AUTUMN_2014 = """
2014-08-06 09:00 T-14 常熟市局 autumn.needs_county: 常熟主任、常熟科员
2014-08-13 09:00 T-7 常熟市局 autumn.needs_county: 常熟主任、常熟科员
2014-08-15 09:00 T-14 昆山市局 autumn.needs_city: 昆山主任
2014-08-15 09:00 T-14 苏州市局 autumn.needs_city: 苏州主任
2014-08-15 09:00 T-3 常熟市局 autumn.needs_county: 常熟主任、常熟科员
2014-08-19 09:00 T-1 常熟市局 autumn.needs_county: 常熟主任、常熟科员
2014-08-20 09:00 T-0 常熟市局 autumn.needs_county: 常熟主任、常熟科员
2014-08-21 09:00 +1 常熟市局 autumn.needs_county: 常熟主任
2014-08-22 09:00 +2 常熟市局 autumn.needs_county: 苏州主任
2014-08-22 09:00 T-7 昆山市局 autumn.needs_city: 昆山主任
2014-08-22 09:00 T-7 苏州市局 autumn.needs_city: 苏州主任
2014-08-25 09:00 +3 常熟市局 autumn.needs_county: 省厅处长
2014-08-26 09:00 T-3 昆山市局 autumn.needs_city: 昆山主任
2014-08-26 09:00 T-3 苏州市局 autumn.needs_city: 苏州主任
2014-08-28 09:00 T-1 昆山市局 autumn.needs_city: 昆山主任
2014-08-28 09:00 T-1 苏州市局 autumn.needs_city: 苏州主任
2014-08-29 09:00 T-0 昆山市局 autumn.needs_city: 昆山主任
2014-08-29 09:00 T-0 苏州市局 autumn.needs_city: 苏州主任
2014-09-01 09:00 +1 昆山市局 autumn.needs_city: 昆山主任
2014-09-01 09:00 +1 苏州市局 autumn.needs_city: 苏州主任
2014-09-02 09:00 +2 苏州市局 autumn.needs_city: 苏州主任
2014-09-03 09:00 +3 昆山市局 autumn.needs_city: 省厅处长
2014-09-03 09:00 +3 苏州市局 autumn.needs_city: 省厅处长
2014-09-16 09:00 T-14 江苏省厅 autumn.publication: 省厅处长
2014-09-23 09:00 T-7 江苏省厅 autumn.publication: 省厅处长
2014-09-26 09:00 T-3 江苏省厅 autumn.publication: 省厅处长
2014-09-29 09:00 T-1 江苏省厅 autumn.publication: 省厅处长
2014-09-30 09:00 T-0 江苏省厅 autumn.publication: 省厅处长
2014-10-08 09:00 +1 江苏省厅 autumn.publication: 省厅处长
2014-10-10 09:00 +3 江苏省厅 autumn.publication: 省厅处长
"""
"""The first of what Jiangsu's notice of 4 May 2014 asks for: the spring of that year had passed. 31 August is
a Sunday; the week after 30 September is off; 28 September is a Sunday that is worked."""

JIANGSU_SPRING_2015 = """
2015-03-06 09:00 T-14 常熟市局 spring.needs_county: 常熟主任、常熟科员
2015-03-13 09:00 T-7 常熟市局 spring.needs_county: 常熟主任、常熟科员
2015-03-17 09:00 T-14 昆山市局 spring.needs_city: 昆山主任
2015-03-17 09:00 T-14 苏州市局 spring.needs_city: 苏州主任
2015-03-17 09:00 T-3 常熟市局 spring.needs_county: 常熟主任、常熟科员
2015-03-19 09:00 T-1 常熟市局 spring.needs_county: 常熟主任、常熟科员
2015-03-20 09:00 T-0 常熟市局 spring.needs_county: 常熟主任、常熟科员
2015-03-23 09:00 +1 常熟市局 spring.needs_county: 常熟主任
2015-03-24 09:00 +2 常熟市局 spring.needs_county: 苏州主任
2015-03-24 09:00 T-7 昆山市局 spring.needs_city: 昆山主任
2015-03-24 09:00 T-7 苏州市局 spring.needs_city: 苏州主任
2015-03-25 09:00 +3 常熟市局 spring.needs_county: 省厅处长
2015-03-27 09:00 T-3 昆山市局 spring.needs_city: 昆山主任
2015-03-27 09:00 T-3 苏州市局 spring.needs_city: 苏州主任
2015-03-30 09:00 T-1 昆山市局 spring.needs_city: 昆山主任
2015-03-30 09:00 T-1 苏州市局 spring.needs_city: 苏州主任
2015-03-31 09:00 T-0 昆山市局 spring.needs_city: 昆山主任
2015-03-31 09:00 T-0 苏州市局 spring.needs_city: 苏州主任
2015-04-01 09:00 +1 昆山市局 spring.needs_city: 昆山主任
2015-04-01 09:00 +1 苏州市局 spring.needs_city: 苏州主任
2015-04-02 09:00 +2 苏州市局 spring.needs_city: 苏州主任
2015-04-03 09:00 +3 昆山市局 spring.needs_city: 省厅处长
2015-04-03 09:00 +3 苏州市局 spring.needs_city: 省厅处长
2015-04-16 09:00 T-14 江苏省厅 spring.publication: 省厅处长
2015-04-23 09:00 T-7 江苏省厅 spring.publication: 省厅处长
2015-04-27 09:00 T-3 江苏省厅 spring.publication: 省厅处长
2015-04-29 09:00 T-1 江苏省厅 spring.publication: 省厅处长
2015-04-30 09:00 T-0 江苏省厅 spring.publication: 省厅处长
2015-05-04 09:00 +1 江苏省厅 spring.publication: 省厅处长
2015-05-06 09:00 +3 江苏省厅 spring.publication: 省厅处长
"""


def lines(text: str) -> list[str]:
    """Return the lines of a table."""
    return text.strip().splitlines()


def messages(text: str) -> dict[tuple[str, str], int]:
    """Return how many messages a table is to each person at each moment: what is overdue is one together."""
    heard: dict[tuple[str, str], set[str]] = {}
    for line in lines(text):
        day, hour, code, bureau, rest = line.split(maxsplit=4)
        for person in rest.partition(": ")[2].split("、"):
            what = "overdue" if code.startswith("+") else f"{bureau} {rest}"
            heard.setdefault((f"{day} {hour}", person), set()).add(what)
    return {who: len(what) for who, what in heard.items()}


def test_henan_2012_when_nobody_files() -> None:
    with Province("henan-2012", HENAN, start="2012-02-21 08:00") as world:
        world.plays_until("2012-04-10 23:59")
        assert world.reminders() == lines(HENAN_2012)
        assert world.messages() == messages(HENAN_2012)
        assert world.messages()["2012-03-14 09:00", "省厅处长"] == 2  # one of 巩义 and 郑州, one of its own
        assert world.expired() == []


def test_henan_2012_opened_on_new_years_day_is_the_same() -> None:
    with Province("henan-2012", HENAN, start="2012-01-01 00:00") as world:
        world.plays_until("2012-03-31 23:59")
        assert world.reminders() == lines(HENAN_2012)


def test_henan_2012_when_the_cities_file_on_the_fifth_only_the_others_hear_more() -> None:
    with Province("henan-2012", HENAN, start="2012-02-21 08:00") as world:
        world.plays_until("2012-03-05 15:00").files("郑州市局")
        world.plays_until("2012-03-09 16:00").files("巩义市局")
        world.plays_until("2012-03-31 23:59")
        quiet = {"郑州市局": "2012-03-05 15:00", "巩义市局": "2012-03-09 16:00"}
        expected = [line for line in lines(HENAN_2012) if line[:16] < quiet.get(line.split()[3], "9999")]
        assert world.reminders() == expected
        assert len(expected) == 14


@pytest.mark.parametrize(
    ("start", "until", "year"),
    [
        ("2014-07-28 08:00", "2014-10-17 00:00", JIANGSU_AUTUMN_2014),
        ("2015-02-27 08:00", "2015-05-08 00:00", JIANGSU_SPRING_2015),
    ],
)
def test_jiangsu(start: str, until: str, year: str) -> None:
    with Province("jiangsu-2014", JIANGSU, start=start) as world:
        world.plays_until(until)
        assert world.reminders() == lines(year)
        assert world.messages() == messages(year)
        assert world.expired() == []


def test_jiangsu_opened_on_the_day_of_its_notice_fires_nothing_of_that_spring() -> None:
    with Province("jiangsu-2014", JIANGSU, start="2014-05-04 00:00") as world:
        world.plays_until("2014-05-08 12:00")
        assert world.reminders() == []
        assert (
            world.look(lambda work: [f.rule for f in work.filings.owed() if f.rule.startswith("spring")])
            == []
        )
        due = world.look(lambda work: [t for t in work.timers.between(*EVER) if t.what == RUNG])
        assert f"{due[0].due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == JIANGSU_AUTUMN_2014.strip()[:16]


def test_the_day_itself_excluded_moves_every_day_of_henan_that_it_moves() -> None:
    units = (
        unit("河南省厅", "410000", owner="省厅处长"),
        unit("郑州市局", "410100", "410000", owner="郑州主任"),
    )
    changed = {"includes_day": False, "rungs": [3, 1, 0]}
    with Province("henan-2012", units, start="2012-02-21 08:00", deadlines=changed) as world:
        world.plays_until("2012-03-31 23:59")
        assert world.reminders() == [
            "2012-03-06 09:00 T-3 郑州市局 city_letter: 郑州主任",
            "2012-03-08 09:00 T-1 郑州市局 city_letter: 郑州主任",
            "2012-03-09 09:00 T-0 郑州市局 city_letter: 郑州主任",
            "2012-03-09 09:00 T-3 河南省厅 province_letter: 省厅处长",  # of the 14th: the 11th is a Sunday
            "2012-03-12 09:00 +1 郑州市局 city_letter: 郑州主任",
            "2012-03-13 09:00 +2 郑州市局 city_letter: 郑州主任",
            "2012-03-13 09:00 T-1 河南省厅 province_letter: 省厅处长",
            "2012-03-14 09:00 +3 郑州市局 city_letter: 省厅处长",
            "2012-03-14 09:00 T-0 河南省厅 province_letter: 省厅处长",
            "2012-03-15 09:00 +1 河南省厅 province_letter: 省厅处长",
            "2012-03-19 09:00 +3 河南省厅 province_letter: 省厅处长",
        ]
