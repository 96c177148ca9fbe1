"""Two records become one on both databases: nothing that belonged to either is lost or left behind."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import pytest

from bot.handclock import HandClock
from bot.storage.database import Connection, Database
from bot.storage.merging import referring
from bot.storage.work import Work, World
from handlers.domain.attachments import Attachment
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Conflict, Expert
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from handlers.domain.people import Address, Person
from handlers.domain.tasks import Task
from handlers.ports.work import Doors

Result = TypeVar("Result")


def on(database: Database, unit: Callable[[Work], Result]) -> Result:
    """Run a unit of work."""

    def whole(connection: Connection) -> Result:
        work = Work(connection, World(HandClock(), Doors()))
        result = unit(work)
        work.flush()
        return result

    return asyncio.run(database.run(whole))


def person(work: Work, name: str, phone: str = "") -> Person:
    return work.add(Person(name=name, phone=phone, created_at=work.now))


def expert(work: Work, who: Person, **facts: Any) -> Expert:
    values: dict[str, Any] = {"unit": "清河工业大学", "state": "confirmed", "created_at": work.now} | facts
    return work.add(Expert(person_id=who.id or 0, **values))


def firm(work: Work, name: str, code: str | None = None) -> Enterprise:
    return work.add(Enterprise(name=name, county="320583", credit_code=code, created_at=work.now))


def need(work: Work, of: Enterprise, author: Person, number: str) -> Need:
    return work.add(
        Need(
            number=number, enterprise_id=of.id or 0, author_id=author.id or 0, kind="technology",
            title="气孔", detail="气孔多", county="320583", submitted_at=work.now,
        )
    )  # fmt: skip


def invitation(work: Work, to: Need, whom: Expert, bureau: Bureau, by: Person) -> Invitation:
    return work.add(
        Invitation(
            need_id=to.id or 0, expert_id=whom.id or 0, bureau_id=bureau.id or 0, invited_by=by.id or 0,
            year=2026, reply_by=date(2026, 3, 20), sent_at=work.now,
        )
    )  # fmt: skip


def a_bureau(work: Work) -> Bureau:
    return work.add(Bureau(name="某局", level="county", area="320583"))


def test_the_kept_person_has_everything_of_both(database: Database) -> None:
    def story(work: Work) -> tuple[Person, Person, Contact, Need, Task, Attachment]:
        kept, other = person(work, "钱松龄"), person(work, "钱松龄", "19900008001")
        work.add(Address(person_id=other.id or 0, channel="web", chat="w1", used_at=work.now))
        one, two = firm(work, "甲厂"), firm(work, "乙厂")
        for who, where in ((kept, one), (other, one), (other, two)):
            work.add(Contact(enterprise_id=where.id or 0, person_id=who.id or 0, created_at=work.now))
        filed = need(work, two, other, "2026-0001")
        task = work.add(Task(kind="talk", about=f"person:{other.id}", person_id=other.id, made_at=work.now))
        paper = work.add(
            Attachment(
                person_id=other.id or 0, about=f"person:{other.id}", channel="web", remote="r", kind="photo",
                made_at=work.now,
            )
        )  # fmt: skip
        work.people.merge(kept.id or 0, other.id or 0)
        found = [contact for contact, _ in work.sheets.contacts_of([two.id or 0])]
        for noun in (kept, other, filed, task, paper):
            work.session.refresh(noun)
        return kept, other, found[0], filed, task, paper

    kept, other, contact, filed, task, paper = on(database, story)
    assert (kept.phone, other.merged_into) == ("19900008001", kept.id)
    assert {contact.person_id, filed.author_id, task.person_id, paper.person_id} == {kept.id}
    assert {task.about, paper.about} == {f"person:{kept.id}"}
    assert on(database, lambda work: len(work.people.addresses(kept.id or 0))) == 1
    assert on(database, lambda work: len(work.enterprises.of_person(kept.id or 0))) == 2


def test_two_experts_keep_the_invitations_and_conflicts_of_both(database: Database) -> None:
    def story(work: Work) -> tuple[Expert, Expert, list[int], int]:
        people = [person(work, "钱松龄"), person(work, "钱松龄")]
        kept = expert(work, people[0], directions=["压铸"])
        other = expert(work, people[1], directions=["模具"], title="教授", works=["专利一"])
        where, bureau = firm(work, "甲厂"), a_bureau(work)
        asked = need(work, where, people[0], "2026-0001")
        sent = [invitation(work, asked, whom, bureau, people[0]) for whom in (kept, other)]
        for whom in (kept, other):
            work.add(Conflict(expert_id=whom.id or 0, enterprise_id=where.id or 0, kind="mark"))
        work.people.merge(people[0].id or 0, people[1].id or 0)
        for noun in (kept, other, *sent):
            work.session.refresh(noun)
        conflicts = work.experts.conflicts_of(kept.id or 0)
        return kept, other, [each.expert_id for each in sent], len(conflicts)

    kept, other, invited, conflicts = on(database, story)
    assert invited == [kept.id, kept.id]
    assert conflicts == 1
    assert (kept.directions, kept.title, kept.works) == (["压铸"], "教授", ["专利一"])
    assert other.state == "merged"
    assert on(database, lambda work: [each.id for each, _ in work.experts.all()]) == [kept.id]


def test_a_lone_profile_goes_over_to_the_kept_person(database: Database) -> None:
    def story(work: Work) -> tuple[Person, Expert]:
        kept, other = person(work, "钱松龄"), person(work, "钱松龄")
        profile = expert(work, other)
        work.people.merge(kept.id or 0, other.id or 0)
        for noun in (kept, profile):
            work.session.refresh(noun)
        return kept, profile

    kept, profile = on(database, story)
    assert profile.person_id == kept.id


def test_a_coordinator_keeps_each_desk_once(database: Database) -> None:
    def story(work: Work) -> int:
        kept, other = person(work, "许"), person(work, "许")
        bureau = a_bureau(work)
        for who in (kept, other):
            work.add(Member(bureau_id=bureau.id or 0, person_id=who.id or 0))
        work.people.merge(kept.id or 0, other.id or 0)
        return len(work.people.actor(kept.id or 0).desks)

    assert on(database, story) == 1


def test_whoever_was_merged_before_points_to_the_last_one_kept(database: Database) -> None:
    def story(work: Work) -> tuple[Person, Person]:
        first, second, third = (person(work, "钱松龄") for _ in range(3))
        work.people.merge(second.id or 0, first.id or 0)
        work.people.merge(third.id or 0, second.id or 0)
        for noun in (first, third):
            work.session.refresh(noun)
        return first, third

    first, third = on(database, story)
    assert first.merged_into == third.id


def test_two_enterprises_become_one_with_needs_contacts_and_code(database: Database) -> None:
    def story(work: Work) -> tuple[Enterprise, Enterprise, Need, int]:
        kept, other = firm(work, "甲机械有限公司"), firm(work, "甲机械公司", "91320583MA0000001X")
        who = person(work, "王敏")
        for where in (kept, other):
            work.add(Contact(enterprise_id=where.id or 0, person_id=who.id or 0, created_at=work.now))
        filed = need(work, other, who, "2026-0001")
        work.sheets.merge_enterprises(kept.id or 0, other.id or 0)
        for noun in (kept, other, filed):
            work.session.refresh(noun)
        return kept, other, filed, len(work.enterprises.contacts(kept.id or 0))

    kept, other, filed, contacts = on(database, story)
    assert (kept.credit_code, other.credit_code, other.merged_into) == ("91320583MA0000001X", None, kept.id)
    assert (filed.enterprise_id, contacts) == (kept.id, 1)
    named = on(database, lambda work: work.enterprises.named("甲机械公司", "320583"))
    assert named is not None
    assert named.id == kept.id
    assert on(database, lambda work: [each.id for each in work.enterprises.search("甲机械")]) == [kept.id]
    assert on(database, lambda work: [each.id for each in work.enterprises.mentioned("在甲机械公司")]) == []


def test_erasing_reaches_the_records_merged_into_a_person(database: Database) -> None:
    def story(work: Work) -> Person:
        kept, other = person(work, "钱松龄", "19900008001"), person(work, "钱松令", "19900008002")
        work.people.merge(kept.id or 0, other.id or 0)
        work.people.erase(kept.id or 0)
        work.session.refresh(other)
        return other

    other = on(database, story)
    assert (other.name, other.phone) == ("", "")
    assert other.erased_at is not None


@pytest.mark.parametrize("kind", ["person", "enterprise", "expert"])
def test_every_reference_is_handed_over(kind: str) -> None:
    names = {f"{table.name}.{column}" for table, column in referring(kind)}
    assert {
        "person": {"address.person_id", "need.author_id", "sheet.person_id", "invitation.invited_by"},
        "enterprise": {"need.enterprise_id", "contact.enterprise_id", "conflict.enterprise_id"},
        "expert": {"invitation.expert_id", "conflict.expert_id"},
    }[kind] <= names
