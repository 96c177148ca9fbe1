"""Beginning to join, as an enterprise or an expert; a stranger who wrote first is asked which."""

from collections.abc import Mapping
from typing import Any

from handlers.context import Context
from handlers.conversation import Conversation, ask_again, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step
from handlers.dialogue.steps.choices import PickOne, fixed
from handlers.domain.bureaus import Bureau
from handlers.domain.people import Link
from handlers.domain.regions import region
from handlers.effects import Effects
from handlers.flows import expert_steps, join_enterprise, join_expert
from handlers.flows.personal_steps import AGREE, CONSENT, NAME, PHONE, never

JOINING: Mapping[str, Conversation] = {"enterprise": join_enterprise.TALK, "expert": join_expert.TALK}

WORDS = Step[str]("words", ask="join.first_words", when=never)
ROLE = PickOne(
    "role", ask="words.whose", options=fixed(("enterprise", "start.enterprise"), ("expert", "start.expert"))
)
FLOW = Flow("which_role", version=1, steps=(WORDS, ROLE))


def ask(context: Context, words: str) -> Effects:
    """Ask a stranger who wrote something what they are."""
    return start(TALK, context, given={WORDS: words})


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Begin the form with what was written before."""
    del subject
    return begin(context, given[ROLE], words=given[WORDS])


def begin(context: Context, role: str, link: Link | None = None, words: str = "") -> Effects:
    """Begin the form; one that lies unfinished is taken up again, unless there are new words to keep."""
    talk = JOINING[role]
    if not words and (unfinished := resumed(context, talk)):
        return unfinished
    given, suggested = known(context), _by_link(context, role, link)
    if words and role == "enterprise":
        given[join_enterprise.FIRST_WORDS] = words
    elif words:
        suggested[expert_steps.DIRECTIONS] = words
    remarks = (context.t(f"join.words_kept_{role}" if words else f"join.takes_{role}"),)
    return start(talk, context, f"link:{link.id}" if link else "", given, suggested, remarks=remarks)


def resumed(context: Context, talk: Conversation) -> Effects:
    """Show the open question of a form of this kind that lies unfinished, if there is one."""
    name = talk.flow.name
    dialogue = next((one for one in context.uow.dialogues.of(context.me) if one.flow == name), None)
    if dialogue is None:
        return ()
    return ask_again(talk, dialogue, context, context.t("form.resumed", title=context.t(talk.title)))


def known(context: Context) -> dict[Step[Any], Any]:
    """Return what a person who has consented before is not asked again."""
    person = context.person
    if person.consented_at is None:
        return {}
    found = {CONSENT: AGREE, NAME: person.name, PHONE: person.phone}
    return {step: value for step, value in found.items() if value}


def _by_link(context: Context, role: str, link: Link | None) -> dict[Step[Any], Any]:
    """Suggest the county of the bureau that made the link."""
    bureau = context.uow.get(Bureau, link.bureau_id) if link and link.bureau_id is not None else None
    place = region(bureau.area) if bureau else None
    likely = role == "enterprise" and place is not None and place.level == "county"
    return {join_enterprise.COUNTY: place.code} if likely and place else {}


TALK = Conversation(FLOW, finish, title="words.title")
