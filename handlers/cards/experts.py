"""Experts as a coordinator sees them for one need: whom to invite and why, whom not and why not."""

from collections.abc import Sequence

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.candidates import Candidate, Candidates, NearMiss, Reason
from handlers.domain.masks import Bar
from nlp.domains import domain_name

TERMS_SHOWN, WORKS_SHOWN = 5, 2


def candidate_lines(candidates: Candidates, t: Translate) -> tuple[str, ...]:
    """Return one paragraph for each who fits, then one for each whom a rule keeps away."""
    fit = (fit_line(number, each, t) for number, each in enumerate(candidates.fit, 1))
    near = tuple(near_line(each, t) for each in candidates.near)
    return (*fit, *((t("match.near"), *near) if near else ()))


def fit_line(number: int, candidate: Candidate, t: Translate) -> str:
    """Return who it is and, below, why, how far and how busy."""
    key = "match.who" if candidate.title else "match.who_untitled"
    who = t(key, n=number, name=candidate.name, title=candidate.title, unit=candidate.unit)
    return (
        f"{who}\n{t('match.stop').join((*reasons(candidate.reason, t), *circumstances(candidate.reason, t)))}"
    )


def near_line(near: NearMiss, t: Translate) -> str:
    """Return who it is, each rule in the way, and what would have to change."""
    bars = t("match.stop").join(bar_words(bar, t) for bar in near.bars)
    return t("match.near_one", name=near.candidate.name, unit=near.candidate.unit, bars=bars)


def bar_words(bar: Bar, t: Translate) -> str:
    """Return a rule's words: what stands in the way; what would help."""
    reason = bar.values.get("reason")
    values = {**bar.values, "reason": t("match.bar_reason", reason=reason) if reason else ""}
    return t("match.bar_and_mend", bar=t(f"match.bar.{bar.code}", **values), mend=t(f"match.mend.{bar.code}"))


def reasons(reason: Reason, t: Translate) -> tuple[str, ...]:
    """Return in plain words what the person and the need share."""
    terms = t("match.comma").join(reason.terms[:TERMS_SHOWN])
    works = t("match.comma").join(t("match.work", work=work) for work in reason.works[:WORKS_SHOWN])
    domains = t("match.comma").join(domain_name(code) for code in reason.domains[:TERMS_SHOWN])
    said = (
        t("match.terms", terms=terms) if terms else "",
        t("match.works", works=works) if works else "",
        t("match.domains", domains=domains) if domains and not terms else "",
    )
    return tuple(words for words in said if words)


def circumstances(reason: Reason, t: Translate) -> tuple[str, ...]:
    """Return what else counts: a preferred category, how far, how busy."""
    said = (
        t("match.preferred") if reason.categories else "",
        t("match.online_only") if reason.online_only else "",
        t(f"match.distance.{reason.distance.name.lower()}"),
        t("match.load", load=f"{reason.load:g}", cap=reason.cap),
    )
    return tuple(words for words in said if words)


def further_rows(candidates: Candidates, need_id: int, t: Translate) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that mend the list: verify whoever only lacks that, mark a conflict."""
    unverified = (
        near.candidate for near in candidates.near if [bar.code for bar in near.bars] == ["unverified"]
    )
    verify = tuple(
        (Button(t("match.confirm_expert", name=each.name), f"expert.confirm:{each.expert_id}"),)
        for each in unverified
    )
    anybody = candidates.fit or candidates.near
    return (*verify, *(((Button(t("match.mark"), f"n.avoid:{need_id}"),),) if anybody else ()))


def nobody_card(
    heading: str, standing: Sequence[str], candidates: Candidates, need_id: int, t: Translate
) -> Message:
    """Return the card of a need for which nobody can be invited now."""
    key = "match.nobody" if candidates.near else "match.nobody_at_all"
    lines = (*standing, t(key), *candidate_lines(candidates, t))
    return Message(heading=heading, lines=lines, rows=further_rows(candidates, need_id, t))
