"""Reporting lines of all bureaus at once."""

from handlers.domain.lines import Lines

MINISTRY, PROVINCE, SUZHOU, KUNSHAN, CHANGSHU, NANJING = 1, 2, 3, 4, 5, 6
LINES = Lines(
    above={
        MINISTRY: None, PROVINCE: MINISTRY, SUZHOU: PROVINCE, KUNSHAN: PROVINCE, CHANGSHU: SUZHOU,
        NANJING: PROVINCE,
    },
    levels={
        MINISTRY: "ministry", PROVINCE: "province", SUZHOU: "city", KUNSHAN: "county", CHANGSHU: "county",
        NANJING: "city",
    },
    areas={
        "000000": MINISTRY, "320000": PROVINCE, "320500": SUZHOU, "320583": KUNSHAN, "320581": CHANGSHU,
    },
)  # fmt: skip


def test_a_line_goes_up_to_the_ministry_and_needs_to_the_province_alone() -> None:
    assert LINES.line(CHANGSHU) == (SUZHOU, PROVINCE, MINISTRY)
    assert LINES.line(KUNSHAN) == (PROVINCE, MINISTRY)
    assert LINES.line(MINISTRY) == ()
    assert LINES.up_to_province(CHANGSHU) == {SUZHOU, PROVINCE}


def test_what_lies_below_goes_by_the_lines_and_not_by_the_map() -> None:
    assert LINES.below(PROVINCE) == {SUZHOU, KUNSHAN, NANJING}
    assert LINES.under(SUZHOU) == {SUZHOU, CHANGSHU}
    assert LINES.under(MINISTRY) == {1, 2, 3, 4, 5, 6}
    assert LINES.under(KUNSHAN) == {KUNSHAN}


def test_a_line_that_bites_its_tail_ends() -> None:
    ring = Lines({1: 2, 2: 3, 3: 2}, {1: "county", 2: "city", 3: "province"}, {})
    assert ring.line(1) == (2, 3)
    assert ring.line(2) == (3,)
    assert ring.under(2) == {1, 2, 3}


def test_a_county_is_in_the_hands_of_its_own_bureau_or_of_the_nearest_around_it() -> None:
    assert LINES.holder("320583") == KUNSHAN
    assert LINES.holder("320582") == SUZHOU
    assert LINES.holder("320102") == PROVINCE  # 南京 is on the lines, but holds no area here
    assert LINES.holder("999999") is None
