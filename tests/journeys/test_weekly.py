"""每周小结: on Monday the province and the cities hear what came of the week, each of its own line."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import pytest

from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.days import SHANGHAI
from handlers.domain.invitations import ACCEPTED, DECLINED, Invitation
from handlers.domain.needs import APPROVED, Need
from tests.support.mornings import KUNSHAN, PROVINCE, SUZHOU, Mornings
from tests.support.world import Visitor

CHANGSHU = "320581"
MONDAY, NEXT_MONDAY = date(2026, 3, 9), date(2026, 3, 16)
WEDNESDAY_NOON = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)


@pytest.fixture
def world() -> Iterator[Mornings]:
    """Open the world on Tuesday, 3 March 2026, without needs and with nothing owed."""
    with Mornings() as opened:
        opened.empty()
        yield opened


def checked(world: Mornings, county: str, hours: float, *, filed: datetime = WEDNESDAY_NOON) -> int:
    """Let a need of a county have been filed, and checked so many hours later; return its id."""
    number = world.waits(KUNSHAN)

    def check(work: Work) -> None:
        need = work.session.get_one(Need, number)
        need.county, need.state, need.submitted_at = county, APPROVED, filed
        need.checked_at = filed + timedelta(hours=hours)

    world.change(check)
    return number


def invited(world: Mornings, need: int, state: str, answered: datetime | None) -> None:
    """Let an expert have been invited to a need, and have answered."""
    task = world.to_phone(KUNSHAN, need=need)

    def answer(work: Work) -> None:
        invitation = work.session.get_one(Invitation, int(task.about.partition(":")[2]))
        invitation.sent_at, invitation.state, invitation.answered_at = WEDNESDAY_NOON, state, answered
        work.session.get_one(type(task), task.id).state = "done"

    world.change(answer)


def summaries(visitor: Visitor) -> Sequence[Message]:
    """Return the weekly summaries that came."""
    return [message for message in visitor.buzzed if "每周小结" in message.heading]


def test_the_province_hears_of_its_units_with_how_many_each_figure_is_made_of(world: Mornings) -> None:
    qi = world.known(f"coordinator:{PROVINCE}")
    need = checked(world, CHANGSHU, 2)
    checked(world, CHANGSHU, 4)
    checked(world, CHANGSHU, 30)
    checked(world, KUNSHAN, 8)
    checked(world, SUZHOU, 1, filed=WEDNESDAY_NOON - timedelta(days=30))
    invited(world, need, ACCEPTED, WEDNESDAY_NOON)
    invited(world, need, DECLINED, WEDNESDAY_NOON)
    world.to_phone(KUNSHAN, need=need)
    world.until(MONDAY, 8, 59)
    assert not summaries(qi)
    world.until(MONDAY, 9)
    (message,) = summaries(qi)
    assert message.heading == "每周小结 · 3月2日（周一）至3月8日（周日）"
    words = message.plain()
    assert "需求：新提 4 条，通过 4 条，落实 0 条" in words
    assert "审核用时：中位数 6.0 小时（按 4 条算）" in words
    assert "专家邀请：发出 3 份，收到答复 2 份，其中接受 1 份" in words
    assert "现在联系不上、要打电话：1 人" in words
    assert "苏州市：新提 3，通过 3，审核 4.0 小时（3 条）" in words  # 常熟 reports to 苏州
    assert "昆山市：新提 1，通过 1，审核 8.0 小时（1 条）" in words  # 昆山 to the province, beside it
    assert "无锡市" not in words
    assert "个单位没有变化" in words


def test_the_province_hears_the_pace_of_each_goal() -> None:
    with Mornings(datetime(2026, 7, 7, 17, tzinfo=SHANGHAI)) as world:
        world.empty()
        qi, su = world.known(f"coordinator:{PROVINCE}"), world.known(f"coordinator:{SUZHOU}")
        checked(world, CHANGSHU, 2, filed=datetime(2026, 7, 8, 9, tzinfo=SHANGHAI))
        world.until(date(2026, 7, 13), 9)
        goals = dict(summaries(qi)[0].fields)
        assert goals["每年服务基层的专家"] == (
            "0人（0人次）／不少于200人。按活动时段应到69人，少69人。数据还少，暂不推算。"
        )
        assert goals["对口支援服务活动"] == "0项／最少2项。还差2项。"
        assert "不少于" not in summaries(su)[0].plain()


def test_a_city_hears_of_its_own_line_alone(world: Mornings) -> None:
    su = world.known(f"coordinator:{SUZHOU}")
    checked(world, CHANGSHU, 2)
    checked(world, KUNSHAN, 8)
    world.until(MONDAY, 9)
    (message,) = summaries(su)
    assert "新提 1 条" in message.plain()
    assert "常熟市：新提 1" in message.plain()
    assert "昆山" not in message.plain()


def test_counties_get_none_and_a_week_without_anything_is_silent(world: Mornings) -> None:
    xu, qi = world.known(f"coordinator:{KUNSHAN}"), world.known(f"coordinator:{PROVINCE}")
    checked(world, KUNSHAN, 8)
    world.until(MONDAY, 12)
    world.until(NEXT_MONDAY, 12)
    assert not summaries(xu)
    assert len(summaries(qi)) == 1


def test_what_is_late_now_is_counted(world: Mornings) -> None:
    _, qi = world.owed()
    world.until(MONDAY, 9)
    (message,) = summaries(qi)
    owing = world.look(lambda work: len({f.bureau_id for f in work.filings.owed() if f.rule == "letter"}))
    assert f"现在超期未报送：{owing} 项" in message.plain()
    assert "苏州市：超期未报 1" in message.plain()


def test_after_a_standstill_one_summary_comes_late(world: Mornings) -> None:
    qi = world.known(f"coordinator:{PROVINCE}")
    checked(world, KUNSHAN, 8)
    world.sleeps_until(date(2026, 3, 11), 10)
    (message,) = summaries(qi)
    assert "补发" in message.heading
    assert "3月2日（周一）至3月8日（周日）" in message.heading


def test_two_weeks_whose_mondays_fall_into_one_holiday_become_one() -> None:
    with Mornings(datetime(2026, 2, 11, 12, tzinfo=SHANGHAI)) as world:  # 春节: 15 to 23 February
        world.empty()
        qi = world.known(f"coordinator:{PROVINCE}")
        checked(world, KUNSHAN, 8, filed=datetime(2026, 2, 12, 9, tzinfo=SHANGHAI))
        world.until(date(2026, 2, 23), 20)
        assert not summaries(qi)
        world.until(date(2026, 2, 24), 10)
        assert [m.heading for m in summaries(qi)] == ["每周小结 · 2月9日（周一）至2月22日（周日）"]


def test_less_stops_it(world: Mornings) -> None:
    qi = world.known(f"coordinator:{PROVINCE}")
    checked(world, KUNSHAN, 8)
    world.until(MONDAY, 9)
    qi.taps("少提醒").taps("不再提醒此事")
    checked(world, KUNSHAN, 8, filed=datetime(2026, 3, 11, 9, tzinfo=SHANGHAI))
    world.until(NEXT_MONDAY, 12)
    assert len(summaries(qi)) == 1
