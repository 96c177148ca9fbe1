"""Links, codes and devices: join links with QR, personal links, ten-minute codes; forged and stale ones."""

import pytest

from handlers.domain.people import Link
from tests.support.joining import all_of, joins_as_expert, kunshan, link_to
from tests.support.world import World


def test_a_coordinator_hands_out_a_link_with_a_qr_code_that_works_once() -> None:
    with kunshan() as (world, xu):
        xu.says("发链接").taps("企业联系人").hears(
            "企业登记链接", "https://t.me/sample_bot?start=", "只能用一次"
        )
        url = xu.last.documents[0].data
        assert (xu.last.documents[0].kind, url.startswith("https://example.test/chat#t=")) == ("qr", True)
        wang = world.arrive("王").says(url).hears("您同意吗")
        for words in ("同意", "昆山某某精密机械有限公司", "跳过", "王敏", "13800138000", "提交"):
            wang.says(words)
        world.arrive("李").commands("start", url.partition("#t=")[2]).hears("已经用过了", "0512-00000583")
        wang.commands("start", url.partition("#t=")[2]).hears("王敏，您好")


def test_a_link_of_the_county_bureau_suggests_its_county() -> None:
    with kunshan() as (world, xu):
        xu.commands("link", "企业")
        wang = world.arrive("王").commands("start", xu.last.documents[0].data.partition("#t=")[2])
        for words in ("同意", "昆山某某精密机械有限公司", "跳过", "王敏", "13800138000"):
            wang.says(words)
        wang.hears("昆山市（识别）")


def test_only_coordinators_make_links() -> None:
    with kunshan() as (world, xu):
        stranger = world.arrive("甲").commands("link").hears("由人社局经办人发放")
        stranger.taps_action("link:expert").hears("由人社局经办人发放")
        xu.taps_action("link:emperor").hears("过时")
        assert all_of(world, Link) == []


def test_a_personal_link_asks_for_the_name_first() -> None:
    with World(samples=True) as world:
        token = link_to(world, "personal", person="expert:die_casting")
        other = (
            world.arrive("别人").commands("start", token).hears("您是沈砚舟（江汀理工大学材料成形学院）吗")
        )
        other.taps("不是").hears("没有做任何改动")
        assert other.person_id != world.people["expert:die_casting"]
        shen = world.arrive("沈").commands("start", token).says("是").hears("沈砚舟，您好")
        assert shen.person_id == world.people["expert:die_casting"]
        shen.commands("start", token).hears("沈砚舟，您好")


def test_a_new_personal_link_ends_the_old_one_even_between_question_and_answer() -> None:
    with World(samples=True) as world:
        old = link_to(world, "personal", person="expert:die_casting")
        late = world.arrive("迟").commands("start", old)
        new = link_to(world, "personal", person="expert:die_casting")
        late.taps("是").hears("已经停用")
        assert late.person_id != world.people["expert:die_casting"]
        world.arrive("旧").commands("start", old).hears("已经停用")
        world.arrive("新").commands("start", new).hears("您是沈砚舟")


def test_a_forged_answer_to_a_link_opens_nothing() -> None:
    with World(samples=True) as world:
        token = link_to(world, "personal", person="expert:die_casting")
        shen = world.arrive("沈").commands("start", token)
        yes = shen.button("是").action
        thief = world.arrive("贼").taps_action(yes)
        assert thief.person_id != world.people["expert:die_casting"]
        shen.taps_action(yes).hears("沈砚舟，您好")


@pytest.mark.parametrize("token", ["forged", "x" * 5000, "' OR 1=1 --", "token 空格", "😀"])
def test_a_forged_token_gets_a_clear_answer(token: str) -> None:
    with World(samples=True) as world:
        stranger = world.arrive("贼").commands("start", token).hears("没有找到这个链接")
        assert stranger.labels == ["我是企业", "我是专家"]


def test_an_expired_link_says_so() -> None:
    with World(samples=True) as world:
        token = link_to(world, "join", role="expert", days=1)
        world.passes(days=2)
        world.arrive("迟").commands("start", token).hears("已经过期")


def test_a_code_moves_a_person_to_a_new_device_with_the_open_form() -> None:
    with kunshan() as (world, _):
        old = (
            world.arrive("旧手机")
            .commands("start", "enterprise")
            .says("同意")
            .says("昆山某某精密机械有限公司")
        )
        old.says("换设备").hears("换设备码", "十分钟")
        code = next(m.heading.partition("：")[2] for m in reversed(old.screen) if m.heading)
        new = world.arrive("新手机").says(code).hears("已换到这台设备")
        assert new.person_id == old.person_id
        new.says("继续").hears("统一社会信用代码")
        world.arrive("贼").says(code).hears("已经用过了")


def test_the_code_works_as_a_command_too_and_for_ten_minutes_only() -> None:
    with kunshan() as (world, _):
        old = world.arrive("旧手机").commands("start", "expert")
        joins_as_expert(old)
        old.commands("move")
        code = old.last.heading.partition("：")[2].replace(" ", "")
        world.passes(minutes=11)
        world.arrive("迟").commands("move", code).hears("已经过期")
        old.commands("move")
        newer = old.last.heading.partition("：")[2].replace(" ", "")
        world.arrive("新手机").commands("move", newer).hears("已换到这台设备。张一工")


def test_only_the_hash_of_a_token_is_kept() -> None:
    with World(samples=True) as world:
        token = link_to(world, "personal", person="expert:die_casting")
        assert token not in str([link.model_dump() for link in all_of(world, Link)])


def test_a_link_pasted_into_an_open_form_opens_its_door_and_the_form_goes_on() -> None:
    with World(samples=True) as world:
        token = link_to(world, "join")
        tang = world.known("contact:kunshan_casting").says("提需求")
        asked = tang.last.plain()
        tang.says(f"https://example.test/chat#t={token}")
        assert token not in "".join(message.plain() for message in tang.screen)
        tang.hears(asked.splitlines()[0])


def test_ten_digits_that_are_no_code_of_ours_stay_an_answer() -> None:
    with World(samples=True) as world:
        tang = world.known("contact:kunshan_casting").says("提需求").taps("技术")
        tang.says("4821390756").hears("标题")
