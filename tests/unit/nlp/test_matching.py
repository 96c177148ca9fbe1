"""Matching: who is found, in which order, and for which reasons."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.matching import Index, Profile

CHATTER = Profile("e1", directions=("机床颤振抑制",), works=("高速铣削颤振在线监测",), domains=("0303",))
CASTING = Profile("e2", directions=("铝合金压铸工艺",), keywords=("压铸", "气孔率"), domains=("0302",))
SAUCE = Profile(
    "e3", directions=("酱油酿造与固态发酵",), works=("低盐固态酱油发酵工艺研究",), domains=("1304",)
)
POOL = Index.build((CHATTER, CASTING, SAUCE))


def test_the_one_who_works_on_it_comes_first_with_the_shared_term_as_reason() -> None:
    best = POOL.rank("铝合金压铸件气孔率高", "想降到3%以下", ("0302",), 3)[0]
    assert best.id == "e2"
    assert "气孔率" in best.because.terms
    assert best.because.domain_codes == ("0302",)


def test_a_single_line_of_directions_is_enough_to_be_found() -> None:
    index = Index.build((Profile("only", directions=("石墨烯导热膜",)), CASTING, SAUCE))
    assert index.rank("石墨烯导热膜卷曲", "", (), 1)[0].id == "only"


def test_works_that_hold_a_shared_term_are_named() -> None:
    best = POOL.rank("酱油发酵周期长", "", (), 1)[0]
    assert best.because.works == ("低盐固态酱油发酵工艺研究",)


def test_reasons_are_whole_words_longest_first_and_none_inside_another() -> None:
    terms = POOL.rank("数控机床颤振抑制", "铣削颤振怎么监测", (), 1)[0].because.terms
    assert terms == ("铣削颤振", "颤振抑制")
    assert list(terms) == sorted(terms, key=len, reverse=True)
    assert not any(short in long for number, short in enumerate(terms) for long in terms[:number])


def test_a_shared_domain_alone_ranks_below_shared_words() -> None:
    index = Index.build((CASTING, Profile("e9", directions=("焊接机器人",), domains=("0302",))))
    ranked = index.rank("压铸件气孔率", "", ("0302",), 2)
    assert [one.id for one in ranked] == ["e2", "e9"]
    assert ranked[1].because.terms == ()
    assert ranked[1].because.domain_codes == ("0302",)


def test_the_same_first_level_counts_less_than_the_same_domain() -> None:
    index = Index.build((Profile("near", domains=("0301",)), Profile("same", domains=("0303",))))
    assert [one.id for one in index.rank("", "", ("0303",), 0)] == ["same", "near"]


def test_equals_stand_in_the_order_of_their_ids() -> None:
    twins = [Profile(name, directions=("轴承",)) for name in ("b", "c", "a")]
    assert [one.id for one in Index.build(twins).rank("轴承", "", (), 0)] == ["a", "b", "c"]


def test_words_that_everyone_uses_tell_nothing_in_a_large_pool_but_count_in_a_small_one() -> None:
    everyone = [Profile(f"p{number:03}", directions=("轴承",)) for number in range(60)]
    assert Index.build(everyone).rank("轴承", "") == ()
    assert len(Index.build(everyone[:40]).rank("轴承", "", limit=0)) == 40


def test_the_last_profile_of_an_id_counts() -> None:
    index = Index.build((CHATTER, Profile("e1", directions=("葡萄酒",))))
    assert index.rank("葡萄酒", "", (), 1)[0].id == "e1"
    assert index.rank("颤振", "") == ()


def test_limit_cuts_and_zero_means_all() -> None:
    assert len(POOL.rank("压铸工艺发酵颤振", "", limit=2)) == 2
    assert len(POOL.rank("压铸工艺发酵颤振", "", limit=0)) == 3


def test_nobody_is_found_among_nobody_or_for_nothing() -> None:
    assert Index.build(()).rank("压铸", "") == ()
    assert POOL.rank("", "") == ()
    assert POOL.rank("😀", "，。") == ()


def test_an_index_never_changes_and_answers_many_threads_alike() -> None:
    with pytest.raises(FrozenInstanceError):
        POOL.profiles = ()  # type: ignore[misc]
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: POOL.rank("压铸件气孔率", "铝合金"), range(32)))
    assert len(answers) == 1


def test_one_more_of_three_hundred_is_found_at_once() -> None:
    words = ("轴承", "齿轮", "压铸", "酱油", "发酵", "颤振", "污水", "小麦", "陶瓷", "电池")
    many = [
        Profile(f"p{n:03}", directions=(f"{words[n % 10]}{words[n // 10 % 10]}技术{n}",)) for n in range(300)
    ]
    Index.build(many)
    index = Index.build([*many, CHATTER])
    assert index.rank("机床颤振抑制", "", (), 1)[0].id == "e1"


@given(st.text(), st.lists(st.builds(Profile, st.text(), st.tuples(st.text()), st.tuples(st.text()))))
def test_any_profiles_can_be_ranked_for_any_text(text: str, profiles: list[Profile]) -> None:
    ranked = Index.build(profiles).rank(text, text, ("0302",), 0)
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert all(0 < one.score <= 1.07 for one in ranked)
