"""Every mistake of a programme file is named with its line, in both languages, and none hides another."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.programme.checking import Fault, Wrong, faults_of, read_programme, remarks_of
from handlers.programme.rules import shipped

GOOD = shipped("present-day")


def broken(old: str, new: str) -> tuple[str, int]:
    """Return the present-day file with the first `old` changed, and the line on which the change begins."""
    assert old in GOOD
    return GOOD.replace(old, new, 1), GOOD[: GOOD.index(old)].count("\n") + 1


def only(text: str) -> Fault:
    (fault,) = faults_of(text)
    return fault


# what is changed into what, the mistake's key, what its Chinese words hold
MISTAKES = [
    (
        'province = "320000"',
        'provnce = "320000"\nprovince = "320000"',
        "unknown_key_near",
        "是不是“province”",
    ),
    ('province = "320000"', 'zebra = 1\nprovince = "320000"', "unknown_key", "没有“zebra”这一项"),
    ('to = "head"', 'workdays = 1\nto = "head"', "unknown_key_near", "是不是“after_workdays”"),
    ('until = "08:00"', 'untill = "08:00"', "unknown_key_near", "是不是“until”"),
    ('until = "08:00"', 'until = "8:00"', "no_hour", "如 09:00"),
    ('until = "08:00"', 'until = "24:00"', "no_hour", "“24:00”"),
    ('hour = "09:00"', "hour = 9", "text", "请加引号"),
    ('hour = "09:00"', 'hour = "九点"', "no_hour", "时:分"),
    ('by = "03-20"', 'by = "02-30"', "no_such_day", "没有2月30日这一天"),
    ('by = "03-20"', 'by = "04-31"', "no_such_day", "没有4月31日这一天"),
    ('by = "03-20"', 'by = "13-01"', "no_such_day", "没有13月1日这一天"),
    ('by = "03-20"', 'by = "3月20日"', "no_month_day", "如 03-10"),
    ('by = "03-20"', "by = 2026-03-20", "no_month_day", "月-日"),
    ('by = "03-20"', 'by = "02-20"', "too_early", "早于开始日 03-01"),
    ('by = "04-30"', 'by = "03-30"', "too_early", "早于开始日 04-01"),
    ('call = "spring"', 'call = "sommer"', "unknown_code", "现有：autumn, spring"),
    ("last_year = 2028", "last_year = 2025", "years_reversed", "从 2026 年到 2025 年"),
    ("last_year = 2028", 'last_year = "2028"', "whole_number", "应为整数"),
    ("last_year = 2028", "last_year = 2028.5", "whole_number", "应为整数"),
    ("first_year = 2026", "first_year = 26", "too_small", "不能小于 1950"),
    ("last_year = 2028", "last_year = 20288", "too_great", "不能大于 2200"),
    ("last_month = 8", "last_month = 4", "window_reversed", "从 5 月到 4 月"),
    ("last_month = 8", "last_month = 13", "too_great", "不能大于 12"),
    ("rungs = [14, 7, 3, 1, 0]", "rungs = [14, 3, 7, 1, 0]", "not_falling", "3 之后是 7"),
    ("rungs = [14, 7, 3, 1, 0]", "rungs = [14, 7, 7, 1, 0]", "not_falling", "7 之后是 7"),
    ("rungs = [14, 7, 3, 1, 0]", "rungs = [14, 7, 3, 1, -1]", "too_small", "-1 太小"),
    ("rungs = [14, 7, 3, 1, 0]", "rungs = 14", "list", "应为列表"),
    ("enterprise_rungs = [7, 1]", "enterprise_rungs = [1, 7]", "not_falling", "1 之后是 7"),
    ("after_workdays = 2", "after_workdays = 1", "not_rising", "1 之后是 1"),
    ('to = "province"', 'to = "mayor"', "no_choice", "只能是：head, city, province"),
    ('from_levels = ["county"]', 'from_levels = ["village"]', "no_choice", "“village”"),
    ('from_levels = ["county"]', "from_levels = []", "empty", "“from_levels”不能为空"),
    ('from_levels = ["city"]', 'from_levels = ["province"]', "not_upwards", "province 不能报给 province"),
    ('code = "needs_city"', 'code = "needs_county"', "twice", "“spring.needs_county”出现了两次"),
    ('code = "needs_city"', 'code = "publication"', "twice", "“spring.publication”出现了两次"),
    ('code = "needs_city"', 'code = "需求"', "no_code", "不能作代码"),
    (
        'zh = "春季征集"',
        'zh = "春"\nopens = "03-01"\n[[call]]\ncode = "spring"\nzh = "春"',
        "twice",
        "“spring”",
    ),
    ('code = "winter"', 'code = "summer"', "twice", "“summer”"),
    ('zh = "春季征集"', 'zh = ""', "empty", "“zh”不能为空"),
    ('zh = "春季征集"\n', "", "missing", "缺少“zh”"),
    ('strength = "soft"', 'strength = "medium"', "no_choice", "hard, soft, target"),
    ('strength = "soft"\n', "strength = true\n", "no_choice", "“true”"),
    ("includes_day = true", 'includes_day = "yes"', "yes_or_no", "true 或 false"),
    ("includes_day = true", "includes_day = 1", "yes_or_no", "“1”"),
    ("open_counts_as = 0.5", 'open_counts_as = "half"', "number", "应为数字"),
    ('province = "320000"', 'province = "320500"', "no_province", "“320500”不是省级"),
    ('province = "320000"', 'province = "999999"', "no_province", "“999999”"),
    ('tasks = ["problems"', 'tasks = ["riddles"', "unknown_code", "task_category 中没有“riddles”"),
    ('degrees = ["doctor"]', 'degrees = ["docter"]', "unknown_code", "bachelor, doctor"),
    ('title_levels = ["senior"', 'title_levels = ["chief"', "unknown_code", "“chief”"),
    ("least_days = 2\nmost_days = 3", "least_days = 4\nmost_days = 3", "bounds_reversed", "最少 4，最多 3"),
    ("number = 200", "number = 200\nmost = 100", "bounds_reversed", "最少 200，最多 100"),
    ('only = "eastern_developed"', 'only = "rich"', "no_choice", "只能是：eastern_developed。"),
    ("[years]", "[[years]]", "table", "应为一节"),
    ('province = "320000"', 'province = "320000"\naddressed = ["各市"]', "table", "“各市”"),
    ("[years]", 'opened = "2014-05-40"\n[years]', "day", "确有的日期"),
    ("[years]", 'opened = "2029-01-01"\n[years]', "opened_after", "晚于最后一年 2028"),
    ("[team]", '[[addressed]]\nlevel = "city"\nzh = "市"\nareas = ["000001"]\n[team]', "no_area", "“000001”"),
    ("[team]", '[[receiver]]\ncode = "a"\nzh = "处"\ncolour = 1\n[team]', "unknown_key", "“colour”"),
    (
        'to_level = "city"',
        'to_level = "city"\nreceiver = "nobody"',
        "unknown_code",
        "receiver 中没有“nobody”",
    ),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), MISTAKES)
def test_a_mistake_is_named_with_its_line(old: str, new: str, key: str, words: str) -> None:
    text, first = broken(old, new)
    fault = only(text)
    assert (fault.key, words in fault.words("zh")) == (key, True), fault.words("zh")
    assert first - 4 <= fault.line <= first + new.count("\n")
    assert fault.words("en")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('by = "03-20"', 'by = "02-30"', 'by = "02-30"'),
        ("rungs = [14, 7, 3, 1, 0]", "rungs = [14,\n  7,\n  9,\n  0]", "  9,"),
        ('zh = "春季征集"\n', "", "[[call]]"),
        ("last_month = 8", "last_month = 4", "last_month = 4"),
        ('to = "province"', 'to = "mayor"', 'to = "mayor"'),
        ('code = "winter"', 'code = "summer"', 'code = "summer"'),
    ],
)
def test_the_line_is_the_very_line(old: str, new: str, line: str) -> None:
    text, _ = broken(old, new)
    assert text.splitlines()[only(text).line - 1].split("#")[0].rstrip() == line


def test_of_two_entries_the_second_one_is_the_one_that_stands_twice() -> None:
    text, line = broken('code = "winter"', 'code = "summer"')
    assert only(text).line == line
    assert only(text).place == "window 2, code"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('name = "x\nprovince = "320000"', 1, "no_toml"),
        ('name = "x"\nprovince 320000', 2, "no_toml"),
        ('name = "x"\nname = "y"', 2, "said_twice"),
        ("[years]\nfirst_year = 1\n[years]", 3, "said_twice"),
        ("[years\n", 1, "no_toml"),
        ("a = [1,\n2,\n", 3, "no_toml"),
        ('a = 1\nb = """never closed\n', 3, "no_toml"),
        ("a = 01\n", 1, "no_toml"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int, key: str) -> None:
    fault = only(text)
    assert fault.key == key
    assert abs(fault.line - line) <= (1 if "never" in text or text.startswith("a = [") else 0)
    assert fault.words("zh")


def test_an_empty_file_lacks_what_every_programme_has() -> None:
    assert [(fault.line, fault.values["name"]) for fault in faults_of("")] == [
        (1, "name"), (1, "province"), (1, "years"),
    ]  # fmt: skip


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = GOOD
    for old, new in (
        ('province = "320000"', 'province = "320500"'),
        ("last_year = 2028", "last_year = 2025"),
        ('by = "03-20"', 'by = "02-30"'),
        ('call = "spring"', 'call = "sommer"'),
        ("last_month = 8", "last_month = 4"),
        ("least = 15", 'lest = 15\nleast = "15"'),
    ):
        text = text.replace(old, new, 1)
    faults = faults_of(text)
    assert [fault.key for fault in faults] == [
        "no_province", "years_reversed", "unknown_code", "no_such_day", "window_reversed",
        "unknown_key_near", "whole_number",
    ]  # fmt: skip
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_a_mistake_in_an_entry_does_not_make_the_entry_unknown() -> None:
    text, _ = broken('opens = "03-01"', 'opens = "03-32"')
    assert [fault.key for fault in faults_of(text)] == ["no_such_day"]


def test_a_list_of_its_own_takes_the_place_of_the_common_one() -> None:
    own = '[[degree]]\ncode = "doctor"\nzh = "博士"\n'
    assert faults_of(GOOD + own) == ()
    assert [each.code for each in read_programme(GOOD + own).degree] == ["doctor"]
    other = '[[degree]]\ncode = "master"\nzh = "硕士"\n'
    assert only(GOOD + other).key == "unknown_code"


def test_an_entry_of_a_list_that_stands_twice_is_found_wherever_it_is() -> None:
    twice = '[[title]]\nname = "教授"\nlevel = "senior"\n[[title]]\nname = "教授"\nlevel = "associate"\n'
    assert only(GOOD + twice).values["given"] == "教授"
    columns = (
        '[[form]]\ncode = "f"\nzh = "表"\ncolumn = [{ code = "a", zh = "甲" }, { code = "a", zh = "乙" }]\n'
    )
    assert only(GOOD + columns).place == "form 1, column 2, code"
    same_code_elsewhere = columns.replace('"a", zh = "乙"', '"b", zh = "乙"') + columns.replace(
        '"f"', '"g"'
    ).replace('{ code = "a", zh = "甲" }, ', "")
    assert faults_of(GOOD + same_code_elsewhere) == ()


def test_the_leap_day_is_allowed_and_remarked_on() -> None:
    text, line = broken('by = "03-20"', 'by = "02-29"')
    text = text.replace('opens = "03-01"', 'opens = "02-01"', 1)
    assert faults_of(text) == ()
    (remark,) = remarks_of(text)
    assert (remark.line, remark.words("zh")) == (line, "没有 2 月 29 日的年份按 2 月 28 日计。")
    assert remarks_of(GOOD) == ()


def test_a_good_file_is_read_and_a_bad_one_refused_with_all_its_mistakes() -> None:
    assert read_programme(GOOD).name == "千名专家进千企"
    text, line = broken('by = "03-20"', 'by = "02-30"')
    with pytest.raises(Wrong, match=f"{line}: no_such_day") as told:
        read_programme(text)
    assert told.value.faults == faults_of(text)


def test_a_long_wrong_value_is_cut_short() -> None:
    text, _ = broken('hour = "09:00"', f'hour = "{"很长" * 50}"')
    assert len(only(text).words("zh")) < 100


LINES = GOOD.splitlines()


@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(["", "]", "= 3", "x = [", "[[filing]]", "by = '02-30'", '"']),
)
def test_whatever_a_line_is_replaced_by_the_check_ends_with_words(nth: int, line: str) -> None:
    text = "\n".join([*LINES[:nth], line, *LINES[nth + 1 :]])
    for fault in faults_of(text):
        assert 1 <= fault.line <= len(LINES) + 1
        assert fault.words("zh")
        assert fault.words("en")


VALUES = st.sampled_from(
    ["3", "-1", "'x'", "true", "[]", "{}", "[1, 'a']", "{ a = 1 }", "2012-03-04", "1e9", "nan"]
)
KEYED = [nth for nth, line in enumerate(LINES) if re.match(r"\w+ = ", line)]


@given(st.sampled_from(KEYED), VALUES)
def test_a_value_of_any_other_kind_is_told_on_its_line_or_is_right(nth: int, value: str) -> None:
    key = LINES[nth].partition(" = ")[0]
    text = "\n".join([*LINES[:nth], f"{key} = {value}", *LINES[nth + 1 :]])
    faults = faults_of(text)
    told = not faults or nth + 1 in {fault.line for fault in faults}
    assert told or key in {"code", "opens", "after_workdays"}  # a contradiction is told on the later line
    assert "other" not in {fault.key for fault in faults}
