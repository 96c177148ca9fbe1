"""The review card of a need: besides the answers, the county, the public version, and a need much like it."""

from dataclasses import dataclass, replace
from typing import Any

from typing_extensions import override

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Said
from handlers.dialogue.step import Answered, Reading, Step, View
from handlers.dialogue.steps.review import ReviewStep
from handlers.domain.confidential import public_version
from handlers.flows.need_steps import (
    COUNTY,
    DEADLINE,
    DETAIL,
    ENTERPRISE,
    MORE,
    SECRET,
    TITLE,
    coaching,
    whole_detail,
)
from handlers.thinking import SimilarNeed


@dataclass(frozen=True)
class NeedReview(ReviewStep):
    """Nothing is sent before the person has seen what will be public and what stands there already."""

    @override
    def question(self, view: View) -> Message:
        similar = _similar(view)
        message = super().question(view)
        message = replace(message, closing=(*message.closing, *_public(view), *_coached(view)))
        if _may_add(view):
            message = message.with_rows((self.button(view, view.t("coach.add"), f"edit.{MORE.name}"),))
        if similar is None:
            return message
        number, name = similar
        message = replace(message, rows=tuple(_relabelled(row, self._ok(view), view) for row in message.rows))
        look = Button(view.t("need.look_at_similar"), f"need:{number}")
        return message.before(view.t("need.similar", number=name)).with_rows((look,))

    @override
    def read(self, reply: Reply, view: View) -> Reading[bool]:
        if isinstance(reply, Said) and reply.text.strip() == view.t("need.submit_anyway"):
            return Answered(value=True)
        return super().read(reply, view)

    @override
    def _shown(self, view: View) -> tuple[Step[Any], ...]:
        shown = super()._shown(view)
        return shown if COUNTY in shown else (*shown, COUNTY)

    @override
    def _stands(self, step: Step[Any], view: View) -> bool:
        return step is DEADLINE or super()._stands(step, view)

    def _ok(self, view: View) -> str:
        return self.button(view, view.t(self.send), "ok").action


def _similar(view: View) -> tuple[int, str] | None:
    given = view.given
    enterprise = given.get(ENTERPRISE) or 0
    found: tuple[int, str] | None = view.facts.need(SimilarNeed(enterprise, given[TITLE], given[DETAIL]))
    return found


def _public(view: View) -> tuple[str, ...]:
    detail = whole_detail(view.given)
    public = public_version(detail, view.given.get(SECRET) or ())
    if public == detail:
        return ()
    return (view.t("need.public_version", text=public) if public else view.t("need.all_kept_back"),)


def _may_add(view: View) -> bool:
    """Say whether a sentence would still help; it is offered once, and never in the way."""
    return bool(coaching(view).missing) and not view.given.has(MORE) and not view.partial.get("picking")


def _coached(view: View) -> tuple[str, ...]:
    found = coaching(view)
    if not _may_add(view):
        return ()
    return (view.t("coach.hint", score=found.score, part=view.t(f"coach.part_{found.missing[0]}")),)


def _relabelled(row: tuple[Button, ...], ok: str, view: View) -> tuple[Button, ...]:
    label = view.t("need.submit_anyway")
    return tuple(replace(button, label=label) if button.action == ok else button for button in row)
