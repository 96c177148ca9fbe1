"""What a bureau owes: the electronic file, each paper copy, receipt, return, extension, waiver, on behalf."""

from datetime import date, datetime

import pytest

from handlers.domain.days import SHANGHAI
from handlers.domain.filings import OPEN, RECEIVED, RETURNED, SUBMITTED, WAIVED
from tests.support.filing import Filings, card, labels

PAPER_DONE = ("纸质进度", "都已寄出", "跳过", "跳过")


def test_a_card_says_what_is_owed_to_whom_by_when_and_what_is_missing() -> None:
    with Filings() as world:
        yu, _ = world.owed()
        world.opens(yu).hears(
            "报送给：江苏省人力资源和社会保障厅", "第1—3份：未打印", "项目申报表、3 份纸质材料"
        )
        yu.hears("3月8日（周日）；请在3月6日（周五）前办完，还有25天")
        assert "上年度" not in card(yu).plain()


def test_a_bureau_that_was_funded_last_year_owes_the_summary_too() -> None:
    with Filings(funded=True) as world:
        yu, _ = world.owed()
        world.opens(yu).hears("还缺：项目申报表、上年度实施情况总结")
        yu.taps("上传电子文件").sends("申报表.docx").taps("发完了")
        yu.taps("✓ 上年度实施情况总结").taps("选好了").hears("材料还没有齐", "还缺：上年度实施情况总结")
        assert world.filing().electronic == "none"
        yu.taps("上传电子文件").sends("总结.docx").taps("发完了").hears("电子文件已报送")
        assert world.filing().electronic == "sent"


def test_the_last_part_submits_tells_the_receiver_and_stops_the_reminders() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        assert world.timers()
        world.opens(yu).taps("上传电子文件").sends("申报表.docx").taps("发完了")
        assert (world.filing().state, qi.buzzed) == (OPEN, [])
        yu.taps("纸质进度").taps("都已寄出").says("SF1234567").sends("寄件单.jpg").taps("发完了")
        yu.hears("这件事的提醒已停止", "第1—3份：已寄出，单号 SF1234567（有寄件照片）")
        qi.hears("苏州市人力资源和社会保障局报送", "请确认", "单号 SF1234567")
        assert (world.filing().state, world.timers()) == (SUBMITTED, [])
        assert [event.actor_id for event in world.events("filing.submitted")] == [yu.person_id]


def test_the_receiver_opens_the_files_and_confirms_part_by_part() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(yu).taps("上传电子文件").sends("申报表.docx").taps("发完了")
        yu.taps("纸质进度").taps("都已寄出").taps("跳过").sends("寄件单.jpg").taps("发完了")
        qi.taps("打开 申报表.docx").hears("苏州市人力资源和社会保障局报送的文件")
        assert [document.name for document in qi.last.documents] == ["申报表.docx"]
        qi.taps("寄件单照片")
        assert [document.name for document in qi.last.documents] == ["寄件单.jpg"]
        qi.taps("收到电子文件")
        assert world.filing().state == SUBMITTED
        qi.taps("收到纸质材料").hears("已确认收到")
        assert world.filing().state == RECEIVED
        assert "对方已于 2月9日（周一）09:30 确认收到" in card(yu).plain()


def test_copies_go_one_by_one_and_a_double_tap_counts_once() -> None:
    with Filings() as world:
        yu, _ = world.owed()
        world.opens(yu).taps("纸质进度").taps("第1份已打印").hears("1 份已打印", "第1份：已打印，未盖章")
        yu.taps("第1份已盖章").taps("都已打印").hears("2 份已打印")
        assert world.states() == ["sealed", "printed", "printed"]
        yu.taps_action(f"fl.copy:{world.filing().id}:1:printed").hears("没有重复登记")
        assert world.states() == ["sealed", "printed", "printed"]
        yu.taps("第1份已寄出").says("SF1").taps("跳过")
        assert world.states() == ["posted", "printed", "printed"]
        assert len(world.events("copy.posted")) == 1


def test_whoever_taps_post_twice_is_asked_once() -> None:
    with Filings() as world:
        yu, _ = world.owed()
        posted = f"fl.post:{world.filing().id}:0:posted"
        yu.taps_action(posted).taps("跳过").taps("跳过").taps_action(posted).hears("没有重复登记")
        assert len(world.events("copy.posted")) == 1


def test_a_file_that_went_another_way_needs_a_word() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(yu).taps("已用其他方式报送").says("已发到厅专家处邮箱").hears("说明：已发到厅专家处邮箱")
        for words in PAPER_DONE:
            yu.taps(words)
        qi.hears("说明：已发到厅专家处邮箱").taps("全部收到")
        assert world.filing().state == RECEIVED


def test_a_return_says_why_and_is_reminded_of_again() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(yu).taps("已用其他方式报送").says("邮件")
        for words in PAPER_DONE:
            yu.taps(words)
        qi.taps("退回").taps("纸质材料").says("第二页没有盖章").hears("对方会收到您写的原因")
        yu.hears("已退回，请补正后再报。原因：第二页没有盖章", "还缺：3 份纸质材料")
        assert (world.filing().state, world.filing().electronic) == (RETURNED, "sent")
        assert world.timers()
        for words in PAPER_DONE:
            yu.taps(words)
        assert world.filing().state == SUBMITTED


def test_what_is_returned_after_its_day_gets_a_new_one() -> None:
    with Filings(datetime(2026, 3, 5, 9, 30, tzinfo=SHANGHAI)) as world:
        yu, qi = world.owed()
        world.opens(yu).taps("已用其他方式报送").says("邮件")
        for words in PAPER_DONE:
            yu.taps(words)
        world.passes(days=5)
        qi.taps("退回").taps("全部").says("请用新表").says("3月17日").hears("已退回")
        assert world.filing().aim == date(2026, 3, 17)
        yu.hears("3月17日（周二）", "原定3月8日（周日）")
        assert {timer.data["code"] for timer in world.timers()} >= {"T-3", "T-1", "T-0"}


def test_an_extension_moves_the_day_and_its_reminders() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(qi).taps("延期").says("3月7日").hears("请写更晚的一天").says("3月20日")
        yu.hears("同意延期，新的期限是3月20日（周五）")
        assert (world.filing().aim, world.filing().extended_from) == (date(2026, 3, 20), date(2026, 3, 8))
        last = [timer for timer in world.timers() if timer.data["code"] == "T-0"]
        assert [timer.due.astimezone(SHANGHAI).date() for timer in last] == [date(2026, 3, 20)]


def test_the_receiver_fills_in_what_came_another_way_and_it_is_recorded_so() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(qi).taps("代为登记").taps("全部").says("当面送来").hears("已代为登记")
        yu.hears("已代贵单位登记：当面送来")
        assert world.filing().state == RECEIVED
        (event,) = world.events("filing.submitted")
        assert (event.actor_id, event.facts["for_bureau"]) == (qi.person_id, world.filing().bureau_id)


def test_a_waiver_ends_it_and_can_be_taken_back() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(qi).taps("免报").says("本年没有项目").hears("已定为不用报送")
        yu.hears("不用报送了。原因：本年没有项目")
        assert (world.filing().state, world.timers()) == (WAIVED, [])
        world.opens(yu)
        assert labels(card(yu)) == []
        world.opens(qi).taps("恢复报送")
        assert world.filing().state == OPEN
        assert world.timers()


def test_a_chaser_leaves_once_a_day_whoever_taps() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        colleague = world.joins("方平", "320000")
        world.opens(qi).taps("催办").hears("对方刚刚收到提醒")
        yu.hears("江苏省人力资源和社会保障厅提醒您：这件事还没有报送")
        heard = len(yu.buzzed)
        qi.taps("催办").hears("今天已经催过")
        world.opens(colleague).taps("催办").hears("今天已经催过")
        assert len(yu.buzzed) == heard
        world.passes(days=1)
        world.opens(qi).taps("催办").hears("对方刚刚收到提醒")


def test_a_chaser_in_quiet_hours_waits_for_the_morning_and_for_what_is_still_owed() -> None:
    with Filings(datetime(2026, 2, 9, 22, 0, tzinfo=SHANGHAI)) as world:
        yu, qi = world.owed()
        world.opens(qi).taps("催办").hears("免打扰时间")
        assert yu.buzzed == []
        world.passes(hours=11)
        yu.hears("提醒您：这件事还没有报送")


def test_who_has_no_chat_cannot_be_chased() -> None:
    with Filings() as world:
        _, qi = world.owed()
        filing = world.filing(area="320200")
        qi.taps_action(f"filing:{filing.id}").taps("催办").hears("请打电话")
        assert world.events("filing.chased") == []


def test_either_side_corrects_the_copies_with_a_reason() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(yu).taps("已用其他方式报送").says("邮件")
        for words in PAPER_DONE:
            yu.taps(words)
        qi.taps("更正纸质进度").taps("第3份").taps("已盖章").says("信封里只有两份")
        yu.hears("纸质材料的进度已更正。原因：信封里只有两份", "第3份：已盖章，未寄出")
        assert (world.filing().state, world.states()[2]) == (OPEN, "sealed")
        assert world.timers()
        assert world.events("copy.sealed")[-1].facts["corrected"] is True


def test_of_two_who_confirm_at_once_one_counts() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        colleague = world.joins("方平", "320000")
        world.opens(yu).taps("已用其他方式报送").says("邮件")
        for words in PAPER_DONE:
            yu.taps(words)
        received = qi.button("全部收到").action
        qi.taps_action(received)
        colleague.taps_action(received).hears("这张卡片已更新")
        assert len(world.events("filing.received")) == 1


def test_an_old_button_after_a_return_confirms_nothing() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(yu).taps("已用其他方式报送").says("邮件")
        for words in PAPER_DONE:
            yu.taps(words)
        old = qi.button("全部收到").action
        qi.taps("退回").taps("全部").says("请用新表")
        qi.taps_action(old).hears("这张卡片已更新")
        assert world.filing().state == RETURNED


@pytest.mark.parametrize("verb", ["fl.up", "fl.way", "fl.copy", "fl.for", "fl.chase", "fl.ext", "fl.free"])
def test_a_done_filing_answers_every_old_button(verb: str) -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(yu).taps("已用其他方式报送").says("邮件")
        for words in PAPER_DONE:
            yu.taps(words)
        rest = f"{world.filing().id}:0:printed" if verb == "fl.copy" else f"{world.filing().id}:1"
        who = yu if verb in {"fl.up", "fl.way", "fl.copy"} else qi
        who.taps_action(f"{verb}:{rest}")
        assert world.filing().state == SUBMITTED
        who.hears("没有重复")


def test_somebody_elses_filing_is_refused_and_a_forged_button_answered() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        stranger = world.known("contact:kunshan_casting")
        for action in ("filing", "fl.up", "fl.paper", "fl.in", "fl.back", "fl.chase", "fl.for", "fl.file"):
            stranger.taps_action(f"{action}:{world.filing().id}:1:all").hears("不归您办理")
        yu.taps_action(f"fl.chase:{world.filing().id}").hears("不归您办理")
        for action in ("filing:x", "fl.in:9999:1:all", "fl.copy:1", "fl.in:1:1:none", "fl.file:1:9"):
            qi.taps_action(action)
            assert not any("出" in m.plain() and "错" in m.plain() for m in qi.fresh)


def test_a_hurried_person_who_forgets_the_file_is_asked_for_it() -> None:
    with Filings() as world:
        yu, _ = world.owed()
        world.opens(yu).taps("上传电子文件").says("在邮箱里").hears("请发送照片、图纸或文件")
        yu.says("取消")
        assert world.filing().electronic == "none"


def test_a_filing_of_paper_alone_wants_no_file() -> None:
    with Filings(electronic=False, document=[]) as world:
        yu, qi = world.owed()
        world.opens(yu)
        assert "上传电子文件" not in labels(card(yu))
        yu.taps_action(f"fl.way:{world.filing().id}").says("邮件").hears("不用上传电子文件")
        for words in PAPER_DONE:
            yu.taps(words)
        qi.taps("收到纸质材料")
        assert world.filing().state == RECEIVED


def test_publishing_the_needs_is_said_to_be_done() -> None:
    with Filings() as world:
        _, qi = world.owed()
        filing = world.filing("spring.publication", "320000")
        qi.taps_action(f"filing:{filing.id}").taps("已办完").hears("办结")
        assert world.filing("spring.publication", "320000").state == SUBMITTED


def test_what_was_waived_answers_every_old_button() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        number = world.filing().id
        world.opens(qi).taps("免报").says("本年没有项目")
        for action in (f"fl.paper:{number}", f"fl.copy:{number}:0:printed", f"fl.post:{number}:0:posted"):
            yu.taps_action(action).hears("已定为不用报送")
        yu.taps_action(f"fl.fix:{number}").hears("这张卡片已更新")
        qi.taps_action(f"fl.need:{number}").hears("对方仍需报送")
        qi.taps_action(f"fl.need:{number}").hears("这张卡片已更新")
        assert world.states() == ["none", "none", "none"]


def test_nothing_that_has_not_come_is_received_and_no_day_is_set_twice() -> None:
    with Filings() as world:
        _, qi = world.owed()
        filing = world.filing()
        qi.taps_action(f"fl.in:{filing.id}:{filing.revision}:all").hears("对方还没有报送")
        qi.taps_action(f"fl.ext:{filing.id}").says("3月8日").hears("期限已经是这一天")
        qi.taps_action(f"fl.back:{filing.id}:{filing.revision}").hears("这张卡片已更新")
        qi.taps_action(f"fl.file:{filing.id}:9").hears("没有找到这个文件")


def test_a_return_typed_after_somebody_else_returned_it_changes_nothing() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        colleague = world.joins("方平", "320000")
        world.opens(yu).taps("已用其他方式报送").says("邮件")
        for words in PAPER_DONE:
            yu.taps(words)
        qi.taps("退回").taps("全部")
        world.opens(colleague).taps("退回").taps("全部").says("请用新表")
        qi.says("请补盖章").hears("这张卡片已更新")
        assert world.filing().note == "请用新表"


def test_part_by_part_what_came_another_way_is_filled_in() -> None:
    with Filings() as world:
        _, qi = world.owed()
        world.opens(qi).taps("代为登记").taps("电子文件").says("邮箱收到")
        assert (world.filing().electronic, world.filing().state) == ("received", OPEN)
        world.opens(qi).taps("代为登记").taps("纸质材料").says("当面送来")
        assert world.filing().state == RECEIVED


def test_who_only_looks_on_sees_the_card_without_buttons() -> None:
    with Filings() as world:
        world.owed()
        observer = world.joins("旁听", "320500", "observer")
        world.opens(observer).hears("重点服务项目材料")
        assert labels(card(observer)) == []


def test_a_bureau_that_owes_a_letter_can_be_phoned_and_the_task_is_one() -> None:
    with Filings() as world:
        yu, qi = world.owed()
        world.opens(qi).taps("打电话").hears("请打电话：郁南乔", "应在3月6日（周五）前报送", "#t=")
        qi.taps("重新生成短信").hears("#t=")
        world.opens(qi).taps("打电话").taps("登记结果").taps("已用其他方式报送")
        qi.hears("您收到的是哪一部分").taps("全部").says("邮箱收到")
        assert world.filing().state == RECEIVED
        qi.taps_action(f"fl.call:{world.filing().id}").hears("不用再办")
        yu.taps_action("ph.out:1").hears("属于其他单位")
        qi.taps_action("ph.out:99").hears("没有找到这件电话待办")
        assert len(world.events("call.wanted")) == 1
