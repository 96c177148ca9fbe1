"""Phone numbers, typed as people type them; every number is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.phones import is_mobile, masked, read_phone

MOBILE = "13800138000"
LANDLINE = "0512-57123456"


@pytest.mark.parametrize(
    "typed",
    [
        MOBILE,
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+86-13800138000",
        "(+86)138 0013 8000",
        "0086 13800138000",
        "8613800138000",
        "１３８００１３８０００",
        "手机：13800138000",
        "联系电话 138.0013.8000",
        " 13800138000\n",
    ],
)
def test_a_mobile_number_has_one_spelling(typed: str) -> None:
    assert read_phone(typed) == MOBILE


@pytest.mark.parametrize(
    "typed",
    [
        LANDLINE,
        "0512 5712 3456",
        "（0512）57123456",
        "0512－57123456",
        "051257123456",
        "+86 512 5712 3456",
        "0086-0512-57123456",
        "电话：0512-5712-3456",
    ],
)
def test_a_landline_keeps_its_area_code_apart(typed: str) -> None:
    assert read_phone(typed) == LANDLINE


@pytest.mark.parametrize(
    "typed",
    [
        "0512-5712 3456 转 801",
        "0512-57123456-801",
        "0512-57123456转801",
        "0512 57123456 分机：801",
        "0512-57123456 ext. 801",
        "0512-57123456#801",
    ],
)
def test_an_extension_stays_with_its_number(typed: str) -> None:
    assert read_phone(typed) == "0512-57123456-801"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("010-65000000", "010-65000000"),
        ("02150000000", "021-50000000"),
        ("0391-6600000", "0391-6600000"),
        ("400 820 0000", "400-8200000"),
        ("400-8200-000", "400-8200000"),
    ],
)
def test_short_area_codes_and_service_numbers_are_known(typed: str, read: str) -> None:
    assert read_phone(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "没有",
        "1380013800",
        "138001380000",
        "12800138000",
        "57123456",
        "+1 202 555 0100",
        "13800138000转801",
        "13800138000 13900139000",
        "९३८००१३८०००",
    ],
)
def test_what_cannot_be_called_is_not_a_phone(typed: str) -> None:
    assert read_phone(typed) is None


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        (MOBILE, "138****8000"),
        ("138 0013 8000", "138****8000"),
        (LANDLINE, "0512-****3456"),
        ("0512-57123456-801", "0512-****3456"),
        ("400-8200000", "400-****0000"),
        ("王老师", "****"),
    ],
)
def test_a_masked_phone_hides_its_middle(phone: str, shown: str) -> None:
    assert masked(phone) == shown


def test_only_a_mobile_takes_a_text_message() -> None:
    assert is_mobile(MOBILE)
    assert not is_mobile(LANDLINE)
    assert not is_mobile("400-8200000")


@given(st.from_regex(r"(1[3-9][0-9]{9}|0512-[2-9][0-9]{7}(-[0-9]{3})?|010-[2-9][0-9]{7})", fullmatch=True))
def test_reading_twice_changes_nothing_and_masking_hides_four_digits(phone: str) -> None:
    assert read_phone(phone) == phone
    assert "****" in masked(phone)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    phone = read_phone(text)
    assert phone is None or read_phone(phone) == phone
