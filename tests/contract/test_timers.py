"""Timers: fired once, late ones marked, moved and cancelled ones silent, whatever the clock does."""

from datetime import timedelta

from bot.storage.work import Work
from tests.support.world import Visitor, World


def heard(visitor: Visitor) -> list[str]:
    """Return every message that came."""
    return [message.plain() for message in visitor.buzzed]


def test_a_timer_fires_once_at_its_time(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10")
    probed.passes(minutes=9, seconds=59)
    assert heard(tang) == []
    probed.passes(seconds=1)
    for _ in range(3):
        probed.passes(minutes=10)
    assert heard(tang) == ["到时间：甲"]


def test_a_timer_found_after_a_long_silence_says_so(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10").commands("plan", "乙 1440")
    probed.passes(minutes=40)
    probed.passes(days=3)
    assert heard(tang) == ["到时间：甲", "到时间：乙，补发"]


def test_a_moved_timer_fires_at_its_new_time_only_and_a_cancelled_one_never(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10").commands("plan", "乙 10")
    tang.commands("plan", "甲 30").commands("unplan", "乙").commands("unplan", "没有")
    probed.passes(minutes=11)
    assert heard(tang) == []
    probed.passes(minutes=20)
    probed.passes(hours=5)
    assert heard(tang) == ["到时间：甲"]


def test_a_key_may_be_used_again_for_another_time(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10")
    probed.passes(minutes=10)
    tang.commands("plan", "甲 10")
    probed.passes(minutes=10)
    assert heard(tang) == ["到时间：甲"] * 2


def test_a_timer_set_anew_for_the_moment_it_has_already_fired_at_stays_silent(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10")
    probed.passes(minutes=10)
    probed.clock.move(minutes=-10)
    tang.commands("plan", "甲 10")
    probed.passes(minutes=10)
    assert heard(tang) == ["到时间：甲"]


def test_a_clock_set_back_an_hour_fires_nothing_twice_and_forgets_nothing(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10").commands("plan", "乙 30")
    probed.passes(minutes=10)
    probed.clock.move(hours=-1)
    for _ in range(9):
        probed.passes(minutes=10)
    assert heard(tang) == ["到时间：甲", "到时间：乙"]


def test_a_clock_set_forward_fires_what_it_jumped_over(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10").commands("plan", "乙 70")
    probed.clock.move_to(probed.clock.now() + timedelta(hours=1))
    probed.run(probed.service.tick())
    probed.run(probed.service.settle())
    assert heard(tang) == ["到时间：甲，补发"]


def test_hundreds_of_timers_due_at_once_all_fire_in_the_order_of_their_times(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    for n in range(12):
        tang.commands("plan", f"{n:03} {60 - n}")
    probed.look(three_hundred_more)
    probed.passes(hours=2)
    assert len(heard(tang)) == 312
    assert heard(tang)[-1] == "到时间：000，补发"
    left = probed.look(lambda work: work.statements.rows("SELECT about FROM timer"))
    assert not [about for (about,) in left if about.startswith("person:")]


def three_hundred_more(work: Work) -> None:
    """Copy the dozen timers there are."""
    for n in range(300):
        work.statements.run(
            "INSERT INTO timer (key, due_at, what, about, data)"
            " SELECT :key, due_at - :n, what, about, data FROM timer WHERE key = :like",
            key=f"k{n}", n=n, like=f"{n % 12:03}",
        )  # fmt: skip


def test_a_timer_nobody_knows_what_to_do_with_is_parked_and_harms_no_other(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10").commands("plan", "乙 11")
    probed.look(lambda work: work.statements.run("UPDATE timer SET what = 'unheard of' WHERE key = '甲'"))
    for minutes in (10, 1, 1, 1, 1):
        probed.passes(minutes=minutes)
    assert heard(tang) == ["到时间：乙"]
    parked = probed.look(lambda work: work.statements.rows("SELECT channel FROM inbox WHERE state = 2"))
    assert [row[0] for row in parked] == ["clock"]
