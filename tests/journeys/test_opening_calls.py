"""A call for needs opens: everybody hears of it once, answers with a tap, is reminded if silent."""

from datetime import datetime, timedelta

from sqlmodel import select

from bot.storage.work import Work
from handlers.domain.call_answers import CallAnswer
from handlers.domain.days import SHANGHAI
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.programmes import Call, Programme
from tests.support.calling import Calling
from tests.support.world import Visitor, World

JULY = datetime(2026, 7, 20, 10, 0, tzinfo=SHANGHAI)
AUTUMN = datetime(2026, 8, 3, 9, 0, tzinfo=SHANGHAI)
WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，下月底前希望专家到厂看看"


def news_of(visitor: Visitor, words: str = "秋季征集") -> list[str]:
    """Return the messages of the call that buzzed."""
    return [message.plain() for message in visitor.buzzed if words in message.plain()]


def to_the_opening(world: World) -> None:
    """Let the clock reach the day on which the autumn call opens, and everybody be told."""
    world.clock.move_to(AUTUMN - timedelta(minutes=1))
    world.passes(minutes=2)
    world.passes(seconds=10)


def test_on_its_day_the_call_opens_and_everybody_is_told_once() -> None:
    with Calling(JULY) as world:
        liu, yu, qi = world.staffed()
        tang = world.known("contact:kunshan_casting")
        to_the_opening(world)
        assert (world.call("autumn").state, world.call("spring").state) == ("open", "closed")
        for desk in (liu, yu, qi):
            assert len(news_of(desk, "今天开始")) == 1
        liu.hears("贵局上报需求的期限：8月20日（周四），还有17天")
        tang.hears("2026年秋季征集开始了", "昆山砺澄精密压铸有限公司", "提出期限：8月31日（周一）")
        world.passes(minutes=1)
        assert len(news_of(tang)) == 1
        assert len(world.events("call.opened")) == 1


def test_a_need_filed_from_the_message_carries_the_call() -> None:
    with Calling(JULY) as world:
        world.staffed()
        tang = world.known("contact:kunshan_casting")
        to_the_opening(world)
        tang.taps("提需求").hears("一共 8 个问题").says("取消").says(WORDS).taps("提交")
        newest = world.look(lambda work: work.session.exec(select(Need)).all()[-1])
        assert newest.call_id == world.call("autumn").id


def test_one_tap_says_that_there_is_none_and_ends_the_reminders() -> None:
    with Calling(JULY) as world:
        world.staffed()
        tang, shi = world.known("contact:kunshan_casting"), world.known("contact:changshu_dyeing")
        to_the_opening(world)
        none = tang.button("本期无需求").action
        tang.taps_action(none).hears("本期不再提醒您")
        tang.taps_action(none).hears("没有重复登记")
        assert world.look(lambda work: len(work.session.exec(select(CallAnswer)).all())) == 1
        world.clock.move_to(datetime(2026, 8, 13, 8, 59, tzinfo=SHANGHAI))
        world.passes(minutes=2)
        world.passes(seconds=10)
        assert len(news_of(tang, "还没有收到")) == 0
        shi.hears(
            "提醒：2026年秋季征集还没有收到贵单位（常熟漾彩针织染整有限公司）的需求，期限 8月20日（周四）"
        )
        assert {event.facts["code"] for event in world.events("reminder.sent")} >= {"T-7"}


def test_who_filed_is_not_reminded_and_cannot_have_none() -> None:
    with Calling(JULY) as world:
        world.staffed()
        tang = world.known("contact:kunshan_casting")
        to_the_opening(world)
        none = tang.button("本期无需求").action
        tang.says(WORDS).taps("提交")
        tang.taps_action(none).hears("本期已提了 1 条需求")
        world.clock.move_to(datetime(2026, 8, 13, 8, 59, tzinfo=SHANGHAI))
        world.passes(minutes=2)
        world.passes(seconds=10)
        assert news_of(tang, "还没有收到") == []


def test_who_has_muted_the_call_or_hears_deadlines_alone_is_left_in_peace() -> None:
    with Calling(JULY) as world:
        world.staffed()
        tang, fan = world.known("contact:kunshan_casting"), world.known("contact:changshu_dyeing")
        number, one, other = world.call("autumn").id, tang.person_id, fan.person_id

        def prefer(work: Work) -> None:
            work.session.get_one(Person, one).mutes = [f"call:{number}"]
            work.session.get_one(Person, other).notify = "deadlines"

        world.change(prefer)
        to_the_opening(world)
        assert (news_of(tang), news_of(fan)) == ([], [])
        world.clock.move_to(datetime(2026, 8, 13, 8, 59, tzinfo=SHANGHAI))
        world.passes(minutes=2)
        world.passes(seconds=10)
        assert (len(news_of(tang)), len(news_of(fan))) == (0, 1)


def test_the_province_opens_a_call_early_with_a_second_tap_that_names_number_and_who() -> None:
    with Calling(JULY) as world:
        _, _, qi = world.staffed()
        tang = world.known("contact:kunshan_casting")
        qi.says("征集").taps("提前开始2026年秋季征集").hears("原定 8月3日（周一）开始", "家企业", "位联系人")
        sure = qi.button("确定开始").action
        assert world.call("autumn").state == "planned"
        qi.taps_action(sure).hears("2026年秋季征集已开始")
        qi.taps_action(sure).hears("已经开始，没有重复通知")
        world.passes(seconds=10)
        tang.hears("2026年秋季征集开始了")
        to_the_opening(world)
        assert len(news_of(tang)) == 1
        assert len(world.events("call.opened")) == 1


def test_only_the_province_opens_a_call() -> None:
    with Calling(JULY) as world:
        liu, yu, _ = world.staffed()
        number = world.call("autumn").id
        for visitor in (liu, yu, world.known("contact:kunshan_casting")):
            visitor.taps_action(f"c.open:{number}").hears("由省级经办人办理")
            visitor.taps_action(f"c.open2:{number}").hears("由省级经办人办理")
        assert "提前开始" not in " ".join(yu.says("征集").labels)


def test_a_call_opened_at_night_is_told_in_the_morning() -> None:
    with Calling(datetime(2026, 7, 20, 22, 0, tzinfo=SHANGHAI)) as world:
        _, _, qi = world.staffed()
        tang = world.known("contact:kunshan_casting")
        number = world.call("autumn").id
        qi.taps_action(f"c.open:{number}").hears("现在是免打扰时间").taps("确定开始")
        world.passes(minutes=5)
        assert news_of(tang) == []
        world.passes(hours=10)
        world.passes(seconds=10)
        assert len(news_of(tang)) == 1


def test_the_day_that_passed_while_the_service_stood_still_is_caught_up_with() -> None:
    with Calling(JULY) as world:
        world.staffed()
        tang = world.known("contact:kunshan_casting")
        world.clock.move_to(datetime(2026, 8, 5, 10, 0, tzinfo=SHANGHAI))
        world.passes(seconds=1)
        world.passes(seconds=10)
        assert world.call("autumn").state == "open"
        assert len(news_of(tang)) == 1


def test_a_call_that_is_over_says_so() -> None:
    with Calling(JULY) as world:
        world.staffed()
        tang = world.known("contact:kunshan_casting")
        person = tang.person_id
        enterprise = world.look(lambda work: work.enterprises.of_person(person)[0].id)
        spring = world.call("spring").id
        to_the_opening(world)
        tang.taps_action(f"c.none:{spring}:{enterprise}").hears("已经结束", "仍可以随时提")


def test_another_enterprises_answer_is_refused_and_forged_buttons_are_answered() -> None:
    with Calling() as world:
        world.staffed()
        tang, fan = world.known("contact:kunshan_casting"), world.known("contact:changshu_dyeing")
        person = fan.person_id
        enterprise = world.look(lambda work: work.enterprises.of_person(person)[0].id)
        number = world.call().id
        for verb in ("c.none", "c.new"):
            tang.taps_action(f"{verb}:{number}:{enterprise}").hears("不是这家企业已确认的联系人")
        tang.taps_action(f"c.none:{number}:9999").hears("没有找到这家企业")
        tang.taps_action("c.none:x").hears("没有找到这一期征集")
        tang.taps_action(f"c.none:999:{enterprise}").hears("没有找到这一期征集")


def test_reminders_that_come_late_are_marked_or_expire_as_the_programme_says() -> None:
    with Calling(JULY) as world:
        world.staffed()
        fan = world.known("contact:changshu_dyeing")
        to_the_opening(world)
        world.clock.move_to(datetime(2026, 8, 14, 10, 0, tzinfo=SHANGHAI))
        world.passes(seconds=1)
        world.passes(seconds=10)
        fan.hears("（补发）提醒：2026年秋季征集")
        world.change(expire_late)
        world.surroundings.rules.clear()
        world.clock.move_to(datetime(2026, 8, 20, 10, 0, tzinfo=SHANGHAI))
        world.passes(seconds=1)
        world.passes(seconds=10)
        assert len(news_of(fan, "提醒：2026年秋季征集")) == 1
        assert "T-1" in {event.facts["code"] for event in world.events("reminder.expired")}


def test_a_reminder_of_a_call_that_is_over_is_not_sent() -> None:
    with Calling(JULY) as world:
        world.staffed()
        fan = world.known("contact:changshu_dyeing")
        to_the_opening(world)
        number = world.call("autumn").id

        def close(work: Work) -> None:
            work.session.get_one(Call, number).state = "closed"

        world.change(close)
        world.clock.move_to(datetime(2026, 8, 13, 9, 1, tzinfo=SHANGHAI))
        world.passes(seconds=10)
        assert news_of(fan, "还没有收到") == []


def expire_late(work: Work) -> None:
    """Let late reminders expire."""
    programme = work.session.exec(select(Programme)).one()
    deadlines = {**programme.rules.get("deadlines", {}), "late": "expire"}
    programme.rules = {**programme.rules, "deadlines": deadlines}
