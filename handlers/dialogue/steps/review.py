"""The last question of a form: all answers on one card, to be sent or mended."""

from dataclasses import dataclass
from typing import Any, ClassVar

from typing_extensions import override

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Tapped
from handlers.dialogue.step import Answered, Reading, Refused, Reopen, Step, Unfinished, View
from handlers.dialogue.steps.choices import Option, chosen, rows_of


@dataclass(frozen=True)
class ReviewStep(Step[bool]):
    """The review card: every visible answer, a mark on what was read between the lines, mend or send.

    `guessed` is the key of that mark.
    """

    live: ClassVar[bool] = True
    ends: ClassVar[bool] = True
    send: str = "dialogue.submit"
    guessed: str = "dialogue.suggested"

    @override
    def question(self, view: View) -> Message:
        shown = (step for step in self._shown(view) if self._stands(step, view))
        fields = tuple((view.t(f"{step.ask}_label"), self._value(step, view)) for step in shown)
        message = Message(heading=view.t(self.ask), fields=fields)
        if view.partial.get("picking"):
            buttons = [self.button(view, o.label, f"edit.{o.code}") for o in self._options(view)]
            back = self.button(view, view.t("dialogue.back_to_review"), "look")
            return message.with_rows(*rows_of(buttons), (back,))
        edit = self.button(view, view.t("dialogue.edit"), "edit")
        return message.with_rows((self.button(view, view.t(self.send), "ok", "primary"), edit))

    @override
    def read(self, reply: Reply, view: View) -> Reading[bool]:
        match reply:
            case Tapped(action="ok"):
                return Answered(value=True)
            case Tapped(action="edit"):
                return Unfinished({"picking": True})
            case Tapped(action="look"):
                return Unfinished({})
            case Tapped(action=action) if action.startswith("edit."):
                return self._edit(action.removeprefix("edit."), view)
            case Said(text=words):
                return self._typed(words.strip(), view)
            case _:
                raise Refused("dialogue.review_wanted")

    def _typed(self, words: str, view: View) -> Reading[bool]:
        if words.lower() in {view.t(self.send).lower(), "提交", "确认", "submit", "ok", "好"}:
            return Answered(value=True)
        if words in {view.t("dialogue.edit"), "修改"}:
            return Unfinished({"picking": True})
        option = chosen(Said(words.removeprefix("修改").strip()), self._options(view))
        if option is None:
            raise Refused("dialogue.review_wanted")
        return Reopen(option.code)

    def _edit(self, name: str, view: View) -> Reopen:
        if name not in {option.code for option in self._options(view)}:
            raise Refused("dialogue.old_button")
        return Reopen(name)

    def _options(self, view: View) -> tuple[Option, ...]:
        return tuple(Option(step.name, view.t(f"{step.ask}_label")) for step in self._shown(view))

    def _shown(self, view: View) -> tuple[Step[Any], ...]:
        return tuple(step for step in view.visible if not step.ends and view.given.source(step) != "given")

    def _stands(self, step: Step[Any], view: View) -> bool:
        """Say whether a step stands on the card: answered, or one that has to be."""
        return view.given.has(step) or not step.optional

    def _value(self, step: Step[Any], view: View) -> str:
        if not view.given.has(step):
            return view.t("dialogue.none")
        value = step.show(view.given[step], view)
        return view.t(self.guessed, value=value) if view.given.source(step) == "suggested" else value
