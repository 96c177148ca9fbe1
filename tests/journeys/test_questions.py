"""Questions about the programme (截止哪天、要交几份): answered from its data, with the source."""

import tomllib
from collections.abc import Iterator

import pytest
from sqlmodel import select

from bot.storage.work import Work
from handlers.domain.programmes import Programme
from handlers.domain.tasks import Task
from handlers.programme.rules import as_json, shipped
from tests.support.world import World

HOST, EXPERT, DESK = "contact:kunshan_casting", "expert:die_casting", "coordinator:320583"


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world on a Monday in March."""
    with World(samples=True) as opened:
        yield opened


def runs(world: World, name: str) -> None:
    """Let another programme run, in the present years."""
    data = as_json(tomllib.loads(shipped(name)))
    data["years"] = {"first_year": 2026, "last_year": 2028}
    data.pop("opened", None)

    def change(work: Work) -> None:
        programme = work.session.exec(select(Programme)).one()
        programme.rules, programme.revision = data, programme.revision + 1

    world.change(change)


def test_a_deadline_is_told_with_weekday_and_days_left(world: World) -> None:
    runs(world, "henan-2012")
    world.known(DESK).says("截止哪天？").hears(
        "3月10日（周二）", "还有", "于3月10日之前", "豫人社专技[2012]3号"
    )


def test_how_many_copies_are_asked_for(world: World) -> None:
    runs(world, "henan-2012")
    world.known(DESK).says("要交几份？").hears("纸质3份，要报电子文档", "一式三份")


def test_who_has_no_title_hears_the_rule_the_exception_and_both_passages(world: World) -> None:
    runs(world, "jiangsu-2014")
    world.arrive("路人").says("没有职称能报吗").hears(
        "专家一般要求正高级职称或副高级职称，或博士学位", "独到造诣", "苏人社发〔2014〕121号 五（二）"
    )


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("服务团多少人？", "原则上不少于15人"),
        ("专家来几天？", "通常为2至3天"),
        ("专家几月来？", "夏季对接活动：5月至8月"),
        ("目标是多少专家？", "左右1000，3年内"),
        ("主要任务有哪些呢？", "破解关键技术难题"),
        ("什么形式的服务呢？", "科技咨询、成果转化"),
        ("需求多久审？", "3个工作日内审核"),
    ],
)
def test_what_the_programme_says_is_told_in_its_own_figures(world: World, words: str, heard: str) -> None:
    runs(world, "jiangsu-2014")
    world.known(HOST).says(words).hears(heard)


def test_a_rule_that_is_changed_in_the_file_is_answered_anew(world: World) -> None:
    runs(world, "jiangsu-2014")

    def change(work: Work) -> None:
        programme = work.session.exec(select(Programme)).one()
        programme.rules = {**programme.rules, "team": {**programme.rules["team"], "least": 12}}
        programme.revision += 1

    world.change(change)
    world.known(EXPERT).says("服务团多少人？").hears("不少于12人")


def test_a_question_within_a_form_is_answered_and_the_form_goes_on(world: World) -> None:
    runs(world, "jiangsu-2014")
    tang = world.known(HOST).says("提需求").taps("技术")
    tang.says("截止哪天？").hears("依据：")
    tang.hears("一句话")


def test_what_nobody_knows_is_said_so_and_handed_to_the_bureau(world: World) -> None:
    tang, desk = world.known(HOST), world.known(DESK)
    tang.says("食堂中午几点开门呢？").hears("这个我不知道，已转给昆山市")
    desk.hears("食堂中午几点开门呢")
    assert len(world.look(lambda work: work.session.exec(select(Task).where(Task.kind == "talk")).all())) == 1
