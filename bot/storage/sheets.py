"""Spreadsheets, pairs that may be one, and lookups for hundreds of rows at a time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from bot.storage.merging import merge_firms
from bot.storage.nouns import Nouns
from bot.storage.statements import Statements
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Expert
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.sheets import MAY_BE_ONE, Twin
from handlers.ports.sheets import Firm

_CLAIM = """
UPDATE sheet SET leased_until = :until WHERE id = (
    SELECT MIN(s.id) FROM sheet s JOIN attachment a ON a.id = s.attachment_id
    WHERE s.state IN ('reading', 'checking', 'importing') AND s.leased_until < :now
    AND (a.sha256 != '' OR a.fault != '' OR a.attempts >= 8)
) AND leased_until < :now RETURNING id
"""
"""Of the sheets whose bytes are here, or never will be, the oldest that nobody works on."""


class SheetRows:
    """Reads for spreadsheets within one unit of work."""

    def __init__(self, nouns: Nouns, statements: Statements) -> None:
        """Use the unit's nouns and statements."""
        self._nouns = nouns
        self._sql = statements

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def claim(self, now: float, lease: float) -> int | None:
        """Take the oldest sheet that waits for the service and that no other replica works on."""
        found: int | None = self._sql.value(_CLAIM, now=now, until=now + lease)
        return found

    def lease(self, sheet_id: int, until: float) -> None:
        """Keep a sheet until then (seconds since 1970); 0 lets it go."""
        self._sql.run("UPDATE sheet SET leased_until = :until WHERE id = :id", until=until, id=sheet_id)

    def drop_files(self, before: float) -> None:
        """Forget the bytes of sheets and reports that came before then (seconds since 1970)."""
        self._sql.run(
            "UPDATE attachment SET sha256 = '', fault = 'erased', remote = 'erased:' || id"
            " WHERE about LIKE 'sheet:%' AND sha256 != '' AND made_at < :before",
            before=self._sql.moment(datetime.fromtimestamp(before, UTC)),
        )

    def people_like(self, names: Sequence[str], phones: Sequence[str]) -> Sequence[Person]:
        """Return the people with one of these names or numbers, merged ones too, by id."""
        alike = or_(col(Person.name).in_(names), col(Person.phone).in_(phones))
        found = select(Person).where(alike, col(Person.erased_at).is_(None))
        return self._session.exec(found.order_by(col(Person.id))).all()

    def experts_of(self, person_ids: Sequence[int]) -> Sequence[Expert]:
        """Return the profiles of these people, merged ones too."""
        return self._session.exec(select(Expert).where(col(Expert.person_id).in_(person_ids))).all()

    def declaring(self) -> Sequence[Expert]:
        """Return the experts who declared a conflict in own words."""
        return self._session.exec(select(Expert).where(Expert.declared != "")).all()

    def firms(self, prefixes: Sequence[str], codes: Sequence[str], names: Sequence[str]) -> Sequence[Firm]:
        """Return the enterprises of places whose codes begin so, of these credit codes or names, by id."""
        near = [col(Enterprise.county).startswith(prefix) for prefix in prefixes]
        wanted = or_(*near, col(Enterprise.credit_code).in_(codes), col(Enterprise.name).in_(names))
        names_of = (col(Enterprise.name), col(Enterprise.county), col(Enterprise.credit_code))
        found = columns(col(Enterprise.id), *names_of).where(wanted).order_by(col(Enterprise.id))
        return [Firm(row[0] or 0, row[1], row[2], row[3]) for row in self._session.execute(found)]

    def enterprises(self, ids: Sequence[int]) -> Sequence[Enterprise]:
        """Return enterprises by id, merged ones as they are."""
        return self._session.exec(select(Enterprise).where(col(Enterprise.id).in_(ids))).all()

    def contacts_of(self, enterprise_ids: Sequence[int]) -> Sequence[tuple[Contact, Person]]:
        """Return the contacts of enterprises with the people, in the order of joining."""
        found = select(Contact, Person).join(Person, col(Person.id) == Contact.person_id)
        found = found.where(col(Contact.enterprise_id).in_(enterprise_ids))
        return self._session.exec(found.order_by(col(Contact.id))).all()

    def needs_of(self, enterprise_ids: Sequence[int]) -> Sequence[Need]:
        """Return the needs of enterprises in any state, by id."""
        found = select(Need).where(col(Need.enterprise_id).in_(enterprise_ids))
        return self._session.exec(found.order_by(col(Need.id))).all()

    def needs(self, call_id: int | None = None) -> Sequence[tuple[Need, Enterprise]]:
        """Return the needs of a call, or all, with their enterprises, by place and number."""
        found = select(Need, Enterprise).join(Enterprise, col(Need.enterprise_id) == Enterprise.id)
        found = found.where(Need.call_id == call_id) if call_id is not None else found
        return self._session.exec(found.order_by(col(Need.county), col(Need.number))).all()

    def people(self, ids: Sequence[int]) -> Sequence[Person]:
        """Return people by id."""
        return self._session.exec(select(Person).where(col(Person.id).in_(ids))).all()

    def twins(self) -> Sequence[Twin]:
        """Return the pairs nobody has decided on, the oldest first."""
        return self._session.exec(select(Twin).where(Twin.state == MAY_BE_ONE).order_by(col(Twin.id))).all()

    def twins_of(self, kind: str, ids: Sequence[int]) -> Sequence[Twin]:
        """Return the pairs, decided ones too, in which one of these stands."""
        found = select(Twin).where(Twin.kind == kind)
        found = found.where(or_(col(Twin.one_id).in_(ids), col(Twin.other_id).in_(ids)))
        return self._session.exec(found.order_by(col(Twin.id))).all()

    def merge_enterprises(self, kept_id: int, other_id: int) -> None:
        """Give everything of one enterprise to another; what stays points to the kept one."""
        self._session.flush()
        merge_firms(self._session, self._sql, kept_id, other_id)
