"""How somebody wants to be reached: one's own address needs a code, a coordinator vouches for others'."""

import logging
import re
from datetime import timedelta

import pytest

from bot.channels.port import Unreachable
from handlers.domain.people import Link, Person
from tests.support.beside import LU, LU_MAIL, Beside
from tests.support.joining import all_of
from tests.support.world import Visitor

SHEN, SHEN_MAIL = "expert:die_casting", "shen.yanzhou@example.org"


def code_in(words: str) -> str:
    found = re.search(r"\d{6}", words)
    assert found
    return found[0]


def asks_for_code(world: Beside, typed: str = SHEN_MAIL) -> tuple[Visitor, str]:
    """Let an expert give an address; return the expert and the code that came there."""
    shen = world.known(SHEN)
    shen.says("我的数据").taps("通知方式").taps("填邮箱").says(typed)
    return shen, code_in(world.mail.words[-1])


def test_an_own_address_is_used_only_after_its_code_was_typed() -> None:
    with Beside() as world:
        shen, code = asks_for_code(world, "我的邮箱是 Shen.Yanzhou＠Example.org")
        assert world.mail.came[0][0] == "Shen.Yanzhou@example.org"
        assert world.mail.came[0][1].heading == "邮箱验证码"
        shen.hears("验证码已发到 Shen.Yanzhou@example.org")
        assert world.person(SHEN).email == ""
        shen.says(f"{code[:3]} {code[3:]}").hears("邮箱已确认：Shen.Yanzhou@example.org")
        assert world.person(SHEN).email == "Shen.Yanzhou@example.org"
        shen.says("我的数据").hears("邮箱：Shen.Yanzhou@example.org")


@pytest.mark.parametrize(
    "typed", ["shen", "shen@example", "a b@example.org", "沈@example.org", "a@b.cn,c@d.cn"]
)
def test_what_is_no_address_is_not_kept(typed: str) -> None:
    with Beside() as world:
        shen = world.known(SHEN)
        shen.says("通知方式").taps("填邮箱").says(typed).hears("这不像邮箱地址")
        assert world.mail.came == []


def test_a_wrong_code_can_be_tried_five_times_and_then_no_more() -> None:
    with Beside() as world:
        shen, code = asks_for_code(world)
        wrong = "000000" if code != "000000" else "111111"
        for left in (4, 3, 2, 1):
            shen.says(wrong).hears(f"还可以再试 {left} 次")
        shen.says(wrong).hears("这个验证码已经失效")
        shen.says(code)
        assert world.person(SHEN).email == ""


def test_a_code_is_good_for_half_an_hour_and_a_newer_one_ends_it() -> None:
    with Beside() as world:
        shen, late = asks_for_code(world)
        world.clock.move(minutes=31)
        shen.says(late).hears("这个验证码已经失效")
        shen.says("通知方式").taps("填邮箱").says(SHEN_MAIL)
        first = code_in(world.mail.words[-1])
        shen.says("通知方式").taps("填邮箱").says("other@example.org")
        second = code_in(world.mail.words[-1])
        if first != second:
            shen.says(first).hears("验证码不对")
        shen.says(second).hears("邮箱已确认：other@example.org")


def test_nobodys_box_is_filled_with_codes() -> None:
    with Beside() as world:
        shen, _ = asks_for_code(world)
        for _ in range(4):
            shen.says("通知方式").taps("填邮箱").says(SHEN_MAIL)
        shen.says("通知方式").taps("填邮箱").says(SHEN_MAIL).hears("今天已经发了好几次验证码")
        assert len(world.mail.came) == 5
        world.clock.move(hours=25)
        shen.says(SHEN_MAIL).hears("验证码已发到")


def test_a_code_that_cannot_be_delivered_is_reported_in_the_chat() -> None:
    with Beside() as world:
        world.mail.refuses(Unreachable("rcpt 550 5.1.1"))
        shen = world.known(SHEN)
        shen.says("通知方式").taps("填邮箱").says("nobody@example.org")
        world.passes(seconds=1)
        shen.hears("验证码没有送到")
        people = [p for p in all_of(world, Person) if not p.name]
        assert people == []
        assert world.person(SHEN).bounced == []


def test_a_removed_address_gets_nothing_and_its_letters_open_nothing() -> None:
    with Beside() as world:
        world.person(LU, email=LU_MAIL)
        desk = world.asked("陆怀谷")
        lu = world.opens(world.mail.words[0])
        lu.says("通知方式").taps("删除邮箱").hears("邮箱已删除", "邮箱：没有")
        world.passes(hours=80)
        late = world.arrive("路人")
        late.commands("start", world.mail.words[0].rpartition("#t=")[2].split()[0]).hears("已经停用")
        assert len([1 for chat, _ in world.mail.came if chat == str(world.people[LU])]) == 1
        assert desk.screen


def test_the_order_is_chosen_by_a_tap_and_shown() -> None:
    with Beside() as world:
        shen = world.known(SHEN)
        shen.says("通知方式").hears("先聊天，再邮件、短信").taps("先发短信").hears("先短信，再聊天、邮件")
        assert world.person(SHEN).reach_by == ["hook", "chat", "mail"]
        shen.taps("先用聊天")
        assert world.person(SHEN).reach_by == []
        shen.taps("只用聊天").hears("只在聊天里通知")


def test_only_what_is_configured_is_offered() -> None:
    with Beside(hook="") as world:
        shen = world.known(SHEN)
        labels = [button.label for button in shen.says("通知方式").last.buttons]
        assert labels == ["填邮箱", "先发邮件", "只用聊天"]
    with Beside(mail=False, hook="") as world:
        shen = world.known(SHEN)
        shen.says("通知方式").hears("只在聊天里通知")
        shen.says("我的数据")
        assert "通知方式" not in [button.label for button in shen.last.buttons]


def test_a_coordinator_gives_an_imported_expert_an_address_and_the_invitation_goes_there() -> None:
    with Beside(hook="") as world:
        desk = world.asked("陆怀谷")
        desk.hears("请打电话：陆怀谷").taps("通知方式").taps("填邮箱").says(LU_MAIL)
        desk.hears("已记下陆怀谷的邮箱：lu@example.org")
        world.passes(seconds=1)
        ((_, letter),) = world.mail.came
        world.opens(letter.plain()).hears("邀请您为基层企业解决技术难题")


def test_a_coordinator_finds_a_person_by_phone_and_sets_the_order() -> None:
    with Beside() as world:
        desk, tang = world.known("coordinator:320583"), "contact:kunshan_casting"
        desk.says("/reach 199 0000 2001").hears("唐以宁的通知方式").taps("先发邮件")
        assert world.person(tang).reach_by == ["mail", "chat", "hook"]
        desk.says("/reach 19900001002").hears("不在您的地区")
        desk.says("/reach 13012345678").hears("没有找到这个电话")


def test_nobody_sets_the_ways_of_people_elsewhere() -> None:
    with Beside() as world:
        shen, lu = world.known(SHEN), world.people[LU]
        for action in (f"reach:{lu}", f"r.mail:{lu}", f"r.off:{lu}", f"r.by:{lu}:mail"):
            shen.taps_action(action).hears("不在您的地区")
        shen.says("/reach 19900001002").hears("不在您的地区")
        for action in ("reach:99999", "r.mail:x", "r.by:"):
            shen.taps_action(action)
        shen.taps_action(f"r.by:{world.people[SHEN]}:pigeon").hears("按钮")
        assert world.person(LU).reach_by == []


def test_a_new_address_is_tried_again_after_the_old_one_failed() -> None:
    with Beside(hook="") as world:
        world.person(LU, email="old@example.org")
        world.mail.refuses(Unreachable("rcpt 550 5.1.1"))
        desk = world.asked("陆怀谷")
        for _ in range(3):
            world.passes(seconds=1)
        desk.hears("请打电话：陆怀谷").taps("通知方式").hears("old@example.org（上次没有送到，请换一个）")
        desk.taps("换邮箱").says(LU_MAIL)
        world.passes(minutes=11)
        assert [chat for chat, _ in world.mail.came] == [str(world.people[LU])]
        assert world.person(LU).bounced == ["old@example.org"]


def test_what_is_erased_is_gone_from_every_row(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Beside() as world:
        shen, code = asks_for_code(world)
        shen.says(code)
        shen.says("我的数据").taps("删除我的数据").taps("确认删除")
        rows = world.look(
            lambda work: [
                row
                for table in ("person", "outbox", "inbox", "dialogue", "notice", "event", "task")
                for row in work.statements.rows(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
                if SHEN_MAIL in str(row)
            ]
        )
        assert rows == []
        assert SHEN_MAIL not in caplog.text


def test_codes_are_kept_as_a_hash_only() -> None:
    with Beside() as world:
        _, code = asks_for_code(world)
        (link,) = [link for link in all_of(world, Link) if link.kind == "mail"]
        assert code not in link.token_hash[:6]
        assert link.expires_at is not None
        assert link.expires_at - link.made_at == timedelta(minutes=30)
