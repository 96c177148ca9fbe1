"""The call cockpit: who filed, is late, is silent; chased, phoned, filled in, extended from one card."""

from datetime import datetime

from sqlmodel import select

from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.call_answers import CallAnswer
from handlers.domain.days import SHANGHAI
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.needs import SUBMITTED, Need
from handlers.domain.tasks import Task
from tests.support.calling import CHANGSHU, KUNSHAN, Calling
from tests.support.world import Visitor

DYEING, DRESS = "常熟漾彩针织染整有限公司", "常熟絮屿服饰有限公司"


def cockpit(visitor: Visitor) -> Message:
    """Return the live card as it stands on the screen."""
    return next(m for m in reversed(visitor.screen) if m.heading.startswith("2026年春季征集 ·"))


def firm(world: Calling, name: str) -> int:
    """Return the id of an enterprise."""
    found = select(Enterprise).where(Enterprise.name == name)
    return world.look(lambda work: work.session.exec(found).one().id or 0)


def answers(world: Calling) -> list[CallAnswer]:
    """Return what enterprises said."""
    return world.look(lambda work: list(work.session.exec(select(CallAnswer)).all()))


def test_a_city_sees_its_units_and_opens_one_in_two_taps() -> None:
    with Calling() as world:
        _, yu, _ = world.staffed()
        world.needs("印染废水回用率低")
        yu.commands("call").hears("共 2 个单位：已报 0 个，未报 2 个", "常熟市：未报，需求 1 条")
        yu.hears("张家港市：未报，需求 0 条（还没有经办人）", "上报期限 3月31日（周二），还有22天")
        yu.taps("常熟市").hears("常熟市人力资源和社会保障局报送").taps("催办").hears("对方刚刚收到提醒")


def test_the_late_stand_first_with_their_days() -> None:
    with Calling(datetime(2026, 3, 18, 9, 30, tzinfo=SHANGHAI)) as world:
        liu, yu, _ = world.staffed()
        world.needs("印染废水回用率低")
        world.sends_up(liu)
        world.clock.move_to(datetime(2026, 3, 23, 10, 0, tzinfo=SHANGHAI))
        yu.says("征集").hears("其中逾期 1 个", "张家港市：逾期 3 天未报")
        fields = [label for label, _ in cockpit(yu).fields]
        assert fields == ["张家港市", "常熟市"]


def test_the_card_follows_what_happens_below_in_place_and_once() -> None:
    with Calling() as world:
        liu, yu, qi = world.staffed()
        world.needs("印染废水回用率低", "布面色差大")
        yu.says("征集")
        qi.says("征集")
        heard, before = len(yu.buzzed), len(world.screens.chats[yu.chat])
        world.sends_up(liu)
        assert "未报，需求 2 条" in cockpit(yu).plain()
        world.passes(seconds=6)
        assert "常熟市：已报，待确认，需求 2 条" in cockpit(yu).plain()
        assert "下级报来 2 条，本局已上报 0 条" in cockpit(yu).plain()
        assert len(yu.buzzed) == heard + 1
        assert len(world.screens.chats[yu.chat]) == before + 1
        assert len([m for m in yu.screen if m.heading.startswith("2026年春季征集 ·")]) == 1


def test_who_does_not_look_is_not_sent_anything() -> None:
    with Calling() as world:
        liu, _, qi = world.staffed()
        world.needs("印染废水回用率低")
        world.sends_up(liu)
        world.passes(seconds=10)
        assert qi.screen == []


def test_a_county_sees_its_enterprises_and_what_they_said() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        fan, wen = world.known("contact:changshu_dyeing"), world.known("contact:changshu_garment")
        liu.says("征集").hears("企业 2 家：已提 0 家", "没有回音 2 家")
        fan.says("提需求").taps("技术")
        wen.taps_action(f"c.none:{world.call().id}:{firm(world, DRESS)}")
        world.passes(seconds=6)
        assert "填写中 1 家，本期无需求 1 家，没有回音 0 家" in cockpit(liu).plain()
        assert dict(cockpit(liu).fields) == {DYEING: "填写中", DRESS: "本期无需求"}
        fan.says("印染废水回用率低").says("印染废水回用率只有三成，想提高到六成以上").taps("选好了")
        for _ in range(5):
            fan.taps("跳过")
        fan.taps("提交")
        world.passes(seconds=6)
        assert "已提 1 条" in cockpit(liu).plain()


def test_an_enterprise_is_chased_once_a_day() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        fan = world.known("contact:changshu_dyeing")
        liu.says("征集").taps(DYEING).hears("联系人：范若谷，电话 19900002005").taps("催办").hears(
            "刚刚收到提醒"
        )
        fan.hears("常熟市人力资源和社会保障局提醒贵单位", "期限 3月20日")
        heard = len(fan.buzzed)
        liu.taps("催办").hears("今天已经催过")
        assert len(fan.buzzed) == heard
        fan.taps("本期无需求")
        liu.taps("催办").hears("已经答复，不用催")


def test_a_chaser_to_an_enterprise_waits_for_the_morning() -> None:
    with Calling(datetime(2026, 3, 9, 21, 30, tzinfo=SHANGHAI)) as world:
        liu, _, _ = world.staffed()
        fan = world.known("contact:changshu_dyeing")
        liu.says("征集").taps(DYEING).taps("催办").hears("现在是免打扰时间")
        assert fan.buzzed == []
        world.passes(hours=11)
        fan.hears("提醒贵单位")


def test_who_has_no_chat_is_phoned_and_the_outcome_counts() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        liu.says("征集").taps(DRESS).taps("催办").hears("请打电话").taps("打电话")
        liu.hears("请打电话：温知夏", "19900002006", "我是常熟市人力资源和社会保障局的经办人", "#t=")
        liu.taps("登记结果").taps("会自己提需求").says("下周三前提").hears(
            "柳映川", "会自己提需求（下周三前提）"
        )
        (answer,) = answers(world)
        assert (answer.kind, answer.words, answer.by_phone) == ("promised", "下周三前提", True)
        world.passes(seconds=6)
        assert dict(cockpit(liu).fields)[DRESS] == "答应提报（电话：下周三前提）"
        assert world.look(lambda work: [task.state for task in work.session.exec(select(Task)).all()]) == [
            "done"
        ]


def test_none_by_phone_ends_the_reminders() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        wen = world.known("contact:changshu_garment")
        liu.says("征集").taps(DRESS).taps("打电话").taps("登记结果").taps("本期无需求")
        world.clock.move_to(datetime(2026, 3, 13, 8, 59, tzinfo=SHANGHAI))
        world.passes(minutes=2)
        world.passes(seconds=10)
        assert wen.buzzed == []


def test_who_was_not_reached_stays_to_be_called() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        liu.says("征集").taps(DRESS).taps("打电话").taps("登记结果").taps("没有打通").taps("跳过")
        liu.hears("没有打通")
        assert answers(world) == []
        assert world.look(lambda work: [task.state for task in work.session.exec(select(Task)).all()]) == [
            "open"
        ]
        liu.taps("登记结果").taps("本期无需求")
        assert [answer.kind for answer in answers(world)] == ["none"]


def test_a_need_is_filled_in_on_the_phone_and_recorded_so() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        wen = world.known("contact:changshu_garment")
        liu.says("征集").taps(DRESS).taps("打电话").taps("登记结果").taps("有需求，现在代填")
        liu.hears("根据电话代填").taps("技术").says("定型机能耗高").says(
            "定型机每吨布耗汽量大，想降两成"
        ).taps("选好了")
        for _ in range(5):
            liu.taps("跳过")
        liu.taps("提交").hears("已代企业提交", "请接着审核")
        wen.hears("代贵单位提了这条需求", "定型机能耗高")
        need = world.look(lambda work: work.session.exec(select(Need)).all()[-1])
        assert (need.author_id, need.state, need.call_id) == (wen.person_id, SUBMITTED, world.call().id)
        (event,) = [each for each in world.events("need.filed") if each.subject == f"need:{need.id}"]
        assert (event.actor_id, event.behalf_of) == (liu.person_id, wen.person_id)
        assert event.facts["by_phone"] is True
        liu.taps("通过")
        wen.hears("您的需求已通过审核")


def test_a_unit_is_phoned_and_its_word_stands_in_the_row() -> None:
    with Calling() as world:
        _, yu, _ = world.staffed()
        yu.says("征集").taps("张家港市").taps("打电话").hears(
            "电话：0512-00000582", "应在3月20日（周五）前报送"
        )
        yu.taps("登记结果").taps("答应尽快办").says("周五前报")
        world.passes(seconds=6)
        assert (
            "张家港市：未报，需求 0 条（还没有经办人）；电话：答应尽快办（周五前报）" in cockpit(yu).plain()
        )


def test_a_call_that_asks_for_more_time_leads_to_the_extension() -> None:
    with Calling() as world:
        _, yu, _ = world.staffed()
        yu.says("征集").taps("张家港市").taps("打电话").taps("登记结果").taps("需要延期")
        yu.hears("新的期限是哪一天").says("3月27日").hears("已延期")
        assert world.filing("spring.needs_county", "320582").extended_from is not None


def test_the_province_looks_into_a_city_and_a_city_not_into_another() -> None:
    with Calling() as world:
        liu, yu, qi = world.staffed()
        number = world.call().id
        city = world.filing("spring.needs_city", "320500").bureau_id
        wuxi = world.filing("spring.needs_city", "320200").bureau_id
        qi.taps_action(f"call:{number}:{city}").hears("苏州市人力资源和社会保障局", "常熟市：未报")
        yu.taps_action(f"call:{number}:{wuxi}").hears("不归您查看")
        liu.taps_action(f"call:{number}:{city}").hears("不归您查看")
        liu.taps_action("call:999").hears("没有找到这一期征集")


def test_only_coordinators_see_a_call_and_only_their_own_enterprises() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        xu = world.known(f"coordinator:{KUNSHAN}")
        fan = world.known("contact:changshu_dyeing")
        fan.says("征集").hears("只对人社部门经办人开放")
        mark = f"{world.call().id}:{firm(world, DYEING)}"
        for visitor in (xu, fan):
            for verb in ("c.firm", "c.chase", "c.phone", "c.note", "c.fill"):
                visitor.taps_action(f"{verb}:{mark}").hears("不归您联系")
        liu.taps_action(f"c.firm:{world.call().id}:999").hears("没有找到这家企业")
        assert answers(world) == []


def test_a_coordinator_notes_that_there_is_no_need() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        liu.says("征集").taps(DRESS).taps("记为无需求").hears("本期无需求")
        assert [(answer.kind, answer.by_phone) for answer in answers(world)] == [("none", True)]


def test_an_enterprise_without_contacts_is_said_to_have_none() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        number = firm(world, DRESS)

        def leave(work: Work) -> None:
            found = select(Contact).where(Contact.enterprise_id == number)
            work.session.exec(found).one().state = "left"

        world.change(leave)
        liu.says("征集").taps(DRESS).hears("还没有联系人").taps("打电话").hears("还没有联系人")


def test_long_lists_have_pages_and_the_page_stays_when_things_change() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()

        def crowd(work: Work) -> None:
            for number in range(12):
                name = f"第{number:02}家企业"
                work.add(Enterprise(name=name, county=CHANGSHU, created_at=work.now))

        world.change(crowd)
        liu.says("征集").hears("企业 14 家").taps("下一页 2/2")
        assert len(cockpit(liu).fields) == 6
        liu.taps_action(f"c.note:{world.call().id}:{firm(world, DRESS)}")
        world.passes(seconds=6)
        assert len(cockpit(liu).fields) == 6
        assert "本期无需求 1 家" in cockpit(liu).plain()
        liu.taps_action(f"call:{world.call().id}:0:0").hears("企业 14 家")


def test_each_morning_the_days_are_counted_anew() -> None:
    with Calling() as world:
        _, yu, _ = world.staffed()
        yu.says("征集")
        before = len(world.screens.chats[yu.chat])
        world.clock.move_to(datetime(2026, 3, 24, 8, 31, tzinfo=SHANGHAI))
        world.passes(seconds=1)
        assert "张家港市：逾期 4 天未报" in cockpit(yu).plain()
        assert (
            len([m for m in world.screens.chats[yu.chat][:before] if "逾期 4 天" in m.message.plain()]) == 1
        )
