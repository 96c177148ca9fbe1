"""Marking 回避 from a need's card: which expert is not to serve its enterprise, and why."""

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Tapped
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, Unfinished, View
from handlers.dialogue.steps.choices import rows_of
from handlers.dialogue.steps.words import TextStep
from handlers.domain.enterprises import Enterprise
from handlers.effects import Effects
from handlers.flows.about_need import REVISION, need_id
from handlers.flows.headed import ABOUT, headed
from handlers.thinking import ExpertsNamed
from handlers.usecases.confirming import MarkConflict, mark_conflict
from handlers.usecases.needs import own_need


@dataclass(frozen=True)
class ExpertStep(Step[str]):
    """An expert by name; of several of that name, tapped with the unit. The value is "id name（unit）"."""

    live: ClassVar[bool] = True

    @override
    def question(self, view: View) -> Message:
        found = view.partial.get("found", [])
        buttons = [self.button(view, label.partition(" ")[2], label.partition(" ")[0]) for label in found]
        return super().question(view).with_rows(*rows_of(buttons))

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        match reply:
            case Tapped(action=number):
                return self._tapped(number, view)
            case Said(text=words):
                return self._named(words.strip(), view)
            case _:
                raise Refused("check.avoid_unknown", words="")

    @override
    def show(self, value: str, view: View) -> str:
        return value.partition(" ")[2]

    def _tapped(self, number: str, view: View) -> Answered[str]:
        found = view.partial.get("found", [])
        label = next((label for label in found if label.partition(" ")[0] == number), "")
        if not label:
            raise Refused("dialogue.old_button")
        return Answered(label)

    def _named(self, words: str, view: View) -> Reading[str]:
        found = [f"{number} {label}" for number, label in view.facts.need(ExpertsNamed(words))]
        if not found:
            raise Refused("check.avoid_unknown", words=words[:20])
        if len(found) > 1:
            return Unfinished({"found": found})
        return Answered(found[0], view.t("dialogue.understood", value=self.show(found[0], view)))


WHO = headed(ExpertStep("who", ask="check.avoid_who"))
REASON = headed(TextStep("reason", ask="check.avoid_reason", least=2, most=300))

AVOID_EXPERT = Flow("avoid_expert", version=1, steps=(ABOUT, REVISION, WHO, REASON))


def avoided(given: Given, context: Context, subject: str) -> Effects:
    """Mark the conflict with the need's enterprise."""
    need = own_need(context.uow, context.actor, need_id(subject), "see_candidates")
    enterprise = context.uow.get(Enterprise, need.enterprise_id)
    expert_id = int(given[WHO].partition(" ")[0])
    command = MarkConflict(expert_id, enterprise.name if enterprise else "", given[REASON])
    return mark_conflict(command, context.uow, context.actor)


TALK = Conversation(AVOID_EXPERT, avoided, title="check.avoiding")
