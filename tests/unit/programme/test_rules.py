"""The model of a programme file: what it takes, what it fills in, what it refuses."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from handlers.programme.lists import shared
from handlers.programme.parts import day_in
from handlers.programme.rules import Rules, as_json, read_rules

LEAST: dict[str, Any] = {
    "name": "试", "province": "410000", "years": {"first_year": 2026, "last_year": 2028},
}  # fmt: skip


def test_three_lines_are_a_programme_with_the_usual_rules() -> None:
    rules = read_rules(LEAST)
    assert rules.deadlines.rungs == (14, 7, 3, 1, 0)
    assert [(climb.after_workdays, climb.to) for climb in rules.deadlines.climbs] == [
        (1, "head"), (2, "city"), (3, "province"),
    ]  # fmt: skip
    assert (rules.deadlines.hour, rules.deadlines.late, rules.deadlines.includes_day) == (
        "09:00",
        "send",
        True,
    )
    assert (rules.quiet.from_, rules.quiet.until, rules.quiet.days_off) == ("21:00", "08:00", True)
    assert (rules.call, rules.filing, rules.opened) == ((), (), None)


def test_lists_that_are_left_out_are_the_common_ones() -> None:
    rules = read_rules(LEAST)
    assert rules.service_form == shared().service_form
    assert rules.listed("service_form", "carrier", "zh") == "共建载体"
    assert rules.listed("need_kind", "talent", "en") == "Talent"
    assert len(rules.task_category) == 5
    assert rules.task_category[0].methods == ("技术指导", "决策咨询", "项目合作", "联合攻关")


def test_a_code_that_a_list_lost_is_shown_as_it_is() -> None:
    assert read_rules(LEAST).listed("degree", "diploma", "zh") == "diploma"


def test_an_entry_without_english_is_called_by_its_chinese_name() -> None:
    rules = read_rules(LEAST | {"degree": [{"code": "doctor", "zh": "博士"}]})
    assert rules.listed("degree", "doctor", "en") == "博士"


def test_forms_are_columns_in_their_order() -> None:
    table, letter = read_rules(LEAST).form
    assert [column.code for column in table.column][:3] == ["number", "kind", "enterprise"]
    required = [column.zh for column in letter.column if column.required]
    assert {"活动时间", "活动地点", "专家数量", "组织形式", "具体服务内容", "联系人", "联系电话"} <= set(
        required
    )
    assert {"拨款账户名", "账号", "开户银行"} <= set(required)


def test_an_indicator_holds_only_where_its_flag_is_on() -> None:
    target = {"code": "pairs", "zh": "对口支援", "number": 2, "strength": "hard", "only": "eastern_developed"}
    off = read_rules(LEAST | {"target": [target]})
    on = read_rules(LEAST | {"target": [target], "flags": {"eastern_developed": True}})
    assert (off.targets, [each.code for each in on.targets]) == ((), ["pairs"])


@pytest.mark.parametrize("part", [{"unknown": 1}, {"flags": {"eastern": True}}, {"team": {"least": "15"}}])
def test_what_the_model_does_not_know_is_refused(part: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read_rules(LEAST | part)


def test_rules_outlive_being_kept_as_json() -> None:
    data = LEAST | {"opened": "2026-05-04", "quiet": {"from": "20:00"}}
    assert read_rules(as_json(data)) == read_rules(data)
    assert read_rules(data).quiet.from_ == "20:00"


def test_rules_can_be_built_in_code_and_are_frozen() -> None:
    rules = Rules.model_validate(LEAST)
    with pytest.raises(ValidationError):
        rules.name = "别的"


@pytest.mark.parametrize(
    ("year", "day"), [(2000, "2000-02-29"), (2024, "2024-02-29"), (1900, "1900-02-28"), (2026, "2026-02-28")]
)
def test_the_29th_of_february_falls_to_the_28th(year: int, day: str) -> None:
    assert str(day_in("02-29", year)) == day
    assert str(day_in("12-31", year)) == f"{year}-12-31"


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in {*get_args(field.annotation), field.annotation}:
            if isinstance(inner, type) and not get_args(inner) and issubclass(inner, BaseModel):
                yield from keys_of(inner)


def test_every_key_of_a_programme_file_is_documented() -> None:
    text = (Path(__file__).parents[3] / "docs" / "programme.md").read_text(encoding="utf-8")
    assert [key for key in sorted(set(keys_of(Rules))) if not re.search(rf"[`\[.]{key}[`\] ]", text)] == []
