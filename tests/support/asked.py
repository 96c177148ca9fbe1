"""A questionnaire put before an enterprise at once, on any database: for services that run on real time."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection
from sqlmodel import select

from bot.storage.outbox import Parcel
from bot.storage.work import World
from bot.turn import Desk
from handlers.cards.surveys import survey_of
from handlers.domain.activities import HAPPENED
from handlers.domain.people import Person
from handlers.domain.questionnaires import Questionnaire
from handlers.programme.questions import kept
from handlers.usecases.questionnaires import show
from tests.support.visited import put_visit

NAMES = {
    "contact:kunshan_casting": "唐以宁",
    "expert:die_casting": "沈砚舟",
    "coordinator:320583": "许静川",
}


def ask_at_once(connection: Connection, surroundings: World) -> tuple[int, Sequence[Parcel]]:
    """Ask 唐以宁 about a visit of 沈砚舟 yesterday, as the clock would; return id and what to send."""
    desk = Desk(connection, surroundings)
    work = desk.work
    people = {key: work.session.exec(select(Person.id).where(Person.name == name)).one()
              for key, name in NAMES.items()}  # fmt: skip
    held = work.today - timedelta(days=1)
    visit = put_visit(work, people, None, "die_casting", {"state": HAPPENED, "held_on": held})
    rule = work.rules.questions("satisfaction")
    assert rule is not None
    one = work.add(
        Questionnaire(
            visit_id=visit, form=rule.code, side=rule.side, questions=kept(rule), asked_at=work.now,
            closes_on=work.today + timedelta(days=rule.close_days),
        )
    )  # fmt: skip
    contact = work.people.actor(people["contact:kunshan_casting"] or 0)
    effects = show(work, contact, survey_of(work, one), buzz=True)
    work.flush()
    assert one.id is not None
    return one.id, desk.take(f"test:{one.id}", effects)
