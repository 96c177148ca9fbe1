"""Records that may be one: shown as pairs, merged with their history or kept apart, and remembered."""

from collections.abc import Sequence

from sqlmodel import select

from bot.storage.work import Work
from handlers.domain.enterprises import Enterprise
from handlers.domain.events import Event
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.domain.sheets import Twin
from tests.support.joining import all_of
from tests.support.sheets import Office, an_expert, experts, office, results, xlsx
from tests.support.world import Visitor

KNOWN = {"name": "沈砚舟", "phone": "19900009001", "unit": "江汀理工大学材料成形学院"}
FIRMS = ("企业名称", "县区", "联系人", "联系电话")


def imports(office: Office, who: Visitor, data: bytes) -> None:
    office.send(who, data)
    office.tap(who, "导入")
    office.tap(who, "确认导入")


def live(work: Work, name: str) -> Sequence[tuple[Person, Expert]]:
    """Return the experts of a name who are there."""
    return [(person, expert) for expert, person in work.experts.all() if person.name == name]


def test_somebody_of_the_same_name_and_unit_is_offered_for_merging() -> None:
    with office() as (desk, xu):
        data = experts(an_expert(**KNOWN))
        imports(desk, xu, data)
        xu.hears("疑似重复 1 行")
        xu.taps("处理疑似重复").hears("姓名相同，单位相近", "199****1001", "19900009001")
        xu.taps("合并").hears("没有疑似重复要处理了")
        ((person, _),) = desk.world.look(lambda work: live(work, "沈砚舟"))
        assert person.phone == "19900001001"
        merged = [event for event in all_of(desk.world, Event) if event.action == "person.merged"]
        assert [event.actor_id for event in merged] == [xu.person_id]
        desk.send(xu, data)
        assert results(desk.reports(xu)[-1]) == [("不变", "已合并到另一条记录")]


def test_two_different_people_stay_two_and_are_not_asked_about_again() -> None:
    with office() as (desk, xu):
        data = experts(an_expert(**KNOWN))
        imports(desk, xu, data)
        xu.taps("处理疑似重复").taps("不是同一个").hears("没有疑似重复要处理了")
        assert len(desk.world.look(lambda work: live(work, "沈砚舟"))) == 2
        desk.send(xu, data)
        xu.hears("不变 1 行")
        assert [twin.state for twin in all_of(desk.world, Twin)] == ["distinct"]


def test_pairs_come_one_at_a_time_and_may_wait() -> None:
    with office() as (desk, xu):
        other = {"name": "陆怀谷", "phone": "19900009002", "unit": "望溪交通大学材料科学与工程学院"}
        imports(desk, xu, experts(an_expert(**KNOWN), an_expert(**other)))
        xu.taps("处理疑似重复").hears("还有 2 组", "沈砚舟")
        xu.taps("以后再说").hears("陆怀谷")
        xu.taps("以后再说").hears("其余 2 组留着")
        xu.says("导入").taps("处理疑似重复").hears("沈砚舟")


def test_a_second_tap_merges_nothing_more() -> None:
    with office() as (desk, xu):
        imports(desk, xu, experts(an_expert(**KNOWN)))
        yes = xu.taps("处理疑似重复").button("合并").action
        xu.taps_action(yes).taps_action(yes).hears("没有疑似重复要处理了")
        assert len([event for event in all_of(desk.world, Event) if event.action == "person.merged"]) == 1


def test_whoever_uses_the_chat_is_kept() -> None:
    with office() as (desk, xu):
        shen = desk.world.known("expert:die_casting")
        imports(desk, xu, experts(an_expert(**KNOWN)))
        xu.taps("处理疑似重复").taps("合并")
        shen.says("我的数据").hears("沈砚舟", "江汀理工大学材料成形学院")


def test_the_same_mobile_under_another_name_is_asked_about() -> None:
    with office() as (desk, xu):
        imports(desk, xu, experts(an_expert("沈研舟", "19900001001")))
        xu.taps("处理疑似重复").hears("手机号相同")


def test_two_like_rows_of_one_list_are_asked_about() -> None:
    with office() as (desk, xu):
        rows = (an_expert(), an_expert(phone="19900008002", unit="清河工业大学机械工程学院"))
        imports(desk, xu, experts(*rows))
        assert results(desk.reports(xu)[-1]) == [("新增", ""), ("疑似重复", "与本表第 2 行相近")]
        xu.taps("处理疑似重复").taps("合并")
        assert len(desk.world.look(lambda work: live(work, "钱松龄"))) == 1


def test_enterprises_of_like_names_are_merged_with_needs_and_contacts() -> None:
    with office() as (desk, xu):
        data = xlsx(
            FIRMS,
            ("昆山晨星精密压铸有限公司", "昆山", "王敏", "19900008011"),
            ("晨星精密压铸（昆山）公司", "昆山市", "李达", "19900008012"),
        )
        imports(desk, xu, data)
        xu.taps("处理疑似重复").hears("疑似同一家企业").taps("合并")

        def contacts(work: Work) -> list[str]:
            found = select(Enterprise).where(Enterprise.name == "昆山晨星精密压铸有限公司")
            firm = work.session.exec(found).one()
            return [person.name for _, person in work.sheets.contacts_of([firm.id or 0])]

        assert desk.world.look(contacts) == ["王敏", "李达"]
        desk.send(xu, data)
        assert results(desk.reports(xu)[-1]) == [("不变", ""), ("不变", "已合并到另一条记录")]


def test_a_pair_of_another_area_is_not_ours_to_decide() -> None:
    with office() as (desk, xu):
        province = desk.world.known("coordinator:320000")
        rows = (an_expert(county="常熟"), an_expert(phone="19900008002", county="常熟"))
        imports(desk, province, experts(*rows))
        yes = province.taps("处理疑似重复").button("合并").action
        xu.taps_action(yes).hears("由当地人社局决定")
        xu.says("导入").taps("处理疑似重复").hears("没有疑似重复要处理了")
