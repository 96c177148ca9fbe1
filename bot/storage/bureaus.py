"""Bureaus, their people and their reporting lines, behind the port `handlers.ports.Bureaus`."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from bot.storage.nouns import Nouns
from bot.storage.statements import AnyRow
from handlers.domain.bureaus import DEPUTY, MINISTRY, OBSERVER, OWNER, Bureau, Member
from handlers.domain.consultations import Consultation
from handlers.domain.lines import Lines
from handlers.domain.regions import path
from handlers.ports.bureaus import Owner

_RANKS = {OWNER: 0, DEPUTY: 1, OBSERVER: 3}
_BUREAU = (
    "SELECT b.id, b.reports_to, EXISTS (SELECT 1 FROM member m WHERE m.bureau_id = b.id AND m.active"
    " AND m.role <> 'observer'), b.level FROM bureau b"
)
_OWNERS = (
    "SELECT m.bureau_id, p.name, p.phone FROM member m JOIN person p ON p.id = m.person_id"
    " WHERE m.active AND m.role = :owner AND p.erased_at IS NULL"
)


class BureauRows:
    """Bureaus, their members, their reporting lines."""

    def __init__(self, nouns: Nouns) -> None:
        """Work with the unit's nouns."""
        self._nouns = nouns

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def all(self) -> Sequence[Bureau]:
        """Return every bureau and department, ordered by id."""
        return self._session.exec(select(Bureau).order_by(col(Bureau.id))).all()

    def at(self, area: str) -> Bureau | None:
        """Return the bureau of exactly this area; a department that shares the area is none."""
        found = select(Bureau).where(Bureau.area == area, Bureau.kind == "bureau")
        return self._session.exec(found.order_by(col(Bureau.id))).first()

    def members(self, bureau_id: int) -> Sequence[Member]:
        """Return the active members who act, the owner first, then the deputy."""
        return [member for member in self.everyone(bureau_id) if member.role != OBSERVER]

    def everyone(self, bureau_id: int) -> Sequence[Member]:
        """Return the active members with the observers, who come last."""
        found = select(Member).where(Member.bureau_id == bureau_id, col(Member.active).is_(True))
        return sorted(self._session.exec(found).all(), key=lambda m: (_RANKS.get(m.role, 2), m.id or 0))

    def seat(self, bureau_id: int, person_id: int) -> Member | None:
        """Return a person's place in a bureau, a former one too."""
        found = select(Member).where(Member.bureau_id == bureau_id, Member.person_id == person_id)
        return self._session.exec(found).first()

    def staff(self, bureau_id: int) -> Sequence[int]:
        """Return the active members who act as people, in the order of `members`."""
        rows = self._nouns.rows(
            "SELECT person_id, role, id FROM member WHERE bureau_id = :bureau AND active AND role <> :no",
            bureau=bureau_id, no=OBSERVER,
        )  # fmt: skip
        return [row[0] for row in sorted(rows, key=lambda row: (_RANKS.get(row[1], 2), row[2]))]

    def above(self, bureau: Bureau) -> Bureau | None:
        """Return the bureau this one reports to."""
        return self._nouns.get(Bureau, bureau.reports_to) if bureau.reports_to else None

    def line(self, bureau_id: int) -> Sequence[Bureau]:
        """Return the bureaus up the reporting line, the nearest first; a line that bites its tail ends."""
        here, found = self._nouns.get(Bureau, bureau_id), list[Bureau]()
        while here is not None and (here := self.above(here)) is not None:
            if here.id == bureau_id or here in found:
                break
            found.append(here)
        return found

    def below(self, bureau_id: int) -> Sequence[Bureau]:
        """Return the bureaus that report to this one, by area; departments first."""
        found = select(Bureau).where(Bureau.reports_to == bureau_id)
        return self._session.exec(
            found.order_by(col(Bureau.kind).desc(), col(Bureau.area), col(Bureau.id))
        ).all()

    def ownerless(self) -> Sequence[Bureau]:
        """Return the bureaus that have no owner now, by id."""
        owned = select(Member.bureau_id).where(Member.role == OWNER, col(Member.active).is_(True))
        return self._session.exec(
            select(Bureau).where(col(Bureau.id).not_in(owned)).order_by(col(Bureau.id))
        ).all()

    def owners(self, bureau_ids: Sequence[int]) -> Mapping[int, Owner]:
        """Return the owners of these bureaus, in one look at all there are."""
        wanted = set(bureau_ids)
        rows = self._nouns.rows(_OWNERS, owner=OWNER)
        return {row[0]: Owner(row[1], row[2]) for row in rows if row[0] in wanted}

    def lines(self) -> Lines:
        """Return who reports to whom."""
        rows = self._nouns.rows("SELECT id, reports_to, level, area, kind FROM bureau ORDER BY id DESC")
        return Lines(
            above={row[0]: row[1] for row in rows},
            levels={row[0]: row[2] for row in rows},
            areas={row[3]: row[0] for row in rows if row[4] == "bureau"},
        )

    def staffed(self) -> frozenset[int]:
        """Return the bureaus in which anybody acts."""
        sql = "SELECT DISTINCT bureau_id FROM member WHERE active AND role <> :no"
        return frozenset(row[0] for row in self._nouns.rows(sql, no=OBSERVER))

    def nearest_staffed(self, area: str) -> Bureau | None:
        """Return the area's bureau, or the nearest one up the line that has somebody who acts."""
        number = self.nearest_staffed_id(area)
        return None if number is None else self._nouns.get(Bureau, number)

    def nearest_staffed_id(self, area: str) -> int | None:
        """Return the id of the area's bureau, or of the nearest one up the line that has somebody who acts.

        Needs and people are the provinces' business: the search does not go on to the ministry.
        """
        seen: set[int] = set()
        here = self._lowest(area)
        while here is not None and here[0] not in seen:
            number, above, is_staffed, _ = here
            if is_staffed:
                return int(number)
            seen.add(number)
            found = self._nouns.rows(f"{_BUREAU} WHERE b.id = :above", above=above)
            here = next((row for row in found if row[3] != MINISTRY), None)
        return None

    def of_person(self, person_id: int) -> Sequence[Bureau]:
        """Return the bureaus a person works for."""
        found = select(Bureau).join(Member, col(Member.bureau_id) == Bureau.id)
        found = found.where(Member.person_id == person_id, col(Member.active).is_(True))
        return self._session.exec(found.order_by(col(Member.id))).all()

    def consultations(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Consultation]:
        """Return the consultations of bureaus, the latest first."""
        found = select(Consultation).where(col(Consultation.bureau_id).in_(bureau_ids))
        latest = (col(Consultation.held_on).desc(), col(Consultation.id).desc())
        return self._session.exec(found.order_by(*latest).limit(limit)).all()

    def _lowest(self, area: str) -> AnyRow | None:
        """Return the bureau of the area or of the nearest place around it: its id, the one above, staffed."""
        for code in [place.code for place in reversed(path(area))] or [area]:
            found = self._nouns.rows(f"{_BUREAU} WHERE b.area = :area AND b.kind = 'bureau'", area=code)
            if found:
                return found[0]
        return None
