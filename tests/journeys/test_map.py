"""Who sees and may do what on the map: lines decide, observers look on, departments recommend experts."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from bot.storage.work import Work
from handlers.domain.bureaus import MINISTRY, Bureau, Member
from handlers.domain.experts import Expert
from handlers.domain.needs import APPROVED, SUBMITTED, Need
from handlers.domain.people import Link, Person
from handlers.domain.tasks import Task
from tests.support.joining import joins_as_expert
from tests.support.world import Visitor, World

WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，下月底前希望专家到厂看看"
SECRET = "X光探伤废品率8%"


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world."""
    with World(samples=True) as opened:
        yield opened


def files_need(world: World, key: str) -> Need:
    """Let an enterprise file a need; return it."""
    world.known(f"contact:{key}").says(WORDS).taps("提交")
    return newest(world)


def newest(world: World) -> Need:
    return world.look(lambda work: work.session.exec(select(Need).order_by(col(Need.id).desc())).all()[0])


def buttons(need: Need) -> tuple[str, ...]:
    """Return every button that a need's card, or what it leads to, ever has."""
    plain = ("need", "n.call", "n.file", "n.avoid", "match")
    marked = ("n.ok", "n.back", "n.no", "n.on", "n.tags", "n.drop", "n.drop2")
    return (
        *(f"{verb}:{need.id}" for verb in plain),
        *(f"{verb}:{need.id}:{need.revision}" for verb in marked),
    )


def learns_nothing(visitor: Visitor, need: Need) -> None:
    """Tap everything there is about a need; nothing is disclosed and nothing changes."""
    for action in buttons(need):
        visitor.taps_action(action)
        assert not any(word in visitor.last.plain() for word in (need.title, SECRET, "1990000")), action
    assert newest(visitor.world).state == need.state
    assert newest(visitor.world).revision == need.revision


def test_suzhou_sees_and_does_nothing_with_a_need_of_kunshan(world: World) -> None:
    need, suzhou = files_need(world, "kunshan_casting"), world.known("coordinator:320500")
    learns_nothing(suzhou, need)
    suzhou.says("待办").hears("现有待办 3 项")
    assert not [m for m in suzhou.screen if need.title in m.plain()]


def test_suzhou_checks_what_comes_from_changshu_which_has_nobody(world: World) -> None:
    suzhou = world.known("coordinator:320500")
    assert files_need(world, "changshu_dyeing").county == "320581"
    suzhou.taps("通过")
    assert newest(world).state == APPROVED


def test_the_province_acts_in_kunshan_as_it_does_in_every_city(world: World) -> None:
    need = files_need(world, "kunshan_casting")
    world.known("coordinator:320000").taps_action(f"n.ok:{need.id}:{need.revision}").hears("已通过")
    assert newest(world).state == APPROVED


@pytest.mark.parametrize("key", ["coordinator:321283", "coordinator:321322", "department:education"])
def test_other_bureaus_and_departments_learn_nothing_of_it(world: World, key: str) -> None:
    learns_nothing(world.known(key), files_need(world, "kunshan_casting"))


def test_an_observer_reads_what_experts_may_read_and_can_do_nothing(world: World) -> None:
    observer = world.known("observer:320583")
    need = files_need(world, "kunshan_casting")
    observer.hears_nothing()
    observer.says("我的需求").hears(need.title)
    observer.taps(need.number)
    assert need.title in observer.last.plain()
    assert observer.labels == []
    for action in buttons(need)[1:]:
        observer.taps_action(action)
        assert SECRET not in observer.last.plain()
    assert newest(world).state == SUBMITTED
    observer.says("待办").hears("只对人社部门经办人开放")


def test_an_observer_is_greeted_with_what_there_is_to_see(world: World) -> None:
    observer = world.known("observer:320583").commands("start").hears("苗一诺", "会同部门")
    assert observer.labels == ["需求", "本局", "找人工"]
    observer.says("帮助").hears("您可以查看")
    observer.says("发邀请链接").hears("您这里不能操作")
    assert world.look(lambda work: work.session.exec(select(Link)).all()) == []


def test_a_department_confirms_the_experts_who_came_by_its_link(world: World) -> None:
    nie, qi = world.known("department:education"), world.known("coordinator:320000")
    nie.says("发邀请链接")
    assert nie.labels == ["专家"]
    token = nie.taps("专家").last.plain().partition("#t=")[2].split()[0]
    zhang = world.arrive("张").commands("start", token)
    joins_as_expert(zhang)
    zhang.hears("江苏省教育厅人事处")
    nie.hears("13700137000")
    assert qi.fresh == []
    nie.says("待办").taps("确认").hears("专家已核实")
    zhang.hears("江苏省教育厅人事处已核实您的专家资料")
    (expert,) = world.look(
        lambda work: work.session.exec(select(Expert).where(Expert.unit == "江汀理工大学材料学院")).all()
    )
    assert expert.state == "confirmed"
    assert expert.recommended_by == nie_bureau(world, nie)


def nie_bureau(world: World, nie: Visitor) -> int:
    number = nie.person_id
    return world.look(lambda work: work.people.actor(number).desks[0].bureau_id)


def test_a_department_looks_at_other_experts_and_decides_nothing(world: World) -> None:
    zhang = world.arrive("张").commands("start", "expert")
    joins_as_expert(zhang)
    (task,) = world.look(
        lambda work: work.session.exec(select(Task).where(Task.kind == "confirm_expert")).all()
    )
    number = task.about.partition(":")[2]
    nie = world.known("department:education").taps_action(f"expert.confirm:{number}")
    assert nie.labels == []
    nie.hears("由昆山市人力资源和社会保障局核实", "137****7000")
    nie.taps_action(f"expert.yes:{number}:1").hears("没有改动")
    assert world.look(lambda work: work.session.get_one(Expert, int(number)).state) == "unverified"


def test_a_department_makes_no_links_for_enterprises(world: World) -> None:
    world.known("department:education").taps_action("link:enterprise").hears("没有生成链接")
    assert world.look(lambda work: work.session.exec(select(Link)).all()) == []


def test_the_pool_is_looked_through_page_by_page_and_by_name_without_numbers(world: World) -> None:
    nie = world.known("department:education").says("专家库").hears("专家库共", "已核实")
    first = nie.last.fields
    nie.taps("下一页")
    assert not set(nie.last.fields) & set(first)
    nie.says("专家库 沈砚舟").hears("“沈砚舟”的专家 1 人").taps("沈砚舟")
    assert not any("1990000" in message.plain() for message in nie.screen)
    nie.says("专家库 不在库里").hears("没有找到“不在库里”")
    nie.taps_action("pool:9999:").hears("没有找到")


@pytest.mark.parametrize("key", ["contact:kunshan_casting", "expert:die_casting"])
def test_the_pool_is_for_bureaus_and_departments(world: World, key: str) -> None:
    world.known(key).says("专家库").hears("只对人社局").taps_action("pool:0:").hears("只对人社局")


def test_a_need_climbs_by_the_reporting_line_and_stops_at_the_province(world: World) -> None:
    def lift(work: Work) -> tuple[int, int]:
        ministry = work.add(Bureau(name="人社部", level=MINISTRY, area="000000"))
        person = work.add(Person(name="部里人", created_at=work.now))
        work.add(Member(bureau_id=ministry.id or 0, person_id=person.id or 0, role="owner"))
        province = work.bureaus.at("320000")
        assert province is not None
        province.reports_to = ministry.id
        return province.id or 0, ministry.id or 0

    province, _ = world.change(lift)
    files_need(world, "kunshan_casting")
    for _ in range(30):
        world.passes(days=1)
    assert newest(world).bureau_id == province
