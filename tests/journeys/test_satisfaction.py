"""满意度 for coordinators: rate, n, mean, distribution of an activity, an area, a year; names and words."""

from bot.storage.work import Work
from handlers.domain.bureaus import OBSERVER, Member
from tests.support.surveyed import DESK, HOST, SATISFIED, Surveyed, answers
from tests.support.world import Visitor


def three_answered(world: Surveyed) -> Visitor:
    """Let three visits by three experts be rated 5, 4 and 4, and a fourth be answered in part."""
    host = world.known(HOST)
    experts = [key.partition(":")[2] for key in world.people if key.startswith("expert:")][:4]
    for nth, key in enumerate(experts):
        world.held(expert=key)
        world.morning(days=7)
        if nth == 3:
            host.taps("5 很合适")
            continue
        answers(host, *SATISFIED[:4], "5 很满意" if not nth else "4 满意", "愿意", "完成")
    return host


def test_figures_with_n_beside_each_and_partial_ones_apart() -> None:
    with Surveyed() as world:
        desk = world.known(DESK)
        three_answered(world)
        desk.says("满意度").hears("满意度调查 · 江苏省苏州市昆山市 2026年")
        desk.hears("发出4份，完成3份（回收率75%），部分回答1份（另计），没有回答0份", "电话代填0份")
        desk.hears("总体评价：平均4.33分，n=3，5分×1 4分×2 3分×0 2分×0 1分×0")
        desk.hears("服务时间：平均5.00分，n=3，5分×3 4分×0 3分×0 2分×0 1分×0，部分回答另有1")
        desk.hears("再次邀请：n=3，愿意×3", "平均和分布只算完成的问卷；不足3份不算平均")


def test_an_activity_by_itself_has_no_mean_of_one_and_leads_back() -> None:
    with Surveyed() as world:
        desk = world.known(DESK)
        three_answered(world)
        desk.says("满意度").taps("HD2026-0001").hears(
            "满意度调查 · HD2026-0001 压铸件气孔", "发出1份，完成1份"
        )
        desk.hears("总体评价：不足3份，不算平均，n=1")
        desk.taps("逐份查看").hears("已完成，服务时间 5 很合适", "昆山砺澄精密压铸有限公司评")
        desk.taps("返回统计").hears("发出1份")


def test_the_experts_feedback_and_another_year_are_one_tap_away() -> None:
    with Surveyed() as world:
        desk = world.known(DESK)
        three_answered(world)
        desk.says("满意度").taps("专家反馈").hears("专家反馈 · 江苏省苏州市昆山市 2026年", "发出4份，完成0份")
        world.comes(2027, 1, 11)
        desk.says("满意度").hears("2027年", "还没有发出问卷").taps("2026年").hears("发出4份，完成3份")


def test_the_province_sees_the_county_and_the_city_beside_it_does_not() -> None:
    with Surveyed() as world:
        province, city = world.known("coordinator:320000"), world.known("coordinator:320500")
        three_answered(world)
        province.says("满意度").hears("江苏省 2026年", "发出4份，完成3份")
        city.says("满意度").hears("苏州市 2026年", "还没有发出问卷")
        city.taps_action("s.sum:a1:satisfaction").hears("不在您的范围内")
        city.taps_action("s.each:r320583-2026:satisfaction:0").hears("不在您的范围内")


def test_an_observer_sees_figures_but_no_names_and_no_words() -> None:
    with Surveyed() as world:
        three_answered(world)
        watcher = world.colleague("观察员")

        def looks_on(work: Work) -> None:
            bureau = work.bureaus.at("320583")
            assert bureau is not None
            work.add(Member(bureau_id=bureau.id or 0, person_id=world.people["观察员"], role=OBSERVER))

        world.change(looks_on)
        watcher.says("满意度").hears("发出4份，完成3份")
        assert "逐份查看" not in watcher.labels
        watcher.taps_action("s.each:r320583-2026:satisfaction:0").hears("不在您的范围内")


def test_who_works_for_no_bureau_and_forged_buttons_see_nothing() -> None:
    with Surveyed() as world:
        desk = world.known(DESK)
        host = three_answered(world)
        host.says("满意度").hears("待办只对人社部门经办人开放")
        host.taps_action("s.sum:r320583-2026:satisfaction").hears("不在您的范围内")
        for scope in ("x", "a0", "a999", "r320583", "r320583-0000", "r320583-2026"):
            for form in ("nothing", "", "satisfaction"):
                desk.taps_action(f"s.sum:{scope}:{form}")
        desk.taps_action("s.each:r320583-2026:satisfaction:99999").hears("逐份查看")
        assert not [message for message in desk.screen if "出了点问题" in message.plain()]
