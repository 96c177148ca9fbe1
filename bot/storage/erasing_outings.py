"""What a person's activities hold about them: shown with their own data, and blanked with it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from handlers.domain.activities import Activity, Host, Visit
from handlers.domain.confidential import pieces_of, public_version
from handlers.domain.experts import Expert
from handlers.domain.needs import Need

GONE = "—"


def own_visits(session: Session, person_id: int) -> Sequence[dict[str, Any]]:
    """Return the visits of somebody who goes as an expert."""
    theirs = select(Visit).join(Expert, col(Expert.id) == Visit.expert_id)
    return [one.model_dump(mode="json") for one in session.exec(theirs.where(Expert.person_id == person_id))]


def blank_promises(session: Session, needs: Iterable[Need]) -> None:
    """Blank what activities took over from needs, before those are blanked: titles, what was promised."""
    for need in needs:
        titles = {need.title, public_version(need.title, pieces_of(need.confidential))}
        code = f"need{need.id}"
        for visit in session.exec(select(Visit).where(Visit.need_id == need.id)):
            activity = session.get_one(Activity, visit.activity_id)
            activity.title = GONE if activity.title in titles else activity.title
            for host in session.exec(select(Host).where(Host.activity_id == visit.activity_id)):
                if any(each["code"] == code for each in host.preparation):
                    host.preparation = [
                        {**each, "words": GONE} if each["code"] == code else each for each in host.preparation
                    ]


def strike_out_of_activities(session: Session, words: Sequence[str]) -> None:
    """Strike a person's name, number or words out of what coordinators wrote about activities."""
    for activity in session.exec(select(Activity)):
        for name in ("title", "place", "note"):
            said = getattr(activity, name)
            if said != (struck := _struck(said, words)):
                setattr(activity, name, struck)
        reasons = {rule: _struck(str(said), words) for rule, said in activity.reasons.items()}
        if reasons != activity.reasons:
            activity.reasons = reasons
    for host in session.exec(select(Host)):
        checks = [{**each, "words": _struck(each["words"], words)} for each in host.preparation]
        if checks != host.preparation:
            host.preparation = checks


def _struck(said: str, words: Sequence[str]) -> str:
    for word in words:
        said = said.replace(word, GONE)
    return said
