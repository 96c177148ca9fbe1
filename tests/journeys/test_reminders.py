"""Reminders as officers live with them: what they say, when they stop, wait, climb, are put off."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.storage.work import Work
from handlers.dialogue.messages import Message
from tests.support.years import HENAN, JIANGSU, Province, unit

ONE = (unit("河南省厅", "410000", owner="省厅处长"), unit("郑州市局", "410100", "410000", owner="郑州主任"))
ZHENGZHOU = "郑州市局"


def henan(start: str = "2012-02-21 08:00", **deadlines: object) -> Province:
    """Return Henan's year with one city."""
    changes: dict[str, Any] = {"deadlines": deadlines} if deadlines else {}
    return Province("henan-2012", ONE, start=start, **changes)


def due(message: Message) -> str:
    """Return what a card says of the deadline."""
    return dict(message.fields)["期限"].replace(" ", "")


# ----------------------------------------------------------------------------- what it says


def test_a_reminder_shows_both_days_why_it_came_and_how_to_put_it_off() -> None:
    with henan() as world:
        world.plays_until("2012-03-02 09:00")
        message = world.reminded("郑州主任")
        assert message.heading == "报送：2012年服务项目申报材料"
        assert message.lines == ("提醒：这项报送还没有办完。",)
        assert due(message) == "3月10日（周六）；请在3月9日（周五）前办完，还有7天"
        assert message.closing == ("您是郑州市局的经办人，所以提醒您；办完后不再提醒。",)
        assert [button.label for button in message.buttons][-4:] == [
            "3小时后提醒",
            "明早提醒",
            "下周一提醒",
            "少提醒",
        ]


def test_on_the_day_itself_and_after_it_the_words_change() -> None:
    with henan() as world:
        boss = world.phone("郑州主任")
        world.plays_until("2012-03-09 09:00")
        boss.hears("提醒：今天要办完这项报送，现在还没有报出。", "请在今天")
        assert due(world.reminded("郑州主任")) == "3月10日（周六）；请在今天（3月9日（周五））办完"
        world.plays_until("2012-03-12 09:00")
        boss.hears("这项报送已过期限 2 天，请尽快办理。", "已超过期限")
        assert due(world.reminded("郑州主任")) == "3月10日（周六）；应在3月9日（周五）前办完，已过3天"
        world.plays_until("2012-03-14 09:00")
        world.phone("省厅处长").hears(
            "郑州市局的这项报送已过期限 4 天，多次提醒仍未办完，请督促。", "所以告知河南省厅"
        )
        labels = [button.label for button in world.reminded("省厅处长", "请督促").buttons]
        assert "明早提醒" not in labels  # whoever does not owe it cannot put it off


def test_a_year_beyond_the_calendars_table_is_only_expected() -> None:
    with Province("present-day", JIANGSU, start="2026-12-01 08:00") as world:
        assert world.filing("常熟市局").expected
        world.plays_until("2027-03-05 09:00")
        world.phone("常熟主任").hears("（预计，放假安排公布后再定）")


# ----------------------------------------------------------------------------- when it stops


def test_it_stops_the_moment_it_is_done() -> None:
    with henan() as world:
        world.plays_until("2012-03-06 08:59").files(ZHENGZHOU)
        subject = f"filing:{world.filing(ZHENGZHOU).id}"
        assert world.look(lambda work: work.timers.about(subject)) == []
        world.plays_until("2012-03-31 09:00")
        assert world.reminders_of(ZHENGZHOU) == [
            "2012-02-24 09:00 T-14: 郑州主任",
            "2012-03-02 09:00 T-7: 郑州主任",
        ]


def test_what_comes_back_is_reminded_of_again_from_where_it_stands() -> None:
    with henan() as world:
        world.plays_until("2012-03-05 10:00").files(ZHENGZHOU)
        world.plays_until("2012-03-07 10:00").returns(ZHENGZHOU)
        world.plays_until("2012-03-09 10:00")
        assert [line.split()[2] for line in world.reminders_of(ZHENGZHOU)] == [
            "T-14:",
            "T-7:",
            "T-1:",
            "T-0:",
        ]


def test_a_reminder_that_has_fired_but_is_not_handled_yet_sees_that_it_is_done() -> None:
    with henan() as world:
        world.plays_until("2012-03-02 08:59")
        world.clock.move(minutes=1)
        world.run(world.database.run(world.service._fire))  # noqa: SLF001 - between the two commits of a tick
        world.files(ZHENGZHOU).plays_until("2012-03-02 12:00")
        assert world.reminders_of(ZHENGZHOU, "T-7") == []


# ----------------------------------------------------------------------------- put off


@pytest.mark.parametrize(
    ("at", "tap", "said", "again"),
    [
        ("2012-03-02 09:10", "3小时后", "3月2日（周五）12:10", "2012-03-02 12:10"),
        ("2012-03-02 18:30", "3小时后", "3月5日（周一）09:00", "2012-03-05 09:00"),  # the weekend is quiet
        ("2012-03-05 19:30", "3小时后", "3月6日（周二）08:00", None),  # at nine the next rung has come
        ("2012-03-04 23:59", "明早", "3月5日（周一）09:00", "2012-03-05 09:00"),
        ("2012-03-02 09:10", "明早", "3月5日（周一）09:00", "2012-03-05 09:00"),
        ("2012-03-02 09:10", "下周一", "3月5日（周一）09:00", "2012-03-05 09:00"),
    ],
)
def test_a_reminder_can_be_put_off_and_the_deadline_stays(
    at: str, tap: str, said: str, again: str | None
) -> None:
    with henan() as world:
        boss = world.phone("郑州主任")
        world.plays_until(at)
        boss.taps(tap).hears(f"好的，{said} 再提醒您。期限不变。")
        world.plays_until("2012-03-06 08:30")
        moments = [line[:16] for line in world.reminders("snooze")]
        assert moments == [again or "2012-03-06 08:00"]
        assert world.filing(ZHENGZHOU).aim == date(2012, 3, 9)


def test_putting_off_is_ones_own_and_ends_with_the_work() -> None:
    with Province("henan-2012", HENAN, start="2012-02-21 08:00") as world:
        world.plays_until("2012-03-02 09:10")
        world.phone("郑州副主任").taps("3小时后")
        world.plays_until("2012-03-02 12:30")
        assert world.reminders("snooze") == ["2012-03-02 12:10 snooze 郑州市局 city_letter: 郑州副主任"]
        world.phone("郑州主任").taps("下周一")
        world.plays_until("2012-03-02 15:00").files("郑州市局")
        world.plays_until("2012-03-05 12:00")
        assert len(world.reminders("snooze")) == 1


def test_one_that_was_put_off_and_missed_comes_late_in_the_morning_or_expires_by_policy() -> None:
    with henan() as world:
        world.plays_until("2012-03-02 09:10")
        world.phone("郑州主任").taps("3小时后")
        world.stands_still_until("2012-03-02 22:00").plays_until("2012-03-05 12:00")
        assert world.reminders("snooze") == ["2012-03-05 09:00 snooze 郑州市局 city_letter: 郑州主任"]
        assert "（补发）" in world.reminded("郑州主任").plain()
    with henan(late="expire") as world:
        world.plays_until("2012-03-02 09:10")
        world.phone("郑州主任").taps("3小时后")
        world.stands_still_until("2012-03-02 15:00").plays_until("2012-03-05 12:00")
        assert world.reminders("snooze") == []
        assert world.expired() == ["snoozed 郑州市局"]


def test_whoever_has_left_the_bureau_is_not_reminded_any_more() -> None:
    with Province("henan-2012", HENAN, start="2012-02-21 08:00") as world:
        world.plays_until("2012-03-02 09:10")
        world.phone("郑州副主任").taps("下周一")

        def left(work: Work) -> None:
            seats = (work.bureaus.seat(number, world.people["郑州副主任"]) for number in range(1, 5))
            next(seat for seat in seats if seat is not None).active = False

        world.change(left)
        world.plays_until("2012-03-06 12:00")
        assert world.reminders("snooze") == []
        assert world.reminders_of("郑州市局", "T-3") == ["2012-03-06 09:00 T-3: 郑州主任"]


def test_one_message_when_the_next_rung_comes_in_the_same_minute() -> None:
    with henan() as world:
        world.plays_until("2012-03-05 09:10")
        world.phone("郑州主任").taps("明早")
        world.plays_until("2012-03-06 09:00")
        assert [line[:20] for line in world.reminders("snooze", "T-3")] == ["2012-03-06 09:00 T-3"]


def test_a_second_tap_moves_it_and_an_old_or_forged_button_is_explained() -> None:
    with Province("henan-2012", HENAN, start="2012-02-21 08:00") as world:
        boss = world.phone("郑州主任")
        world.plays_until("2012-03-02 09:10")
        number = world.filing("郑州市局").id
        boss.taps_action(f"snooze:{number}:mon").taps_action(f"snooze:{number}:3h")
        boss.taps_action(f"snooze:{number}:never").hears("这个按钮已不能用")
        boss.taps_action("snooze:9999:am").hears("找不到这项报送")
        boss.taps_action("snooze:x:am").hears("这个按钮已不能用")
        world.phone("巩义主任").taps_action(f"snooze:{number}:am").hears("这项报送不由您办理")
        world.plays_until("2012-03-05 12:00")
        assert [line[:16] for line in world.reminders("snooze")] == ["2012-03-02 12:10"]
        world.files("郑州市局")
        boss.taps_action(f"snooze:{number}:am").hears("这项报送已经不用再办")


def test_the_dialogue_of_being_told_less_says_that_a_duty_can_only_be_put_off() -> None:
    with henan() as world:
        world.plays_until("2012-03-02 09:10")
        world.phone("郑州主任").taps("少提醒").hears("报送是本单位的职责，截止提醒不能关闭")


# ----------------------------------------------------------------------------- quiet hours


def test_a_programme_that_speaks_at_seven_waits_until_the_quiet_hours_are_over() -> None:
    with henan(hour="07:00", rungs=[7, 0]) as world:
        world.plays_until("2012-03-09 12:00")
        assert [line[:20].strip() for line in world.reminders() if ZHENGZHOU in line] == [
            "2012-03-02 08:00 T-7",
            "2012-03-09 08:00 T-0",
        ]
        assert "补发" not in world.reminded("郑州主任").plain()


def test_planning_again_leaves_what_is_held_where_it_is() -> None:
    with henan(hour="07:00", rungs=[7]) as world:
        world.plays_until("2012-03-02 07:30").stands_still_until("2012-03-02 07:31")
        world.plays_until("2012-03-05 12:00")
        assert [line[:20] for line in world.reminders() if ZHENGZHOU in line] == ["2012-03-02 08:00 T-7"]


# ----------------------------------------------------------------------------- after a standstill


@pytest.mark.parametrize(
    ("since", "until", "marked"),
    [
        ("2012-03-02 08:59:58", "2012-03-02 09:00:03", False),
        ("2012-03-02 08:30:00", "2012-03-02 10:00:00", True),
        ("2012-03-01 08:30:00", "2012-03-05 08:30:00", True),
    ],
)
def test_after_a_standstill_it_comes_once_and_says_that_it_is_late(
    since: str, until: str, *, marked: bool
) -> None:
    with henan() as world:
        world.plays_until(since).stands_still_until(until).plays_until("2012-03-05 12:00")
        assert len(world.reminders_of(ZHENGZHOU, "T-7")) == 1
        assert ("（补发）" in world.reminded("郑州主任").plain()) is marked
        assert world.expired() == []


def test_of_several_that_were_missed_the_last_one_comes_and_the_others_expire_visibly() -> None:
    with henan() as world:
        world.plays_until("2012-03-01 12:00").stands_still_until("2012-03-08 15:00")
        world.plays_until("2012-03-08 18:00")
        assert world.reminders_of(ZHENGZHOU)[1:] == ["2012-03-08 15:00 T-1: 郑州主任"]
        assert [line for line in world.expired() if ZHENGZHOU in line] == ["T-7 郑州市局", "T-3 郑州市局"]
        assert world.filing(ZHENGZHOU).rungs == {
            "T-14": "2012-02-24",
            "T-7": "expired",
            "T-3": "expired",
            "T-1": "2012-03-08",
        }


def test_found_late_at_night_it_waits_for_the_morning_and_still_says_that_it_is_late() -> None:
    with henan() as world:
        world.plays_until("2012-03-05 12:00").stands_still_until("2012-03-06 23:59:59")
        assert world.reminders("T-3") == []
        world.plays_until("2012-03-07 12:00")
        assert world.reminders("T-3") == ["2012-03-07 08:00 T-3 郑州市局 city_letter: 郑州主任"]
        world.phone("郑州主任").hears("（补发）提醒：这项报送还没有办完。")


def test_by_policy_what_is_late_expires() -> None:
    with henan(late="expire") as world:
        world.plays_until("2012-03-01 12:00").stands_still_until("2012-03-08 15:00")
        world.plays_until("2012-03-09 12:00")
        assert [line.split()[2] for line in world.reminders() if ZHENGZHOU in line] == ["T-14", "T-0"]
        assert [line for line in world.expired() if ZHENGZHOU in line] == [
            "T-7 郑州市局",
            "T-3 郑州市局",
            "T-1 郑州市局",
        ]


def test_what_climbs_reaches_everybody_once_after_a_standstill() -> None:
    units = (*JIANGSU[:2], JIANGSU[3])
    with Province("jiangsu-2014", units, start="2014-08-18 08:00") as world:
        world.plays_until("2014-08-19 12:00").stands_still_until("2014-08-26 10:00")
        world.plays_until("2014-08-26 12:00")
        mine = [line for line in world.reminders() if "常熟市局" in line]
        assert mine == [
            "2014-08-19 09:00 T-1 常熟市局 autumn.needs_county: 常熟主任、常熟科员",
            "2014-08-26 10:00 +1 常熟市局 autumn.needs_county: 常熟主任",
            "2014-08-26 10:00 +2 常熟市局 autumn.needs_county: 苏州主任",
            "2014-08-26 10:00 +3 常熟市局 autumn.needs_county: 省厅处长",
        ]
        assert [line for line in world.expired() if "常熟" in line] == ["T-0 常熟市局"]
        world.phone("省厅处长").hears("（补发）常熟市局的这项报送已过期限 6 天")


# ----------------------------------------------------------------------------- who is not there


def test_a_bureau_without_anybody_is_spoken_for_by_the_one_above() -> None:
    units = (*JIANGSU[:2], unit("常熟市局", "320581", "320500", observer="常熟科协"))
    with Province("jiangsu-2014", units, start="2014-08-04 08:00") as world:
        world.plays_until("2014-08-22 12:00")
        mine = [line for line in world.reminders() if "常熟市局" in line]
        assert {line.partition(": ")[2] for line in mine} == {"苏州主任"}
        assert [line.split()[2] for line in mine] == ["T-14", "T-7", "T-3", "T-1", "T-0", "+1", "+2"]
        shown = "\n".join(message.plain() for message in world.phone("苏州主任").buzzed)
        assert "常熟市局现在没有经办人，先提醒到您这里" in shown


def test_a_province_without_anybody_reminds_nobody_and_nothing_breaks() -> None:
    with Province("jiangsu-2014", (unit("江苏省厅", "320000"),), start="2014-09-01 08:00") as world:
        world.plays_until("2014-10-20 12:00")
        assert world.reminders() == []
        assert set(world.filing("江苏省厅").rungs.values()) == {"nobody"}


def test_a_department_of_the_province_owes_nothing_of_the_provinces_own() -> None:
    department = replace(unit("省教育厅人事处", "410000", "410000", owner="教育厅老师"), level="department")
    with Province("henan-2012", (*ONE, department), start="2012-02-21 08:00") as world:
        owing = world.look(lambda work: [filing.bureau_id for filing in work.filings.owed()])
        assert len(owing) == 2
        assert world.filing("河南省厅").rule == "province_letter"
        assert world.filing("河南省厅").bureau_id in owing


# ----------------------------------------------------------------------------- windows


def test_those_who_organise_visits_hear_when_a_window_opens() -> None:
    with Province("jiangsu-2014", JIANGSU, start="2014-09-29 08:00") as world:
        kunshan = world.phone("昆山主任")
        world.plays_until("2014-10-08 08:59")
        kunshan.read = len(kunshan.buzzed)
        world.phone("苏州主任").commands("notify").taps("只要截止提醒")
        world.plays_until("2014-10-08 09:00")
        kunshan.hears("冬季对接活动从今天起可以开展：10月1日（周三）至12月31日（周三）")
        for name in ("苏州主任", "常熟主任"):
            assert "对接活动从今天起" not in "".join(m.plain() for m in world.phone(name).screen)


def test_a_window_that_opens_in_the_quiet_hours_is_told_of_after_them() -> None:
    early = {"hour": "07:00"}
    with Province("jiangsu-2014", JIANGSU, start="2014-09-29 08:00", deadlines=early) as world:
        world.plays_until("2014-10-08 07:59")
        assert "对接活动" not in "".join(m.plain() for m in world.phone("昆山主任").buzzed)
        world.plays_until("2014-10-08 08:00:05")
        assert "冬季对接活动从今天起可以开展" in world.reminded("昆山主任", "对接活动").plain()


def test_a_window_beyond_the_calendars_table_is_only_expected() -> None:
    with Province("present-day", JIANGSU, start="2027-04-29 08:00") as world:
        world.plays_until("2027-05-03 09:00")
        assert "（预计，放假安排公布后再定）" in world.reminded("昆山主任", "夏季对接活动").plain()


def test_a_window_that_was_missed_altogether_expires() -> None:
    with Province("jiangsu-2014", JIANGSU, start="2014-09-29 08:00") as world:
        world.stands_still_until("2015-01-05 10:00")
        events = world.look(lambda work: [event.action for event in work.events.of("cycle:1")])
        assert events == ["reminder.expired"]
