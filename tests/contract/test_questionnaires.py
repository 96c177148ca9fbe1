"""Questionnaires on both databases: found by who answers them, counted by day and activity, merged."""

from datetime import date
from typing import Any

from bot.storage.database import Database
from bot.storage.merging import merge_firms
from bot.storage.work import Work
from handlers.domain.activities import HAPPENED, NOT_HELD, Activity, Visit
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.questionnaires import ASKED, CLOSED, COMPLETE, WITHDRAWN, Questionnaire
from tests.contract.test_merging import expert, firm, on, person


def activity(work: Work) -> Activity:
    bureau = work.bureaus.at("320583") or work.add(Bureau(name="某局", level="county", area="320583"))
    maker = person(work, "经办人")
    return work.add(
        Activity(
            number=work.activities.next_number(2026), year=2026, kind="single_visit", organiser="county",
            bureau_id=bureau.id or 0, title="对接", area="320583", starts=date(2026, 5, 11),
            ends=date(2026, 5, 12), made_by=maker.id or 0, made_at=work.now,
        )
    )  # fmt: skip


def visit(work: Work, of: Activity, whom: int, where: Enterprise, **facts: Any) -> Visit:
    day = date(2026, 5, 11)
    values: dict[str, Any] = {"state": HAPPENED, "held_on": day, "planned_on": day, **facts}
    return work.add(Visit(activity_id=of.id or 0, expert_id=whom, enterprise_id=where.id or 0, **values))


def asked(work: Work, about: Visit, form: str = "satisfaction", **facts: Any) -> Questionnaire:
    side = "expert" if form == "feedback" else "enterprise"
    values: dict[str, Any] = {"state": ASKED, "asked_at": work.now, "closes_on": date(2026, 7, 11), **facts}
    return work.add(Questionnaire(visit_id=about.id or 0, form=form, side=side, **values))


def test_each_side_finds_what_it_may_still_answer(database: Database) -> None:
    def story(work: Work) -> None:
        whom = expert(work, person(work, "钱松龄")).id or 0
        one, other = firm(work, "甲厂"), firm(work, "乙厂")
        outing = activity(work)
        here, there = visit(work, outing, whom, one), visit(work, outing, whom, other)
        first, feedback = asked(work, here), asked(work, here, "feedback")
        done = asked(work, there, state=COMPLETE)
        asked(work, there, "benefit", stage=3, state=CLOSED)
        asked(work, there, "benefit", stage=6, state=WITHDRAWN)
        rows = work.questionnaires
        assert [each.id for each in rows.open_to([one.id or 0], None)] == [first.id]
        assert [each.id for each in rows.open_to([one.id or 0, other.id or 0], None)] == [done.id, first.id]
        assert [each.id for each in rows.open_to([], whom)] == [feedback.id]
        assert list(rows.open_to([], None)) == []
        assert rows.find(here.id or 0, "satisfaction", 0) is first
        assert rows.find(here.id or 0, "satisfaction", 3) is None

    on(database, story)


def test_only_visits_that_took_place_on_these_days_count(database: Database) -> None:
    def story(work: Work) -> None:
        whom, one = expert(work, person(work, "钱松龄")).id or 0, firm(work, "甲厂")
        outing, other = activity(work), activity(work)
        held = asked(work, visit(work, outing, whom, one), state=COMPLETE)
        asked(work, visit(work, other, whom, one, state=NOT_HELD, held_on=None))
        asked(work, visit(work, activity(work), whom, one), state=WITHDRAWN)
        year = work.questionnaires.counted("satisfaction", date(2026, 1, 1), date(2026, 12, 31))
        assert [(each.questionnaire.id, each.county) for each in year] == [(held.id, "320583")]
        assert not work.questionnaires.counted("satisfaction", date(2026, 5, 12), date(2026, 12, 31))
        assert not work.questionnaires.counted("feedback", date(2026, 1, 1), date(2026, 12, 31))
        of_activity = work.questionnaires.of_activity("satisfaction", outing.id or 0)
        assert [each.questionnaire.id for each in of_activity] == [held.id]
        assert not work.questionnaires.of_activity("satisfaction", other.id or 0)

    on(database, story)


def test_two_records_of_an_enterprise_visited_once_keep_the_questionnaire_that_was_answered(
    database: Database,
) -> None:
    def story(work: Work) -> None:
        whom = expert(work, person(work, "钱松龄")).id or 0
        kept, other = firm(work, "甲厂"), firm(work, "甲 厂")
        outing = activity(work)
        mine, theirs = visit(work, outing, whom, kept), visit(work, outing, whom, other)
        my_id, their_id = mine.id or 0, theirs.id or 0
        asked(work, mine)
        full = asked(work, theirs, state=COMPLETE, completed_at=work.now, answers={"overall": 5})
        later = asked(work, theirs, "benefit", stage=3)
        merge_firms(work.session, work.statements, kept.id or 0, other.id or 0)
        assert [each.id for each in work.questionnaires.of_visit(my_id)] == [full.id, later.id]
        assert work.questionnaires.of_visit(their_id) == []
        assert [each.id for each in work.activities.visits(outing.id or 0)] == [my_id]

    on(database, story)
