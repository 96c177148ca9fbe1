"""Nobody without a channel is lost: who has no chat, or does not look into it, is called."""

from datetime import datetime

from handlers.dialogue.replies import Reached
from handlers.domain.days import SHANGHAI
from handlers.domain.invitations import ACCEPTED, DECLINED, OPEN
from handlers.domain.needs import ARRANGED
from tests.support.inviting import Invited
from tests.support.world import Visitor

LU, LU_PHONE = "expert:melt_treatment", "19900001002"


def calls_for(desk: Visitor) -> list[str]:
    return [message.heading for message in desk.buzzed if message.heading.startswith("请打电话")]


def test_the_story_ends_well_with_an_expert_who_never_opened_the_chat() -> None:
    with Invited() as world:
        world.approved()
        desk, tang = world.known("coordinator:320583"), world.known("contact:kunshan_casting")
        world.invites(desk, "陆怀谷")
        desk.hears("请打电话：陆怀谷", LU_PHONE, "电话里可以说：您好，我是昆山市人力资源和社会保障局的经办人")
        desk.hears("https://example.test/chat#t=")
        desk.taps("已电话通知").hears("已记下：电话通知了陆怀谷")
        desk.taps("代为答复").hears("陆怀谷在电话里怎么答复").taps("接受")
        desk.hears("陆怀谷已接受邀请", "请在电话里告知企业联系人：唐以宁，电话 19900002001")
        tang.hears("专家已接受邀请", "陆怀谷", LU_PHONE)
        (invitation,) = world.invitations()
        assert (invitation.state, invitation.by_phone, world.need().state) == (ACCEPTED, True, ARRANGED)
        (event,) = world.events("invitation.accepted")
        assert (event.actor_id, event.behalf_of) == (desk.person_id, world.people[LU])


def test_every_coordinator_of_the_bureau_hears_of_the_call_and_one_of_them_makes_it() -> None:
    with Invited() as world:
        world.approved()
        desk, deputy = world.known("coordinator:320583"), world.joins("孟向榆")
        world.invites(desk, "陆怀谷")
        told = deputy.button("已电话通知").action
        desk.taps("已电话通知")
        deputy.taps_action(told).hears("已由许静川电话通知")
        assert len(world.events("call.told")) == 1


def test_the_coordinator_can_answer_without_a_call_before_and_a_condition_is_asked_for() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        desk.taps("代为答复").taps("有条件").taps("改为线上").taps("跳过").taps("同意条件")
        desk.hears("您答应为昆山砺澄精密压铸有限公司解决", "请在电话里告知企业联系人")
        assert world.invitations()[0].by_phone
        waiting = {task.words for task in world.calls() if task.state == "open"}
        assert waiting == {"agreed/no_channel", "accepted/no_channel"}


def test_a_no_on_the_phone_is_recorded_with_its_reason() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        desk.taps("代为答复").taps("婉拒").taps("路途太远").taps("选好了").taps("跳过")
        (invitation,) = world.invitations()
        assert (invitation.state, invitation.by_phone, invitation.reason) == (DECLINED, True, "far")
        assert all(task.state == "done" for task in world.calls())


def test_the_personal_link_of_the_text_message_shows_the_waiting_invitation() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        text = next(line for message in desk.screen for line in message.plain().split("\n") if "#t=" in line)
        lu = world.arrive("陆怀谷")
        lu.commands("start", text.rpartition("#t=")[2])
        lu.taps(lu.labels[0]).hears("邀请您为基层企业解决技术难题").taps("接受")
        assert world.invitations()[0].state == ACCEPTED
        assert not world.invitations()[0].by_phone
        desk.taps("已电话通知").hears("这件事已经有结果")


def test_a_message_that_nobody_opened_for_a_working_day_becomes_a_call() -> None:
    with Invited() as world:
        world.approved()
        lu, desk = world.known(LU), world.known("coordinator:320583")
        world.passes(minutes=1)
        world.invites(desk, "陆怀谷")
        lu.hears("邀请您为基层企业解决技术难题")
        assert calls_for(desk) == []
        world.passes(hours=25)
        desk.hears("请打电话：陆怀谷", "一个工作日，对方还没有打开")
        lu.taps("接受")
        assert [task.state for task in world.calls() if task.words == "invite/unopened"] == ["done"]


def test_who_has_looked_into_the_chat_is_not_called() -> None:
    with Invited() as world:
        world.approved()
        lu, desk = world.known(LU), world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        world.passes(minutes=5)
        lu.says("我的邀请")
        world.passes(hours=30)
        assert calls_for(desk) == []


def test_over_a_weekend_the_working_day_is_monday() -> None:
    with Invited(datetime(2026, 5, 15, 16, 0, tzinfo=SHANGHAI)) as world:
        world.approved()
        lu, desk = world.known(LU), world.known("coordinator:320583")
        world.passes(minutes=1)
        world.invites(desk, "陆怀谷")
        world.passes_until(datetime(2026, 5, 18, 15, 0, tzinfo=SHANGHAI))
        assert calls_for(desk) == []
        world.passes_until(datetime(2026, 5, 18, 17, 0, tzinfo=SHANGHAI))
        assert calls_for(desk) == ["请打电话：陆怀谷"]
        assert "提醒您" not in lu.last.plain()


def test_a_chat_that_is_closed_while_an_invitation_waits_becomes_a_call() -> None:
    with Invited() as world:
        world.approved()
        lu, desk = world.known(LU), world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        lu.does(Reached(open=False))
        desk.hears("请打电话：陆怀谷", "聊天已经断开")
        heard = len(lu.buzzed)
        lu.does(Reached(open=True))
        assert len(lu.buzzed) == heard + 1
        lu.taps("接受")
        assert world.invitations()[0].state == ACCEPTED


def test_an_enterprise_without_a_chat_is_called_when_its_expert_accepts() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        desk.hears("请打电话：唐以宁", "19900002001", "沈砚舟已答应为贵单位解决", "19900001001")
        desk.taps("已电话通知").hears("电话通知了唐以宁")


def test_the_number_given_for_the_need_is_the_one_to_call() -> None:
    with Invited() as world:
        world.approved(phone="19900002999")
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受").hears("19900002999")
        desk.hears("电话：19900002999")


def test_a_withdrawal_reaches_whoever_was_told_by_phone_by_phone() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        desk.taps("已电话通知").says("我的邀请").taps("陆怀谷 ").taps("撤回邀请").says("企业停产检修")
        assert [task.words for task in world.calls() if task.state == "open"] == ["called_off/no_channel"]
        desk.hears("的邀请撤回了。原因：企业停产检修。给您添麻烦了")


def test_who_was_never_told_needs_no_call_when_it_is_withdrawn() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        desk.says("我的邀请").taps("陆怀谷 ").taps("撤回邀请").says("企业停产检修")
        assert [task.state for task in world.calls()] == ["done"]


def test_a_new_text_message_ends_the_former_link() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        old = next(m.plain() for m in desk.screen if "#t=" in m.plain()).rpartition("#t=")[2]
        desk.taps("重新生成短信").hears("#t=")
        world.arrive("路人").commands("start", old.split()[0]).hears("已经停用")


def test_the_bureau_is_nudged_when_a_called_expert_stays_silent() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.invites(desk, "陆怀谷")
        desk.taps("已电话通知")
        world.passes_until(datetime(2026, 5, 13, 9, 1, tzinfo=SHANGHAI))
        desk.hears("陆怀谷还没有答复，请再联系一次", "已电话通知，等待答复")
        assert world.invitations()[0].state == OPEN


def test_somebody_elses_call_is_refused() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "陆怀谷")
        told = desk.button("已电话通知").action
        shen.taps_action(told).hears("属于其他单位")
        for rest in ("", "99999", "x"):
            shen.taps_action(f"ph.told:{rest}").hears("没有找到这件电话待办")


def test_an_enterprise_that_never_heard_of_the_yes_is_not_called_about_its_end() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        desk.hears("昆山砺澄精密压铸有限公司不在聊天里")
        shen.taps("我去不了了").says("家中有事")
        assert [(task.words, task.state) for task in world.calls()] == [("accepted/no_channel", "done")]


def test_an_enterprise_that_was_called_about_the_yes_is_called_about_its_end() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        desk.taps("已电话通知")
        shen.taps("我去不了了").says("家中有事")
        desk.hears("原定来解决“铝合金压铸件气孔率高，降低废品率”的沈砚舟不能来了。原因：家中有事。")
        assert [task.words for task in world.calls() if task.state == "open"] == ["cancelled/no_channel"]
