"""Judgements are kept between two askings, and never outlive what they follow from."""

from dataclasses import replace
from datetime import timedelta

from handlers.domain.candidates import Candidate, Reason
from handlers.domain.masks import ExpertView, Limits, NeedView
from handlers.domain.regions import Distance
from handlers.matchmaking.bench import Bench, bench_of
from handlers.matchmaking.ranking import rank
from nlp.matching import Because
from tests.unit.matching.builders import expert, need

LIMITS = Limits()
OTHER = expert(id=2, name="闻人朴", unit="云渚重机集团", directions=("压铸车间现场管理",), works=())


def left_out(*experts: ExpertView, wanted: NeedView | None = None) -> set[str]:
    """Return who is kept away by a rule, after the ranking was asked for once with nobody in the way."""
    return {near.candidate.name for near in rank(wanted or need(), experts, LIMITS).near}


def test_asked_again_the_ranking_is_the_same() -> None:
    assert rank(need(), (expert(), OTHER), LIMITS) == rank(need(), (expert(), OTHER), LIMITS)


def test_whoever_has_been_invited_since_is_no_longer_offered() -> None:
    before = rank(need(), (expert(), OTHER), LIMITS)
    after = rank(need(), (replace(expert(), invited=True), OTHER), LIMITS)
    assert [each.name for each in before.fit] == ["沈砚舟", "闻人朴"]
    assert [each.name for each in after.fit] == ["闻人朴"]


def test_a_fuller_year_is_seen_at_once() -> None:
    assert left_out(expert(), OTHER) == set()
    assert left_out(replace(expert(), accepted=9), OTHER) == {"沈砚舟"}


def test_another_day_is_judged_anew() -> None:
    march_only = expert(months=(need().today.month,))
    wished = need(wished=need().today)
    later = replace(wished, today=wished.today + timedelta(days=70), wished=wished.today + timedelta(days=75))
    assert left_out(march_only, OTHER, wanted=wished) == set()
    assert left_out(march_only, OTHER, wanted=later) == {"沈砚舟"}


def test_words_that_were_changed_are_compared_anew() -> None:
    dyer = replace(expert(), directions=("棉针织物活性染色",), works=(), domains=("1201",))
    assert "沈砚舟" in {each.name for each in rank(need(), (expert(), OTHER), LIMITS).fit}
    assert "沈砚舟" not in {each.name for each in rank(need(), (dyer, OTHER), LIMITS).fit}


def test_one_who_leaves_takes_all_that_was_kept_along() -> None:
    everybody = bench_of((expert(), OTHER))
    assert bench_of((expert(), OTHER)) is everybody
    assert bench_of((OTHER,)) is not everybody
    assert bench_of((expert(), OTHER)) is not everybody


def test_more_needs_than_are_kept_are_judged_all_the_same() -> None:
    bench, asked = Bench(((1, ("压铸",), (), ()),), kept=2), list[int]()

    def weigh(wanted: NeedView, judged: ExpertView, score: float, because: Because, _: Limits) -> Candidate:
        asked.append(wanted.id)
        reason = Reason(because.terms, because.works, because.domain_codes, (), Distance.SAME_COUNTY, 0, 3)
        return Candidate(judged.id, judged.name, judged.unit, judged.title, reason, score)

    for number in (1, 2, 2, 1, 3, 1):
        bench.judged(need(id=number), (expert(),), LIMITS, weigh)
    assert asked == [1, 2, 3, 1]
