"""少提醒: what comes by itself is heard less on demand, and a duty is never muted."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.handclock import MONDAY_MORNING
from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from handlers.domain.filings import Filing
from handlers.domain.people import Person
from handlers.domain.programmes import Cycle
from handlers.usecases.preferences import DAILY, DEADLINE, DUTY, GENTLE, wants, willing
from tests.support.inviting import Invited
from tests.support.world import World

KINDS = (DUTY, DEADLINE, GENTLE, DAILY)


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world."""
    with World(samples=True) as opened:
        yield opened


def somebody(notify: str = "all", *mutes: str) -> Person:
    """Return a person with these settings."""
    return Person(name="甲", notify=notify, mutes=list(mutes), created_at=MONDAY_MORNING)


def wanted(person: Person, subject: str = "call:2") -> set[str]:
    """Return the kinds of message the person wants about the subject."""
    return {kind for kind in KINDS if wants(person, subject, kind)}


def owed(world: World, area: str) -> int:
    """Let a bureau owe a filing; return its id."""

    def make(work: Work) -> int:
        bureau = work.bureaus.at(area)
        cycle = work.add(Cycle(programme_id=1, year=2030))
        assert bureau is not None
        filing = Filing(
            cycle_id=cycle.id or 0, rule="letter", bureau_id=bureau.id or 0, legal=work.today, aim=work.today
        )
        return work.add(filing).id or 0

    return world.change(make)


def settings(world: World, person_id: int) -> tuple[str, list[str]]:
    """Return what somebody wants to hear."""

    def look(work: Work) -> tuple[str, list[str]]:
        person = work.session.get_one(Person, person_id)
        return person.notify, person.mutes

    return world.look(look)


@pytest.mark.parametrize(
    ("person", "kinds"),
    [
        (somebody(), {DUTY, DEADLINE, GENTLE, DAILY}),
        (somebody("digest"), {DUTY, DEADLINE, DAILY}),
        (somebody("deadlines"), {DUTY, DEADLINE}),
        (somebody("all", "call:2"), {DUTY}),
        (somebody("all", "call:1"), {DUTY, DEADLINE, GENTLE, DAILY}),
    ],
)
def test_what_reaches_whom(person: Person, kinds: set[str]) -> None:
    assert wanted(person) == kinds


def test_a_kind_nobody_knows_is_a_bug() -> None:
    with pytest.raises(ValueError, match="loud"):
        wants(somebody(), "call:2", "loud")


def test_the_willing_are_picked_in_their_order_and_once(world: World) -> None:
    xu, tang = world.people["coordinator:320583"], world.people["contact:kunshan_casting"]

    def mute(work: Work) -> None:
        work.session.get_one(Person, tang).mutes = ["call:2"]

    world.change(mute)
    assert world.look(lambda work: willing(work, [xu, tang, xu, 9999], "call:2", GENTLE)) == (xu,)
    assert world.look(lambda work: willing(work, [tang, xu], "call:3", GENTLE)) == (tang, xu)


def test_a_coordinator_chooses_a_daily_digest_and_takes_it_back(world: World) -> None:
    xu = world.known("coordinator:320583")
    xu.taps_action("less:need:3").hears("少打扰您")
    assert xu.labels == ["每日提要一次", "只要截止提醒", "不再提醒此事"]
    xu.taps("每日提要一次").hears("合成一条提要")
    assert settings(world, xu.person_id) == ("digest", [])
    xu.taps("恢复全部提醒").hears("恢复全部提醒")
    assert settings(world, xu.person_id) == ("all", [])


def test_an_enterprise_has_no_digest_to_choose(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.taps_action("less:call:1")
    assert tang.labels == ["只要截止提醒", "不再提醒此事"]
    tang.taps("不再提醒此事").hears("不再提醒您", "1 件")
    assert settings(world, tang.person_id) == ("all", ["call:1"])
    tang.taps_action("less.mute:call:1").hears("1 件")
    tang.taps_action("less.set:digest").hears("没有改动")
    tang.taps("恢复全部提醒")
    assert settings(world, tang.person_id) == ("all", [])


def test_an_officer_cannot_mute_a_duty_and_is_told_why(world: World) -> None:
    number = owed(world, "320583")
    xu = world.known("coordinator:320583")
    xu.taps_action(f"less:filing:{number}").hears("不能关闭", "截止日期不变")
    assert "不再提醒此事" not in xu.labels
    xu.taps_action(f"less.mute:filing:{number}").hears("不能关闭")
    assert settings(world, xu.person_id) == ("all", [])


def test_a_bureau_that_does_not_owe_it_may_mute_anothers_filing(world: World) -> None:
    number = owed(world, "320583")
    zhou = world.known("coordinator:320000")
    zhou.taps_action(f"less:filing:{number}").taps("不再提醒此事").hears("不再提醒您")


def test_settings_are_shown_on_demand(world: World) -> None:
    world.known("coordinator:320583").says("提醒设置").hears("所有提醒都发")
    assert "提要时间" in world.known("coordinator:320500").says("提醒设置").labels


def test_a_forged_subject_is_refused(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    for forged in ("less:", "less:Call 1", "less.mute:x:y", "less.set:loud"):
        tang.taps_action(forged).hears("没有改动")
    assert settings(world, tang.person_id) == ("all", [])


def test_an_expert_who_mutes_an_invitation_is_not_reminded_of_it() -> None:
    with Invited() as world:
        xu = world.known("coordinator:320583")
        world.approved()
        shen, gu = world.joins("沈砚舟"), world.joins("陆怀谷")
        world.invites(xu, "沈砚舟", "陆怀谷")
        number = world.invitations()[0].id
        shen.taps_action(f"less.mute:invitation:{number}")
        before = len(shen.buzzed)
        world.passes_until(datetime(2026, 5, 14, 12, tzinfo=SHANGHAI))
        assert len(shen.buzzed) == before
        assert "少提醒" in gu.hears("提醒您：这份邀请还等您答复").labels


def test_who_wants_a_daily_digest_finds_the_undecided_condition_there_alone() -> None:
    with Invited() as world:
        xu = world.known("coordinator:320583")
        world.approved()
        shen = world.joins("沈砚舟")
        world.invites(xu, "沈砚舟")
        shen.taps("有条件").taps("改为线上").taps("跳过")
        xu.taps_action("less.set:digest")
        before = len(xu.buzzed)
        world.passes_until(datetime(2026, 5, 12, 12, tzinfo=SHANGHAI))
        (only,) = xu.buzzed[before:]
        assert "每日提要" in only.heading
        assert "等您定的条件" in only.plain()


def test_a_form_left_lying_is_asked_after_unless_that_is_unwanted(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("提需求").says("压铸件气孔率高")
    tang.taps_action("less.set:deadlines")
    before = len(tang.buzzed)
    world.passes(days=1)
    world.passes(hours=1)
    assert len(tang.buzzed) == before
