"""A typical case (典型事例): asked for two weeks after a high score, told, drafted, raised, published."""

from datetime import datetime

from sqlmodel import select

from handlers.dialogue.replies import Sent, SentFile
from handlers.domain.days import SHANGHAI
from handlers.domain.outcomes import ASKED, DRAFT, DROPPED, PROMOTED, REPORTED, TypicalCase
from handlers.usecases.cases import rated
from tests.support.visited import Visited
from tests.support.world import Visitor

HOST, DESK, ABOVE = "contact:kunshan_casting", "coordinator:320583", "coordinator:320000"
TWO_WEEKS_LATER = datetime(2026, 5, 25, 9, 0, tzinfo=SHANGHAI)


def scored(world: Visited, rating: int = 5) -> int:
    """Let the enterprise have rated a visit; return the visit's id."""
    visit_id = world.visited()
    world.changes_with_effects(lambda work, visit: rated(work, visit, rating), visit_id)
    return visit_id


def case(world: Visited) -> TypicalCase | None:
    return world.look(lambda work: work.session.exec(select(TypicalCase)).first())


def tells(host: Visitor, consent: str = "可公开宣传") -> None:
    host.taps("现在讲").says("气孔率高，废品率8%").does(
        Sent((SentFile("voice", remote="v1", name="v1.ogg", size=900),))
    )
    host.says("已经降到2.6%").says("每月少返工三百件").says("谢谢沈老师，值得推荐").taps("跳过").taps(consent)


def test_a_high_score_leads_to_five_questions_two_weeks_later_and_to_a_draft() -> None:
    with Visited() as world:
        scored(world)
        host, desk = world.known(HOST), world.known(DESK)
        world.passes_until(TWO_WEEKS_LATER)
        host.hears("沈砚舟", "5个小问题", "打字或发语音都行")
        tells(host)
        host.hears("谢谢！已交给经办人")
        desk.hears(
            "草稿已生成",
            "当时遇到了什么难题：气孔率高，废品率8%",
            "专家来了以后做了什么：（见语音）",
            "可公开宣传",
        )
        desk.taps("v1.ogg").hears("的事例附件")
        found = case(world)
        assert found is not None
        assert found.state == DRAFT


def test_a_fair_score_is_followed_by_no_question() -> None:
    with Visited() as world:
        scored(world, rating=4)
        host = world.known(HOST)
        world.passes_until(TWO_WEEKS_LATER)
        host.hears_nothing()
        assert case(world) is None


def test_a_no_is_a_no() -> None:
    with Visited() as world:
        scored(world)
        host = world.known(HOST)
        world.passes_until(TWO_WEEKS_LATER)
        host.taps("不了，谢谢").hears("不再打扰")
        found = case(world)
        assert found is not None
        assert found.state == DROPPED
        host.taps("现在讲").hears("已经在整理")


def test_a_case_is_edited_summarised_reported_and_promoted_and_the_bureau_above_hears_of_it() -> None:
    with Visited() as world:
        scored(world)
        host, desk, above = world.known(HOST), world.known(DESK), world.known(ABOVE)
        world.passes_until(TWO_WEEKS_LATER)
        tells(host)
        old = desk.button("定为总结").action
        desk.taps("改稿").says("昆山砺澄的压铸件气孔率从8%降到2.6%，每月少返工三百件。").hears("稿子已更新")
        desk.taps_action(old).hears("刚有变动")
        desk.taps("定为总结").hears("已定为总结稿").taps("上报").hears("已上报")
        above.hears("上报了一个典型事例", "从8%降到2.6%")
        above.taps("推广").hears("已列入推广")
        above.taps("登记宣传").taps("报刊").taps("今天").says("省报，专家下车间")
        above.hears("宣传情况已登记", "5月25日（周一） 报刊 省报，专家下车间")
        found = case(world)
        assert found is not None
        assert found.state == PROMOTED


def test_what_is_kept_inside_is_never_promoted_nor_published() -> None:
    with Visited() as world:
        scored(world)
        host, desk = world.known(HOST), world.known(DESK)
        world.passes_until(TWO_WEEKS_LATER)
        tells(host, "仅内部使用")
        desk.taps("定为总结").taps("上报").taps("推广").hears("只同意内部使用")
        desk.taps("登记宣传").taps("网络").taps("今天").taps("跳过").hears("只同意内部使用")
        found = case(world)
        assert found is not None
        assert found.state == REPORTED


def test_another_enterprise_and_a_neighbouring_bureau_see_nothing_of_it() -> None:
    with Visited() as world:
        scored(world)
        world.known(HOST)
        world.passes_until(TWO_WEEKS_LATER)
        found = case(world)
        assert found is not None
        for outsider in (world.known("contact:haian_motor"), world.known("expert:ndt")):
            for verb in ("case", "case.tell", "case.edit", "case.drop", "case.media", "case.not"):
                outsider.taps_action(f"{verb}:{found.id}:1").hears("不在您的范围内")
        assert case(world) is not None
        assert found.state == ASKED


def test_a_coordinator_lists_the_cases_of_the_own_area() -> None:
    with Visited() as world:
        scored(world)
        host, desk = world.known(HOST), world.known(DESK)
        desk.says("典型事例").hears("还没有典型事例")
        world.passes_until(TWO_WEEKS_LATER)
        tells(host)
        desk.says("典型事例").hears("典型事例：昆山砺澄精密压铸有限公司与沈砚舟")


def test_who_told_a_case_and_erases_themselves_leaves_no_word_of_it() -> None:
    with Visited() as world:
        scored(world)
        host, desk = world.known(HOST), world.known(DESK)
        world.passes_until(TWO_WEEKS_LATER)
        tells(host)
        host.says("我的数据").taps("删除我的数据").taps("确认删除")
        found = case(world)
        assert found is not None
        assert (found.draft, found.answers) == ("", {})
        desk.says("典型事例")
        assert "气孔率高" not in desk.last.plain()
