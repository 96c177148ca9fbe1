"""Keywords: whole technical terms, spelled as the text spells them."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.keywords import keywords
from nlp.phrases import tells
from nlp.text import LONGEST, tidy


def test_terms_of_several_words_are_joined() -> None:
    assert "压铸件气孔率" in keywords("压铸件气孔率", "")


def test_half_a_sentence_from_a_phone_gives_its_terms_and_no_small_talk() -> None:
    found = keywords("", "您好，我们厂想请专家看看，铝合金压铸件气孔率太高，怎么解决")
    assert "气孔率" in " ".join(found)
    assert not {"我们", "专家", "解决", "您好", "怎么"} & set(found)


def test_model_numbers_and_chemical_names_stay_whole_and_keep_their_spelling() -> None:
    found = keywords("42CrMo钢淬火开裂", "用HPLC-MS检测")
    assert any("42CrMo" in term for term in found)
    assert any("HPLC-MS" in term for term in found)


def test_a_term_said_again_and_again_comes_first() -> None:
    text = "主轴颤振影响精度。颤振抑制很难，颤振一出现刀具就磨损，颤振监测也没有。"
    assert "颤振" in keywords("颤振抑制", text)[0]


def test_a_term_that_only_stands_inside_another_one_comes_after_it() -> None:
    found = keywords("压铸件气孔率高", "压铸件气孔率一直降不下来")
    assert found[0] == "压铸件气孔率"


def test_a_title_alone_and_long_model_numbers_are_ranked_too() -> None:
    assert "锂离子电池隔膜" in keywords("锂离子电池隔膜涂布不均", "")
    assert any("HT250" in term for term in keywords("", "HT250灰铸铁件，日产2076.2kg，白口严重"))


def test_terms_do_not_reach_over_punctuation() -> None:
    assert not any("轴承齿轮" in term for term in keywords("轴承，齿轮", ""))


def test_english_needs_have_keywords_too() -> None:
    found = keywords("", "We need to reduce porosity in aluminium die casting")
    assert "aluminium die casting" in found
    assert not any("need" in term for term in found)


def test_no_more_than_the_limit_and_nothing_for_nothing() -> None:
    assert len(keywords("", "轴承，齿轮，丝杠，主轴，刀具，夹具", limit=3)) == 3
    assert keywords("", "") == keywords("", "的") == keywords("😀", "，") == ()


def test_generic_words_tell_nothing_alone() -> None:
    assert tells("颤振")
    assert not tells("技术")
    assert not tells("解决")
    assert not tells("2026")
    assert not tells("河南省")


def test_of_a_hundred_thousand_characters_only_the_beginning_counts() -> None:
    said = "数控机床主轴颤振抑制加工精度，" * 7_000
    assert keywords("", said) == keywords("", said[:LONGEST])


@given(st.text(), st.text())
def test_any_text_has_keywords_that_stand_in_it(title: str, text: str) -> None:
    for term in keywords(title, text):
        assert term in tidy(title) or term in tidy(text)
