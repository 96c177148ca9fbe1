"""A coordinator invites experts (邀请专家): tick them, say when, how long, who pays; confirm by name."""

from dataclasses import dataclass, replace
from datetime import date

from typing_extensions import override

from handlers.cards.experts import candidate_lines, further_rows
from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Step, View
from handlers.dialogue.steps.choices import Option, PickMany, PickOne, fixed
from handlers.dialogue.steps.days import DayStep
from handlers.dialogue.steps.review import ReviewStep
from handlers.dialogue.steps.words import NumberStep, typed
from handlers.domain.candidates import Candidate, Candidates
from handlers.effects import Effects
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.thinking import ExpertNames, RankedExperts
from handlers.usecases.inviting import Invite, invite

AGREED = "agreed"
PAYERS = ("host", "enterprise", "agreed")


def candidates_of(view: View) -> Candidates:
    """Return who was found for the need of this conversation."""
    found: Candidates = view.facts.need(RankedExperts(view.given[NEED]))
    return found


def fitting(view: View) -> tuple[Option, ...]:
    """Offer those who fit."""
    return tuple(_option(each) for each in candidates_of(view).fit)


def by_name(words: str, view: View) -> tuple[Option, ...]:
    """Find anybody who may be invited by a piece of the name or unit."""
    found = candidates_of(view)
    everybody = (*found.fit, *found.others)
    return tuple(
        _option(each) for each in everybody if words.strip() and words.strip() in f"{each.name} {each.unit}"
    )


@dataclass(frozen=True)
class PickExperts(PickMany):
    """The candidates with their reasons, ticked by name; below, whom a rule keeps away and what helps."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        found = candidates_of(view)
        rows = (*message.rows, *further_rows(found, view.given[NEED], view.t))
        return replace(message, lines=(*candidate_lines(found, view.t), *message.lines), rows=rows)

    @override
    def _named(self, codes: tuple[str, ...], view: View) -> tuple[Option, ...]:
        """Name whoever is ticked, also who may not be invited any more, so that it can be unticked."""
        names = view.facts.need(ExpertNames(tuple(int(code) for code in codes))) if codes else {}
        return tuple(Option(code, names.get(int(code), view.t("invite.no_longer"))) for code in codes)


@dataclass(frozen=True)
class VisitDay(Step[date | None]):
    """A day, or None when both sides are to agree on it."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        return message.with_rows((self.button(view, view.t("invite.to_be_agreed"), AGREED),))

    @override
    def read(self, reply: Reply, view: View) -> Reading[date | None]:
        words = (typed(reply) or "").strip()
        if words in {AGREED, view.t("invite.to_be_agreed"), "待定", "商定"}:
            return Answered(None)
        match self._day.read(reply, view):
            case Answered(value=day, remark=remark):
                return Answered(day, remark)
            case other:
                return other

    @override
    def show(self, value: date | None, view: View) -> str:
        return self._day.show(value, view) if value else view.t("invite.to_be_agreed")

    @override
    def encode(self, value: date | None) -> str:
        return value.isoformat() if value else ""

    @override
    def decode(self, data: str) -> date | None:
        return date.fromisoformat(data) if data else None

    @property
    def _day(self) -> DayStep:
        return DayStep(self.name, self.ask)


@dataclass(frozen=True)
class Confirm(ReviewStep):
    """The second tap: it names how many and who before anything goes out."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        chosen = view.given[EXPERTS]
        names = EXPERTS.show(chosen, view)
        return message.before(view.t("invite.about_to", count=len(chosen), names=names))


NEED = Step[int]("need", ask="check.about", when=never)
EXPERTS = headed(PickExperts("experts", ask="invite.experts", options=fitting, find=by_name, least=1))
VISIT = headed(VisitDay("visit", ask="invite.visit"))
DAYS = headed(NumberStep("days", ask="invite.days", least=1, most=60, taps=(1, 2, 3)))
PAYS = headed(
    PickOne("pays", ask="invite.pays", options=fixed(*((code, f"invite.pay.{code}") for code in PAYERS)))
)
CONFIRM = Confirm("confirm", ask="invite.confirm", send="invite.send")
INVITE = Flow("invite", version=1, steps=(ABOUT, NEED, EXPERTS, VISIT, DAYS, PAYS, CONFIRM))


def finish(given: Given, context: Context, _: str) -> Effects:
    """Send the invitations, each with its reasons."""
    found: Candidates = context.need_fact(RankedExperts(given[NEED]))
    experts = tuple(int(code) for code in given[EXPERTS])
    known = {number: each.reason for number in experts if (each := found.find(number))}
    command = Invite(given[NEED], experts, given[VISIT], given[DAYS], given[PAYS], known)
    return invite(command, context.uow, context.actor)


def _option(candidate: Candidate) -> Option:
    return Option(str(candidate.expert_id), candidate.name)


TALK = Conversation(INVITE, finish, title="invite.title")
