"""Counts for digests and summaries, and the dry run, on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.rehearsing import rehearse
from bot.storage.work import Work
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.days import SHANGHAI
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Expert
from handlers.domain.filings import Filing
from handlers.domain.invitations import ACCEPTED, DECLINED, EXPIRED, OPEN, Invitation
from handlers.domain.needs import APPROVED, REJECTED, SUBMITTED, Need
from handlers.domain.people import Person
from handlers.domain.programmes import Cycle, Programme
from handlers.domain.tasks import Task
from handlers.effects import Schedule
from handlers.ports.figures import Coordinator
from handlers.thinking import Rehearsal
from tests.support.world import World

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 2, 25, 12, tzinfo=SHANGHAI)
MONDAY, NEXT = datetime(2026, 2, 23, tzinfo=SHANGHAI), datetime(2026, 3, 2, tzinfo=SHANGHAI)


class Furniture:
    """A bureau, an enterprise with a contact, an expert; and what is made of them."""

    def __init__(self, work: Work) -> None:
        """Make them."""
        self.work = work
        self.bureau = work.add(Bureau(name="局", level="county", area="320583")).id or 0
        self.person = self.somebody("甲")
        firm = Enterprise(name="厂", county="320583", created_at=work.now)
        self.firm = work.add(firm).id or 0
        work.add(Contact(enterprise_id=self.firm, person_id=self.person, created_at=work.now))
        self.expert_person = self.somebody("乙")
        expert = Expert(person_id=self.expert_person, unit="院", county="320500", created_at=work.now)
        self.expert = work.add(expert).id or 0

    def somebody(self, name: str) -> int:
        """Make a person."""
        return self.work.add(Person(name=name, created_at=self.work.now)).id or 0

    def need(self, state: str = SUBMITTED, filed: datetime = NOON, hours: float | None = None) -> int:
        """Make a need, checked so many hours after it was filed."""
        number = self.work.needs.next_number(2026)
        checked = filed + timedelta(hours=hours) if hours is not None else None
        need = Need(
            number=number, enterprise_id=self.firm, author_id=self.person, bureau_id=self.bureau,
            kind="technology", title="难题", detail="难题", county="320583", state=state,
            submitted_at=filed, checked_at=checked,
        )  # fmt: skip
        return self.work.add(need).id or 0

    def invitation(self, need: int, state: str = OPEN, answered: datetime | None = None) -> int:
        """Make an invitation."""
        one = Invitation(
            need_id=need, expert_id=self.expert, bureau_id=self.bureau, invited_by=self.person, year=2026,
            reply_by=TODAY, sent_at=NOON, state=state, answered_at=answered,
        )  # fmt: skip
        return self.work.add(one).id or 0

    def waits(self, bureaus: list[int] | None = None) -> bool:
        """Say whether anything waits up to the middle of March."""
        return self.work.figures.anything_for(bureaus or [self.bureau], date(2026, 3, 16))


def told(world: World, story: Any) -> None:
    """Play a story within one transaction."""
    world.change(lambda work: story(Furniture(work)))


def test_who_acts_where(probed: World) -> None:
    def story(made: Furniture) -> None:
        for role, active in (("owner", True), ("observer", True), ("member", False)):
            person = made.somebody(role)
            made.work.add(Member(bureau_id=made.bureau, person_id=person, role=role, active=active))
        (only,) = made.work.figures.coordinators()
        assert isinstance(only, Coordinator)
        assert (only.bureau_id, only.digest_at) == (made.bureau, "")

    told(probed, story)


def test_nothing_waits_until_something_does(probed: World) -> None:
    def story(made: Furniture) -> None:
        assert not made.waits()
        assert not made.work.figures.anything_for([], date(2026, 3, 16))
        task = made.work.add(Task(kind="talk", about="x:1", bureau_id=made.bureau, made_at=NOON))
        assert made.waits()
        assert not made.waits([made.bureau + 1])
        task.state = "done"
        assert not made.waits()
        made.need()
        assert made.waits()

    told(probed, story)


def test_an_approved_need_waits_until_somebody_is_invited(probed: World) -> None:
    def story(made: Furniture) -> None:
        need = made.need(APPROVED)
        assert made.waits()
        assert [each.id for each in made.work.needs.unmatched([made.bureau])] == [need]
        one = made.work.session.get_one(Invitation, made.invitation(need, ACCEPTED))
        assert not made.waits()
        assert not made.work.needs.unmatched([made.bureau])
        one.state = DECLINED
        assert made.waits()

    told(probed, story)


def test_a_filing_waits_for_both_sides_from_its_first_reminder_on(probed: World) -> None:
    def story(made: Furniture) -> None:
        work = made.work
        programme = work.add(Programme(name="计划", area="320000"))
        cycle = work.add(Cycle(programme_id=programme.id or 0, year=2026))
        city = work.add(Bureau(name="市局", level="city", area="320500")).id or 0
        day = date(2026, 3, 17)
        filing = work.add(
            Filing(cycle_id=cycle.id or 0, rule="a", bureau_id=made.bureau, to_id=city, legal=day, aim=day)
        )
        assert not made.waits()
        filing.aim = date(2026, 3, 16)
        assert made.waits()
        assert made.waits([city])
        filing.state = "submitted"
        assert not made.waits()

    told(probed, story)


def test_a_week_is_counted_from_monday_to_monday(probed: World) -> None:
    def story(made: Furniture) -> None:
        need = made.need(APPROVED, hours=3)
        made.need(REJECTED, hours=5)
        made.need(APPROVED, hours=0)  # brought in by a list: checked by nobody here
        made.need(filed=MONDAY)
        made.need(filed=NEXT)
        made.need(APPROVED, filed=MONDAY - timedelta(hours=1), hours=2)
        made.invitation(need, ACCEPTED, NOON)
        made.invitation(need, DECLINED, NOON)
        made.invitation(need, EXPIRED, NOON)
        made.invitation(need, ACCEPTED, NEXT)
        work = made.work
        assert not work.figures.week(MONDAY, NEXT).arranged
        work.record("need.arranged", f"need:{need}")
        work.record("need.arranged", f"need:{need}")
        week = work.figures.week(MONDAY, NEXT)
        assert week.filed == {"320583": 4}
        assert week.approved == {"320583": 2}
        assert sorted(week.hours["320583"]) == [2.0, 3.0, 5.0]
        assert week.invited == {"320583": 4}
        assert week.answered == {"320583": 2}
        assert week.accepted == {"320583": 1}
        later = work.figures.week(work.now - timedelta(minutes=1), work.now + timedelta(minutes=1))
        assert later.arranged == {"320583": 1}

    told(probed, story)


def test_open_tasks_subjects_and_counties(probed: World) -> None:
    def story(made: Furniture) -> None:
        work = made.work
        for kind, bureau, state in (
            ("phone", made.bureau, "open"),
            ("phone", made.bureau, "done"),
            ("talk", made.bureau, "open"),
            ("phone", None, "open"),
        ):
            work.add(Task(kind=kind, about="x:1", bureau_id=bureau, state=state, made_at=NOON))
        assert work.figures.open_tasks(("phone", "unreachable")) == {made.bureau: 1}
        work.record("filing.chased", "filing:7")
        assert work.figures.subjects(("filing.chased",), work.now) == {"filing:7"}
        assert work.figures.subjects(("filing.chased",), work.now + timedelta(seconds=1)) == frozenset()
        assert work.figures.subjects(("filing.sent",), work.now) == frozenset()
        people = {made.person, made.expert_person, made.somebody("丙")}
        expected = {made.person: ("320583",), made.expert_person: ("320500",)}
        assert work.figures.counties(people) == expected
        assert work.figures.counties(set()) == {}

    told(probed, story)


def test_a_dry_run_follows_timers_that_set_timers_and_leaves_nothing_behind(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10").commands("plan", "乙 20")
    person = tang.person_id

    def look(work: Work) -> list[tuple[int, str]]:
        until = work.now + timedelta(minutes=15)
        return [(each.person_id, each.message.plain()) for each in rehearse(work, Rehearsal(until), {})]

    assert probed.look(look) == [(person, "到时间：甲")]
    assert probed.look(look) == [(person, "到时间：甲")]
    assert not [message for message in tang.buzzed if "到时间" in message.plain()]
    probed.passes(minutes=30)
    assert [m.plain() for m in tang.buzzed if "到时间" in m.plain()] == ["到时间：甲", "到时间：乙"]


def test_subjects_that_do_not_concern_the_viewer_are_left_out(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("plan", "甲 10")
    about = probed.look(lambda work: work.timers.between(work.now, work.now + timedelta(days=1))[0].about)

    def look(work: Work) -> int:
        until = work.now + timedelta(minutes=15)
        return len(rehearse(work, Rehearsal(until, frozenset({about})), {}))

    assert probed.look(look) == 0
    assert tang.person_id


def test_a_dry_run_that_fails_leaves_the_timers(probed: World) -> None:
    def story(work: Work) -> None:
        work.timers.set(Schedule("plan:x", work.now + timedelta(minutes=1), "no such timer", "x:1"))

    probed.change(story)
    with pytest.raises(KeyError):
        probed.look(lambda work: rehearse(work, Rehearsal(work.now + timedelta(minutes=5)), {}))
    assert probed.look(lambda work: work.timers.get("plan:x")) is not None
