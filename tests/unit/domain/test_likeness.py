"""The same wish told twice is noticed; two wishes of one trade are not mixed up."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.likeness import alike, likeness

TITLE = "铝合金压铸件气孔率高，降低废品率"
DETAIL = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下"


def test_the_same_wish_in_other_words_is_noticed() -> None:
    assert alike(
        TITLE, DETAIL, "压铸件气孔多，废品率高", "我们的压铸件X光探伤发现很多气孔，废品8%，希望降到3%"
    )


def test_another_wish_of_the_same_foundry_is_another_wish() -> None:
    other = "铝合金压铸模具打三万模次就开裂，想请专家看看模具材料和热处理"
    assert not alike(TITLE, DETAIL, "压铸模具寿命短，开裂早", other)


def test_empty_texts_are_not_alike() -> None:
    assert likeness("", "") == 0
    assert not alike("", "", "", "")


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_the_same_from_both_sides_and_never_above_one(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) <= 1
