"""Notices outside the chats, and what the outbox knows of their delivery, behind `handlers.ports.Notices`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.storage.statements import Statements
from bot.storage.tables import DONE, NEW
from handlers.domain.notices import HANDED, HELD, WAITING, Notice
from handlers.domain.reaching import CHAT
from handlers.ports.notices import HandedOver


class NoticeRows:
    """Reads notices within one unit of work."""

    def __init__(self, session: Session, statements: Statements) -> None:
        """Use the unit's session and statements."""
        self._session = session
        self._sql = statements

    def waiting(self, person_id: int) -> Sequence[Notice]:
        """Return a person's notices that wait to be handed over, the oldest first."""
        return self._of(person_id, WAITING)

    def held(self, person_id: int) -> Sequence[Notice]:
        """Return what is held for a person's chat, the oldest first."""
        return self._of(person_id, HELD)

    def under(self, card: str) -> Sequence[Notice]:
        """Return the notices that were handed over together under this card."""
        number = card.split(":")[1] if card.count(":") == _CARD_PARTS - 1 else ""
        first = self._session.get(Notice, int(number)) if number.isdecimal() else None
        if first is None:
            return ()
        found = select(Notice).where(Notice.person_id == first.person_id, Notice.card == card)
        return self._session.exec(found.where(Notice.state == HANDED).order_by(col(Notice.id))).all()

    def last_handed(self, person_id: int) -> datetime | None:
        """Return when the person was last sent anything outside the chats."""
        found = select(Notice.handed_at).where(Notice.person_id == person_id)
        found = found.where(col(Notice.handed_at).is_not(None)).order_by(col(Notice.handed_at).desc())
        return self._session.exec(found.limit(1)).first()

    def deliveries(self, person_id: int, about: str) -> Sequence[HandedOver]:
        """Return what became of the newest notice about a subject, the ways in the order tried."""
        found = select(Notice).where(Notice.person_id == person_id, Notice.about == about)
        found = found.where(Notice.way != CHAT)
        newest = self._session.exec(found.order_by(col(Notice.id).desc()).limit(1)).first()
        return tuple(self._story(newest)) if newest else ()

    def blank_before(self, moment: datetime) -> None:
        """Blank the words of what was planned before this moment."""
        old = update(Notice).where(col(Notice.made_at) < moment, col(Notice.body) != "")
        self._session.execute(old.values(body=""))

    def _of(self, person_id: int, state: str) -> Sequence[Notice]:
        found = select(Notice).where(Notice.person_id == person_id, Notice.state == state)
        return self._session.exec(found.order_by(col(Notice.id)).with_for_update()).all()

    def _story(self, notice: Notice) -> Iterator[HandedOver]:
        for way in notice.tried:
            if way != notice.way or notice.state != HANDED:
                yield HandedOver(way, "failed")
        if notice.state == HANDED:
            yield self._present(notice)

    def _present(self, notice: Notice) -> HandedOver:
        row = self._sql.row(
            "SELECT state, sent_at FROM outbox WHERE channel = :way AND chat = :chat AND card = :card"
            " ORDER BY id DESC LIMIT 1",
            way=notice.way, chat=str(notice.person_id), card=notice.card,
        )  # fmt: skip
        if row is not None and row[0] == DONE:
            return HandedOver(notice.way, "handed", datetime.fromtimestamp(row[1], UTC))
        return HandedOver(notice.way, "waiting" if row is None or row[0] == NEW else "failed")


_CARD_PARTS = 3
