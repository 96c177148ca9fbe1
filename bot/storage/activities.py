"""Activities and visits, behind their port."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from bot.storage.nouns import Nouns
from handlers.domain.activities import (
    DISPUTED,
    GOING,
    HAPPENED,
    PLANNED,
    Activity,
    Host,
    Participant,
    Visit,
)
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.needs import Need


class ActivityRows:
    """Activities, participants, hosts, visits."""

    def __init__(self, nouns: Nouns) -> None:
        """Read and write by this transaction's nouns."""
        self._nouns = nouns

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def next_number(self, year: int) -> str:
        """Return the next free number of a year, as "HD2026-0007"."""
        newest = "SELECT max(number) FROM activity WHERE year = :year"
        last = self._nouns.value(newest, year=year)
        return f"HD{year}-{int(last.partition('-')[2]) + 1 if last else 1:04d}"

    def batches(self, bureau_id: int, year: int) -> int:
        """Return the highest batch (批次) of a bureau's activities in a year, 0 for none."""
        newest = "SELECT max(batch) FROM activity WHERE bureau_id = :bureau AND year = :year"
        return int(self._nouns.value(newest, bureau=bureau_id, year=year) or 0)

    def numbered(self, number: str) -> Activity | None:
        """Return the activity of a number ("HD2026-0007")."""
        return self._session.exec(select(Activity).where(Activity.number == number)).first()

    def of_bureaus(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Activity]:
        """Return the activities of these bureaus, the newest start first."""
        found = select(Activity).where(col(Activity.bureau_id).in_(bureau_ids))
        newest = (col(Activity.starts).desc(), col(Activity.id).desc())
        return self._session.exec(found.order_by(*newest).limit(limit)).all()

    def participants(self, activity_id: int) -> Sequence[Participant]:
        """Return who goes and who was dropped, in the order they were added."""
        found = select(Participant).where(Participant.activity_id == activity_id)
        return self._session.exec(found.order_by(col(Participant.id))).all()

    def hosts(self, activity_id: int) -> Sequence[Host]:
        """Return the enterprises that are visited, in the order they were added."""
        found = select(Host).where(Host.activity_id == activity_id)
        return self._session.exec(found.order_by(col(Host.id))).all()

    def visits(self, activity_id: int) -> Sequence[Visit]:
        """Return the visits of an activity in the order they were planned."""
        found = select(Visit).where(Visit.activity_id == activity_id)
        return self._session.exec(found.order_by(col(Visit.id))).all()

    def busy(self, expert_id: int, first: date, last: date) -> Sequence[Activity]:
        """Return the planned activities, of any area, to which an expert goes on one of these days."""
        found = select(Activity).join(Participant, col(Participant.activity_id) == Activity.id)
        found = found.where(Participant.expert_id == expert_id, Participant.state == GOING)
        found = found.where(Activity.state == PLANNED, Activity.starts <= last, Activity.ends >= first)
        return self._session.exec(found.order_by(col(Activity.starts), col(Activity.id))).all()

    def of_expert(self, expert_id: int) -> Sequence[Visit]:
        """Return an expert's visits, the newest first."""
        found = select(Visit).where(Visit.expert_id == expert_id)
        return self._session.exec(found.order_by(col(Visit.planned_on).desc(), col(Visit.id).desc())).all()

    def of_enterprise(self, enterprise_id: int) -> Sequence[Visit]:
        """Return an enterprise's visits, the newest first."""
        found = select(Visit).where(Visit.enterprise_id == enterprise_id)
        return self._session.exec(found.order_by(col(Visit.planned_on).desc(), col(Visit.id).desc())).all()

    def of_pair(self, expert_id: int, enterprise_id: int) -> Sequence[Visit]:
        """Return the visits of one expert to one enterprise over all years, the oldest first."""
        found = select(Visit).where(Visit.expert_id == expert_id, Visit.enterprise_id == enterprise_id)
        return self._session.exec(found.order_by(col(Visit.planned_on), col(Visit.id))).all()

    def of_invitation(self, invitation: Invitation) -> Activity | None:
        """Return the newest activity in which the invited goes to the need's enterprise, or went there."""
        found = select(Activity).join(Visit, col(Visit.activity_id) == Activity.id)
        found = found.join(Need, col(Need.enterprise_id) == Visit.enterprise_id)
        found = found.where(Need.id == invitation.need_id, Visit.expert_id == invitation.expert_id)
        return self._session.exec(found.where(_stands(invitation.need_id)).order_by(_NEWEST)).first()

    def unplanned(self) -> Sequence[Invitation]:
        """Return the accepted invitations for which `of_invitation` finds nothing, by id."""
        theirs = select(Visit.id).join(Need, col(Need.enterprise_id) == Visit.enterprise_id)
        theirs = theirs.where(col(Need.id) == col(Invitation.need_id))
        theirs = theirs.where(col(Visit.expert_id) == col(Invitation.expert_id))
        theirs = theirs.where(_stands(col(Invitation.need_id)))
        found = select(Invitation).where(Invitation.state == ACCEPTED, ~theirs.exists())
        return self._session.exec(found.order_by(col(Invitation.id))).all()

    def planned_of(self, bureau_ids: Sequence[int]) -> Sequence[Activity]:
        """Return the activities of these bureaus that are planned and not settled, the nearest first."""
        found = select(Activity).where(col(Activity.bureau_id).in_(bureau_ids), Activity.state == PLANNED)
        return self._session.exec(found.order_by(col(Activity.starts), col(Activity.id))).all()


_NEWEST = col(Activity.id).desc()


def _stands(need_id: Any) -> ColumnElement[bool]:
    """Say of a visit whether it is still to come, or took place for this need."""
    to_come = col(Visit.state).in_((PLANNED, DISPUTED))
    return or_(to_come, and_(col(Visit.state) == HAPPENED, col(Visit.need_id) == need_id))
