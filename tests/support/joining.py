"""Builders for stories about people: joining in few lines, links, the bureau of 昆山 at hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from sqlmodel import SQLModel, select

from bot.storage.work import Work
from handlers.domain.actors import Actor
from handlers.domain.people import Link, Person
from handlers.usecases.people import new_link
from tests.support.world import Visitor, World

FIRM = "昆山某某精密机械有限公司"
NEED = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，下月底前希望专家到厂看看"
Row = TypeVar("Row", bound=SQLModel)


@contextmanager
def kunshan() -> Iterator[tuple[World, Visitor]]:
    """Open the sample world and let the owner of the bureau of 昆山 open the chat."""
    with World(samples=True) as world:
        yield world, world.known("coordinator:320583")


def joins(
    visitor: Visitor, firm: str = FIRM, *, name: str = "王敏", county: str = "昆山", code: str = "跳过"
) -> None:
    """Let somebody join as an enterprise's contact, from the consent on."""
    for words in ("同意", firm, code, county, name, "13800138000", "提交"):
        visitor.says(words)


def joins_as_expert(
    visitor: Visitor, *, title: str = "副教授", declared: str = "跳过", name: str = "张一工"
) -> None:
    """Let somebody join as an expert with a doctorate, from the consent on."""
    who = ("同意", name, "江汀理工大学材料学院", "高校", title, "博士", "跳过")
    rest = ("铝合金压铸件气孔", "好", "跳过", "昆山", "好", "随时", "3", declared, "13700137000", "提交")
    for words in (*who, *rest):
        visitor.says(words)


def link_to(  # noqa: PLR0913 - a link is these facts
    world: World, kind: str, *, person: str = "", role: str = "", bureau: str = "", days: int = 30
) -> str:
    """Make a link as the operator does, and return its token. `bureau` is an area."""

    def make(work: Work) -> str:
        desk = work.bureaus.at(bureau) if bureau else None
        link = Link(token_hash="", kind=kind, role=role, made_at=work.now)
        link.person_id, link.bureau_id = world.people.get(person), desk.id if desk else None
        return new_link(work, link, timedelta(days=days))[0]

    return world.change(make)


def person_of(world: World, visitor: Visitor) -> Person:
    """Return the person behind a phone as it stands in storage."""
    number = visitor.person_id
    return world.look(lambda work: work.session.get_one(Person, number))


def actor_of(world: World, visitor: Visitor) -> Actor:
    """Return the person behind a phone with their roles."""
    number = visitor.person_id
    return world.look(lambda work: work.people.actor(number))


def all_of(world: World, kind: type[Row]) -> Sequence[Row]:
    """Return every noun of a kind, the oldest first."""
    return world.look(lambda work: sorted(work.session.exec(select(kind)).all(), key=lambda row: row.id))  # type: ignore[attr-defined]
