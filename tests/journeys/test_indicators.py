"""指标 in chat: figures beside the notice's words, pace, names, units, chart, tables."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from bot.documents.rendering import make
from bot.files import Files
from bot.storage.work import Work
from bot.tabling import Papers
from handlers.dialogue.messages import Document, Message
from handlers.domain.activities import NOT_HELD, PAIRED_SUPPORT
from handlers.domain.days import SHANGHAI
from handlers.domain.experts import Expert
from handlers.domain.programmes import Programme
from tests.support.served import DESK, KUNSHAN, SUZHOU, Served
from tests.support.sheets import read_rows

MAY, JUNE, JULY = date(2026, 5, 20), date(2026, 6, 10), date(2026, 7, 8)
SCIENCE = "observer:320583"


@pytest.fixture
def world() -> Iterator[Served]:
    """Return the middle of July: a team of 15 in 常熟, one expert twice, one who did not come."""
    with Served() as opened:
        opened.activity("苏州", MAY, experts=people(15), firms={"常熟": ("一厂", "二厂")}, title="装备专题")
        opened.activity("昆山", JUNE, experts=("专家1",), firms={"昆山": ("三厂",)}, title="压铸气孔")
        opened.activity("江苏", JULY, experts=people(50, 20), firms={"宜兴": ("四厂",)}, title="环保专题")
        opened.activity("昆山", JULY, experts=("没来的",), firms={"昆山": ("五厂",)}, state=NOT_HELD)
        opened.result("people_trained", JUNE, 120, firm="三厂", expert="专家1")
        yield opened


def people(count: int, first: int = 1) -> list[str]:
    return [f"专家{number}" for number in range(first, first + count)]


def field(message: Message, name: str) -> str:
    lines = [line.partition("：")[::2] for line in message.lines]
    return next(value for label, value in (*lines, *message.fields) if label.startswith(name))


def document(world: Served, one: Document) -> bytes:
    """Fetch a document as a channel does."""
    files = Files(world.database, world.folder, {}, world.clock, in_rows=False)
    return world.run(Papers(files, world.database, world.surroundings).made(one)).data


def table(world: Served, one: Document) -> list[dict[str, Any]]:
    if one.name.endswith(".csv"):
        return list(csv.DictReader(io.StringIO(document(world, one).decode("utf-8-sig"))))
    found = read_rows(document(world, one))
    return [dict(zip(found[2], row, strict=True)) for row in found[3:]]


def test_each_figure_stands_beside_the_notices_words_with_its_pace(world: Served) -> None:
    qi = world.known(DESK).says("指标")
    card = qi.last
    assert card.heading == "江苏省指标 · 2026年"
    assert field(card, "每年服务基层的专家") == (
        "65人（66人次）／不少于200人。按活动时段应到71人，少6人。照此进度，到12月31日约184人，目标200人。"
    )
    three = field(card, "三年服务企业的专家（2026至2028年）")
    assert three.startswith("65人（66人次）／1000人左右。按活动时段应到118人，少53人。")
    assert three.endswith("到2028年12月31日约552人，目标1000人。")
    assert field(card, "对口支援服务活动") == "0项／最少2项。还差2项。"
    counts = {
        name: field(card, name) for name in ("服务人次", "对接活动", "专家服务团", "服务企业", "培训人员")
    }
    assert list(counts.values()) == ["66人次", "3场", "2个", "4家", "120人"]


def test_the_names_behind_a_figure_are_as_many_and_open_what_they_are(world: Served) -> None:
    qi = world.known(DESK).says("指标").taps("名单")
    qi.taps("每年服务基层的专家 65人").hears("1. 专家1：清河工业大学，一厂，5月20日（周三）", "第1/9页")
    seen = [label for label, _ in qi.last.fields]
    while "下一页" in qi.labels:
        qi.taps("下一页")
        seen += [label for label, _ in qi.last.fields]
    assert len({name.partition(". ")[2] for name in seen}) == len(seen) == 65
    assert "没来的" not in "".join(seen)
    qi.taps("65. 专家69").hears("专家69", "清河工业大学")
    qi.says("指标").taps("名单").taps("对接活动 3场")
    assert [label for label, _ in qi.last.fields] == [
        "1. 装备专题",
        "2. 压铸气孔",
        "3. 环保专题",
    ]
    qi.taps("2. 压铸气孔").hears("HD2026-0002 压铸气孔", "专家1 → 三厂")
    qi.says("指标").taps("名单").taps("培训人员 120人").hears("1. 三厂：培训人员 120人，6月10日（周三）")
    qi.taps("1. 三厂").hears("专家1（清河工业大学）与三厂")
    qi.says("指标").taps("名单").taps("服务企业 4家").hears("3. 三厂：昆山市")


def test_somebody_whose_data_were_erased_is_counted_without_a_name(world: Served) -> None:
    def erase(work: Work) -> None:
        work.people.erase(work.session.get_one(Expert, world.experts["专家1"]).person_id)

    world.change(erase)
    qi = world.known(DESK).says("指标").hears("65人（66人次）")
    qi.taps("名单").taps("每年服务基层的专家 65人").hears("1. （已删除资料的专家）")
    assert "1. （已删除资料" not in "".join(qi.labels)


def test_units_stand_side_by_side_and_kunshan_beside_the_cities(world: Served) -> None:
    qi = world.known(DESK).says("指标").taps("分单位")
    lines = dict(qi.last.fields)
    assert lines["苏州市"] == "专家15人，15人次，活动1场，企业2家"
    assert lines["昆山市"] == "专家1人，1人次，活动1场，企业1家"
    assert lines["无锡市"] == "专家50人，50人次，活动1场，企业1家"
    assert lines["合计（去重）"] == "专家65人，66人次，活动3场，企业4家"
    assert "常熟市" not in lines
    qi.taps("苏州市").hears("苏州市指标", "服务专家：15人", "目标由江苏省承担")
    qi.taps("分单位").hears("常熟市：专家15人")


def test_a_city_sees_its_own_line_and_nobody_elses(world: Served) -> None:
    su, xu = world.known(SUZHOU).says("指标"), world.known(KUNSHAN).says("指标")
    assert field(su.last, "服务专家") == "15人"
    assert field(xu.last, "服务专家") == "1人"
    province = world.look(lambda work: work.bureaus.at("320000").id)  # type: ignore[union-attr] # it is there
    for verb in ("kpi", "kpi.u", "kpi.n", "kpi.c", "kpi.x", "kpi.how"):
        xu.taps_action(f"{verb}:{province}:2026")
        assert not xu.last.documents
        assert "江苏" not in xu.last.plain()


def test_an_observer_looks_and_takes_nothing_away(world: Served) -> None:
    miao = world.known(SCIENCE).says("指标").hears("服务专家：1人")
    assert "导出" not in miao.labels
    kunshan = world.look(lambda work: work.bureaus.at("320583").id)  # type: ignore[union-attr] # it is there
    miao.taps_action(f"kpi.x:{kunshan}:2026").hears("由本局或上级的经办人导出")
    assert not miao.last.documents


def test_enterprises_experts_and_strangers_have_no_figures(world: Served) -> None:
    for who in ("contact:kunshan_casting", "expert:die_casting", "member:education_owner"):
        if who in world.people:
            world.known(who).says("指标").hears("指标由人社局查看")
    world.arrive("路人").says("/figures").hears("指标由人社局查看")


def test_a_visit_that_turns_out_not_held_is_counted_no_more(world: Served) -> None:
    qi = world.known(DESK).says("指标").hears("服务企业：4家", "活动：3场")

    def undo(work: Work) -> None:
        work.statements.run(
            "UPDATE visit SET state = 'not_held', held_on = NULL WHERE enterprise_id = :id",
            id=world.firms["三厂"],
        )

    world.change(undo)
    qi.says("指标").hears("65人（65人次）", "服务企业：3家", "活动：2场")


def test_another_year_of_the_programme_is_one_tap_away(world: Served) -> None:
    world.clock.move_to(datetime(2027, 6, 1, 9, tzinfo=SHANGHAI))
    world.activity("昆山", date(2027, 5, 10), experts=("专家1", "新来的"), firms={"昆山": ("三厂",)})
    qi = world.known(DESK).says("指标").hears("江苏省指标 · 2027年")
    assert field(qi.last, "每年").startswith("2人（2人次）／不少于200人")
    assert field(qi.last, "三年").startswith("66人（68人次）／1000人左右")
    qi.taps("2026年")
    assert field(qi.last, "每年") == "65人（66人次）／不少于200人。已到期，还差135人。"
    assert "2028年" not in qi.labels


def test_before_the_months_of_activities_nothing_is_late() -> None:
    with Served(datetime(2026, 3, 10, 9, tzinfo=SHANGHAI)) as world:
        qi = world.known(DESK).says("指标")
        assert field(qi.last, "每年") == "0人（0人次）／不少于200人。对接活动5月1日（周五）开始。"


def test_paired_support_counts_where_the_flag_holds_alone(world: Served) -> None:
    world.activity("苏州", JULY, kind=PAIRED_SUPPORT, partner="610000", experts=("专家1",))
    qi = world.known(DESK).says("指标")
    assert field(qi.last, "对口支援服务活动") == "1项／最少2项。还差1项。"
    changed(world, flags={"eastern_developed": False})
    assert "对口支援" not in qi.says("指标").last.plain()


def test_a_goal_of_a_citys_own_is_that_citys(world: Served) -> None:
    goal = {
        "code": "firms_of_suzhou", "zh": "走访企业", "counts": "enterprises", "number": 40,
        "strength": "target", "words": "以上", "area": "320500",
    }  # fmt: skip
    changed(world, target=[goal])
    su = world.known(SUZHOU).says("指标")
    assert field(su.last, "走访企业").startswith("2家／40家以上。按活动时段应到14家，少12家。数据还少")
    assert "走访企业" not in world.known(DESK).says("指标").last.plain()


def test_key_projects_are_not_made_up() -> None:
    with Served() as world:
        rules = {"code": "key", "zh": "上报的重点项目", "counts": "key_projects", "number": 2, "most": 3,
                 "strength": "hard", "words": "2-3项"}  # fmt: skip
        changed(world, target=[rules])
        qi = world.known(DESK).says("指标")
        assert field(qi.last, "上报的重点项目") == "目标2-3项，在重点服务项目申报函中统计，这里暂不计数"


def changed(world: Served, **parts: Any) -> None:
    """Let the programme say something else."""

    def change(work: Work) -> None:
        programme = work.session.get_one(Programme, 1)
        programme.rules = {**programme.rules, **parts}
        programme.revision += 1

    world.change(change)


def test_how_it_is_counted_stands_beside_the_notices_words(world: Served) -> None:
    qi = world.known(DESK).says("指标").taps("怎么算")
    qi.hears("服务专家（不少于200人、1000人左右）：期间至少到场服务过一次的专家，一人只算一次")
    qi.hears("一次活动走访几家企业、几天都算1人次", "不少于15人", "5至8月、10至12月")


def test_the_chart_is_a_picture_with_the_same_figures(world: Served) -> None:
    qi = world.known(DESK).says("指标").taps("图表")
    (one,) = qi.last.documents
    chart = json.loads(one.data)
    goals, line, units = chart["panels"]
    assert [(r["value"], r["wanted"], r["done"], r["forecast"]) for r in goals["rows"]] == [
        ("65人", "不少于200人", 65, 184),
        ("65人", "1000人左右", 65, 552),
        ("0项", "最少2项", 0, None),
    ]
    assert line["points"][0] == [0.0, 0]
    assert line["points"][-1][1] == 65
    assert (line["even"][-1], line["ahead"][-1]) == ([1.0, 200.0], [1.0, pytest.approx(183.9, abs=0.1)])
    assert [(r["name"], r["done"]) for r in units["rows"]] == [("无锡市", 50), ("苏州市", 15), ("昆山市", 1)]
    picture = make(one)
    assert picture.mime == "image/png"
    assert document(world, one) == picture.data
    assert picture.data.startswith(b"\x89PNG")
    assert int.from_bytes(picture.data[16:20]) == 1080


def test_a_county_without_goals_gets_its_figures_and_months(world: Served) -> None:
    xu = world.known(KUNSHAN).says("指标").taps("图表")
    numbers, months = json.loads(xu.last.documents[0].data)["panels"]
    assert {row["name"]: row["value"] for row in numbers["rows"]}["服务专家"] == "1人"
    assert [(row["name"], row["done"]) for row in months["rows"]] == [("6月", 1)]


@pytest.mark.parametrize("place", [0, 1])
def test_the_tables_hold_the_same_figures_for_each_unit(world: Served, place: int) -> None:
    qi = world.known(DESK).says("指标").taps("导出")
    found = table(world, qi.last.documents[place])
    own = {row["指标"]: row for row in found if row["单位"] == "江苏省"}
    year = own["每年服务基层的专家"]
    told = ("完成数", "人次", "目标数", "通知要求", "应有进度", "照此进度期末")
    assert [str(year[name]) for name in told] == ["65", "66", "200", "不少于200人", "71", "184"]
    assert str(year["自"])[:10] == "2026-01-01"
    assert own["对口支援服务活动"]["应有进度"] in {None, ""}
    cities = {row["单位"]: str(row["完成数"]) for row in found if row["指标"] == "服务专家"}
    assert {name: cities[name] for name in ("苏州市", "昆山市", "无锡市")} == {
        "苏州市": "15",
        "昆山市": "1",
        "无锡市": "50",
    }


def test_the_export_menu_offers_them_and_who_has_left_gets_nothing(world: Served) -> None:
    xu = world.known(KUNSHAN).says("导出").taps("指标")
    excel, comma = xu.last.documents
    assert [row["完成数"] for row in table(world, comma) if row["指标"] == "服务专家"] == ["1"]

    def leave(work: Work) -> None:
        work.statements.run(
            "UPDATE member SET active = :no WHERE person_id = :id", no=False, id=world.people[KUNSHAN]
        )

    world.change(leave)
    for one in (excel, comma):
        with pytest.raises(FileNotFoundError):
            document(world, one)


def test_the_bureaus_card_leads_to_them(world: Served) -> None:
    world.known(KUNSHAN).says("本局").taps("指标").hears("昆山市指标")
