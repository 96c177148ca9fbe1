"""The sample world in March while the spring call is open, with coordinators in 常熟, under 苏州."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import col, select

from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from handlers.domain.enterprises import Enterprise
from handlers.domain.needs import APPROVED, Need
from handlers.domain.programmes import Call
from tests.support.filing import Filings
from tests.support.world import Visitor

MONDAY_IN_MARCH = datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)
CHANGSHU, SUZHOU, KUNSHAN, PROVINCE = "320581", "320500", "320583", "320000"


class Calling(Filings):
    """The sample world with the spring call open and nobody's needs but those the story files."""

    def __init__(self, start: datetime = MONDAY_IN_MARCH) -> None:
        """Begin on a Monday in March."""
        super().__init__(start)

    def staffed(self) -> tuple[Visitor, Visitor, Visitor]:
        """Clear the sample needs out of the call; return coordinators of 常熟, 苏州 and the province."""
        self.change(_cleared)
        county = self.joins("柳映川", CHANGSHU, "owner")
        return county, self.known(f"coordinator:{SUZHOU}"), self.known(f"coordinator:{PROVINCE}")

    def needs(self, *titles: str, area: str = CHANGSHU, **other: Any) -> Sequence[int]:
        """Let an enterprise of an area have filed needs that its bureau approved; return their ids."""
        return [self.change(partial(_need, title=title, area=area, other=other)) for title in titles]

    def need(self, number: int) -> Need:
        """Return a need as it stands."""
        return self.look(lambda work: work.session.get_one(Need, number))

    def call(self, code: str = "spring") -> Call:
        """Return a call as it stands."""
        return self.look(lambda work: work.session.exec(select(Call).where(Call.code == code)).one())

    def roll_up(self, area: str = CHANGSHU) -> int:
        """Return the id of the filing by which a bureau sends its needs up."""
        rule = "spring.needs_county" if area == CHANGSHU else "spring.needs_city"
        return self.filing(rule, area).id or 0

    def sends_up(self, visitor: Visitor, area: str = CHANGSHU) -> None:
        """Let a coordinator send up everything there is."""
        visitor.taps_action(f"filing:{self.roll_up(area)}").taps("选送上报").taps("上报 ").taps("确定上报")


def _cleared(work: Work) -> None:
    for need in work.session.exec(select(Need)):
        need.call_id = None


def _need(work: Work, title: str, area: str, other: dict[str, Any]) -> int:
    found = select(Enterprise).where(Enterprise.county == area).order_by(col(Enterprise.id))
    enterprise = work.session.exec(found).first()
    assert enterprise is not None
    author = work.enterprises.contacts(enterprise.id or 0)[0].person_id
    bureau = work.bureaus.nearest_staffed(area)
    facts = {
        "number": work.needs.next_number(work.today.year),
        "call_id": work.call_id,
        "enterprise_id": enterprise.id,
        "author_id": author,
        "bureau_id": bureau.id if bureau else None,
        "kind": "technology",
        "title": title,
        "detail": f"{title}，希望专家到厂指导。",
        "public_detail": f"{title}，希望专家到厂指导。",
        "domains": ["0302"],
        "county": area,
        "state": APPROVED,
        "submitted_at": work.now,
        "checked_at": work.now,
    }
    return work.add(Need(**{**facts, **other})).id or 0
