"""Correcting one's own data (更正): which part, then that question again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickOne
from handlers.effects import Effects
from handlers.flows import expert_steps, personal_steps
from handlers.flows.expert_steps import ONLINE, split_lines
from handlers.flows.personal_steps import never
from handlers.usecases.mydata import correct

PARTS = {
    "name": ("join.name_label", ("name",)),
    "phone": ("join.phone_label", ("phone",)),
    "unit": ("join.unit_label", ("unit", "unit_type")),
    "title": ("mydata.title_and_degree", ("title", "degree")),
    "directions": ("join.directions_label", ("directions", "domains")),
    "works": ("join.works_label", ("works",)),
    "place": ("mydata.place_and_areas", ("county", "areas")),
    "months": ("join.months_label", ("months",)),
    "load": ("join.load_label", ("load",)),
    "declared": ("join.declared_label", ("declared",)),
}
"""What can be corrected: its label and the steps that are asked anew."""
OF_EVERYBODY = ("name", "phone")


def _parts(view: View) -> tuple[Option, ...]:
    names = PARTS if view.given[IS_EXPERT] else OF_EVERYBODY
    return tuple(Option(name, view.t(PARTS[name][0])) for name in names)


def _asked_for(step: str) -> Callable[[Given], bool]:
    return lambda given: step in PARTS.get(given.get(PART) or "", ("", ()))[1]


def _anew(step: Step[Any]) -> Step[Any]:
    """Return the same question, asked when its part was picked."""
    return replace(step, when=_asked_for(step.name), optional=step.name in {"works", "declared"})


IS_EXPERT = Step[bool]("is_expert", ask="mydata.part", when=never)
PART = PickOne("part", ask="mydata.part", options=_parts)
PERSONAL = (personal_steps.NAME, personal_steps.PHONE)
PROFILE = (
    expert_steps.UNIT,
    expert_steps.UNIT_TYPE,
    expert_steps.TITLE,
    expert_steps.DEGREE,
    expert_steps.DIRECTIONS,
    expert_steps.DOMAINS,
    expert_steps.WORKS,
    expert_steps.COUNTY,
    expert_steps.AREAS,
    expert_steps.MONTHS_WILLING,
    expert_steps.LOAD,
    expert_steps.DECLARED,
)
ANEW = tuple(_anew(step) for step in (*PERSONAL, *PROFILE))

FLOW = Flow("correct", version=1, steps=(IS_EXPERT, PART, *ANEW))


def begin(context: Context) -> Effects:
    """Ask which part is to be corrected."""
    return start(TALK, context, given={IS_EXPERT: context.actor.expert_id is not None})


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Keep the new answers."""
    del subject
    asked = PARTS[given[PART]][1]
    answers = {step.name: given.get(step) for step in ANEW if step.name in asked}
    changes = {name: value for step, answer in answers.items() for name, value in _as_facts(step, answer)}
    return correct(context.uow, context.actor, changes)


def _as_facts(step: str, answer: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - an answer of any step
    """Return the nouns' attributes that an answer changes, with their values."""
    match step:
        case "directions" | "works":
            return [(step, list(split_lines(answer or "")))]
        case "months":
            return [(step, [int(month) for month in answer])]
        case "load":
            return [("yearly_cap", answer)]
        case "areas":
            areas = [code for code in answer if code != ONLINE]
            return [("areas", areas), ("online_only", not areas)]
        case "domains":
            return [(step, list(answer))]
        case _:
            return [(step, answer or "")]


TALK = Conversation(FLOW, finish, title="mydata.title_correct")
