"""Whatever the clocks do: seconds before midnight, clocks set forward and back, hosts in other time zones."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.years import Province, unit

ROOT = Path(__file__).parents[2]
ONE = (unit("河南省厅", "410000", owner="省厅处长"), unit("郑州市局", "410100", "410000", owner="郑州主任"))
ZHENGZHOU = "郑州市局"
AWAKE = {"from": "00:00", "until": "00:00", "days_off": False}
"""No quiet hours at all."""


def henan(start: str, **deadlines: object) -> Province:
    """Return Henan's year with one city and no quiet hours."""
    return Province("henan-2012", ONE, start=start, quiet=AWAKE, deadlines=deadlines)


def tick(world: Province, **time: float) -> None:
    """Move the clock, back too, and let the service look."""
    world.clock.move_to(world.clock.now() + timedelta(**time))
    world.run(world.service.tick())
    world.run(world.service.settle())


def test_a_minute_before_midnight_is_still_that_day() -> None:
    with henan("2012-02-28 08:00", hour="23:59", rungs=[9, 8, 0], climbs=[]) as world:
        world.plays_until("2012-03-01 23:59:59")
        assert world.reminders_of(ZHENGZHOU) == [
            "2012-02-29 23:59 T-9: 郑州主任",
            "2012-03-01 23:59 T-8: 郑州主任",
        ]
        world.plays_until("2012-03-09 23:59:59")
        assert world.reminders_of(ZHENGZHOU, "T-0") == ["2012-03-09 23:59 T-0: 郑州主任"]
        assert "今天要办完" in world.reminded("郑州主任").plain()


def test_a_service_that_comes_a_second_after_midnight_tells_of_the_day_that_is_over() -> None:
    with henan("2012-03-05 08:00", hour="23:59", rungs=[0], climbs=[]) as world:
        world.plays_until("2012-03-09 23:58:59").stands_still_until("2012-03-10 00:00:01")
        assert world.reminders_of(ZHENGZHOU) == ["2012-03-10 00:00 T-0: 郑州主任"]
        words = world.reminded("郑州主任").plain()
        assert "补发" not in words
        assert "提醒：这项报送还没有办完。" in words  # the notice allows the 10th


def test_a_clock_set_forward_an_hour_and_back_again_reminds_once() -> None:
    with henan("2012-03-01 08:00") as world:
        world.plays_until("2012-03-02 08:30")
        tick(world, hours=1)
        tick(world, hours=-1)
        world.run(world.service.recover())
        for _ in range(8):
            tick(world, minutes=15)
        assert world.reminders_of(ZHENGZHOU) == ["2012-03-02 09:30 T-7: 郑州主任"]
        assert "补发" not in world.reminded("郑州主任").plain()


def test_a_clock_set_back_an_hour_after_the_reminder_reminds_once() -> None:
    with henan("2012-03-01 08:00") as world:
        world.plays_until("2012-03-02 09:00")
        tick(world, hours=-1)
        world.run(world.service.recover())
        world.plays_until("2012-03-05 12:00")
        assert world.reminders_of(ZHENGZHOU) == ["2012-03-02 09:00 T-7: 郑州主任"]


def test_a_clock_set_back_over_midnight_goes_on_looking_every_night() -> None:
    with henan("2012-03-01 08:00") as world:
        world.plays_until("2012-03-02 00:20")
        tick(world, hours=-1)
        world.run(world.service.recover())
        world.plays_until("2012-03-02 12:00")
        world.founds(unit("洛阳市局", "410300", "410000", owner="洛阳主任"))
        world.plays_until("2012-03-06 12:00")
        assert world.reminders_of("洛阳市局") == ["2012-03-06 09:00 T-3: 洛阳主任"]


PLAYED = """
import json
from tests.journeys.test_reminder_clocks import ONE
from tests.support.years import Province

with Province("henan-2012", ONE, start="2012-03-08 08:00") as world:
    world.plays_until("2012-03-12 12:00")
    timers = world.look(lambda work: work.statements.rows("SELECT key, due_at FROM timer ORDER BY key"))
    words = [message.plain() for message in world.phone("郑州主任").buzzed]
    print(json.dumps([world.reminders(), words, [list(timer) for timer in timers]]))
"""


def played(zone: str) -> object:
    """Play five days, over which New York's clocks go forward, on a host in this time zone."""
    environment = {**os.environ, "TZ": zone, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", PLAYED],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_host_in_another_time_zone_reminds_at_the_same_minute_with_the_same_words(zone: str) -> None:
    assert played(zone) == played("Asia/Shanghai")
