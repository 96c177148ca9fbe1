"""The expert's side of a visit, and the benefit asked again after 3, 6 and 12 months."""

from datetime import date

from sqlmodel import select

from handlers.domain.questionnaires import CLOSED, COMPLETE, WITHDRAWN, Questionnaire
from handlers.usecases.after_visit import visit_undone
from tests.support.surveyed import DESK, EXPERT, HOST, Surveyed, answers


def stages(world: Surveyed) -> list[tuple[int, str]]:
    found = select(Questionnaire).where(Questionnaire.form == "benefit").order_by(Questionnaire.stage)  # type: ignore[arg-type]
    return world.look(lambda work: [(one.stage, one.state) for one in work.session.exec(found)])


def test_the_expert_says_how_it_was_and_what_comes_next() -> None:
    with Surveyed() as world:
        expert, host = world.known(EXPERT), world.known(HOST)
        visit = world.held()
        world.morning()
        expert.hears("专家反馈：5月11日（周一）到昆山砺澄精密压铸有限公司的服务", "1/4 · 企业准备")
        answers(expert, "4 较充分", "5 很好", "3 部分相符", "继续服务").hears("都答完了").taps("完成")
        assert world.asked("feedback").answers == {
            "readiness": 4, "conditions": 5, "described": 3, "next": "follow_up",
        }  # fmt: skip
        assert world.visit(visit).intention == "follow_up"
        assert "较充分" not in "".join(message.plain() for message in host.screen)
        expert.taps("修改").taps("合作意向").taps("项目合作")
        assert world.visit(visit).intention == "project"


def test_what_the_enterprise_intends_stays_its_word() -> None:
    with Surveyed() as world:
        expert, host = world.known(EXPERT), world.known(HOST)
        visit = world.held()
        host.taps("准备签约")
        world.morning()
        answers(expert, "4 较充分", "5 很好", "3 部分相符", "暂无")
        assert world.visit(visit).intention == "agreement"
        assert world.asked("feedback").answers["next"] == "none"


def test_the_benefit_is_asked_after_three_six_and_twelve_months_with_two_questions() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        world.held()  # the 11th of May
        world.comes(2026, 8, 11)
        host.hears(
            "效益回访（3个月）", "1/1 · 实际效益", "到现在为止，实际效益大约多少万元？", "不便透露也可以"
        )
        host.says("30万").hears("2/2 · 测算依据").taps("财务数据").hears("都答完了").taps("完成")
        assert world.asked("benefit", 3).answers == {"benefit": 30.0, "basis": "accounts"}
        world.comes(2026, 11, 11)
        host.hears("效益回访（6个月）").taps("不便透露").hears("都答完了")
        assert world.asked("benefit", 6).state == COMPLETE
        desk.says("满意度").taps("效益回访").hears("3个月：发出1份，完成1份", "合计30万元", "不便透露×1")
        world.comes(2027, 5, 11)
        host.hears("效益回访（12个月）")
        assert [stage for stage, _ in stages(world)] == [3, 6, 12]


def test_nothing_is_asked_later_about_a_visit_that_was_not_held_after_all() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        visit = world.held()
        world.comes(2026, 8, 11)
        world.changes_with_effects(visit_undone, visit)
        host.hears("问卷已撤回")
        world.comes(2026, 11, 12)
        assert stages(world) == [(3, WITHDRAWN)]


def test_the_benefit_of_an_enterprise_that_was_merged_is_asked_of_the_one_that_stayed() -> None:
    with Surveyed() as world:
        world.known(HOST)
        world.held()
        kept = world.known("contact:haian_motor")
        world.merges_firms("contact:haian_motor", HOST)
        world.comes(2026, 8, 11)
        kept.hears("效益回访（3个月）：沈砚舟")


def test_when_everybody_of_an_enterprise_is_erased_the_bureau_is_to_phone() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        world.held()
        world.morning()
        host.says("我的数据").taps("删除我的数据").taps("确认删除")
        world.comes(2026, 8, 11)
        desk.hears("请打电话了解：效益回访（3个月）", "没有登记号码")


def test_an_expert_who_is_erased_is_not_asked_and_the_enterprise_still_is() -> None:
    with Surveyed() as world:
        host, expert = world.known(HOST), world.known(EXPERT)
        world.held()
        expert.says("我的数据").taps("删除我的数据").taps("确认删除")
        world.morning()
        host.hears("满意度调查：专家（资料已删除）")
        assert not world.look(lambda work: work.questionnaires.of_visit(1)[1:])


def test_words_of_somebody_who_is_erased_are_gone_and_the_ratings_stay() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        world.held()
        world.morning()
        answers(host, "5 很合适", "5 很满意", "5 效果很好", "5 很大", "5 很满意", "愿意", "完成", "改进建议")
        host.says("沈砚舟老师讲得太快")
        number = host.person_id
        (mine,) = world.look(lambda work: work.people.mine(number)["questionnaires"])
        assert mine["answers"]["improve"]["words"] == "沈砚舟老师讲得太快"
        host.says("我的数据").taps("删除我的数据").taps("确认删除")
        one = world.asked()
        assert one.answers["improve"] == {"words": "", "files": []}
        assert one.answers["overall"] == 5
        desk.says("满意度").hears("完成1份").taps("逐份查看").hears("总体评价 5 很满意")
        assert "讲得太快" not in desk.last.plain()


def test_a_name_in_somebody_elses_words_is_struck_out_when_its_owner_is_erased() -> None:
    with Surveyed() as world:
        host, expert = world.known(HOST), world.known(EXPERT)
        world.held()
        world.morning()
        answers(host, "5 很合适", "5 很满意", "5 效果很好", "5 很大", "5 很满意", "愿意", "完成", "改进建议")
        host.says("沈砚舟老师讲得太快")
        expert.says("我的数据").taps("删除我的数据").taps("确认删除")
        assert world.asked().answers["improve"]["words"] == "—老师讲得太快"


def test_a_visit_settled_months_late_skips_the_stage_that_another_one_follows_already() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held(held_on=date(2025, 10, 20))  # seven months ago
        world.morning()
        host.hears("满意度调查", "效益回访（6个月）")
        assert [stage for stage, _ in stages(world)] == [6]


def test_a_high_score_leads_to_the_question_for_a_case_and_a_lower_one_takes_it_back() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        answers(host, "5 很合适", "5 很满意", "5 效果很好", "5 很大", "5 很满意", "愿意")
        assert world.look(lambda work: work.timers.get("case_due:1")) is not None
        host.taps("修改").taps("总体评价").taps("3 一般")
        assert world.look(lambda work: work.timers.get("case_due:1")) is None


def test_closed_ones_keep_their_version_when_the_programme_has_other_questions() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        world.held()
        world.morning()
        host.taps("5 很合适")
        world.asks_otherwise()
        host.taps("4 满意").hears("3/6 · 服务效果", "服务时间：5 很合适")
        answers(host, "5 效果很好", "5 很大", "5 很满意", "愿意")
        world.morning(days=61)
        assert world.asked().state == CLOSED
        desk.says("满意度").hears("服务时间：不足3份，不算平均，n=1", "经济效益：")
