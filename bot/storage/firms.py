"""Enterprises before a call for needs (征集), many at a time, behind the port `handlers.ports.Firms`."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.storage.nouns import Nouns
from handlers.domain.call_answers import SETTLED, CallAnswer, CallWatch
from handlers.domain.enterprises import Enterprise
from handlers.domain.needs import OPEN_STATES
from handlers.ports.enterprises import FirmStanding, Speaker

_FORM = "file_need"
_SPEAKERS = (
    "SELECT e.id, e.name, c.person_id FROM enterprise e JOIN contact c ON c.enterprise_id = e.id"
    " WHERE e.county = :county AND e.merged_into IS NULL AND c.state = 'active'"
)
_FILED = (
    "SELECT n.enterprise_id, n.state FROM need n JOIN enterprise e ON e.id = n.enterprise_id"
    " WHERE n.call_id = :call AND e.county = :county"
)
_DRAFTS = (
    "SELECT DISTINCT c.enterprise_id FROM dialogue d JOIN contact c ON c.person_id = d.person_id"
    " JOIN enterprise e ON e.id = c.enterprise_id WHERE d.flow = :flow AND e.county = :county"
    " AND (d.subject = 'enterprise:' || c.enterprise_id"
    " OR d.subject LIKE 'enterprise:' || c.enterprise_id || :more)"
)
_ANSWERS = (
    select(CallAnswer)
    .join(Enterprise, col(Enterprise.id) == CallAnswer.enterprise_id)
    .where(col(CallAnswer.call_id) == bindparam("call"), col(Enterprise.county) == bindparam("county"))
    .order_by(col(CallAnswer.id))
)
_WATCHERS = (
    select(CallWatch)
    .where(
        col(CallWatch.call_id) == bindparam("call"),
        col(CallWatch.bureau_id).in_(bindparam("bureaus", expanding=True)),
    )
    .order_by(col(CallWatch.id))
)
_WATCHING = (
    "SELECT w.id FROM call_watch w JOIN call c ON c.id = w.call_id"
    " WHERE w.person_id = :person AND c.state = 'open' AND EXISTS (SELECT 1 FROM filing f"
    " WHERE f.call_id = c.id AND f.to_id IS NOT NULL AND f.state IN ('open', 'returned')) ORDER BY w.id"
)


class FirmRows:
    """Reads of whole counties by statement; answers and watchers as nouns."""

    def __init__(self, nouns: Nouns) -> None:
        """Work with the unit's nouns."""
        self._nouns = nouns

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def counties(self) -> Sequence[tuple[str, int]]:
        """Return the counties that have enterprises, with their number, by code."""
        rows = self._nouns.rows(
            "SELECT county, COUNT(*) FROM enterprise WHERE merged_into IS NULL"
            " GROUP BY county ORDER BY county"
        )
        return [(row[0], row[1]) for row in rows]

    def speakers(self, county: str) -> Sequence[Speaker]:
        """Return who speaks for the enterprises of a county, by enterprise, in the order of joining."""
        return [Speaker(*row) for row in self._nouns.rows(f"{_SPEAKERS} ORDER BY e.id, c.id", county=county)]

    def silent(self, call_id: int, county: str) -> Sequence[Speaker]:
        """Return those of enterprises that neither filed a need to the call nor said that they have none."""
        settled = {answer.enterprise_id for answer in self.answers(call_id) if answer.kind in SETTLED}
        filed = self._filed(call_id, county)
        return [each for each in self.speakers(county) if each.enterprise_id not in {*settled, *filed}]

    def standings(self, call_id: int, county: str) -> Sequence[FirmStanding]:
        """Return how each enterprise of a county stands towards a call, by id."""
        rows = self._nouns.rows(
            "SELECT id, name FROM enterprise WHERE county = :county AND merged_into IS NULL ORDER BY id",
            county=county,
        )
        theirs = self._session.scalars(_ANSWERS, {"call": call_id, "county": county})
        filed, answers = self._filed(call_id, county), {each.enterprise_id: each for each in theirs}
        drafts = {row[0] for row in self._nouns.rows(_DRAFTS, flow=_FORM, county=county, more="#%")}
        return [
            FirmStanding(row[0], row[1], filed.get(row[0], 0), row[0] in drafts, answers.get(row[0]))
            for row in rows
        ]

    def answers(self, call_id: int) -> Sequence[CallAnswer]:
        """Return every enterprise's word on a call."""
        found = select(CallAnswer).where(CallAnswer.call_id == call_id)
        return self._session.exec(found.order_by(col(CallAnswer.id))).all()

    def answer(self, call_id: int, enterprise_id: int) -> CallAnswer | None:
        """Return one enterprise's word on a call."""
        found = select(CallAnswer).where(CallAnswer.call_id == call_id)
        return self._session.exec(found.where(CallAnswer.enterprise_id == enterprise_id)).first()

    def is_watched(self, call_id: int) -> bool:
        """Say whether anybody has the call's progress on the screen."""
        sql = "SELECT 1 FROM call_watch WHERE call_id = :call LIMIT 1"
        return self._nouns.value(sql, call=call_id) is not None

    def watchers(self, call_id: int, bureau_ids: Sequence[int]) -> Sequence[CallWatch]:
        """Return who has the call's progress for one of these bureaus on the screen."""
        return self._session.scalars(_WATCHERS, {"call": call_id, "bureaus": tuple(bureau_ids)}).all()

    def watching(self, person_id: int) -> Sequence[CallWatch]:
        """Return what a person has on the screen of open calls to which something is still owed."""
        found = [self._nouns.get(CallWatch, row[0]) for row in self._nouns.rows(_WATCHING, person=person_id)]
        return [each for each in found if each is not None]

    def watch(self, call_id: int, person_id: int) -> CallWatch | None:
        """Return what one person looks at."""
        found = select(CallWatch).where(CallWatch.call_id == call_id, CallWatch.person_id == person_id)
        return self._session.exec(found).first()

    def _filed(self, call_id: int, county: str) -> dict[int, int]:
        rows = self._nouns.rows(_FILED, call=call_id, county=county)
        return Counter(row[0] for row in rows if row[1] in OPEN_STATES)
