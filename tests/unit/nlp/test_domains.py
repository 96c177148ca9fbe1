"""Domains: the list itself, and what texts are tagged with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.domains import DOMAINS, domain_name, find_domains, tag
from nlp.taxonomy import by_code
from nlp.text import LONGEST


def first(title: str, text: str = "") -> str:
    return tag(title, text).domains[0].code


def test_the_list_has_24_by_153_domains_with_a_parent_each() -> None:
    assert sum(not domain.parent for domain in DOMAINS) == 24
    assert sum(bool(domain.parent) for domain in DOMAINS) == 153
    assert all(domain.code[:2] == domain.parent for domain in DOMAINS if domain.parent)
    assert len(by_code()) == len(DOMAINS)


def test_a_domain_carries_the_official_codes() -> None:
    software = by_code()["0101"]
    assert "52060" in software.disciplines
    assert software.industries == ("65",)
    assert software.hightech == ("1.1",)
    assert software.emerging == ("1.3",)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("铝合金压铸件气孔率高", "0302"),
        ("数控机床主轴颤振", "0303"),
        ("印染废水处理后COD超标", "1901"),
        ("小麦赤霉病防治", "1406"),
        ("生猪养殖场粪污处理", "1505"),
        ("立方氮化硼单晶", "0505"),
        ("锂离子电池负极材料", "0507"),
        ("催化剂活性低", "0702"),
        ("酱油发酵", "1304"),
        ("干细胞治疗", "1703"),
        ("精益生产与工业工程", "2301"),
    ],
)
def test_a_need_of_one_line_finds_its_domain(title: str, code: str) -> None:
    assert first(title) == code


def test_a_guess_names_the_words_that_decided_as_people_write_them() -> None:
    guess = tag("PLC控制系统改造", "").domains[0]
    assert guess.code == "0305"
    assert "PLC" in guess.because
    assert guess.name == "工业控制与智能系统"


def test_scores_are_shares_and_fall_from_first_to_last() -> None:
    scores = [guess.score for guess in tag("数控机床加工铝合金壳体", "刀具磨损快，冷却液过滤不好").domains]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1


def test_without_a_known_term_there_is_no_tag_and_no_certainty() -> None:
    assert tag("你好", "在吗").domains == ()
    assert not tag("你好", "在吗").sure


def test_one_clear_subject_is_sure_and_two_equal_ones_are_not() -> None:
    assert tag("印染废水处理", "污水厂出水氨氮超标，活性污泥性能差").sure
    assert not tag("葡萄酒与轴承", "").sure


def test_traditional_and_full_width_characters_are_tagged_alike() -> None:
    assert tag("數控機床顫振", "").domains == tag("数控机床颤振", "").domains
    assert first("ＰＬＣ编程") == first("PLC编程")


def test_a_latin_term_counts_only_as_a_word_of_its_own() -> None:
    assert not any("CT" in guess.because for guess in tag("FACTORY", "").domains)
    assert any("CT" in guess.because for guess in tag("CT影像", "").domains)


def test_the_title_counts_more_than_the_text() -> None:
    assert first("轴承寿命", "用于酱油厂") == first("轴承寿命")


def test_a_typed_piece_finds_domains_by_name_term_code_or_parent() -> None:
    assert find_domains("数控")[0].code == "0303"
    assert find_domains("刀具")[0].code == "0303"
    assert find_domains("0303")[0].code == "0303"
    assert {found.parent for found in find_domains("食品", limit=20)} >= {"13"}
    assert find_domains(" ") == find_domains("没有这个领域") == ()


def test_an_unknown_code_has_no_name() -> None:
    with pytest.raises(KeyError):
        domain_name("9999")


def test_no_term_is_listed_twice_for_a_domain_and_each_is_found_in_itself() -> None:
    for domain in DOMAINS:
        assert len(set(domain.terms)) == len(domain.terms)
        assert all(tag(term, "").domains for term in domain.terms)


def test_of_a_hundred_thousand_characters_only_the_beginning_counts() -> None:
    said = "数控机床主轴颤振，" * 12_000
    assert tag("", said) == tag("", said[:LONGEST])


@given(st.text(), st.text())
def test_any_text_can_be_tagged(title: str, text: str) -> None:
    tagged = tag(title, text)
    assert len(tagged.domains) <= 5
    assert all(0 <= guess.score <= 1 and guess.because for guess in tagged.domains)
