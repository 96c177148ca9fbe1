"""The survey after a visit (满意度调查): asked the next working day, six taps and 完成, one card."""

from handlers.dialogue.replies import Sent, SentFile
from handlers.domain.activities import NOT_HELD
from handlers.domain.questionnaires import ASKED, CLOSED, COMPLETE, WITHDRAWN
from handlers.usecases.after_visit import visit_happened, visit_undone
from tests.support.surveyed import DESK, EXPERT, HOST, SATISFIED, Surveyed, answers

VOICE = Sent((SentFile("voice", remote="v1", name="v1.ogg", size=900),))


def test_six_taps_and_done_the_working_day_after_a_visit_that_took_place() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        before = len(host.buzzed)
        world.morning()
        host.hears("满意度调查：沈砚舟", "1/6 · 服务时间", "专家来的时间和天数合适吗？")
        host.hears("评价一下：6题", "文字和语音只给人社部门，您同意才转给专家", "7月11日（周六），还有60天")
        assert host.labels == ["5 很合适", "4 比较合适", "3 一般", "2 不太合适", "1 很不合适", "少提醒"]
        answers(host, *SATISFIED[:3]).hears("4/6 · 经济效益", "服务时间：5 很合适", "服务效果：5 效果很好")
        assert world.asked().answers == {"service_time": 5, "service_mode": 5, "service_effect": 5}
        assert world.asked().state == ASKED
        answers(host, *SATISFIED[3:]).hears("都答完了，已保存")
        host.taps("完成").hears("已完成，谢谢！", "不填也算完成")
        assert len(host.buzzed) == before + 1
        one = world.asked()
        assert one.state == COMPLETE
        assert one.given["overall"] == {"by": host.person_id, "phone": False}


def test_a_visit_that_was_not_held_is_followed_by_no_question() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.visited(state=NOT_HELD)
        world.morning(days=7)
        host.hears_nothing()


def test_a_visit_settled_on_a_friday_is_asked_about_on_monday() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.morning(days=4)
        world.held()
        for _ in range(2):
            world.morning()
            assert "满意度调查" not in host.last.plain()
        world.morning()
        host.hears("满意度调查", "5月15日（周五）的服务")


def test_the_way_back_and_any_answer_changed_until_it_closes() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        answers(host, "5 很合适", "4 满意").hears("3/6").taps("上一步").hears("2/6 · 服务方式")
        assert "✓ 4 满意" in host.labels
        host.taps("2 不太满意").hears("3/6", "服务方式：2 不太满意")
        answers(host, *SATISFIED[2:]).taps("修改").hears("要修改哪一项？").taps("服务时间").hears("1/6")
        host.taps("1 很不合适").hears("都答完了").taps("完成").hears("服务时间：1 很不合适")
        host.taps("修改").taps("上一步").hears("都答完了")
        world.morning(days=30)
        host.taps("修改").taps("总体评价").taps("3 一般").hears("都答完了")
        assert world.asked().answers["overall"] == 3
        assert world.asked().state == COMPLETE


def test_what_may_be_added_is_offered_after_done_and_never_needed() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        world.held()
        world.morning()
        answers(host, *SATISFIED, "完成", "改进建议").hears("哪些地方可以做得更好？")
        host.says("希望多待一天").hears("改进建议：希望多待一天", "您写的话只给人社部门看")
        host.taps("预计效益").hears("选填 · 预计效益").taps("填写数字").hears("预计一年效益多少万元？")
        host.says("大约12.5万").hears("选填 · 测算依据", "预计效益：12.5万元").taps("估算").hears(
            "测算依据：估算", "已完成，谢谢！"
        )
        host.taps("✓ 预计效益").taps("不便透露").hears("预计效益：不便透露")
        one = world.asked()
        assert one.state == COMPLETE
        assert one.answers["improve"] == {"words": "希望多待一天", "files": []}
        assert one.answers["benefit"] == "undisclosed"
        assert "basis" not in one.answers
        desk.says("满意度").taps("文字意见（1份）").hears("希望多待一天", "只给人社部门看")


def test_words_go_to_the_expert_only_when_their_author_agrees_and_can_be_taken_back() -> None:
    with Surveyed() as world:
        host, expert = world.known(HOST), world.known(EXPERT)
        world.held()
        world.morning()
        answers(host, *SATISFIED, "完成", "改进建议").does(VOICE)
        voice = f"s.file:{world.asked().id}:{world.asked().answers['improve']['files'][0]}"
        assert "写了几句话" not in "".join(m.plain() for m in expert.screen)
        expert.taps_action(voice).hears("不是发给您的")
        host.taps("文字可转给专家").hears("已同意转给专家")
        expert.hears("写了几句话，同意转给您", "（语音）").taps("听语音").hears("对接问卷里的语音")
        host.taps("改进建议").says("下次带上检测设备")
        expert.hears("改进建议：下次带上检测设备")
        host.taps("文字不转给专家")
        expert.hears("收回了对5月11日（周一）服务所写的话")
        expert.taps_action(voice).hears("没有找到这份问卷")


def test_typed_answers_count_while_the_card_is_in_front() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        host.says("4").hears("2/6").says("满意").hears("3/6").says("5 效果很好 ").hears("4/6")
        host.says("7").hears("没看懂", "4/6 · 经济效益")
        host.says("５").hears("5/6").says(" 很满意。").hears("6/6").says("愿意").hears("都答完了")
        assert world.asked().answers == {
            "service_time": 4, "service_mode": 4, "service_effect": 5,
            "economic_benefit": 5, "overall": 5, "again": "yes",
        }  # fmt: skip
        host.taps("修改").taps("服务时间").says("1").hears("服务时间：1 很不合适")
        host.taps("完成").taps("预计效益").says("20万").hears("预计效益：20万元", "选填 · 测算依据")
        assert world.asked().answers["benefit"] == 20.0


def test_a_need_written_while_the_card_is_in_front_is_still_a_need() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        host.says("我们注塑件缩水严重，想请专家帮忙调工艺参数，废品率6%降到2%")
        assert world.asked().answers == {}
        assert "没看懂" not in host.last.plain()


def test_answering_twice_and_double_taps_have_one_effect() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        first = host.button("5 很合适").action
        for _ in range(3):
            host.taps_action(first).hears("2/6 · 服务方式")
        assert len(world.events("questionnaire.answered")) == 1
        answers(host, *SATISFIED[1:], "完成").taps_action(first).hears("都答完了")
        assert len(world.events("questionnaire.completed")) == 1
        assert len(world.events("questionnaire.answered")) == 6


def test_a_button_weeks_old_resumes_and_after_the_closing_says_since_when_and_whom_to_call() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        old = host.button("4 比较合适").action
        world.morning(days=31)
        host.taps_action(old).hears("2/6 · 服务方式", "服务时间：4 比较合适")
        world.morning(days=30)
        assert world.asked().state == CLOSED
        host.hears("已于7月12日（周日）关闭", "还差5题没有答，已答的按“部分回答”另计")
        assert "5 很满意" not in [b.label for m in host.screen for b in m.buttons]
        before = len(host.buzzed)
        host.taps_action(old).hears("已于7月12日（周日）关闭", "要补充请联系昆山市人力资源和社会保障局")
        assert len(host.buzzed) == before + 1
        assert world.asked().answers == {"service_time": 4}


def test_another_contact_of_the_enterprise_may_answer_and_who_did_is_kept() -> None:
    with Surveyed() as world:
        host, mate = world.known(HOST), world.colleague("钱一鸣")
        world.held()
        world.morning()
        host.taps("5 很合适")
        mate.hears("2/6 · 服务方式").taps("4 满意")
        host.hears("3/6 · 服务效果", "服务方式：4 满意")
        given = world.asked().given
        assert (given["service_time"]["by"], given["service_mode"]["by"]) == (host.person_id, mate.person_id)


def test_whoever_it_was_not_sent_to_changes_nothing() -> None:
    with Surveyed() as world:
        world.known(HOST)
        world.held()
        world.morning()
        number = world.asked().id
        for outsider in (world.known("contact:haian_motor"), world.known(EXPERT), world.known("expert:ndt")):
            for action in (
                "s.a:{}:0:1",
                "s.see:{}",
                "s.q:{}:2",
                "s.done:{}",
                "s.say:{}:6",
                "s.share:{}:1",
                "s.for:{}",
            ):
                outsider.taps_action(action.format(number)).hears("这份问卷不是发给您的")
        assert world.asked().answers == {}


def test_forged_buttons_change_nothing_and_are_answered() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        number = world.asked().id
        for action in (f"s.a:{number}:0:6", f"s.a:{number}:99:5", f"s.a:{number}:0:x", f"s.q:{number}:99"):
            host.taps_action(action).hears("1/6")
        for action in ("s.a:999:0:5", f"s.a:{number}", "s.a:x:0:5", f"s.a:{number}:-9:5", "s.see:", "s.a"):
            host.taps_action(action)
            assert not world.asked().answers
        assert not [m for m in host.screen if "出了点问题" in m.plain()]


def test_a_visit_that_was_not_held_after_all_takes_its_questions_back_and_may_bring_them_again() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        visit = world.held()
        world.morning()
        answers(host, *SATISFIED)
        world.changes_with_effects(visit_undone, visit)
        host.hears("这次对接没有进行，问卷已撤回，不计入统计")
        assert world.asked().state == WITHDRAWN
        desk.says("满意度").hears("还没有发出问卷")
        world.changes_with_effects(visit_happened, visit)
        assert world.asked().state == COMPLETE
        desk.says("满意度").hears("完成1份")


def test_who_does_not_want_to_wait_rates_at_once_and_is_not_asked_again() -> None:
    with Surveyed() as world:
        host, shen = world.known(HOST), world.known(EXPERT)
        host.says("评价").hears("现在没有要评价的")
        world.held()
        host.says("评价").hears("1/6 · 服务时间")
        answers(host, *SATISFIED).taps("完成").hears("已完成，谢谢！")
        shen.says("评价").hears("专家反馈", "1/4 · 企业准备")
        heard = len(host.buzzed)
        world.morning()
        assert len(host.buzzed) == heard
        assert world.asked().state == COMPLETE
        host.says("评价").hears("现在没有要评价的")
