"""An expert joins (专家登记): who they are, what they know, where and when they are willing to go."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.effects import Effects
from handlers.flows.expert_steps import (
    AREAS,
    CATEGORIES,
    COUNTY,
    DECLARED,
    DEGREE,
    DIRECTIONS,
    DOMAINS,
    EXCEPTION,
    LOAD,
    MONTHS_WILLING,
    ONLINE,
    TITLE,
    UNIT,
    UNIT_TYPE,
    WORKS,
    needs_exception,
    split_lines,
)
from handlers.flows.personal_steps import CONSENT, NAME, PHONE, REVIEW, agreed, link_of, nothing_kept
from handlers.usecases.enlisting import JoinExpert, join_expert

WHO = (CONSENT, NAME, UNIT, UNIT_TYPE, TITLE, DEGREE, EXCEPTION, CATEGORIES)
WHAT = (DIRECTIONS, DOMAINS, WORKS)
WHERE_AND_WHEN = (COUNTY, AREAS, MONTHS_WILLING, LOAD)

FLOW = Flow("join_expert", version=1, steps=(*WHO, *WHAT, *WHERE_AND_WHEN, DECLARED, PHONE, REVIEW))


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Keep the profile, unverified, and ask the bureau to confirm it."""
    if not agreed(given):
        return nothing_kept(context)
    return join_expert(_command(given, link_of(subject)), context.uow, context.actor)


def _command(given: Given, link_id: int | None) -> JoinExpert:
    areas = given[AREAS]
    return JoinExpert(
        name=given[NAME],
        phone=given[PHONE],
        unit=given[UNIT],
        unit_type=given[UNIT_TYPE],
        title=given[TITLE],
        degree=given[DEGREE],
        exception=given[EXCEPTION] if needs_exception(given) else "",
        categories=given.get(CATEGORIES) or (),
        directions=split_lines(given[DIRECTIONS]),
        domains=given[DOMAINS],
        works=split_lines(given.get(WORKS) or ""),
        county=given[COUNTY],
        areas=tuple(code for code in areas if code != ONLINE),
        online_only=areas == (ONLINE,),
        months=tuple(int(month) for month in given[MONTHS_WILLING]),
        yearly_cap=given[LOAD],
        declared=given.get(DECLARED) or "",
        link_id=link_id,
    )


TALK = Conversation(FLOW, finish, title="join.title_expert")
