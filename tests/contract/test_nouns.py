"""A new noun is written by one statement of its kind, and nobody can tell it from one the ORM wrote."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from bot.storage.statements import AnyRow
from bot.storage.work import Work
from handlers.domain.attachments import Attachment
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.needs import WITHDRAWN, Need
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from tests.support.world import World

DAY = date(2026, 3, 2)


def somebody(work: Work) -> int:
    """Keep a person and return their id."""
    return work.add(Person(name="甲", created_at=work.now)).id or 0


def need(work: Work) -> Need:
    """Return a need with a value of every type."""
    firm = work.add(Enterprise(name="厂", county="320583", created_at=work.now))
    return Need(
        number="2026-0001", enterprise_id=firm.id or 0, author_id=somebody(work), kind="technology",
        title="“难题”\n?:%s", detail="难题 100%", county="320583", domains=["0203"], deadline=DAY,
        files=[{"id": 1, "name": "图"}], key_difficulty=True, submitted_at=work.now,
    )  # fmt: skip


def expert(work: Work) -> Expert:
    """Return an expert."""
    return Expert(person_id=somebody(work), unit="院", months=[3, 4], county="", created_at=work.now)


def attachment(work: Work) -> Attachment:
    """Return a file that was sent."""
    return Attachment(
        person_id=somebody(work), channel="phone", remote="r1", kind="photo", made_at=work.now
    )  # fmt: skip


def task(work: Work) -> Task:
    """Return a task."""
    return Task(kind="phone", about="need:1", words="请电话", made_at=work.now)


def bureau(_: Work) -> Bureau:
    """Return a bureau."""
    return Bureau(name="局", level="county", area="320583")


def row_of(work: Work, noun: SQLModel) -> AnyRow:
    """Return a noun's row but for its id, and on SQLite the type in which each value is held."""
    table = inspect(type(noun)).local_table
    columns = [f'"{column.name}"' for column in table.columns if column.name != "id"]
    types = [f"typeof({column})" for column in columns] if work.statements.on_sqlite else []
    (row,) = work.statements.rows(f"SELECT {', '.join(columns + types)} FROM {table.name}")  # noqa: S608
    work.statements.run(f"DELETE FROM {table.name}")  # noqa: S608 - names of our own tables
    return row


@pytest.mark.parametrize("make", [need, expert, attachment, task, bureau])
def test_its_row_is_the_one_the_orm_would_have_written(
    probed: World, make: Callable[[Work], SQLModel]
) -> None:
    def story(work: Work) -> tuple[AnyRow, AnyRow]:
        noun = make(work)
        same = type(noun)(**noun.model_dump())
        ours = row_of(work, work.add(noun))
        work.session.expunge(noun)
        work.session.add(same)
        work.session.flush()
        return ours, row_of(work, same)

    ours, theirs = probed.look(story)
    assert ours == theirs


def test_it_is_the_same_noun_for_whoever_asks_and_what_is_changed_in_it_is_written(probed: World) -> None:
    def story(work: Work) -> tuple[bool, int]:
        filed = work.add(need(work))
        (listed,) = work.needs.of_enterprise(filed.enterprise_id)
        filed.state = WITHDRAWN
        filed.keywords = ["轴承"]
        work.flush()
        return listed is filed, filed.id or 0

    is_same, number = probed.change(story)
    assert is_same
    found = probed.look(lambda work: work.get(Need, number))
    assert found is not None
    assert (found.state, found.keywords, found.deadline) == (WITHDRAWN, ["轴承"], DAY)
    assert found.submitted_at == probed.clock.now()


def test_what_was_changed_before_it_stands_in_the_database_first(probed: World) -> None:
    def story(work: Work) -> list[AnyRow]:
        first = work.add(bureau(work))
        first.area = "320500"
        work.add(bureau(work))
        return list(work.statements.rows("SELECT area FROM bureau ORDER BY id"))

    assert [row[0] for row in probed.look(story)] == ["320500", "320583"]


def test_a_second_one_of_what_is_unique_is_refused(probed: World) -> None:
    def story(work: Work) -> None:
        work.add(need(work))
        work.add(need(work))

    with pytest.raises(IntegrityError):
        probed.change(story)
