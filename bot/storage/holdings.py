"""Service bases, published papers and special funds, behind their port."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.storage.nouns import Nouns
from handlers.domain.activities import HAPPENED, Activity, Visit
from handlers.domain.holdings import Fund, LibraryPaper, ServiceBase


class HoldingRows:
    """What bureaus keep."""

    def __init__(self, nouns: Nouns) -> None:
        """Read and write by this transaction's nouns."""
        self._nouns = nouns

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def bases(self, bureau_ids: Sequence[int]) -> Sequence[ServiceBase]:
        """Return the bases of these bureaus, nominated ones first, then by id."""
        found = select(ServiceBase).where(col(ServiceBase.bureau_id).in_(bureau_ids))
        order = (col(ServiceBase.nominated_on).is_(None), col(ServiceBase.id))
        return self._session.exec(found.order_by(*order)).all()

    def hosted(self, base_id: int) -> tuple[int, int]:
        """Return how many activities a base has hosted, and how many visits in them took place."""
        held = select(func.count(func.distinct(Activity.id)), func.count(col(Visit.id)))
        held = held.join(Visit, col(Visit.activity_id) == Activity.id)
        row = self._session.exec(held.where(Activity.base_id == base_id, Visit.state == HAPPENED)).one()
        return int(row[0]), int(row[1])

    def papers(self, bureau_ids: Sequence[int]) -> Sequence[LibraryPaper]:
        """Return the newest version of each paper of these bureaus that still stands, the newest first."""
        standing = select(LibraryPaper).where(
            col(LibraryPaper.bureau_id).in_(bureau_ids), col(LibraryPaper.withdrawn_at).is_(None)
        )
        found: dict[tuple[int, str], LibraryPaper] = {}
        for paper in self._session.exec(standing.order_by(col(LibraryPaper.version).desc())):
            found.setdefault((paper.bureau_id, paper.title), paper)
        return sorted(found.values(), key=lambda paper: -(paper.id or 0))

    def versions(self, bureau_id: int, title: str) -> Sequence[LibraryPaper]:
        """Return all versions of a paper, the newest first."""
        found = select(LibraryPaper).where(LibraryPaper.bureau_id == bureau_id, LibraryPaper.title == title)
        return self._session.exec(found.order_by(col(LibraryPaper.version).desc())).all()

    def fund(self, bureau_id: int, year: int) -> Fund | None:
        """Return a bureau's fund of a year."""
        return self._session.exec(select(Fund).where(Fund.bureau_id == bureau_id, Fund.year == year)).first()

    def funds(self, bureau_ids: Sequence[int], year: int) -> Sequence[Fund]:
        """Return these bureaus' funds of a year, by bureau."""
        found = select(Fund).where(col(Fund.bureau_id).in_(bureau_ids), Fund.year == year)
        return self._session.exec(found.order_by(col(Fund.bureau_id))).all()
