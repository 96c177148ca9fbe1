"""Experts as matching sees them, on both databases: always what stands in the rows, whatever was kept."""

from dataclasses import replace
from datetime import date

from bot.storage.work import Work
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.invitations import ACCEPTED, DECLINED, OPEN, Invitation
from handlers.domain.masks import ExpertView
from handlers.domain.needs import Need
from handlers.domain.people import Person
from tests.support.world import World

YEAR = 2026


def somebody(work: Work, name: str) -> int:
    return work.add(Person(name=name, created_at=work.now)).id or 0


def an_expert(work: Work, name: str) -> Expert:
    return work.add(
        Expert(
            person_id=somebody(work, name), unit="院", title="教授", county="320583", categories=["院士"],
            directions=["压铸"], domains=["0801"], works=["气孔研究"], areas=["320000"], months=[3, 4],
            state="confirmed", yearly_cap=2, created_at=work.now,
        )
    )  # fmt: skip


def a_need(work: Work) -> int:
    firm = work.add(Enterprise(name="厂", county="320583", created_at=work.now)).id or 0
    need = Need(
        number="2026-0001", enterprise_id=firm, author_id=somebody(work, "甲"), kind="technology",
        title="难题", detail="难题", county="320583", submitted_at=work.now,
    )  # fmt: skip
    return work.add(need).id or 0


def invited(work: Work, need: int, expert: Expert, state: str, year: int = YEAR) -> Invitation:
    bureau = work.bureaus.at("320583") or work.add(Bureau(name="局", level="county", area="320583"))
    return work.add(
        Invitation(
            need_id=need, expert_id=expert.id or 0, bureau_id=bureau.id or 0, invited_by=expert.person_id,
            year=year, reply_by=date(2026, 3, 9), sent_at=work.now, state=state,
        )
    )  # fmt: skip


def test_a_row_is_read_as_it_stands(probed: World) -> None:
    def story(work: Work) -> None:
        expert = an_expert(work, "李工")
        assert work.experts.views(YEAR) == [
            ExpertView(
                id=expert.id or 0, person_id=expert.person_id, name="李工", unit="院", title="教授",
                categories=("院士",), directions=("压铸",), domains=("0801",), works=("气孔研究",),
                county="320583", areas=("320000",), months=(3, 4), yearly_cap=2,
            )
        ]  # fmt: skip
        assert work.experts.view(expert.id or 0, YEAR) == work.experts.views(YEAR)[0]
        assert work.experts.view(99, YEAR) is None

    probed.change(story)


def test_what_changes_is_seen_at_once_and_who_is_erased_is_gone(probed: World) -> None:
    def story(work: Work) -> None:
        one, other = an_expert(work, "李工"), an_expert(work, "王工")
        before = work.experts.views(YEAR)
        one.directions, one.exception, one.title, one.exception_need_id = ["印染"], "独到", "技师", None
        person = work.get(Person, other.person_id)
        assert person is not None
        person.name = "王某"
        assert work.experts.views(YEAR) == [
            replace(before[0], directions=("印染",), title="技师", qualified=False),
            replace(before[1], name="王某"),
        ]
        one.state = "erased"
        assert [each.name for each in work.experts.views(YEAR)] == ["王某"]
        assert work.experts.names([one.id or 0, other.id or 0]) == {other.id: "王某"}
        assert not work.experts.names([])

    probed.change(story)


def test_the_load_counts_what_was_accepted_and_what_is_open_in_that_year_alone(probed: World) -> None:
    def story(work: Work) -> None:
        expert, need = an_expert(work, "李工"), a_need(work)
        first = invited(work, need, expert, OPEN)
        invited(work, need, expert, ACCEPTED)
        invited(work, need, expert, DECLINED)
        invited(work, need, expert, ACCEPTED, year=YEAR - 1)
        load = [(each.accepted, each.open) for each in work.experts.views(YEAR)]
        assert load == [(1, 1)]
        first.state = "conditional"
        load = [(each.accepted, each.open) for each in work.experts.views(YEAR)]
        assert load == [(2, 0)]

    probed.change(story)
