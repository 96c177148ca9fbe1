"""What is overdue goes up as one message for each hearer and moment: who is late, whom to call, buttons."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.simulate.deadlines import Deadlines
from bot.simulate.report import as_line
from bot.storage.record import sent_messages
from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.people import Person
from handlers.usecases.ladders import CLIMB
from tests.support.probes import empty_postgres
from tests.support.years import JIANGSU, Province, Unit, unit

CITIES = 27
THIRD_DAY = "2012-03-14 09:00"


def city(n: int) -> Unit:
    """Return an invented city's unit with its owner."""
    return replace(unit(f"第{n}市局", f"41{n:02}00", "410000", owner=f"第{n}主任"), level="city")


HENAN = (unit("河南省厅", "410000", owner="省厅处长"), *(city(n) for n in range(1, CITIES + 1)))
SMALL = HENAN[:4]
SUZHOU = (*JIANGSU, unit("张家港市局", "320582", "320500", owner="张家港主任"))


def henan(*units: Unit, start: str = "2012-03-09 08:00", url: str = "", **deadlines: object) -> Province:
    """Return Henan's year with these units, on the last day before everybody is late."""
    changes: dict[str, Any] = {"deadlines": deadlines} if deadlines else {}
    return Province("henan-2012", units or HENAN, start=start, url=url, **changes)


def lists(world: Province, name: str) -> list[Message]:
    """Return the lists of what is overdue that came to a person."""
    return [message for message in world.phone(name).buzzed if "逾期未报" in message.heading]


def gives_numbers(world: Province) -> None:
    """Give the first unit's owner a phone, the second an office phone alone."""

    def change(work: Work) -> None:
        owner, office = work.get(Person, world.people["第1主任"]), work.bureaus.at("410200")
        assert owner
        assert office
        owner.phone, office.phone = "13800000001", "0371-65900000"

    world.change(change)


# ----------------------------------------------------------------------------- one message


def test_on_the_third_day_the_province_gets_one_message_that_lists_all_who_are_late() -> None:
    with henan() as world:
        gives_numbers(world)
        world.plays_until("2012-03-14 08:59")
        before = len(world.phone("省厅处长").buzzed)
        world.plays_until(THIRD_DAY)
        came = world.phone("省厅处长").buzzed[before:]
        assert [message.heading for message in came if "每日提要" not in message.heading] == [
            "逾期未报：27 项",
            "报送：2012年重点服务项目申报函",  # the province's own, due the next day
        ]
        (message,) = lists(world, "省厅处长")
        ((name, words),) = message.fields
        assert name == "2012年服务项目申报材料"
        assert words.splitlines()[1:4] == [
            "期限：3月10日（周六）；应在3月9日（周五）前办完，已过5天",
            "1. 第1市局：第1主任，13800000001",
            "2. 第2市局：第2主任，0371-65900000",
        ]
        assert len(words.splitlines()) == 2 + CITIES
        assert [b.label for b in message.buttons][:3] == ["催办全部 27 个", "郑州市", "开封市"]
        assert len(world.reminders("+3")) == CITIES
        settled = [world.filing(f"第{n}市局").rungs["+3"] for n in range(1, CITIES + 1)]
        assert settled == ["2012-03-14"] * CITIES
        world.plays_until("2012-03-14 18:00")
        assert len(lists(world, "省厅处长")) == 1


def test_who_has_filed_or_got_more_time_is_not_on_the_list_and_one_alone_is_a_card() -> None:
    with henan(*SMALL) as world:
        world.plays_until("2012-03-13 15:00").files("第2市局")
        world.plays_until(THIRD_DAY)
        ((_, words),) = lists(world, "省厅处长")[0].fields
        assert "第1市局" in words
        assert "第2市局" not in words
        assert "第3市局" in words
    with henan(*SMALL) as world:
        world.plays_until("2012-03-13 15:00").files("第2市局").files("第3市局")
        world.plays_until(THIRD_DAY)
        assert lists(world, "省厅处长") == []
        world.phone("省厅处长").hears("第1市局的这项报送已过期限 4 天，多次提醒仍未办完，请督促。")


def test_on_the_second_day_a_city_gets_one_message_of_its_late_counties() -> None:
    with Province("jiangsu-2014", SUZHOU, start="2014-08-20 08:00") as world:
        world.plays_until("2014-08-22 09:00")
        (message,) = lists(world, "苏州主任")
        assert [button.label for button in message.buttons] == [
            "催办全部 2 个",
            "常熟市",
            "张家港市",
            "看征集进度",
        ]
        assert len(world.reminders("+2")) == 2
        assert lists(world, "常熟主任") == []
        world.plays_until("2014-08-25 09:00")
        assert len(lists(world, "省厅处长")) == 1


def two_letters() -> dict[str, Any]:
    """Return a programme in which every city owes two things by one day."""
    letter = {"from_levels": ["city"], "to_level": "province", "by": "03-10", "electronic": True}
    names = (("plan", "工作计划"), ("money", "经费预算"))
    return {
        "name": "试点", "province": "410000", "years": {"first_year": 2012, "last_year": 2012},
        "filing": [{**letter, "code": rule, "zh": name} for rule, name in names],
    }  # fmt: skip


def test_heads_who_are_late_with_several_things_get_them_in_one_message() -> None:
    with Province(two_letters(), SMALL, start="2012-03-09 08:00") as world:
        world.plays_until("2012-03-12 09:00")
        (message,) = lists(world, "第1主任")
        assert message.lines == ("贵局下列报送已过期限，请尽快办理。",)
        assert sorted(name for name, _ in message.fields) == ["2012年工作计划", "2012年经费预算"]
        assert all("本单位" in words for _, words in message.fields)
        assert [button.label for button in message.buttons] == ["2012年经费预算", "2012年工作计划"]
        world.phone("第1主任").taps_action(message.buttons[0].action).hears("报送：2012年")
        world.plays_until(THIRD_DAY)
        (message,) = lists(world, "省厅处长")
        assert message.heading == "逾期未报：6 项"
        assert [b.label for b in message.buttons][:2] == [
            "催办 3 个：2012年经费预算",
            "催办 3 个：2012年工作计划",
        ]


def test_a_bureau_that_stands_in_for_several_without_anybody_gets_one_message_too() -> None:
    empty = [Unit(each.name, each.area, each.reports_to, level="city") for each in SMALL[1:]]
    with henan(SMALL[0], *empty) as world:
        world.plays_until("2012-03-12 09:00")
        (message,) = lists(world, "省厅处长")
        assert message.heading == "逾期未报：3 项"
        assert "1. 第1市局：还没有负责人，没有留电话" in message.plain()


def test_more_late_units_than_a_screen_holds_are_counted() -> None:
    many = [replace(city(1), name=f"第{n}市局", people=()) for n in range(1, 46)]
    with henan(SMALL[0], *many) as world:
        world.plays_until("2012-03-12 09:00")
        (message,) = lists(world, "省厅处长")
        assert message.heading == "逾期未报：45 项"
        assert len(message.fields[0][1].splitlines()) == 2 + 40
        assert message.closing[0] == "另有 5 个单位没有列出，发“待办”可以看全。"


def test_it_is_english_for_who_reads_english() -> None:
    with henan(*SMALL) as world:
        world.phone("省厅处长").commands("language", "en")

        def english(work: Work) -> None:
            person = work.get(Person, world.people["省厅处长"])
            assert person
            person.language = "en"

        world.change(english)
        world.plays_until(THIRD_DAY)
        message = next(m for m in world.phone("省厅处长").buzzed if m.heading == "Overdue: 3")
        assert "Chase all 3" in [button.label for button in message.buttons]


# ----------------------------------------------------------------------------- its buttons


def test_all_are_chased_after_a_second_tap_that_names_them() -> None:
    with henan(*SMALL) as world:
        world.plays_until(THIRD_DAY)
        qi = world.phone("省厅处长").taps("催办全部 3 个")
        qi.hears("将催办 3 个单位（2012年服务项目申报材料）：郑州市、开封市、洛阳市。")
        assert "催您" not in world.phone("第1主任").last.plain()
        qi.taps("确认催办 3 个单位").hears("已催办 3 个单位")
        for n in (1, 2, 3):
            world.phone(f"第{n}主任").hears("河南省厅")
        qi.taps_action(f"fl.late:{world.filing('第1市局').id}").hears("今天都已催办过")


def test_the_province_chases_counties_that_file_to_their_city() -> None:
    with Province("jiangsu-2014", SUZHOU, start="2014-08-20 08:00") as world:
        world.plays_until("2014-08-25 09:00")
        qi = world.phone("省厅处长").taps("催办全部 2 个").taps("确认催办 2 个单位")
        qi.hears("已催办 2 个单位")
        world.phone("常熟主任").hears("苏州市局")


def test_who_has_nothing_to_say_there_chases_nobody() -> None:
    with henan(*SMALL) as world:
        world.plays_until(THIRD_DAY)
        number = world.filing("第1市局").id
        for name in ("第1主任", "第2主任"):
            world.phone(name).taps_action(f"fl.late2:{number}").hears("不归您办理")
        assert (
            world.look(lambda work: [e.action for e in work.events.of(f"filing:{number}")]).count(
                "filing.chased"
            )
            == 0
        )


def test_a_unit_on_the_list_opens_its_card() -> None:
    with henan(*SMALL) as world:
        world.plays_until(THIRD_DAY)
        qi = world.phone("省厅处长")
        qi.taps_action(f"c.unit:{world.filing('第2市局').id}").hears("第2市局报送：2012年服务项目申报材料")
        assert {"催办", "延期"} <= {button.label for button in qi.last.buttons}


# ----------------------------------------------------------------------------- skipped, late, held


def test_skipping_it_in_the_preview_skips_all_of_it_after_a_second_tap() -> None:
    with henan(*SMALL) as world:
        world.plays_until("2012-03-13 10:00")
        qi = world.phone("省厅处长").says("明日预览").hears("省厅处长（河南省）：逾期未报：3 项")
        key = f"rung:{world.filing('第1市局').id}:+3"
        qi.taps_action(f"pv.skip:{key}").hears("逾期未报：3 项").taps("确定跳过").hears("已跳过")
        assert [world.filing(f"第{n}市局").rungs["+3"] for n in (1, 2, 3)] == ["skipped"] * 3
        world.plays_until("2012-03-14 18:00")
        assert lists(world, "省厅处长") == []
        assert world.reminders("+3") == []


def test_after_a_standstill_it_comes_once_and_says_so() -> None:
    with henan(*SMALL) as world:
        world.plays_until("2012-03-13 10:00").stands_still_until("2012-03-15 08:30")
        world.plays_until("2012-03-15 12:00")
        (message,) = lists(world, "省厅处长")
        assert message.lines == ("（补发）下列报送已过期限，多次提醒仍未办完，请督促。",)


def test_by_policy_what_is_late_expires_for_each_of_them() -> None:
    with henan(*SMALL, late="expire") as world:
        world.plays_until("2012-03-13 10:00").stands_still_until("2012-03-15 08:30")
        world.plays_until("2012-03-15 12:00")
        assert lists(world, "省厅处长") == []
        late = [line for line in world.expired() if line.startswith("+3")]
        assert sorted(late) == ["+3 第1市局", "+3 第2市局", "+3 第3市局"]


def test_found_in_the_quiet_hours_it_waits_and_is_still_one_message() -> None:
    with henan(*SMALL) as world:
        world.plays_until("2012-03-13 10:00").stands_still_until("2012-03-14 23:00")
        assert lists(world, "省厅处长") == []
        world.plays_until("2012-03-15 07:59").files("第3市局")
        world.plays_until("2012-03-15 12:00")
        (message,) = lists(world, "省厅处长")
        assert message.heading == "逾期未报：2 项"


# ----------------------------------------------------------------------------- exactly once


@pytest.fixture(params=["sqlite", "postgresql"])
def third_day(request: pytest.FixtureRequest) -> Iterator[Province]:
    """Open Henan's year on each kind of database, on the third day, with the timers taken as letters."""
    url = empty_postgres() if request.param == "postgresql" else ""
    with henan(*SMALL, url=url) as world:
        world.plays_until("2012-03-14 08:59")
        world.clock.move(minutes=1)
        world.run(world.database.run(world.service._fire))  # noqa: SLF001 - between the two commits of a tick
        yield world


class TornError(Exception):
    """The process ends here: nothing of the unit under way was committed."""


def lane_of(world: Province, bureau: str) -> str:
    """Return the lane of a filing's reminders."""
    return f"clock:filing:{world.filing(bureau).id}"


def test_a_turn_that_ends_before_its_commit_settles_nothing_and_the_next_one_speaks(
    third_day: Province,
) -> None:
    lane = lane_of(third_day, "第2市局")

    def half(connection: Connection) -> None:
        third_day.service.receiver._next(connection, lane=lane, facts={})  # noqa: SLF001 - as above
        raise TornError

    with pytest.raises(TornError):
        third_day.run(third_day.database.run(half))
    assert "+3" not in third_day.filing("第1市局").rungs
    third_day.plays_until("2012-03-14 18:00")
    assert len(lists(third_day, "省厅处长")) == 1
    assert len(third_day.reminders("+3")) == 3


def test_whichever_letter_is_handled_first_speaks_for_the_others(third_day: Province) -> None:
    for bureau in ("第3市局", "第1市局", "第2市局"):
        third_day.run(third_day.service.receiver.work_lane(lane_of(third_day, bureau)))
        third_day.run(third_day.service.settle())
        assert len(lists(third_day, "省厅处长")) == 1
    third_day.plays_until("2012-03-14 18:00")
    assert len(third_day.reminders("+3")) == 3


def test_the_record_names_every_filing_that_the_one_message_speaks_of() -> None:
    with henan(*SMALL) as world:
        world.plays_until("2012-03-14 18:00")
        sent = world.look(lambda work: [s for s in sent_messages(work.statements) if s.kind == CLIMB])
        (together,) = [each for each in sent if len(each.covers) > 1]
        numbers = [world.filing(f"第{n}市局").id for n in (1, 2, 3)]
        assert sorted(together.covers) == [(f"filing:{number}", "+3") for number in numbers]
        reminders = world.look(lambda work: Deadlines(work).of(together))
        line = json.loads(as_line(together, "省厅处长", reminders))
        assert sorted((each["filing"], each["rung"]) for each in line["reminders"]) == [
            (number, "+3") for number in numbers
        ]
        assert all(each.covers == ((each.about, each.data["code"]),) for each in sent if each is not together)
