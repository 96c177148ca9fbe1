"""Correcting a need's domains (改领域)."""

from dataclasses import replace
from typing import Any

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickMany
from handlers.domain.needs import Need
from handlers.effects import Effects
from handlers.flows.about_need import REVISION, check_of, start_about
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import DETAIL, DOMAIN, TITLE, likely_domains, never, searched_domains
from handlers.usecases.checking import retag_need


def _present(view: View) -> tuple[str, ...]:
    return view.given[PRESENT]


def _offered(view: View) -> tuple[Option, ...]:
    present = [option for code in _present(view) for option in searched_domains(code, view)]
    return tuple(dict.fromkeys((*present, *likely_domains(view))))


PRESENT = PickMany("present", ask="need.domains", when=never)
WORDS = (replace(TITLE, when=never), replace(DETAIL, when=never))
DOMAINS = PickMany(
    DOMAIN.name,
    ask=DOMAIN.ask,
    options=_offered,
    preset=_present,
    find=searched_domains,
    least=1,
)
TAGS = headed(DOMAINS)

RETAG_NEED = Flow("retag_need", version=1, steps=(ABOUT, REVISION, PRESENT, *WORDS, TAGS))


def begin(context: Context, need: Need) -> Effects:
    """Open with the need's present domains ticked and likely ones beside them."""
    given: dict[Step[Any], Any] = {PRESENT: tuple(need.domains), TITLE: need.title, DETAIL: need.detail}
    return start_about(TALK, context, need, given)


def retagged(given: Given, context: Context, subject: str) -> Effects:
    """Keep the corrected domains."""
    return retag_need(check_of(given, subject), given[TAGS], context.uow, context.actor)


TALK = Conversation(RETAG_NEED, retagged, title="check.retagging")
