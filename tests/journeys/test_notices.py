"""Who is not in a chat hears by letter or text message, answers through the own door, and is never lost."""

from dataclasses import replace
from datetime import datetime

from bot.channels.port import Impossible, Later, Unreachable
from bot.storage.work import Work
from handlers.dialogue.replies import Reached
from handlers.domain.days import SHANGHAI
from handlers.domain.invitations import ACCEPTED, OPEN
from handlers.domain.notices import HANDED, LOST, SEEN, Notice
from handlers.domain.people import Person
from tests.support.beside import LU, LU_MAIL, LU_PHONE, Beside, Box
from tests.support.joining import all_of
from tests.support.world import Visitor
from tests.support.years import HENAN, Province


def calls_for(desk: Visitor) -> list[str]:
    return [message.heading for message in desk.buzzed if message.heading.startswith("请打电话")]


def test_an_expert_without_a_chat_is_invited_by_letter_and_accepts_in_the_chat_it_opens() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        desk = world.asked("陆怀谷")
        assert calls_for(desk) == []
        ((chat, letter),) = world.mail.came
        assert chat == str(world.people[LU])
        assert letter.heading == "邀请您为基层企业解决技术难题"
        assert "陆怀谷，您好：" in letter.lines
        assert "打开后可以点：接受、有条件、婉拒" in letter.closing
        assert letter.rows == ()
        assert world.hook.came == []
        lu = world.opens(letter.plain())
        lu.hears("邀请您为基层企业解决技术难题").taps("接受")
        (invitation,) = world.invitations()
        assert (invitation.state, invitation.by_phone) == (ACCEPTED, False)
        desk.hears("陆怀谷已接受邀请")
        world.passes(hours=48)
        assert len(world.mail.came) == 1


def test_who_has_no_address_but_a_number_gets_a_short_text_message() -> None:
    with Beside() as world:
        world.asked("陆怀谷")
        assert world.mail.came == []
        ((_, message),) = world.hook.came
        assert message.plain().startswith("陆怀谷您好，您有新消息：邀请您为基层企业解决技术难题。")
        assert len(message.plain()) < 140
        world.opens(message.plain()).hears("邀请您为基层企业解决技术难题")


def test_a_group_reads_neither_details_nor_a_personal_link() -> None:
    with Beside(hook="group") as world:
        world.asked("陆怀谷")
        ((_, message),) = world.hook.came
        assert message.plain() == "陆怀谷您好，您有新消息，请进服务号查看和回复：https://example.test/chat"


def test_without_mail_and_webhook_everything_is_as_ever() -> None:
    with Beside(mail=False, hook="") as world:
        world.person(LU, email=LU_MAIL)
        assert calls_for(world.asked("陆怀谷")) == ["请打电话：陆怀谷"]
        assert all_of(world, Notice) == []


def test_who_is_in_the_chat_hears_it_there_alone() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        lu = world.known(LU)
        world.asked("陆怀谷")
        lu.hears("邀请您为基层企业解决技术难题")
        assert (world.mail.came, world.hook.came, all_of(world, Notice)) == ([], [], [])


def test_who_has_not_used_the_chat_for_three_days_hears_it_there_and_by_letter() -> None:
    with Beside(datetime(2026, 5, 8, 9, 30, tzinfo=SHANGHAI)) as world:
        world.person(LU, email=LU_MAIL)
        lu = world.known(LU)
        world.passes_until(datetime(2026, 5, 11, 9, 31, tzinfo=SHANGHAI))
        world.asked("陆怀谷")
        lu.hears("邀请您为基层企业解决技术难题")
        assert len(world.mail.came) == 1


def test_the_order_can_be_another_one() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL, reach_by=["hook", "chat", "mail"])
        lu = world.known(LU)
        world.asked("陆怀谷")
        lu.hears("邀请您为基层企业解决技术难题")
        assert (len(world.hook.came), len(world.mail.came)) == (1, 0)


def test_who_wants_the_chat_alone_is_called_when_there_is_none() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL, reach_by=["chat"])
        assert calls_for(world.asked("陆怀谷")) == ["请打电话：陆怀谷"]
        assert (world.mail.came, world.hook.came) == ([], [])


def test_a_letter_that_nobody_opened_for_a_working_day_becomes_a_call_that_says_so() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        desk = world.asked("陆怀谷")
        world.passes(hours=25)
        desk.hears("请打电话：陆怀谷", "邮件 5月11日（周一）09:30 已交给邮件服务器；聊天 未开通")


def test_an_edited_card_is_never_sent_and_a_reminder_is() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        desk = world.asked("陆怀谷")
        world.passes_until(datetime(2026, 5, 13, 9, 1, tzinfo=SHANGHAI))
        assert len(world.mail.came) == 2
        assert "提醒您" in world.mail.words[-1]
        desk.says("我的邀请").taps("陆怀谷 ").taps("代为答复").taps("接受")
        world.passes(minutes=30)
        assert [letter.heading for _, letter in world.mail.came] == [
            letter.heading for _, letter in world.mail.came[:2]
        ]


def test_a_bad_address_is_noted_the_next_way_is_taken_and_it_is_not_tried_again() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        world.mail.refuses(*[Unreachable("rcpt 550 5.1.1")] * 9)
        desk = world.asked("陆怀谷")
        world.passes(seconds=1)
        world.passes(seconds=1)
        assert (world.mail.came, len(world.hook.came)) == ([], 1)
        assert world.person(LU).bounced == [LU_MAIL]
        assert [event.facts["way"] for event in world.events("notice.failed")] == ["mail"]
        world.passes_until(datetime(2026, 5, 13, 9, 1, tzinfo=SHANGHAI))
        assert len(world.hook.came) == 2
        assert len(world.events("notice.failed")) == 1
        desk.hears("短信 5月11日（周一）09:30 已交给网关")


def test_when_every_way_has_failed_the_bureau_calls_once_and_that_is_the_end() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        world.mail.refuses(*[Impossible("rcpt 552 5.2.2")] * 99)
        world.hook.refuses(*[Impossible("422")] * 99)
        desk = world.asked("陆怀谷")
        for _ in range(20):
            world.passes(seconds=5)
        assert calls_for(desk) == ["请打电话：陆怀谷"]
        desk.hears("邮件、短信都没有送到", "邮件 没有送到；短信 没有送到；聊天 未开通", LU_PHONE)
        assert len(world.events("notice.failed")) == 2
        assert len(world.events("notice.lost")) == 1
        assert [notice.state for notice in all_of(world, Notice)] == [LOST]
        assert world.invitations()[0].state == OPEN


def test_a_coordinator_whose_own_letters_fail_sets_off_no_endless_round() -> None:
    with Beside() as world:
        desk_key = "coordinator:320583"
        world.person(desk_key, email="xu@example.org", reach_by=["mail", "hook", "chat"])
        world.person(LU, email=LU_MAIL)
        world.mail.refuses(*[Impossible("rcpt 552")] * 999)
        world.hook.refuses(*[Impossible("422")] * 999)
        world.asked("陆怀谷")
        for _ in range(60):
            world.passes(seconds=30)
        settled = len(all_of(world, Notice))
        for _ in range(60):
            world.passes(seconds=30)
        assert len(all_of(world, Notice)) == settled < 10


def test_what_follows_within_ten_minutes_leaves_together() -> None:
    with Beside() as world:
        world.person("contact:kunshan_casting", email="tang@example.org")
        world.approved()
        desk = world.known("coordinator:320583")
        shen = world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        world.passes(seconds=1)
        assert len(world.mail.came) == 1
        shen.taps("我去不了了").says("家中有事")
        world.passes(minutes=5)
        assert len(world.mail.came) == 1
        world.passes(minutes=6)
        assert len(world.mail.came) == 2
        world.passes(minutes=30)
        assert len(world.mail.came) == 2


def test_what_was_read_in_the_chat_meanwhile_is_not_sent_any_more() -> None:
    with Beside(datetime(2026, 5, 11, 23, 30, tzinfo=SHANGHAI)) as world:
        world.person(LU, reach_by=["hook", "chat", "mail"])
        lu = world.known(LU)
        world.asked("陆怀谷")
        assert world.hook.came == []
        lu.says("我的邀请")
        world.passes(hours=12)
        assert world.hook.came == []
        assert [notice.state for notice in all_of(world, Notice)] == [SEEN]


def test_no_text_message_rings_at_night() -> None:
    with Beside(datetime(2026, 5, 11, 23, 30, tzinfo=SHANGHAI)) as world:
        world.asked("陆怀谷")
        assert world.hook.came == []
        world.passes_until(datetime(2026, 5, 12, 9, 30, tzinfo=SHANGHAI))
        assert len(world.hook.came) == 1


def test_a_letter_that_waits_for_a_grey_server_holds_up_no_chat() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL, reach_by=["mail", "chat", "hook"])
        lu = world.known(LU)
        world.mail.refuses(Later(300, "rcpt 451 4.7.1"))
        slept: list[float] = []

        async def nap(seconds: float) -> None:
            slept.append(seconds)
            assert lu.world.screens.chats[lu.chat]

        world.service.sender.sleep = nap
        world.asked("陆怀谷")
        lu.hears("邀请您为基层企业解决技术难题")
        assert slept == [300.0]
        assert len(world.mail.came) == 1
        assert [notice.state for notice in all_of(world, Notice)] == [HANDED]


def test_the_links_of_two_letters_both_open_and_a_new_text_message_ends_them() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        desk = world.asked("陆怀谷")
        world.passes_until(datetime(2026, 5, 13, 9, 1, tzinfo=SHANGHAI))
        first, second = world.mail.words
        assert first.rpartition("#t=")[2] != second.rpartition("#t=")[2]
        world.opens(first).hears("邀请您为基层企业解决技术难题")
        desk.taps("重新生成短信")
        late = world.arrive("路人")
        late.commands("start", second.rpartition("#t=")[2].split()[0]).hears("已经停用")


def test_a_letters_link_ends_after_thirty_days() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        world.asked("陆怀谷")
        assert "6月10日（周三）前有效" in world.mail.words[0]
        world.passes_until(datetime(2026, 6, 10, 9, 40, tzinfo=SHANGHAI))
        late = world.arrive("陆怀谷")
        late.commands("start", world.mail.words[0].rpartition("#t=")[2].split()[0]).hears("已经过期")


def test_a_chat_that_is_closed_while_an_invitation_waits_is_followed_by_a_letter() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        lu = world.known(LU)
        desk = world.asked("陆怀谷")
        lu.does(Reached(open=False))
        world.passes(seconds=1)
        assert len(world.mail.came) == 1
        assert calls_for(desk) == []


def test_a_reminder_of_the_year_goes_out_by_letter_at_its_hour_to_whoever_stays_away() -> None:
    with Province("henan-2012", HENAN, start="2012-02-20 08:00") as world:
        box = Box("mail")
        world.surroundings.doors = replace(world.surroundings.doors, mail=True)
        world.service.sender.channels = {**world.service.sender.channels, "mail": box}
        head = world.people["郑州主任"]

        def give(work: Work) -> None:
            work.session.get_one(Person, head).email = "head@example.org"

        world.change(give)
        world.plays_until("2012-03-02 08:59")
        before = len(box.came)
        world.plays_until("2012-03-02 09:05")
        assert [chat for chat, _ in box.came[before:]] == [str(head)]
        assert "提醒" in box.words[-1]
        assert world.reminders_of("郑州市局", "T-7") == ["2012-03-02 09:00 T-7: 郑州主任、郑州副主任"]
