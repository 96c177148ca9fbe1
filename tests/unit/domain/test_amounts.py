"""Sums of money, read as people write them and shown back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.amounts import WAN, YUAN, Amount, read_amount, shown


def exactly(wan: str) -> Amount:
    return Amount(Decimal(wan), Decimal(wan))


def between(low: str, high: str) -> Amount:
    return Amount(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("typed", "wan"),
    [
        ("20万", "20"),
        ("２０万元", "20"),
        ("20 万元左右", "20"),
        ("约20万", "20"),
        ("20w", "20"),
        ("200,000元", "20"),
        ("¥200000", "20"),
        ("人民币贰拾万元整", "20"),
        ("二十万元", "20"),
        ("3000元", "0.3"),
        ("3千块钱", "0.3"),
        ("1.5万", "1.5"),
        ("两万五", "2.5"),
        ("1万5", "1.5"),
        ("1万5000元", "1.5"),
        ("三万零五百", "3.05"),
        ("十五万", "15"),
        ("一百二十万", "120"),
        ("一百五十万三千元", "150.3"),
        ("3百万", "300"),
        ("五千万", "5000"),
        ("1.2亿", "12000"),
        ("一亿二千万", "12000"),
        ("十二点五万", "12.5"),
        ("三千零五元", "0.3005"),
        ("1点5万", "1.5"),
    ],
)
def test_a_sum_is_read_in_ten_thousands_of_yuan(typed: str, wan: str) -> None:
    assert read_amount(typed) == exactly(wan)


@pytest.mark.parametrize(
    ("typed", "range_"),
    [
        ("1.5-2万", between("1.5", "2")),
        ("10万到20万", between("10", "20")),
        ("10～20万元", between("10", "20")),
        ("十到二十万元", between("10", "20")),
        ("2-3千万", between("2000", "3000")),
        ("五十到二百万", between("50", "200")),
        ("3-5千元", between("0.3", "0.5")),
        ("5千至1万元", between("0.5", "1")),
        ("800-1000元", between("0.08", "0.1")),
        ("不超过20万", between("0", "20")),
        ("20万以内", between("0", "20")),
        ("至少20万", Amount(Decimal(20), None)),
        ("20万元以上", Amount(Decimal(20), None)),
    ],
)
def test_a_range_keeps_both_ends(typed: str, range_: Amount) -> None:
    assert read_amount(typed) == range_


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "面议",
        "待定",
        "万元",
        "几十万",
        "二三十万",
        "三五万",
        "20万-10万",
        "1-2-3万",
        "1万20000",
        "1..5万",
        "-5万",
        "٣万",
        "9" * 50 + "元",
    ],
)
def test_what_names_no_sum_is_not_read(typed: str) -> None:
    assert read_amount(typed) is None


def test_a_bare_number_needs_the_unit_of_the_question() -> None:
    assert read_amount("20") is None
    assert read_amount("20", WAN) == exactly("20")
    assert read_amount("10-20", WAN) == between("10", "20")
    assert read_amount("二十", WAN) == exactly("20")
    assert read_amount("3000", YUAN) == exactly("0.3")
    assert read_amount("3000元", WAN) == exactly("0.3")


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (exactly("20"), "20万元", "200,000 yuan"),
        (exactly("0.3"), "3000元", "3,000 yuan"),
        (exactly("1.50"), "1.5万元", "15,000 yuan"),
        (exactly("12000"), "1.2亿元", "120,000,000 yuan"),
        (exactly("0"), "0元", "0 yuan"),
        (between("1.5", "2"), "1.5至2万元", "15,000 to 20,000 yuan"),
        (between("0", "20"), "20万元以内", "up to 200,000 yuan"),
        (Amount(Decimal(20), None), "20万元以上", "200,000 yuan or more"),
    ],
)
def test_an_amount_is_shown_in_the_largest_fitting_unit(amount: Amount, zh: str, en: str) -> None:
    assert shown(amount) == zh
    assert shown(amount, "en") == en


@pytest.mark.parametrize(("low", "high"), [("2", "1"), ("-1", "1")])
def test_an_impossible_range_cannot_be_built(low: str, high: str) -> None:
    with pytest.raises(ValueError, match="no range of money"):
        between(low, high)


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_what_is_shown_is_read_back(low: int, more: int) -> None:
    amount = Amount(low * YUAN, (low + more) * YUAN)
    assert read_amount(shown(amount)) == amount


@given(st.text("零一二三十百千万亿元.点-到0123456789 ", max_size=12))
def test_any_heap_of_figures_is_read_or_refused(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or amount.low >= 0
