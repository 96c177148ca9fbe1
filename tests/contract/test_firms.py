"""Enterprises before a call, a county at a time, on both databases."""

from datetime import date
from typing import Any

from bot.storage.work import Work
from handlers.domain.bureaus import Bureau
from handlers.domain.call_answers import NONE, PROMISED, CallAnswer, CallWatch
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.needs import APPROVED, WITHDRAWN, Need
from handlers.domain.people import Person
from handlers.domain.programmes import Call, Cycle, Programme
from tests.support.world import World

COUNTY, ELSEWHERE = "410181", "410182"


def person(work: Work) -> int:
    """Make somebody."""
    return work.add(Person(created_at=work.now)).id or 0


def firm(work: Work, name: str, county: str = COUNTY, **other: Any) -> tuple[int, int]:
    """Make an enterprise with one contact; return both ids."""
    made = work.add(Enterprise(name=name, county=county, created_at=work.now, **other))
    speaker = person(work)
    work.add(Contact(enterprise_id=made.id or 0, person_id=speaker, created_at=work.now))
    return made.id or 0, speaker


def call(work: Work) -> int:
    """Make a call."""
    programme = work.add(Programme(name="计划", area="410000"))
    cycle = work.add(Cycle(programme_id=programme.id or 0, year=2026))
    made = Call(cycle_id=cycle.id or 0, code="spring", name="春季征集", opens=date(2026, 3, 1))
    return work.add(made).id or 0


def need(work: Work, of: int, by: tuple[int, int], state: str = APPROVED, **other: Any) -> int:
    """Make a need of an enterprise."""
    facts: dict[str, Any] = {
        "kind": "technology",
        "title": "气孔",
        "detail": "气孔",
        "county": COUNTY,
        "state": state,
    }
    number = work.needs.next_number(2026)
    made = Need(
        number=number,
        call_id=of,
        enterprise_id=by[0],
        author_id=by[1],
        submitted_at=work.now,
        **facts,
        **other,
    )
    return work.add(made).id or 0


def test_the_silent_are_those_without_a_need_and_without_a_word(probed: World) -> None:
    def story(work: Work) -> None:
        spring = call(work)
        filed, none, promised, withdrawn = (firm(work, name) for name in ("甲", "乙", "丙", "丁"))
        firm(work, "外县", ELSEWHERE)
        firm(work, "并入", merged_into=filed[0])
        need(work, spring, filed)
        need(work, spring, withdrawn, WITHDRAWN)
        for (number, _), kind in ((none, NONE), (promised, PROMISED)):
            work.add(CallAnswer(call_id=spring, enterprise_id=number, kind=kind, at=work.now))
        silent = work.firms.silent(spring, COUNTY)
        assert [(each.enterprise, each.person_id) for each in silent] == [
            ("丙", promised[1]),
            ("丁", withdrawn[1]),
        ]
        assert list(work.firms.counties()) == [(COUNTY, 4), (ELSEWHERE, 1)]

    probed.look(story)


def test_each_enterprise_stands_with_its_needs_its_form_and_its_word(probed: World) -> None:
    def story(work: Work) -> None:
        spring = call(work)
        filed, draft, second, quiet = (firm(work, name) for name in ("甲", "乙", "丙", "丁"))
        need(work, spring, filed)
        need(work, spring, filed)
        work.dialogues.open(draft[1], "file_need", f"enterprise:{draft[0]}", {})
        work.dialogues.open(second[1], "file_need", f"enterprise:{second[0]}#2", {})
        work.dialogues.open(quiet[1], "file_need", f"enterprise:{quiet[0]}9", {})
        work.add(CallAnswer(call_id=spring, enterprise_id=quiet[0], kind=PROMISED, at=work.now))
        found = {each.name: each for each in work.firms.standings(spring, COUNTY)}
        assert (found["甲"].filed, found["甲"].draft) == (2, False)
        assert [found[name].draft for name in ("乙", "丙", "丁")] == [True, True, False]
        answer = found["丁"].answer
        assert answer is not None
        assert answer.kind == PROMISED
        assert work.firms.answer(spring, filed[0]) is None

    probed.look(story)


def test_who_watches_a_call_is_kept_once(probed: World) -> None:
    def story(work: Work) -> None:
        spring, somebody = call(work), person(work)
        bureau = work.add(Bureau(name="局", level="county", area=COUNTY))
        assert not work.firms.is_watched(spring)
        work.add(CallWatch(call_id=spring, person_id=somebody, bureau_id=bureau.id or 0, page=2))
        assert work.firms.is_watched(spring)
        assert [each.page for each in work.firms.watchers(spring, [bureau.id or 0])] == [2]
        assert list(work.firms.watchers(spring, [])) == []
        seen = work.firms.watch(spring, somebody)
        assert seen is not None
        assert seen.page == 2

    probed.look(story)


def test_a_calls_needs_are_found_and_counted_by_where_they_are(probed: World) -> None:
    def story(work: Work) -> None:
        spring, own = call(work), firm(work, "甲")
        city = work.add(Bureau(name="市局", level="city", area="410100")).id or 0
        county = work.add(Bureau(name="县局", level="county", area=COUNTY, reports_to=city)).id or 0
        here = need(work, spring, own, bureau_id=county)
        sent = need(work, spring, own, bureau_id=county, sent_up_to=city)
        assert [each.id for each in work.needs.of_call(spring, [city])] == [sent]
        assert [each.id for each in work.needs.of_call(spring, [county])] == [here, sent]
        counted = {(row[0], row[1], row[2]): row[3] for row in work.needs.counts(spring)}
        assert counted == {(county, None, APPROVED): 1, (county, city, APPROVED): 1}

    probed.look(story)
