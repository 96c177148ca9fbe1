"""Filing a need (提需求): eight questions in two minutes, or one message of the person's own and a look."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow, offers
from handlers.dialogue.state import Given
from handlers.domain.confidential import public_version
from handlers.effects import Effects
from handlers.flows.need_review import NeedReview
from handlers.flows.need_steps import (
    BUDGET,
    CONDITIONS,
    COUNTY,
    DEADLINE,
    DETAIL,
    DOMAIN,
    ENTERPRISE,
    FILES,
    FROM_WORDS,
    KIND,
    MORE,
    PHONE,
    SECRET,
    TITLE,
    whole_detail,
)
from handlers.thinking import Keywords
from handlers.usecases.needs import FileNeed, file_need

REVIEW = NeedReview("review", ask="need.review")

FILE_NEED = Flow(
    "file_need",
    version=2,
    steps=(
        ENTERPRISE,
        FROM_WORDS,
        KIND,
        TITLE,
        DETAIL,
        DOMAIN,
        DEADLINE,
        COUNTY,
        CONDITIONS,
        BUDGET,
        PHONE,
        SECRET,
        FILES,
        MORE,
        REVIEW,
    ),
    upgrades={1: offers("more")},
)


def submit(given: Given, context: Context, subject: str) -> Effects:
    """File the need. Its keywords are taken from what is public, for they are shown to experts."""
    del subject
    secret = given.get(SECRET) or ()
    detail = whole_detail(given)
    public = public_version(detail, secret)
    command = FileNeed(
        enterprise_id=given[ENTERPRISE],
        kind=given[KIND],
        title=given[TITLE],
        detail=detail,
        secret=secret,
        domains=given[DOMAIN],
        keywords=tuple(context.need_fact(Keywords(given[TITLE], public))),
        county=given[COUNTY],
        deadline=given.get(DEADLINE),
        conditions=given.get(CONDITIONS) or "",
        budget=given.get(BUDGET) or "",
        phone=given.get(PHONE) or "",
        files=given.get(FILES) or (),
        channel=context.channel,
    )
    return file_need(command, context.uow, context.actor)


TALK = Conversation(FILE_NEED, submit, title="need.form")
