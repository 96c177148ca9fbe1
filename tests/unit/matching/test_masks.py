"""Each rule is proved by an expert who differs from an invited one in that alone."""

from datetime import date
from typing import Any

import pytest

from handlers.cards.experts import bar_words
from handlers.dialogue.texts import LANGUAGES, known, translator
from handlers.domain.masks import MASKS, Bar, Limits, judge, months_until, same_unit
from tests.unit.matching.builders import expert, need

LIMITS = Limits(open_most=3, open_weight=0.5)


def codes(bars: tuple[Bar, ...]) -> list[str]:
    return [bar.code for bar in bars]


def test_nothing_stands_in_the_way_of_the_expert_whom_the_others_differ_from() -> None:
    assert judge(expert(), need(), LIMITS) == ()


ONE_THING: list[tuple[str, dict[str, Any]]] = [
    ("unverified", {"state": "unverified"}),
    ("paused", {"state": "paused"}),
    ("unqualified", {"qualified": False}),
    ("exception_elsewhere", {"qualified": False, "exception_need_id": 8}),
    ("same_unit", {"unit": "昆山砺澄精密压铸有限公司研发部"}),
    ("shares", {"conflicts": {"shares": "持有4%股份"}}),
    ("post", {"conflicts": {"post": "兼任顾问"}}),
    ("kin", {"conflicts": {"kin": "配偶任财务负责人"}}),
    ("declared", {"declared": "我在砺澄精密压铸有一点股份"}),
    ("complaint", {"conflicts": {"complaint": "2025年有过投诉"}}),
    ("mark", {"conflicts": {"mark": "合同纠纷未了"}}),
    ("area", {"areas": ("320300", "320281")}),
    ("months", {"months": (7, 8)}),
    ("load", {"accepted": 2, "open": 2}),
    ("too_many_open", {"open": 3, "yearly_cap": 9}),
    ("invited", {"invited": True}),
]


@pytest.mark.parametrize(("code", "difference"), ONE_THING, ids=[code for code, _ in ONE_THING])
def test_one_difference_breaks_one_rule(code: str, difference: dict[str, Any]) -> None:
    assert codes(judge(expert(**difference), need(), LIMITS)) == [code]


def test_every_rule_has_an_expert_who_breaks_it_alone() -> None:
    assert {code for code, _ in ONE_THING} == set(MASKS)


@pytest.mark.parametrize(("code", "difference"), ONE_THING, ids=[code for code, _ in ONE_THING])
def test_every_rule_says_what_stands_in_the_way_and_what_would_help(
    code: str, difference: dict[str, Any]
) -> None:
    assert known(f"match.bar.{code}")
    assert known(f"match.mend.{code}")
    (bar,) = judge(expert(**difference), need(), LIMITS)
    for language in LANGUAGES:
        words = bar_words(bar, translator(language))
        assert words
        assert "{" not in words


BARELY: list[dict[str, Any]] = [
    {"qualified": False, "exception_need_id": 7},
    {"accepted": 2, "open": 1},
    {"open": 2, "accepted": 0},
    {"areas": ()},
    {"areas": ("320300",), "online_only": True},
    {"areas": ("320583",)},
    {"months": ()},
    {"months": (4,)},
    {"months": (3,)},
    {"unit": "昆山市质量检测中心"},
    {"declared": "在江汀科技园有一间工作室"},
    {"yearly_cap": 3, "accepted": 2},
]


@pytest.mark.parametrize("difference", BARELY, ids=str)
def test_who_stays_just_within_a_rule_may_be_invited(difference: dict[str, Any]) -> None:
    assert judge(expert(**difference), need(), LIMITS) == ()


def test_an_exception_never_carries_over_to_another_need() -> None:
    somebody = expert(qualified=False, exception_need_id=7)
    assert judge(somebody, need(id=7), LIMITS) == ()
    assert codes(judge(somebody, need(id=8), LIMITS)) == ["exception_elsewhere"]


def test_an_expert_without_a_cap_left_is_barred_by_the_load_of_the_programme() -> None:
    somebody = expert(accepted=1, open=2, yearly_cap=2)
    assert codes(judge(somebody, need(), Limits(open_most=3, open_weight=0.5))) == ["load"]
    assert judge(somebody, need(), Limits(open_most=3, open_weight=0.4)) == ()


def test_several_rules_are_told_in_the_order_of_the_table() -> None:
    somebody = expert(state="unverified", months=(8,), conflicts={"mark": "纠纷"})
    assert codes(judge(somebody, need(), LIMITS)) == ["unverified", "mark", "months"]


def test_without_a_wished_day_any_month_will_do() -> None:
    assert judge(expert(months=(11,)), need(wished=None), LIMITS) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("昆山砺澄精密压铸有限公司", "昆山市砺澄精密压铸股份有限公司", True),
        ("砺澄精密压铸", "昆山砺澄精密压铸有限公司", True),
        ("昆山砺澄精密压铸有限公司（技术部）", "昆山砺澄精密压铸有限公司", True),
        ("江汀化工集团有限公司树脂研究院", "江汀化工集团有限公司", True),
        ("江汀化工集团有限公司", "江汀纺织集团有限公司", False),
        ("昆山", "昆山砺澄精密压铸有限公司", False),
        ("", "昆山砺澄精密压铸有限公司", False),
        ("有限公司", "昆山砺澄精密压铸有限公司", False),
    ],
)
def test_the_same_unit_is_known_under_its_shorter_and_longer_names(
    one: str, other: str, *, same: bool
) -> None:
    assert same_unit(one, other) is same
    assert same_unit(other, one) is same


def test_a_visit_may_fall_into_any_month_until_the_wished_day() -> None:
    assert months_until(date(2026, 3, 2), date(2026, 3, 30)) == {3}
    assert months_until(date(2026, 11, 20), date(2027, 1, 5)) == {11, 12, 1}
    assert months_until(date(2026, 3, 2), date(2030, 1, 1)) == set(range(1, 13))
    assert months_until(date(2026, 3, 2), date(2026, 2, 1)) == {3}
