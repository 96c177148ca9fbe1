"""Typical cases (典型事例): asked for after a high score, told, drafted, raised, published."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.cards.cases import INSIDE, LEVELS, case_card, consent_of, invitation_to_tell
from handlers.cards.pairs import Pair
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import Fired, SentFile
from handlers.dialogue.step import Refused
from handlers.dialogue.steps.telling import Told
from handlers.dialogue.texts import Translate, translator
from handlers.domain.activities import HAPPENED, Visit
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import MINISTRY
from handlers.domain.outcomes import ASKED, DRAFT, DROPPED, PROMOTED, REPORTED, TypicalCase
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import Make, line, tell, tell_bureau
from handlers.usecases.pairs import desk_of, pair_of, sides
from handlers.usecases.quiet import hold

DUE = "case_due"
"""The timer that asks an enterprise for its case."""


@dataclass(frozen=True, slots=True)
class TellCase:
    """The answers of an enterprise by question code, with what it agrees to under "consent"."""

    case_id: int
    answers: dict[str, Told]
    consent: str
    photos: tuple[SentFile, ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Publish:
    """Where a case was published (报刊、广播、电视、网络), when, and what it was called there."""

    case_id: int
    medium: str
    on: date
    words: str = ""


def rated(uow: UnitOfWork, visit: Visit, rating: int) -> Effects:
    """Plan to ask for the case some time after an enterprise has rated a visit highly."""
    rule = uow.rules.after_visit.case
    if rating < rule.at_least or uow.outcomes.case_of(visit.id or 0) is not None:
        return ()
    day = uow.calendar.on_or_after(uow.today + timedelta(days=rule.after_days))
    moment = at(day, uow.rules.deadlines.hour)
    return (Schedule(f"{DUE}:{visit.id}", moment, DUE, f"visit:{visit.id}"),)


def ask_for_case(uow: UnitOfWork, visit_id: int, fired: Fired) -> Effects:
    """Ask the enterprise's contacts whether they tell how it went; once."""
    visit = uow.get(Visit, visit_id)
    if visit is None or visit.state != HAPPENED or uow.outcomes.case_of(visit_id) is not None:
        return ()
    if waiting := hold(uow, f"{DUE}:{visit_id}", fired):
        return waiting
    pair = pair_of(uow, visit.expert_id, visit.enterprise_id)
    people = [each for each in sides(uow, pair) if each != pair.expert.person_id]
    if not people:
        return ()
    case = uow.add(TypicalCase(visit_id=visit_id, made_at=uow.now))
    uow.record("case.asked", name_of(case), visit=visit_id)
    return tuple(
        e
        for each in people
        for e in tell(uow, each, lambda t: invitation_to_tell(pair, case, t), card=name_of(case))
    )


def keep_case(command: TellCase, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep what was told, and give the bureau a draft of it."""
    pair, case = opened_case(uow, actor, command.case_id, "tell_case")
    if case.state not in {ASKED, DRAFT}:
        raise Refused("case.not_any_more")
    told = {code: _kept(uow, actor, case, each, command.channel) for code, each in command.answers.items()}
    case.answers = {**told, "consent": {"words": command.consent}}
    uow.keep_files(actor.person_id, name_of(case), command.channel, command.photos)
    case.consented_at = uow.now if command.consent != INSIDE else None
    case.state, case.draft = DRAFT, draft_of(pair, case)
    case.revision += 1
    uow.record("case.told", name_of(case), by=actor.person_id, consent=command.consent)
    thanks = tell(uow, actor.person_id, line("case.thanks"))
    return (*thanks, *_show_desk(uow, pair, case, line("case.news")))


def decline_case(uow: UnitOfWork, actor: Actor, case_id: int) -> Effects:
    """Take a no for a no; it is not asked again."""
    _, case = opened_case(uow, actor, case_id, "tell_case")
    if case.state == ASKED:
        case.state = DROPPED
        uow.record("case.declined", name_of(case), by=actor.person_id)
    return tell(uow, actor.person_id, line("case.declined"))


def edit_case(uow: UnitOfWork, actor: Actor, case_id: int, revision: int, draft: str) -> Effects:
    """Put another draft in the place of the former one, unless somebody was quicker."""
    pair, case = opened_case(uow, actor, case_id, "edit_case")
    if case.revision != revision:
        return show_case(uow, actor, pair, case, line("case.moved_on"))
    case.draft = draft
    case.revision += 1
    uow.record("case.edited", name_of(case), by=actor.person_id)
    return show_case(uow, actor, pair, case, line("case.edited"))


def raise_case(uow: UnitOfWork, actor: Actor, case_id: int, revision: int) -> Effects:
    """Take a case one level on: 总结, 上报, 推广. Nothing is promoted that its enterprise keeps inside."""
    pair, case = opened_case(uow, actor, case_id, "edit_case")
    further = LEVELS.get(case.state)
    if case.revision != revision or further is None:
        return show_case(uow, actor, pair, case, line("case.moved_on"))
    if further == PROMOTED and consent_of(case) == INSIDE:
        raise Refused("case.no_consent")
    case.state = further
    case.revision += 1
    uow.record(f"case.{further}", name_of(case), by=actor.person_id)
    above = _tell_above(uow, actor, pair, case) if further == REPORTED else ()
    return (*show_case(uow, actor, pair, case, line(f"case.is_{further}")), *above)


def drop_case(uow: UnitOfWork, actor: Actor, case_id: int) -> Effects:
    """Put a case aside (不采用); what was told stays on the record."""
    pair, case = opened_case(uow, actor, case_id, "edit_case")
    if case.state != DROPPED:
        case.state = DROPPED
        case.revision += 1
        uow.record("case.dropped", name_of(case), by=actor.person_id)
    return show_case(uow, actor, pair, case)


def withdraw_case(uow: UnitOfWork, visit_id: int) -> None:
    """Put a case aside whose visit, as it turns out, did not take place."""
    case = uow.outcomes.case_of(visit_id)
    if case is not None and case.state != DROPPED:
        case.state = DROPPED
        case.revision += 1
        uow.record("case.dropped", name_of(case), visit=visit_id)


def publish_case(command: Publish, uow: UnitOfWork, actor: Actor) -> Effects:
    """Log where a case was published; the same twice is once."""
    pair, case = opened_case(uow, actor, command.case_id, "edit_case")
    if consent_of(case) == INSIDE:
        raise Refused("case.no_consent")
    entry = {"medium": command.medium, "on": command.on.isoformat(), "words": command.words}
    if entry not in case.media:
        case.media = [*case.media, entry]
        uow.record("case.published", name_of(case), by=actor.person_id, medium=command.medium)
    return show_case(uow, actor, pair, case, line("case.published"))


def list_cases(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show the cases of the actor's places, the newest first."""
    areas = [desk.area for desk in actor.desks if desk.kind == "bureau"]
    if not areas:
        return tell(uow, actor.person_id, line("case.only_bureaus"))
    seen = [case for case in uow.outcomes.cases(areas) if _sees(uow, actor, case)]
    found = [opened_case(uow, actor, case.id or 0, "see_case") for case in seen]
    if not found:
        return tell(uow, actor.person_id, line("case.none"))
    return tuple(e for pair, case in found[:5] for e in show_case(uow, actor, pair, case))


def give_file(uow: UnitOfWork, actor: Actor, case_id: int, file_id: str) -> Effects:
    """Send a voice note or photo of a case to whoever may see it."""
    pair, case = opened_case(uow, actor, case_id, "see_case")
    file = next((each for each in uow.files_about(name_of(case)) if str(each.id) == file_id), None)
    if file is None:
        return show_case(uow, actor, pair, case)
    document = Document("file", file.name or f"{case.id}-{file.id}", file_id)
    return tell(
        uow,
        actor.person_id,
        lambda t: Message(lines=(t("case.file_here", **pair.values()),), documents=(document,)),
    )


def show_case(
    uow: UnitOfWork, actor: Actor, pair: Pair, case: TypicalCase, news: Make | None = None
) -> Effects:
    """Show one person the case with what they may do."""
    acts = may(actor, "edit_case", pair.subject)
    return tell(uow, actor.person_id, _card(uow, pair, case, news, acts=acts), card=name_of(case))


def opened_case(uow: UnitOfWork, actor: Actor, case_id: int, action: str) -> tuple[Pair, TypicalCase]:
    """Return a case with which the actor may do this. Raises `Refused`."""
    case = uow.get(TypicalCase, case_id)
    visit = uow.get(Visit, case.visit_id) if case else None
    if case is None or visit is None:
        raise Refused("case.gone")
    pair = pair_of(uow, visit.expert_id, visit.enterprise_id)
    if not may(actor, action, pair.subject):
        raise Refused("case.may_not")
    return pair, case


def draft_of(pair: Pair, case: TypicalCase) -> str:
    """Return a first draft: what was told, question by question, in the order of the programme's list."""
    t = translator("zh")
    lines = [t("case.draft_heading", **pair.values())]
    for question in pair.rules.case_question:
        if told := case.answers.get(question.code):
            words = told["words"] or t("case.draft_voice")
            lines.append(t("case.draft_line", question=question.zh.rstrip("？?"), words=words))
    return "\n".join(lines)


def name_of(case: TypicalCase) -> str:
    """Return the name of a case in events, cards and attachments: "case:4"."""
    return f"case:{case.id}"


def _kept(uow: UnitOfWork, actor: Actor, case: TypicalCase, told: Told, channel: str) -> dict[str, Any]:
    files = uow.keep_files(actor.person_id, name_of(case), channel, told.files) if told.files else ()
    return {"words": told.words, "files": [file.id for file in files]}


def _sees(uow: UnitOfWork, actor: Actor, case: TypicalCase) -> bool:
    """Say whether the case lies under the actor: a province-managed county lies beside its city."""
    visit = uow.get(Visit, case.visit_id)
    return visit is not None and may(
        actor, "see_case", pair_of(uow, visit.expert_id, visit.enterprise_id).subject
    )


def _show_desk(uow: UnitOfWork, pair: Pair, case: TypicalCase, news: Make) -> Effects:
    card = _card(uow, pair, case, news, acts=True)
    return tell_bureau(uow, desk_of(uow, pair), card, card=name_of(case))


def _tell_above(uow: UnitOfWork, actor: Actor, pair: Pair, case: TypicalCase) -> Effects:
    """Show the case to the nearest staffed bureau above the one that reported it (上报)."""
    own = [desk.bureau_id for desk in actor.desks if desk.acts and desk.covers(pair.enterprise.county)]
    staffed = uow.bureaus.staffed()
    line_up = (b for desk in own[:1] for b in uow.bureaus.line(desk) if b.level != MINISTRY)
    above = next((b.id for b in line_up if b.id in staffed), None)
    card = _card(uow, pair, case, line("case.reported_to_you"), acts=True)
    return tell_bureau(uow, above, card, card=name_of(case))


def _card(uow: UnitOfWork, pair: Pair, case: TypicalCase, news: Make | None, *, acts: bool) -> Make:
    files = uow.files_about(name_of(case))

    def make(t: Translate) -> Message:
        card = case_card(pair, case, files, t, acts=acts)
        return card.before(*news(t).lines) if news else card

    return make
