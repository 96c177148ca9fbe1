"""Two records of one person or one enterprise become one, with everything that belongs to them."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Table, UniqueConstraint
from sqlmodel import Session, select

from bot.storage.statements import Statements
from bot.storage.tables import metadata
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person

_OWN_WAY = frozenset(
    {
        "person.merged_into",
        "enterprise.merged_into",
        "expert.person_id",
        "dialogue.person_id",
        "card.person_id",
    }
)
"""Columns that are not just handed over: they say who was merged, or end with the other record."""
_ABOUT = ("task", "attachment")
"""Tables whose rows name their subject in words, as "person:12"."""


def merge_people(session: Session, sql: Statements, kept_id: int, other_id: int) -> None:
    """Give everything of one person to another; what stays is a record that points to the kept one.

    The other record keeps name and phone: by them the same person is known again in the next list.
    """
    kept, other = session.get_one(Person, kept_id), session.get_one(Person, other_id)
    _merge_experts(session, sql, kept_id, other_id)
    for name in ("name", "phone", "email"):
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    kept.consented_at = kept.consented_at or other.consented_at
    other.merged_into = kept_id
    session.flush()
    _hand_over(sql, "person", kept_id, other_id)
    sql.run("DELETE FROM dialogue WHERE person_id = :other", other=other_id)
    sql.run("DELETE FROM card WHERE person_id = :other", other=other_id)
    session.expire_all()


def merge_firms(session: Session, sql: Statements, kept_id: int, other_id: int) -> None:
    """Give everything of one enterprise to another; what stays is a name that points to the kept one."""
    kept, other = session.get_one(Enterprise, kept_id), session.get_one(Enterprise, other_id)
    code, other.credit_code, other.merged_into = other.credit_code, None, kept_id
    session.flush()
    kept.credit_code = kept.credit_code or code
    session.flush()
    _hand_over(sql, "enterprise", kept_id, other_id)
    session.expire_all()


def referring(table: str) -> Iterator[tuple[Table, str]]:
    """Give every column that refers to a table's id: a table made tomorrow is among them."""
    for each in metadata.sorted_tables:
        for key in each.foreign_keys:
            if key.column.table.name == table and f"{each.name}.{key.parent.name}" not in _OWN_WAY:
                yield each, key.parent.name


def _merge_experts(session: Session, sql: Statements, kept_id: int, other_id: int) -> None:
    """Join two profiles, or hand the only one over. What the kept one says counts; its gaps are filled."""
    kept = session.exec(select(Expert).where(Expert.person_id == kept_id)).first()
    other = session.exec(select(Expert).where(Expert.person_id == other_id)).first()
    if kept is None or other is None or kept.id is None or other.id is None:
        session.flush()
        sql.run("UPDATE expert SET person_id = :kept WHERE person_id = :other", kept=kept_id, other=other_id)
        return
    for name in _PROFILE:
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    if kept.state == "unverified" and other.state == "confirmed":
        kept.state = "confirmed"
    kept.revision += 1
    other.state = "merged"
    session.flush()
    _hand_over(sql, "expert", kept.id, other.id)


_PROFILE = ("unit", "unit_type", "title", "degree", "categories", "directions", "domains", "works", "county",
            "areas", "months", "declared", "exception", "exception_need_id")  # fmt: skip


def _hand_over(sql: Statements, kind: str, kept_id: int, other_id: int) -> None:
    ids: Mapping[str, int] = {"kept": kept_id, "other": other_id}
    for table, column in referring(kind):
        _point(sql, table, column, ids)
    if kind != "expert":
        sql.run(f"UPDATE {kind} SET merged_into = :kept WHERE merged_into = :other", **ids)  # noqa: S608 - as below
    for name in _ABOUT:
        sql.run(
            f"UPDATE {name} SET about = :new WHERE about = :old",  # noqa: S608 - our own tables
            new=f"{kind}:{kept_id}", old=f"{kind}:{other_id}",
        )  # fmt: skip


def _point(sql: Statements, table: Table, column: str, ids: Mapping[str, int]) -> None:
    """Let rows of the other refer to the kept one; where the kept one has such a row already, drop them."""
    for others in _unique_with(table, column):
        same = " AND ".join(f"k.{name} = {table.name}.{name}" for name in others) or "1 = 1"
        _point_to_same(sql, table, column, same, ids)
        sql.run(
            f"DELETE FROM {table.name} WHERE {column} = :other"  # noqa: S608 - names from the schema
            f" AND EXISTS (SELECT 1 FROM {table.name} k WHERE k.{column} = :kept AND {same})",
            **ids,
        )
    sql.run(f"UPDATE {table.name} SET {column} = :kept WHERE {column} = :other", **ids)  # noqa: S608 - as above


def _point_to_same(sql: Statements, table: Table, column: str, same: str, ids: Mapping[str, int]) -> None:
    """Let what refers to rows that are dropped refer to the kept ones: questionnaires of one visit twice."""
    inner = list(referring(table.name))
    if not inner:
        return
    pairs = (
        f"SELECT {table.name}.id, k.id FROM {table.name} JOIN {table.name} k ON {same}"  # noqa: S608 - names from the schema
        f" WHERE {table.name}.{column} = :other AND k.{column} = :kept"
    )
    for dropped, kept in sql.rows(pairs, **ids):
        if table.name == "visit":
            sql.run(_THE_FULLER_STAYS, kept=kept, other=dropped)
        for each, name in inner:
            _point(sql, each, name, {"kept": kept, "other": dropped})


_THE_FULLER_STAYS = (
    "DELETE FROM questionnaire WHERE visit_id = :kept AND completed_at IS NULL AND EXISTS (SELECT 1 FROM"
    " questionnaire o WHERE o.visit_id = :other AND o.form = questionnaire.form"
    " AND o.stage = questionnaire.stage AND o.completed_at IS NOT NULL)"
)


def _unique_with(table: Table, column: str) -> Iterator[tuple[str, ...]]:
    """Give the columns that together with this one may stand in one row only."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = [each.name for each in constraint.columns]
            if column in names:
                yield tuple(name for name in names if name != column)
