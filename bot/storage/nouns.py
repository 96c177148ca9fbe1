"""The ORM's side of a unit of work: a session made when first needed, and the nouns it was asked for."""

from collections.abc import Hashable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import bindparam, inspect
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session, select

from bot.storage.inserting import insert
from bot.storage.statements import AnyRow, Statements

Noun = TypeVar("Noun")


class Nouns:
    """The nouns of one transaction, each read once, and looks at their tables that need no noun."""

    def __init__(self, statements: Statements) -> None:
        """Work on a connection whose transaction belongs to the caller."""
        self._sql = statements
        self._made: Session | None = None
        self._held: dict[tuple[type[Any], int], Any] = {}  # the session alone forgets what nobody looks at

    @property
    def session(self) -> Session:
        """The ORM's session on this connection; it never commits."""
        if self._made is None:
            self._made = Session(
                self._sql.connection, expire_on_commit=False, join_transaction_mode="rollback_only"
            )
        return self._made

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return a noun by id, locked until the end of the transaction."""
        found: Noun | None = self._held.get((kind, noun_id)) or self._seen(kind, noun_id)
        if found is None or instance_state(found).expired:
            wanted = _by_id(cast("Hashable", kind), lock=not self._sql.on_sqlite)
            found = self.session.scalars(wanted, {"id": noun_id}).first()
        self._held[kind, noun_id] = found
        return found

    def _seen(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return what some list of this unit has brought; where rows are locked it has to be read anew."""
        if not self._sql.on_sqlite or self._made is None:
            return None
        found: Noun | None = self._made.identity_map.get(
            inspect(kind).identity_key_from_primary_key((noun_id,))
        )
        return found

    def add(self, noun: Noun) -> Noun:
        """Keep a new noun and give it its id."""
        self.session.flush()
        if not insert(self._sql, self.session, noun):
            self.session.add(noun)
            self.session.flush()
        return noun

    def add_all(self, nouns: Sequence[Any]) -> None:
        """Keep new nouns at once and give them their ids."""
        self.session.add_all(nouns)
        self.session.flush()

    def rows(self, sql: str, **values: Any) -> Sequence[AnyRow]:
        """Return what a statement finds, changes of this transaction's nouns included."""
        self.flush()
        return self._sql.rows(sql, **values)

    def value(self, sql: str, **values: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self.rows(sql, **values)
        return found[0][0] if found else None

    def flush(self) -> None:
        """Write what was changed in nouns."""
        if self._made is not None:
            self._made.flush()

    def let_go(self) -> None:
        """Forget all nouns so that none can be used after its unit."""
        if self._made is not None:
            self._held.clear()
            self._made.expunge_all()


@cache
def _by_id(kind: Any, *, lock: bool) -> Any:
    found = select(kind).where(inspect(kind).primary_key[0] == bindparam("id"))
    return found.with_for_update().execution_options(populate_existing=True) if lock else found
