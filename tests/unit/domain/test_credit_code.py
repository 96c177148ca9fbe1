"""The unified social credit code, typed as people type it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.domain.credit_code import (
    ALPHABET,
    CreditCode,
    CreditCodeFault,
    read_credit_code,
    with_check_digit,
)

INVENTED = with_check_digit("91320583MA00000X1")


def first17() -> st.SearchStrategy[str]:
    rest = st.text(ALPHABET, min_size=9, max_size=9)
    return rest.map(lambda letters: "91320583" + letters)


def test_a_widely_published_example_ends_in_its_check_digit() -> None:
    assert with_check_digit("91350100M000100Y4") == "91350100M000100Y43"


@pytest.mark.parametrize(
    "typed",
    [
        INVENTED,
        INVENTED.lower(),
        f" {INVENTED[:4]} {INVENTED[4:8]}-{INVENTED[8:]}\n",
        f"统一社会信用代码：{INVENTED}",
        "".join(chr(ord(letter) + 0xFEE0) for letter in INVENTED),
    ],
)
def test_a_code_is_read_in_every_spelling(typed: str) -> None:
    assert read_credit_code(typed) == CreditCode(INVENTED)


def test_a_code_tells_where_it_was_registered() -> None:
    assert CreditCode(INVENTED).area == "320583"


def test_a_missing_character_is_counted() -> None:
    assert read_credit_code(INVENTED[:-1]) == CreditCodeFault("credit_code.length", 17)


def test_an_empty_text_has_no_characters() -> None:
    assert read_credit_code(" - ") == CreditCodeFault("credit_code.length", 0)


def test_the_letter_o_is_named_and_the_code_meant_is_offered() -> None:
    assert read_credit_code(INVENTED.replace("0", "O")) == CreditCodeFault(
        "credit_code.alphabet", 18, letter="O", position=5, instead="0", meant=INVENTED
    )


def test_a_lookalike_in_a_code_that_is_wrong_anyway_offers_no_code() -> None:
    fault = read_credit_code("I" + INVENTED[1:])
    assert fault == CreditCodeFault("credit_code.alphabet", 18, letter="I", position=1, instead="1")


def test_a_letter_without_a_lookalike_is_only_named() -> None:
    fault = read_credit_code(INVENTED[:-1] + "V")
    assert fault == CreditCodeFault("credit_code.alphabet", 18, letter="V", position=18)


def test_a_code_of_no_province_is_doubted() -> None:
    fault = read_credit_code(with_check_digit("91990583MA00000X1"))
    assert fault == CreditCodeFault("credit_code.region", 18)


def test_the_national_registry_is_a_place_of_registration() -> None:
    assert isinstance(read_credit_code(with_check_digit("91100000100000001")), CreditCode)


@given(first17())
def test_every_completed_code_is_read_back(first: str) -> None:
    assert read_credit_code(with_check_digit(first)) == CreditCode(with_check_digit(first))


@given(first17(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_mistake_is_caught(first: str, place: int, wrong: str) -> None:
    code = with_check_digit(first)
    assume(code[place] != wrong)
    mistaken = code[:place] + wrong + code[place + 1 :]
    assert read_credit_code(mistaken) == CreditCodeFault("credit_code.check_digit", 18)


@given(first17(), st.integers(0, 16))
def test_two_swapped_neighbours_are_caught(first: str, place: int) -> None:
    code = with_check_digit(first)
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_credit_code(swapped) == CreditCodeFault("credit_code.check_digit", 18)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(read_credit_code(text), CreditCode | CreditCodeFault)


@pytest.mark.parametrize("first", ["", "9132", INVENTED])
def test_a_check_digit_needs_seventeen_characters(first: str) -> None:
    with pytest.raises(ValueError, match="17"):
        with_check_digit(first)
