"""评估通报: a paper out of an editable template, read back and compared number by number with a recount."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from docx import Document as Paper
from docx.document import Document as PaperType

from bot.documents.bulletins import BadTemplate, bulletin_docx, own_template, shipped_template
from bot.files import Files
from bot.storage.work import Work
from bot.tabling import Papers
from handlers.dialogue.messages import Document
from tests.support.served import DESK, KUNSHAN, SUZHOU, Surveyed
from tests.support.world import Visitor

MAY, JUNE, JULY = date(2026, 5, 20), date(2026, 6, 10), date(2026, 7, 8)
RATINGS = ("55444", "54335", "44432")
NAMES = ("服务时间", "服务方式", "服务效果", "经济效益", "总体评价")
CHANGSHU_FIRMS = ("一厂", "二厂", "三厂", "四厂", "五厂")


@pytest.fixture
def world() -> Iterator[Surveyed]:
    """Return a team of 15 in 常熟 with three full answers, a partial and a silent one; one visit in 昆山."""
    with Surveyed() as opened:
        experts = [f"专家{n}" for n in range(15)]
        team = opened.activity("苏州", MAY, experts=experts, firms={"常熟": CHANGSHU_FIRMS}, title="装备专题")
        small = opened.activity(
            "昆山", JUNE, experts=("专家0",), firms={"昆山": ("昆山厂",)}, title="压铸气孔"
        )
        opened.answers(
            team, "一厂", "专家0", RATINGS[0],
            answers={"benefit": 30.0, "improve": {"words": "早一周<通知>&联系{{ 7*7 }}", "files": []}},
        )  # fmt: skip
        opened.answers(
            team, "二厂", "专家0", RATINGS[1], phone=True, share=True,
            answers={"benefit": 20.5, "improve": {"words": "希望半年后回访", "files": []}},
        )  # fmt: skip
        opened.answers(
            team,
            "三厂",
            "专家0",
            RATINGS[2],
            answers={"benefit": 10.0, "improve": {"words": "", "files": [1]}},
        )
        opened.asks(team, "四厂", "专家0", answers={"service_time": 1})
        opened.asks(team, "五厂", "专家0")
        opened.answers(small, "昆山厂", "专家0", "11111", answers={"benefit": 999.0})
        opened.problem(team, "检测室当天停电", who="专家3")
        opened.problem(team, "联系人临时更换", who="二厂", solved=True)
        opened.result(
            "people_trained", JUNE, 40, firm="一厂", expert="专家0", visit_id=visit_of(opened, team)
        )
        opened.team, opened.small = team, small
        yield opened


def visit_of(world: Surveyed, activity: int) -> int:
    return world.look(lambda work: work.activities.visits(activity)[0].id or 0)


def fetched(world: Surveyed, document: Document) -> PaperType:
    """Fetch a document as a channel does, and read it."""
    files = Files(world.database, world.folder, {}, world.clock, in_rows=False)
    papers = Papers(files, world.database, world.surroundings, world.folder)
    return Paper(io.BytesIO(world.run(papers.made(document)).data))


def words(paper: PaperType) -> str:
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


def rows(paper: PaperType, heading: str) -> list[dict[str, str]]:
    """Return the rows of the table whose first heading is this."""
    for table in paper.tables:
        first, *rest = [[cell.text for cell in row.cells] for row in table.rows]
        if first[0] == heading:
            return [dict(zip(first, row, strict=True)) for row in rest]
    return []


def made(who: Visitor, world: Surveyed, *labels: str) -> PaperType:
    for label in labels:
        who.taps(label)
    (document,) = who.last.documents
    assert document.kind == "bulletin"
    assert document.name.endswith(".docx")
    return fetched(world, document)


def of_activity(who: Visitor, world: Surveyed, activity: int, klass: str = "不公开") -> PaperType:
    who.taps_action(f"act:{activity}")
    return made(who, world, "评估通报", klass)


def test_the_numbers_of_a_years_paper_are_those_of_a_recount(world: Surveyed) -> None:
    paper = made(world.known(SUZHOU).says("指标"), world, "评估通报", "2026年", "不公开")
    text = words(paper)
    assert "2026年专家服务评估情况通报" in text
    assert "苏州市人力资源和社会保障局对2026年（2026年1月1日至2026年7月15日）" in text
    assert "对接活动1场，其中达到规定人数的专家服务团1个；15名专家到场服务（15人次），受服务企业5家" in text
    assert "登记成果：培训人员40人。" in text
    assert "问卷5份，完整回收3份（其中电话代填1份），部分填写1份，未填写1份，应答率60.0%" in text
    for place, row in enumerate(rows(paper, "项目")):
        given = [int(answer[place]) for answer in RATINGS]
        assert (row["项目"], row["平均分"], row["份数"]) == (NAMES[place], f"{fmean(given):.2f}", "3")
        assert [int(row[f"{n}分"]) for n in (5, 4, 3, 2, 1)] == [given.count(n) for n in (5, 4, 3, 2, 1)]
    (held,) = rows(paper, "编号")
    assert (held["活动"], held["到访日期"], held["专家"], held["企业"], held["问卷"]) == (
        "装备专题", "5月20日", "15", "5", "3/5",
    )  # fmt: skip
    assert "再次邀请：愿意3份、看情况0份、不愿意0份（共3份）" in text
    assert "预计效益：3份填报，合计60.5万元" in text
    assert len(paper.inline_shapes) == 2


def test_problems_and_words_stand_without_names_unless_they_are_shared(world: Surveyed) -> None:
    text = words(of_activity(world.known(SUZHOU), world, world.team))
    assert "1．检测室当天停电（HD2026-0001，正在协调）" in text
    assert "2．联系人临时更换（HD2026-0001，已办结）" in text
    assert "专家3" not in text
    assert "1．早一周<通知>&联系{{ 7*7 }}\n" in text
    assert "2．希望半年后回访（二厂）" in text
    assert "一厂" not in text
    assert "另有1条语音意见" in text
    assert "（此件不公开）" in text


@pytest.mark.parametrize(("klass", "mark"), [("主动公开", "此件主动公开"), ("依申请公开", "此件依申请公开")])
def test_what_nobody_agreed_to_share_stays_out_of_an_open_paper(
    world: Surveyed, klass: str, mark: str
) -> None:
    text = words(of_activity(world.known(SUZHOU), world, world.team, klass))
    assert "早一周" not in text
    assert "希望半年后回访（二厂）" in text
    assert "另有2条意见，填写人没有同意公开，未列入。" in text
    assert f"（{mark}）" in text


def test_nothing_of_a_single_answer_can_be_read_out_of_a_paper(world: Surveyed) -> None:
    paper = of_activity(world.known(KUNSHAN), world, world.small)
    text = words(paper)
    assert "“压铸气孔”" in text
    assert "（2026年6月10日）" in text
    assert "问卷1份，完整回收1份，部分填写0份，未填写0份，应答率100.0%" in text
    assert {(r["平均分"], r["份数"], r["1分"]) for r in rows(paper, "项目")} == {("不列", "1", "")}
    assert "999" not in text
    assert "再次邀请" not in text
    assert not paper.inline_shapes


def test_a_window_and_a_batch_hold_their_own_activities(world: Surveyed) -> None:
    world.activity("苏州", date(2026, 1, 12), experts=("寒假来的",), firms={"常熟": ("一厂",)}, batch=2)
    su = world.known(SUZHOU)
    summer = made(su.says("指标"), world, "评估通报", "夏季对接活动", "不公开")
    assert "2026年夏季对接活动（2026年5月1日至2026年7月15日）" in words(summer)
    assert [row["活动"] for row in rows(summer, "编号")] == ["装备专题"]
    second = made(su.says("指标"), world, "评估通报", "2026年第2批", "不公开")
    assert "对接活动1场；1名专家到场服务（1人次），受服务企业1家。" in words(second)
    assert "问卷0份，完整回收0份，部分填写0份，未填写0份，应答率无（尚未发放）" in words(second)
    assert not rows(second, "项目")


def test_the_provinces_paper_has_its_goals_and_its_units(world: Surveyed) -> None:
    paper = made(world.known(DESK).says("指标"), world, "评估通报", "2026年", "不公开")
    text = words(paper)
    assert "每年服务基层的专家：15人（16人次）／不少于200人。" in text
    assert "问卷6份，完整回收4份" in text
    assert "每年服务基层的专家" not in words(of_activity(world.known(SUZHOU), world, world.team))


def test_nobody_takes_a_paper_away_who_may_not(world: Surveyed) -> None:
    miao = world.known("observer:320583").says("指标")
    assert "评估通报" not in miao.labels
    numbers = world.look(lambda work: {b.area: b.id for b in work.bureaus.all() if b.kind == "bureau"})
    xu = world.known(KUNSHAN)
    codes = (f"{numbers['320500']}:2026", f"{numbers['320500']}:2026:y", f"{numbers['320500']}:2026:y:closed")
    for who, code in [(xu, code) for code in codes] + [(miao, f"{numbers['320583']}:2026:y:closed")]:
        who.taps_action(f"kpi.b:{code}")
        assert not who.last.documents
    for broken in ("y:secret", "x9:open", "a999:open", "wspring:open", "b:open"):
        xu.taps_action(f"kpi.b:{numbers['320583']}:2026:{broken}")
        assert not xu.last.documents


def test_who_has_left_gets_no_paper_out_of_an_old_message(world: Surveyed) -> None:
    su = world.known(SUZHOU)
    su.taps_action(f"act:{world.team}")
    (document,) = su.taps("评估通报").taps("不公开").last.documents

    def leave(work: Work) -> None:
        work.statements.run(
            "UPDATE member SET active = :no WHERE person_id = :id", no=False, id=world.people[SUZHOU]
        )

    world.change(leave)
    with pytest.raises(FileNotFoundError):
        fetched(world, document)


def test_the_operators_own_template_takes_the_place_of_ours(world: Surveyed) -> None:
    su = world.known(SUZHOU)
    put(world, "本局自己的模板：{{ title }}，{{ experts }}人，{{ rate }}")
    assert words(of_activity(su, world, world.team)).endswith("“装备专题”专家服务评估情况通报，15人，60.0%")


@pytest.mark.parametrize("broken", ["{{ title", "{% for a in activities %}", "{{ ''.__class__.__mro__ }}"])
def test_a_broken_template_is_told_and_ours_used(
    world: Surveyed, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    put(world, broken)
    with caplog.at_level(logging.ERROR):
        text = words(of_activity(world.known(SUZHOU), world, world.team))
    assert "一、基本情况" in text
    assert "own template not used" in caplog.text


def put(world: Surveyed, content: str) -> None:
    """Put a template of one paragraph into the data folder."""
    paper = Paper()
    paper.add_paragraph(content)
    (world.folder / "templates").mkdir()
    paper.save(str(world.folder / "templates" / "bulletin.docx"))


def test_what_is_no_word_file_is_no_template() -> None:
    with pytest.raises(BadTemplate):
        bulletin_docx({}, b"no file at all")


def test_the_shipped_template_prints_nothing_but_names_that_are_documented() -> None:
    paper = Paper(io.BytesIO(shipped_template()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    used = set(re.findall(r"\{\{ ([\w.]+)", "\n".join([words(paper), *cells]))) - {"loop.index"}
    listed = set(re.findall(r"`([\w.]+)`", open_guide()))
    assert len(used) > 20
    assert sorted(used - listed - {"r.r4", "r.r3", "r.r2"}) == []


def open_guide() -> str:
    return (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")


def test_no_template_of_ones_own_is_no_template(world: Surveyed) -> None:
    assert own_template(world.folder) is None


def filled(**values: Any) -> str:
    return words(Paper(io.BytesIO(bulletin_docx(values, shipped_template()))))


def test_signs_that_no_paper_can_hold_are_left_out() -> None:
    text = filled(title="通报\x00\x07\x0c标题", remarks=[{"words": "一\x1f二", "who": ""}])
    assert "通报标题" in text
    assert "一二" in text
