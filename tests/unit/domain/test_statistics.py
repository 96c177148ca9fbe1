"""Figures of questionnaires, honestly: n beside every mean, none under three, partial and phone apart."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.questionnaires import ASKED, CLOSED, COMPLETE, WITHDRAWN, Questionnaire
from handlers.domain.statistics import summary

MOMENT = datetime(2026, 5, 12, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    code: str
    kind: str


@dataclass(frozen=True)
class Asked:
    question: tuple[One, ...] = (One("overall", "rating"), One("again", "choice"), One("benefit", "number"))


def questionnaire(
    *, complete: bool = True, state: str = COMPLETE, phone: bool = False, **answers: Any
) -> Questionnaire:
    return Questionnaire(
        visit_id=1,
        form="satisfaction",
        side="enterprise",
        questions=[{"code": each.code, "kind": each.kind} for each in Asked().question],
        answers=answers,
        given={code: {"by": 7, "phone": phone} for code in answers},
        state=state,
        asked_at=MOMENT,
        closes_on=date(2026, 7, 11),
        completed_at=MOMENT if complete else None,
    )


def partial(**answers: Any) -> Questionnaire:
    return questionnaire(complete=False, state=CLOSED, **answers)


def test_n_stands_beside_the_mean_and_the_distribution_adds_up_to_it() -> None:
    found = summary([questionnaire(overall=each) for each in (5, 4, 4)], Asked(), 3)
    overall = found.question("overall")
    assert overall is not None
    assert overall.n == 3
    assert overall.mean == pytest.approx(13 / 3)
    assert overall.distribution == {"1": 0, "2": 0, "3": 0, "4": 2, "5": 1}


@pytest.mark.parametrize(("n", "mean"), [(1, None), (2, None), (3, 5.0)])
def test_no_mean_under_three_answers(n: int, mean: float | None) -> None:
    found = summary([questionnaire(overall=5)] * n, Asked(), 3).question("overall")
    assert found is not None
    assert (found.n, found.mean) == (n, mean)


def test_partial_ones_are_counted_apart_and_make_no_mean() -> None:
    asked = [*[questionnaire(overall=5)] * 3, partial(overall=1), questionnaire(complete=False, state=ASKED)]
    found = summary(asked, Asked(), 3)
    overall = found.question("overall")
    assert overall is not None
    assert (found.asked, found.complete, found.partial, found.silent) == (5, 3, 1, 1)
    assert found.rate == pytest.approx(0.6)
    assert (overall.n, overall.mean, overall.partial, overall.distribution["1"]) == (3, 5.0, 1, 0)


def test_what_was_taken_by_phone_is_counted_and_told_apart() -> None:
    found = summary([questionnaire(overall=3, phone=True), questionnaire(overall=5)], Asked(), 2)
    overall = found.question("overall")
    assert overall is not None
    assert (found.complete, found.by_phone) == (2, 1)
    assert (overall.n, overall.by_phone, overall.mean) == (2, 1, 4.0)


def test_withdrawn_ones_count_for_nothing_not_even_as_asked() -> None:
    found = summary([questionnaire(state=WITHDRAWN, overall=1)], Asked(), 1)
    assert (found.asked, found.complete, found.rate) == (0, 0, None)


def test_a_closed_one_that_was_complete_stays_complete() -> None:
    assert summary([questionnaire(state=CLOSED, overall=1)], Asked(), 3).complete == 1


def test_amounts_have_total_and_mean_and_what_is_not_disclosed_is_no_amount() -> None:
    told = [questionnaire(benefit=each) for each in (10.0, 20.0, 0.5)]
    found = summary([*told, questionnaire(benefit="undisclosed")], Asked(), 3).question("benefit")
    assert found is not None
    assert (found.n, found.total) == (3, 30.5)
    assert found.mean == pytest.approx(30.5 / 3)
    assert found.distribution == {"undisclosed": 1}


def test_questions_of_an_older_version_follow_those_of_the_present_one() -> None:
    old = questionnaire(manner=4)
    old.questions = [{"code": "manner", "kind": "rating"}]
    found = summary([old, questionnaire(overall=5)], Asked(), 1)
    assert [each.code for each in found.questions] == ["overall", "again", "benefit", "manner"]
    manner, overall = found.question("manner"), found.question("overall")
    assert manner is not None
    assert overall is not None
    assert (manner.mean, overall.n) == (4.0, 1)


def test_an_answer_to_another_kind_of_question_of_the_same_name_is_not_mixed_in() -> None:
    old = questionnaire(overall="yes")
    old.questions = [{"code": "overall", "kind": "choice"}]
    found = summary([old, questionnaire(overall=5)], Asked(), 1).question("overall")
    assert found is not None
    assert (found.n, found.mean) == (1, 5.0)


def test_words_that_were_erased_are_none() -> None:
    told, gone = questionnaire(improve={"words": "好", "files": []}), questionnaire()
    gone.answers = {"improve": {"words": "", "files": []}}
    for each in (told, gone):
        each.questions = [{"code": "improve", "kind": "text"}]
    found = summary([told, gone], None, 3).question("improve")
    assert found is not None
    assert (found.n, found.mean, dict(found.distribution)) == (1, None, {})


def test_nothing_asked_is_no_rate_and_no_mean() -> None:
    found = summary([], Asked(), 3)
    assert (found.asked, found.rate, [each.n for each in found.questions]) == (0, None, [0, 0, 0])


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.booleans()), max_size=30), st.integers(1, 5))
def test_every_figure_is_what_counting_by_hand_gives(rows: list[tuple[int, bool, bool]], least: int) -> None:
    asked = [questionnaire(overall=n, phone=phone) if done else partial(overall=n) for n, done, phone in rows]
    found = summary(asked, Asked(), least)
    done = [n for n, complete, _ in rows if complete]
    overall = found.question("overall")
    assert overall is not None
    assert found.asked == found.complete + found.partial + found.silent == len(rows)
    assert overall.n == sum(overall.distribution.values()) == len(done)
    assert overall.mean == (pytest.approx(sum(done) / len(done)) if len(done) >= least else None)
    assert overall.by_phone == sum(complete and phone for _, complete, phone in rows)
    assert overall.partial == len(rows) - len(done)
