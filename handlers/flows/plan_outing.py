"""Planning an activity (安排对接活动): who, what kind, to whom, when, how long; the rest has defaults."""

from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from handlers.cards.matters import Matter
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.review import ReviewStep
from handlers.domain.activities import SINGLE_VISIT
from handlers.domain.bureaus import Bureau
from handlers.domain.holdings import ACTIVE
from handlers.domain.invitations import Invitation
from handlers.effects import Effects
from handlers.flows.headed import ABOUT
from handlers.flows.outing_steps import (
    BASE,
    BASES,
    BATCH,
    BOUNDS,
    BUREAU,
    DAYS,
    HOSTS,
    INDUSTRY,
    KIND,
    LEADER,
    NEED,
    ORGANISER,
    PARTNER,
    PAYS,
    PLACE,
    STARTS,
    TITLE,
    WHO,
    WHY_CLASH,
    WHY_LENGTH,
    WHY_TEAM,
    WHY_WINDOW,
    bounds_of,
    invited,
    named,
)
from handlers.matchmaking.outings import CLASH, LENGTH, TEAM, WINDOW, Plan
from handlers.usecases.planning_outings import PlanOuting, organiser_of, plan_outing

REASONS = {WINDOW: WHY_WINDOW, LENGTH: WHY_LENGTH, TEAM: WHY_TEAM, CLASH: WHY_CLASH}


@dataclass(frozen=True)
class Confirm(ReviewStep):
    """The second tap: it names how many and who before anything goes out."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        who = view.given[WHO]
        lines = [view.t("outing.about_to", count=len(who), names=WHO.show(who, view))]
        if named(who):
            lines.append(view.t("outing.ask_them_first"))
        return message.before(*lines)

    @override
    def _stands(self, step: Step[Any], view: View) -> bool:
        """Leave a clash out that was not met."""
        return super()._stands(step, view) and (step is not WHY_CLASH or view.given.has(step))


CONFIRM = Confirm("confirm", ask="outing.confirm", send="outing.send", guessed="outing.proposed")
PLAN = Flow(
    "plan_outing",
    version=1,
    steps=(
        ABOUT, BUREAU, BOUNDS, BASES, NEED, WHO, KIND, HOSTS, TITLE, STARTS, DAYS, WHY_WINDOW, WHY_LENGTH,
        WHY_TEAM, WHY_CLASH, PARTNER, BASE, PLACE, ORGANISER, INDUSTRY, BATCH, LEADER, PAYS, CONFIRM,
    ),
)  # fmt: skip


def begin(context: Context, bureau: Bureau, matters: tuple[Matter, ...]) -> Effects:
    """Open the form; with one accepted invitation given, only the day is left to ask."""
    uow, number = context.uow, bureau.id or 0
    about = [context.t("outing.plan_title")]
    bases = [base for base in uow.holdings.bases([number]) if base.state == ACTIVE]
    given: dict[Step[Any], Any] = {
        ABOUT: about,
        BUREAU: number,
        BOUNDS: bounds_of(uow.rules),
        BASES: [[str(base.id), base.name] for base in bases],
    }
    suggested: dict[Step[Any], Any] = {
        ORGANISER: organiser_of(uow, bureau),
        BATCH: uow.activities.batches(number, uow.today.year) + 1,
        PAYS: matters[0].invitation.pays if matters else "host",
        **dict.fromkeys((PLACE, INDUSTRY, LEADER, WHY_CLASH)),
    }
    if len(matters) == 1:
        about.append(
            context.t("outing.pair", expert=matters[0].person.name, enterprise=matters[0].enterprise)
        )
        suggested |= _proposed(context, matters[0])
    elif matters:
        about.append(context.t("match.heading", title=matters[0].need.title))
        given[NEED] = matters[0].need.id
    return start(PLAN_TALK, context, f"bureau:{bureau.id}", given, suggested)


def planned(given: Given, context: Context, subject: str) -> Effects:
    """Plan it. The title of a single visit is that of its need."""
    who, base = given[WHO], given.get(BASE)
    plan = Plan(
        invited(who),
        given[KIND],
        given[STARTS],
        given[DAYS],
        named(who),
        tuple(int(code) for code in given[HOSTS]),
    )
    command = PlanOuting(
        int(subject.partition(":")[2]),
        plan,
        title=given.get(TITLE) or "",
        place=given.get(PLACE) or "",
        partner=given.get(PARTNER) or "",
        organiser=given[ORGANISER],
        industry=given.get(INDUSTRY) or "",
        batch=given[BATCH],
        leader_id=_leader(context, given),
        pays=given[PAYS],
        base_id=int(base) if base else None,
        reasons={rule: given.get(step) or "" for rule, step in REASONS.items()},
    )
    return plan_outing(command, context.uow, context.actor)


def _proposed(context: Context, matter: Matter) -> dict[Step[Any], Any]:
    """Return what one accepted invitation says already; a day that is agreed leaves nothing to ask."""
    one = matter.invitation
    found: dict[Step[Any], Any] = {
        WHO: (str(one.id),),
        KIND: SINGLE_VISIT,
        HOSTS: (str(matter.need.enterprise_id),),
        DAYS: one.visit_days,
    }
    if one.visit_day is not None and one.visit_day >= context.uow.today:
        found[STARTS] = one.visit_day
    return found


def _leader(context: Context, given: Given) -> int | None:
    code = given.get(LEADER)
    if not code:
        return None
    if by_name := named((code,)):
        return by_name[0]
    invitation = context.uow.get(Invitation, int(code))
    return invitation.expert_id if invitation else None


PLAN_TALK = Conversation(PLAN, planned, title="outing.plan_title")
