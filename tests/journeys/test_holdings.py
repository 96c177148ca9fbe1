"""What a bureau keeps: service bases and their nomination, papers in versions, the year's special fund."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from bot.storage.work import Work
from handlers.domain.activities import Activity
from handlers.domain.holdings import Fund, ServiceBase
from tests.support.visited import Visited
from tests.support.world import Visitor

COUNTY, NEIGHBOUR, PROVINCE = "coordinator:320583", "coordinator:320500", "coordinator:320000"
ENTERPRISE = "contact:kunshan_casting"


@pytest.fixture
def world() -> Iterator[Visited]:
    """Open the sample world in May."""
    with Visited() as opened:
        yield opened


def adds_base(desk: Visitor, name: str = "昆山精密制造专家服务基地", *, parent: str = "") -> None:
    desk.says("本局").taps("服务基地").taps("登记基地").says(name).taps("经济技术开发区").says("2024年6月1日")
    if parent:
        desk.taps(parent)


def publishes(desk: Visitor, title: str = "专家服务活动实施细则", disclosure: str = "主动公开") -> None:
    desk.says("本局").taps("文件库").taps("发布文件").taps("实施细则").says(title).sends(f"{title}.pdf")
    desk.taps("发完了").taps(disclosure).taps("跳过")


def hosted_by_the_base(work: Work) -> None:
    """Let the only base have hosted every activity."""
    for activity in work.session.exec(select(Activity)):
        activity.base_id = 1


def base(world: Visited) -> ServiceBase:
    return world.look(lambda work: work.session.exec(select(ServiceBase)).one())


def fund(world: Visited) -> Fund:
    return world.look(lambda work: work.session.exec(select(Fund)).one())


def test_a_base_is_added_with_its_host_day_and_base_above(world: Visited) -> None:
    province, county = world.known(PROVINCE), world.known(COUNTY)
    adds_base(province, "江苏装备制造专家服务基地")
    adds_base(county, parent="江苏装备制造专家服务基地")
    county.hears("基地已登记", "依托单位：经济技术开发区", "级别：县级", "上级基地：江苏装备制造专家服务基地")
    county.hears("成立：2024年6月1日（周六）", "已承办：0场活动，0次对接")


def test_a_base_of_a_known_name_is_shown_instead_of_kept_twice(world: Visited) -> None:
    county = world.known(COUNTY)
    adds_base(county)
    adds_base(county)
    county.hears("没有重复")
    assert base(world).level == "county"


def test_only_what_took_place_counts_as_hosted_and_a_nomination_goes_up_with_its_evidence(
    world: Visited,
) -> None:
    county, province = world.known(COUNTY), world.known(PROVINCE)
    adds_base(county)
    world.visited()
    world.visited(state="not_held", expert="ndt")
    world.change(hosted_by_the_base)
    county.taps("推荐国家级").says("三年服务企业46家，解决难题12项，带动新增产值约3000万元")
    county.hears("已列入", "已承办：1场活动，1次对接", "5月11日（周一）推荐：三年服务企业46家")
    province.says("本局").taps("服务基地").taps("昆山精密制造专家服务").hears("三年服务企业46家")
    assert base(world).nominated_on is not None


def test_a_closed_base_stays_on_the_record(world: Visited) -> None:
    county = world.known(COUNTY)
    adds_base(county)
    close = county.button("停用").action
    county.taps_action(close).hears("已停用")
    county.taps_action(close)
    assert len(world.events("base.closed")) == 1


def test_nobody_else_adds_closes_or_nominates(world: Visited) -> None:
    adds_base(world.known(COUNTY))
    for key in (PROVINCE, NEIGHBOUR, ENTERPRISE, "observer:320583"):
        other = world.known(key)
        for action in ("base.new:1", "base.nominate:1", "base.close:1:1"):
            other.taps_action(action)
    assert (base(world).state, base(world).nominated_on) == ("active", None)


def test_the_same_title_makes_the_next_version_and_a_withdrawn_one_gives_way_to_the_one_before(
    world: Visited,
) -> None:
    province = world.known(PROVINCE)
    publishes(province)
    publishes(province)
    province.hears("已发布第2版").taps("撤回这一版").hears("这一版已撤回")
    province.says("文件").hears("专家服务活动实施细则（第1版，江苏省")


def test_what_is_open_is_read_by_everybody_what_is_closed_in_the_line_only(world: Visited) -> None:
    province, county, firm = world.known(PROVINCE), world.known(COUNTY), world.known(ENTERPRISE)
    publishes(province)
    publishes(province, "年度工作计划", "不公开")
    closed = province.button("年度工作计划").action
    firm.says("文件").taps("专家服务活动实施细则").hears("主动公开").taps("专家服务活动实").hears(
        "《专家服务活动实施细则》"
    )
    assert "年度工作计划" not in [
        label for message in firm.screen for label in [b.label for b in message.buttons]
    ]
    firm.taps_action(closed).hears("没有向您公开")
    county.says("文件").taps("年度工作计划").hears("不公开")


def test_a_city_pays_first_asks_for_what_is_short_and_hears_the_answer(world: Visited) -> None:
    county, province = world.known(COUNTY), world.known(PROVINCE)
    county.says("本局").taps("专项经费").hears("尚未设立")
    county.taps("登记经费").taps("已设立").says("30").says("12.5").hears("经费：30万元", "已用：12.5万元")
    county.taps("申请补助").says("八万").says("下半年还有两批专家服务团")
    county.hears("不足部分申请：8万元")
    province.hears("申请补助8万元：下半年还有两批专家服务团")
    answer = province.button("答复").action
    province.taps_action(answer).says("5").hears("补助5万元")
    county.hears("补助申请已答复：5万元")
    province.taps_action(answer).hears("已答复：补助5万元")
    assert (fund(world).requested, fund(world).granted) == (8, 5)
    county.says("本局").taps("专项经费").taps("申请补助").says("3").says("再申请一次").hears("已经答复")


def test_a_neighbour_neither_sees_the_fund_nor_answers_for_it(world: Visited) -> None:
    county, neighbour = world.known(COUNTY), world.known(NEIGHBOUR)
    county.says("本局").taps("专项经费").taps("登记经费")
    county.taps("已设立").says("30").says("0").taps("申请补助").says("8").says("还有两批服务团")
    number = fund(world).bureau_id
    neighbour.taps_action(f"fund:{number}").taps_action(f"fund.give:{fund(world).id}:2")
    assert fund(world).granted is None
    assert "30万元" not in "\n".join(message.plain() for message in neighbour.screen)
