"""Mending a returned need (补充需求): the enterprise is asked just the one field that was returned."""

from dataclasses import replace
from typing import Any

from handlers.cards.needs import NeedFacts, language
from handlers.context import Context
from handlers.conversation import Conversation, start_with
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.state import Given, Json
from handlers.dialogue.step import Step
from handlers.dialogue.steps.choices import PickOne, fixed
from handlers.dialogue.steps.papers import FilesStep
from handlers.dialogue.texts import Translate, translator
from handlers.domain.confidential import public_version
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.regions import full_name
from handlers.effects import Effects
from handlers.flows import need_steps
from handlers.flows.about_need import need_id
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import DETAIL, TITLE, never
from handlers.telling import Make
from handlers.thinking import Keywords
from handlers.usecases.need_views import need_facts, speakers, tell_enterprise
from handlers.usecases.needs import MendNeed, mend_need, pieces_kept_back
from nlp.domains import domain_name

LONGEST_DETAIL = 2000


def _asked_for(step: Step[Any]) -> Step[Any]:
    """Return the step, asked only when it is the field that was returned."""
    return headed(replace(step, when=lambda given: given.get(FIELD) == step.name, optional=False))


def _asks_how(given: Given) -> bool:
    return given.get(FIELD) == DETAIL.name and given.has(DETAIL) and _fits(given)


def _fits(given: Given) -> bool:
    return len(given[WAS]) + len(given[DETAIL]) < LONGEST_DETAIL


FIELD = Step[str]("field", ask="check.which_field", when=never)
WAS = Step[str]("was", ask="check.former", when=never)
ADD, REPLACE = "add", "replace"
HOW = PickOne(
    "how",
    ask="check.how",
    when=_asks_how,
    options=fixed((ADD, "check.how_add"), (REPLACE, "check.how_replace")),
)
FILES = headed(FilesStep("files", ask="check.mend_files"))
"""Given as empty, hence not asked, unless files are what was asked for; what is sent along gathers here."""
ASKED = tuple(
    _asked_for(step)
    for step in (
        need_steps.KIND,
        need_steps.TITLE,
        need_steps.DETAIL,
        need_steps.DOMAIN,
        need_steps.COUNTY,
        need_steps.DEADLINE,
        need_steps.CONDITIONS,
        replace(need_steps.BUDGET, ask="check.mend_budget"),
        need_steps.PHONE,
    )
)

MEND_NEED = Flow("mend_need", version=1, steps=(ABOUT, FIELD, WAS, *ASKED, HOW, FILES))


def ask_enterprise(context: Context, need: Need) -> Effects:
    """Put the question to who speaks for the enterprise; in the middle of a form there is a button."""
    effects: Effects = ()
    for number in speakers(context.uow, need):
        person = context.uow.get(Person, number)
        if person is None or context.uow.dialogues.front(number) is not None:
            continue
        effects = (*effects, *ask(context, person, need))
    return effects or tell_enterprise(context.uow, need, _news(context, need))


def ask(context: Context, person: Person, need: Need) -> Effects:
    """Ask this person for the returned field."""
    t = translator(person.language)
    facts = need_facts(context.uow, need)
    was = _shown(need, facts, t)
    about = [t("check.about", number=need.number, title=need.title)]
    about.append(t("check.asks", bureau=facts.bureau, note=need.note))
    if was:
        about.append(t("check.former", value=was))
    given: dict[Step[Any], Any] = {
        step: getattr(need, step.name) for step in (TITLE, DETAIL) if step.name != need.returned_field
    }
    given |= {ABOUT: about, FIELD: need.returned_field, WAS: was}
    if need.returned_field != FILES.name:
        given[FILES] = ()
    return start_with(TALK, context, person, f"need:{need.id}", given)


def mended(given: Given, context: Context, subject: str) -> Effects:
    """Send the answer back to the bureau."""
    field = given[FIELD]
    step = next(step for step in (*ASKED, FILES) if step.name == field)
    value = given[step]
    if field == DETAIL.name and given.get(HOW) == ADD:
        value = f"{given[WAS]}\n{value}"
    number, words = need_id(subject), _keywords(context, subject, field, value)
    command = MendNeed(number, field, value, words, given[FILES], context.channel)
    return mend_need(command, context.uow, context.actor)


def _keywords(context: Context, subject: str, field: str, value: Json) -> tuple[str, ...]:
    """Read the terms anew where the words changed, from what is public."""
    need = context.uow.get(Need, need_id(subject))
    if need is None or field not in {TITLE.name, DETAIL.name}:
        return ()
    title = value if field == TITLE.name else need.title
    detail = value if field == DETAIL.name else need.detail
    public = public_version(detail, pieces_kept_back(need))
    return tuple(context.need_fact(Keywords(title, public)))


def _shown(need: Need, facts: NeedFacts, t: Translate) -> str:
    day = need.deadline.isoformat() if need.deadline else t("need.no_deadline")
    shown = {
        "kind": facts.rules.listed("need_kind", need.kind, language(t)),
        "domains": "；".join(domain_name(code) for code in need.domains),
        "county": full_name(need.county),
        "deadline": day,
        "phone": facts.phone,
        "files": "、".join(name for _, name, _ in facts.files),
    }
    field = need.returned_field
    return shown[field] if field in shown else str(getattr(need, field))


def _news(context: Context, need: Need) -> Make:
    bureau = need_facts(context.uow, need).bureau

    def make(t: Translate) -> Message:
        field = t(f"need.{need.returned_field}_label")
        return Message(lines=(t("need.returned", bureau=bureau, field=field, note=need.note),))

    return make


TALK = Conversation(MEND_NEED, mended, title="need.mending")
