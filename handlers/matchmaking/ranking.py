"""Experts ranked for a need: what they share with its words, small visible boosts, rules that exclude."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.domain.candidates import Candidate, Candidates, NearMiss, Reason
from handlers.domain.masks import ExpertView, Limits, NeedView, bars_of
from handlers.domain.regions import Distance, distance
from handlers.matchmaking.bench import Judged, bench_of
from nlp.matching import Because
from nlp.text import fold, tidy

FIT_MOST, NEAR_MOST = 8, 5
LEAST_SHARE = 0.2
"""Whoever has less than this share of the best score is not offered, only found by name."""
PREFERRED_BOOST = 0.02
DISTANCE_BOOST = {
    Distance.SAME_COUNTY: 0.03,
    Distance.SAME_CITY: 0.02,
    Distance.SAME_PROVINCE: 0.01,
    Distance.ELSEWHERE: 0.0,
}


def rank(need: NeedView, experts: Sequence[ExpertView], limits: Limits) -> Candidates:
    """Return who fits the need, best first, the best of those whom a rule keeps away, and all others."""
    judged = bench_of(experts).judged(need, experts, limits, _candidate)
    judged.sort(key=lambda each: (-each.candidate.score, each.candidate.expert_id))
    least = LEAST_SHARE * (judged[0].candidate.score if judged else 0)
    worthy = [each for each in judged if each.candidate.score >= least and _speaks(each.candidate)]
    fit = [each.candidate for each in worthy if not each.broken][:FIT_MOST]
    offered = {each.expert_id for each in fit}
    free = (each.candidate for each in judged if not each.broken)
    return Candidates(
        tuple(_written(each, need) for each in fit),
        tuple(
            NearMiss(_written(each.candidate, need), bars_of(each.broken, each.expert, limits))
            for each in _near(worthy)
        ),
        tuple(each for each in free if each.expert_id not in offered),
    )


def _near(worthy: Sequence[Judged]) -> Sequence[Judged]:
    """Pick the best of those left out, first whom one rule alone keeps away; the invited stand elsewhere."""
    left_out = [each for each in worthy if each.broken and "invited" not in each.broken]
    return sorted(left_out, key=lambda each: len(each.broken) > 1)[:NEAR_MOST]


def _speaks(candidate: Candidate) -> bool:
    return bool(candidate.reason.terms or candidate.reason.domains)


def public_reason(reason: Reason, shown: str) -> Reason:
    """Return a reason without the terms, and the works they led to, that the shown text does not hold."""
    text = fold(shown)
    terms = tuple(term for term in reason.terms if fold(term) in text)
    works = tuple(work for work in reason.works if any(fold(term) in fold(work) for term in terms))
    return replace(reason, terms=terms, works=works)


def _written(candidate: Candidate, need: NeedView) -> Candidate:
    """Return the candidate with the terms as the need writes them: X光, not x光."""
    text = tidy(f"{need.title}\n{need.text}")
    folded = fold(text)
    places = ((term, folded.find(term)) for term in candidate.reason.terms)
    terms = tuple(text[at : at + len(term)] if at >= 0 else term for term, at in places)
    return replace(candidate, reason=replace(candidate.reason, terms=terms))


def _candidate(
    need: NeedView, expert: ExpertView, score: float, because: Because, limits: Limits
) -> Candidate:
    far = distance(expert.county, need.county) if expert.county else Distance.ELSEWHERE
    reason = Reason(
        because.terms,
        because.works,
        because.domain_codes,
        expert.categories,
        far,
        expert.load(limits),
        expert.yearly_cap,
        expert.online_only,
    )
    boost = DISTANCE_BOOST[far] + (PREFERRED_BOOST if expert.categories else 0)
    whole = score + boost if score else 0.0
    return Candidate(expert.id, expert.name, expert.unit, expert.title, reason, whole)
