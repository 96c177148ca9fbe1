"""Tables written for coordinators: their own area, as of the moment they are fetched, readable again."""

from typing import Any

import pytest

from bot.storage.work import Work
from handlers.dialogue.messages import Document
from handlers.domain.experts import Expert
from handlers.domain.filings import Filing, PaperCopy
from handlers.domain.needs import Need
from handlers.domain.people import Person
from tests.support.joining import all_of
from tests.support.sheets import Office, office, read_rows, results
from tests.support.world import Visitor, World


def exported(office: Office, who: Visitor, label: str) -> bytes:
    """Let somebody export a table, and fetch it."""
    who.says("导出").hears("要导出哪一种")
    (document,) = who.taps(label).last.documents
    assert document.kind == "table"
    assert document.name.endswith(".xlsx")
    return office.document(document)


def rows(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a table by heading."""
    found = read_rows(data)
    return [dict(zip(found[2], row, strict=True)) for row in found[3:]]


def test_the_table_of_needs_has_the_programmes_columns_and_the_own_area() -> None:
    with office() as (desk, xu):
        found = rows(exported(desk, xu, "需求表"))
        assert found
        assert all("昆山市" in row["所在县（市、区）"] for row in found)
        assert all(row["联系电话"] and "*" not in row["联系电话"] for row in found)
        everything = rows(exported(desk, desk.world.known("coordinator:320000"), "需求表"))
        assert len(everything) == len(all_of(desk.world, Need)) > len(found)


def test_what_is_confidential_never_leaves_unmarked() -> None:
    with office() as (desk, _):
        province = desk.world.known("coordinator:320000")
        kept = [need.confidential for need in all_of(desk.world, Need) if need.confidential]
        assert kept
        found = rows(exported(desk, province, "需求表"))
        assert [row["保密内容（不得外传）"] for row in found if row["保密内容（不得外传）"]]


def test_experts_are_those_of_the_own_area() -> None:
    with office() as (desk, xu):
        found = rows(exported(desk, xu, "专家名单"))
        assert found
        assert all("昆山市" in row["所在地"] for row in found)
        everything = rows(exported(desk, desk.world.known("coordinator:320000"), "专家名单"))
        assert len(everything) == len(all_of(desk.world, Expert))


@pytest.mark.parametrize("label", ["需求表", "专家名单"])
def test_what_was_exported_is_read_back_without_a_change(label: str) -> None:
    with office() as (desk, _):
        province = desk.world.known("coordinator:320000")
        desk.send(province, exported(desk, province, label))
        found = results(desk.reports(province)[-1])
        assert found
        assert {result for result, _ in found} == {"不变"}, [each for each in found if each[0] != "不变"]


def test_a_table_is_as_of_the_moment_it_is_fetched_and_closed_to_who_has_left() -> None:
    with office() as (desk, xu):
        (document,) = xu.says("导出").taps("专家名单").last.documents
        before = len(rows(desk.document(document)))

        def add(work: Work) -> None:
            person = work.add(Person(name="新来的", created_at=work.now))
            work.add(
                Expert(person_id=person.id or 0, unit="清河工业大学", county="320583", created_at=work.now)
            )

        desk.world.change(add)
        assert len(rows(desk.document(document))) == before + 1

        def leave(work: Work) -> None:
            for member in work.bureaus.members(xu_desk(work)):
                member.active = False

        desk.world.change(leave)
        with pytest.raises(FileNotFoundError):
            desk.document(document)


def xu_desk(work: Work) -> int:
    bureau = work.bureaus.at("320583")
    return bureau.id or 0 if bureau else 0


def test_what_is_owed_names_who_when_and_what_is_missing() -> None:
    with office() as (desk, xu):
        owe(desk.world)
        (row,) = owed(exported(desk, xu, "报送情况"))
        assert (row["报送单位"], row["状态"]) == ("昆山市人力资源和社会保障局", "逾期未报")
        assert row["纸质材料（已收/共）"] == "1/3"
        assert row["负责人"]
        other = desk.world.known("coordinator:320500")
        assert not owed(exported(desk, other, "报送情况"))


def owed(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of what `owe` made: no rule of the programme's, so its code stands there."""
    return [row for row in rows(data) if row["报送事项"] == "own_letter"]


def owe(world: World) -> None:
    """Let 昆山 owe something since yesterday, with three paper copies of which one is there."""

    def unit(work: Work) -> None:
        cycle = work.calls.cycles()[-1]
        filing = work.add(
            Filing(
                cycle_id=cycle.id or 0, rule="own_letter", bureau_id=xu_desk(work),
                legal=work.today.replace(day=1), aim=work.today.replace(day=1),
            )
        )  # fmt: skip
        for number, state in enumerate(("received", "posted", "none"), start=1):
            work.add(PaperCopy(filing_id=filing.id or 0, number=number, state=state))

    world.change(unit)


def test_others_mean_their_own_data_by_the_same_word() -> None:
    with office() as (desk, _):
        firm = desk.world.known("contact:kunshan_casting")
        (document,) = firm.says("导出").last.documents
        assert document.kind == "json"
        firm.taps_action("export:experts").hears("由人社局经办人操作")


def test_an_observer_takes_no_tables_away() -> None:
    with office() as (desk, xu):
        xu.says("导出")

        def look_on(work: Work) -> None:
            for member in work.bureaus.members(xu_desk(work)):
                member.role = "observer"

        desk.world.change(look_on)
        xu.taps_action("export:experts").hears("由人社局经办人操作")


def test_the_document_is_small_whatever_it_holds() -> None:
    with office() as (_, xu):
        (document,) = xu.says("导出").taps("专家名单").last.documents
        assert isinstance(document, Document)
        assert len(document.data) < 200
