"""本局: its card, its people, its contact data, the directory, colleagues who are invited."""

from collections.abc import Iterator

import pytest

from handlers.domain.bureaus import Bureau, Member
from handlers.domain.people import Person
from tests.support.joining import all_of
from tests.support.world import Visitor, World


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world."""
    with World(samples=True) as opened:
        yield opened


KEPT = ["服务基地", "文件库", "专项经费"]


def bureau(world: World, area: str = "320583") -> Bureau:
    found = world.look(lambda work: work.bureaus.at(area))
    assert found is not None
    return found


def roles(world: World, area: str = "320583") -> dict[str, str]:
    """Return name -> role of everybody in a bureau now."""
    number = bureau(world, area).id or 0
    people = {person.id: person.name for person in all_of(world, Person)}
    return {people[m.person_id]: m.role for m in world.look(lambda work: work.bureaus.everyone(number))}


def comes(world: World, owner: Visitor, name: str) -> Visitor:
    """Let somebody come in by the link that the owner has just been given."""
    token = owner.last.plain().partition("#t=")[2].split()[0]
    new = world.arrive(name).commands("start", token)
    for words in ("同意", name, "13600136000", "提交"):
        new.says(words)
    return new


def test_the_card_names_owner_deputy_duties_and_everything_a_letter_needs(world: World) -> None:
    xu = world.known("coordinator:320583").says("本局")
    xu.hears("负责人：许静川 19900003001（总协调、对上报送）", "副负责人：孟向榆", "会同部门：苗一诺")
    xu.hears("0512-00010583", "zjfw@kunshan.example", "昆山市示例路83号", "215300", "报送至：江苏省")
    assert xu.labels == ["修改资料", "人员分工", "邀请同事", "移交工作", "通讯录", "会商记录", "指标", *KEPT]


@pytest.mark.parametrize("key", ["coordinator:kunshan_deputy", "observer:320583"])
def test_only_the_owner_may_change_anything(world: World, key: str) -> None:
    somebody, number = world.known(key).says("本局"), bureau(world).id
    assert somebody.labels == ["通讯录", "会商记录", "指标", *KEPT]
    seats = world.look(lambda work: work.bureaus.everyone(number or 0))
    for verb in ("b.edit", "b.staff", "b.link", "b.over"):
        somebody.taps_action(f"{verb}:{number}").hears("由该单位负责人办理")
    for seat in seats:
        for action in (
            "b.who:{0}",
            "b.duty:{0}",
            "b.role:{0}:{1}:deputy",
            "b.out:{0}:{1}",
            "b.out_yes:{0}:{1}",
        ):
            somebody.taps_action(action.format(seat.id, seat.role)).hears("由该单位负责人办理")
        somebody.taps_action(f"b.to:{number}:{seat.id}").hears("由该单位负责人办理")
        somebody.taps_action(f"b.yes:{number}:{seat.id}:{seats[0].id}:stay")
    somebody.taps_action(f"b.link:{number}:member").hears("由该单位负责人办理")
    assert roles(world) == {"许静川": "owner", "孟向榆": "deputy", "苗一诺": "observer"}


@pytest.mark.parametrize(
    ("label", "words", "kept", "name"),
    [
        ("承办处室", "专家服务科", "专家服务科", "desk"),
        ("办公电话", "0512 5712 3456", "0512-57123456", "phone"),
        ("传真", "０５１２－５７１２３４５７", "0512-57123457", "fax"),
        ("电子邮箱", "ZJ＠Example.CN", "ZJ@example.cn", "email"),
        ("通信地址", "昆山市前进路1号", "昆山市前进路1号", "address"),
        ("邮编", "２１５３０１", "215301", "postcode"),
        ("传真", "无", "", "fax"),
    ],
)
def test_the_owner_corrects_contact_data_in_the_chat(
    world: World, label: str, words: str, kept: str, name: str
) -> None:
    xu = world.known("coordinator:320583").says("本局").taps("修改资料").taps(label)
    xu.says(words).hears("已更新")
    assert getattr(bureau(world), name) == kept


@pytest.mark.parametrize(
    ("label", "words", "wanted"),
    [("办公电话", "5712", "带区号"), ("电子邮箱", "昆山", "完整的邮箱"), ("邮编", "2153", "六位数字")],
)
def test_what_is_no_number_or_address_is_asked_again(
    world: World, label: str, words: str, wanted: str
) -> None:
    xu = world.known("coordinator:320583").says("本局").taps("修改资料").taps(label)
    xu.says(words).hears(wanted)
    assert bureau(world).phone == "0512-00000583"


def test_the_owner_writes_who_handles_what(world: World) -> None:
    xu = world.known("coordinator:320583").says("本局").taps("人员分工").taps("孟向榆").taps("写分工")
    xu.hears("孟向榆的分工").says("企业走访").hears("分工已记下", "分工：企业走访")
    world.known("observer:320583").says("本局").hears("孟向榆 19900003002（企业走访）")


def test_a_bureau_has_one_deputy(world: World) -> None:
    xu = world.known("coordinator:320583").says("本局").taps("邀请同事").taps("经办人").hears("只能用一次")
    qin = comes(world, xu, "秦朗").hears("您已加入昆山市", "您的职务：经办人")
    xu.hears("秦朗已作为经办人加入").says("本局").taps("人员分工").taps("秦朗").taps("改为副负责人").hears(
        "职务已调整"
    )
    qin.hears("您在昆山市人力资源和社会保障局的职务已调整为：副负责人")
    assert roles(world) == {"许静川": "owner", "秦朗": "deputy", "孟向榆": "member", "苗一诺": "observer"}


def test_a_button_for_a_role_that_has_changed_does_nothing(world: World) -> None:
    xu = world.known("coordinator:320583").says("本局").taps("人员分工").taps("孟向榆")
    old = xu.button("改为只看").action
    xu.taps("改为经办人").taps_action(old).hears("情况已有变化")
    assert roles(world)["孟向榆"] == "member"


def test_somebody_who_is_removed_sees_nothing_any_more_and_may_come_again(world: World) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    xu.says("本局").taps("人员分工").taps("孟向榆").taps("移出本局").hears("确定把孟向榆移出")
    old = xu.button("确定移出").action
    xu.taps("确定移出").hears("孟向榆已移出")
    meng.hears("您已不再担任").says("本局").hears("这里只对人社局和会同部门开放")
    xu.taps_action(old).hears("已不在本单位")
    xu.says("本局").taps("邀请同事").taps("经办人")
    token = xu.last.plain().partition("#t=")[2].split()[0]
    meng.commands("start", token)
    for words in ("同意", "提交"):
        meng.says(words)
    assert roles(world)["孟向榆"] == "member"
    assert len([m for m in all_of(world, Member) if m.person_id == meng.person_id]) == 1


def test_an_owner_is_neither_removed_nor_given_another_role(world: World) -> None:
    xu = world.known("coordinator:320583").says("本局").taps("人员分工").taps("许静川")
    assert xu.labels == ["写分工", "移交工作", "返回本局"]
    owner = next(m for m in all_of(world, Member) if m.person_id == xu.person_id)
    xu.taps_action(f"b.out_yes:{owner.id}:owner").hears("要先“移交工作”")
    xu.taps_action(f"b.role:{owner.id}:owner:member").hears("要先“移交工作”")


def test_an_observer_is_invited_in_the_chat(world: World) -> None:
    xu = (
        world.known("coordinator:320583")
        .says("本局")
        .taps("邀请同事")
        .taps("会同部门")
        .hears("加入后可以查看")
    )
    song = comes(world, xu, "宋一").hears("会同部门人员", "不用办理")
    assert song.labels == ["我的需求", "本局"]
    assert roles(world)["宋一"] == "observer"


def test_the_directory_shows_the_own_line_and_the_units_below(world: World) -> None:
    yu = world.known("coordinator:320500").says("通讯录")
    yu.hears("苏州市人力资源和社会保障局通讯录：上级 1 个，下级 2 个", "负责人 戚明澈 19900003004")
    yu.hears("常熟市人力资源和社会保障局：负责人 暂无", "张家港")
    assert "昆山" not in yu.last.plain()
    yu.taps("常熟市人力").hears("本单位还没有专人负责")
    kunshan = bureau(world).id
    yu.taps_action(f"b:{kunshan}").hears("您这里不能操作")
    yu.taps_action(f"b.book:{kunshan}").hears("您这里不能操作")


def test_the_directory_of_the_province_is_read_page_by_page(world: World) -> None:
    qi = world.known("coordinator:320000").says("通讯录").hears("下级 9 个", "江苏省教育厅人事处")
    seen = qi.last.plain()
    qi.taps("下一页")
    assert not set(qi.last.fields) & set(qi.screen[0].fields)
    assert "昆山市" in seen + qi.last.plain()
    qi.taps_action(f"b.book:{bureau(world, '320000').id}:999").hears("江苏省教育厅人事处")


@pytest.mark.parametrize("key", ["contact:kunshan_casting", "expert:die_casting"])
def test_nobody_else_gets_the_directory_or_any_bureau(world: World, key: str) -> None:
    somebody, number = world.known(key), bureau(world).id
    for words in ("本局", "通讯录", "会商记录", "移交工作"):
        somebody.says(words).hears("这里只对人社局和会同部门开放")
    for action in (f"b:{number}", f"b.book:{number}", f"b.talks:{number}", f"b.talk.new:{number}"):
        somebody.taps_action(action).hears("您这里不能操作")


@pytest.mark.parametrize(
    "action", ["b:999", "b:x", "b.who:999", "b.who:", "b.yes:1", "b.role:", "b.talk:9", "b.to:1:9"]
)
def test_a_forged_button_is_answered_politely(world: World, action: str) -> None:
    xu = world.known("coordinator:320583").taps_action(action)
    assert "没有改动" in xu.last.plain() or "已经" in xu.last.plain() or "找不到" in xu.last.plain()
