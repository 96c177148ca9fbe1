"""Confidential parts of a need leave a public version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.confidential import EVERYTHING, LEFT_OUT, found_pieces, public_version, stands_in

TEXT = "端子反光，误判6%。客户是南方一家车厂，图片不能带走。"

GAP = "\ue000"  # stands for what was left out, so that its own dots are not found in the text


def test_what_is_named_is_left_out() -> None:
    assert public_version(TEXT, ("客户是南方一家车厂",)) == "端子反光，误判6%。……，图片不能带走。"


def test_spaces_and_letter_case_do_not_hide_a_secret() -> None:
    assert "abc" not in public_version("配方 a b c 加 ABC 粉", ("ABC",)).lower().replace(" ", "")


def test_what_stands_in_brackets_is_left_out() -> None:
    assert public_version("合金牌号【ZL-104改】气孔多") == "合金牌号……气孔多"


@pytest.mark.parametrize(
    "clause", ["掺15%回收料先别公开", "掺15%回收料，请保密", "掺15%回收料不便对外公开", "掺15%回收料（保密）"]
)
def test_a_clause_that_asks_for_secrecy_is_left_out(clause: str) -> None:
    public = public_version(f"气味等级4.0，{clause}。中试料我们出。")
    assert "15%" not in public
    assert public.startswith("气味等级4.0，")
    assert public.endswith("中试料我们出。")


def test_another_sentence_is_not_left_out_with_a_short_one() -> None:
    assert public_version("希望专家到厂看看。客户名称保密") == "希望专家到厂看看。……"


def test_an_agreement_on_secrecy_is_no_secret() -> None:
    assert public_version("可以签保密协议，样件可带走") == "可以签保密协议，样件可带走"


@pytest.mark.parametrize("phone", ["13800138000", "138 0013 8000", "１３８００１３８０００", "0512-57123456"])
def test_a_phone_number_is_never_public(phone: str) -> None:
    assert public_version(f"找小张，{phone}，随时") == "找小张，……，随时"


def test_everything_may_be_kept_back() -> None:
    assert public_version(TEXT, (EVERYTHING,)) == ""


def test_several_pieces_are_told_apart_and_the_unknown_are_named() -> None:
    found, unknown = found_pieces("“误判6%”、南方一家车厂；合同价", TEXT)
    assert found == ("误判6%", "南方一家车厂")
    assert unknown == ("合同价",)


def test_a_whole_sentence_with_commas_is_one_piece() -> None:
    found, unknown = found_pieces("客户是南方一家车厂，图片不能带走", TEXT)
    assert found == ("客户是南方一家车厂，图片不能带走",)
    assert unknown == ()


@given(st.text(max_size=300), st.text(min_size=1, max_size=20))
def test_no_piece_survives(text: str, piece: str) -> None:
    public = public_version(f"{text}{piece}{text}", (piece,))
    if piece.strip() and piece.strip(LEFT_OUT).strip() and GAP not in piece:
        assert not stands_in(piece, public.replace(LEFT_OUT, GAP))
