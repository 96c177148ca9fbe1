"""Cards of a need (需求): as the enterprise sees it, as the bureau sees it, as an invited expert sees it."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken, spoken_day
from handlers.domain.needs import APPROVED, ARRANGED, REJECTED, RETURNED, SUBMITTED, WITHDRAWN, Need
from handlers.domain.regions import full_name
from handlers.domain.wording import Language
from handlers.programme.rules import Rules
from nlp.coach import coach
from nlp.domains import domain_name

FILE_BUTTONS = 10
LABEL = 14


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """A need with what its card names beside it. `bureau` is empty while no bureau has anybody.

    `sent_up` names the bureau it was submitted up to (上报): those below only read it.
    """

    need: Need
    enterprise: str
    author: str
    phone: str
    bureau: str
    today: date
    rules: Rules
    files: tuple[tuple[int, str, str], ...] = ()
    invited: int = 0
    agreed: tuple[str, ...] = ()
    sent_up: str = ""


def enterprise_card(facts: NeedFacts, t: Translate) -> Message:
    """Return the need as its enterprise sees it: what was filed, where it stands, what comes next."""
    need = facts.need
    message = Message(
        heading=t("need.heading", number=need.number, title=need.title),
        fields=(*_own_fields(facts, t), *_sent_up(facts, t), (t("need.state"), state_line(facts, t))),
    )
    return message if facts.sent_up else message.with_rows(*_own_rows(need, t))


def receipt_card(facts: NeedFacts, t: Translate) -> Message:
    """Return the need as it was filed; the lines above it say where it stands, and a button leads to all."""
    heading = t("need.heading", number=facts.need.number, title=facts.need.title)
    message = Message(heading=heading, fields=_own_fields(facts, t))
    (withdraw,) = _own_rows(facts.need, t)
    return message.with_rows((Button(t("menu.needs"), "do:needs"), *withdraw))


def bureau_card(facts: NeedFacts, t: Translate) -> Message:
    """Return the need as the bureau checks it: everything, with the files and what can be done now."""
    need = facts.need
    fields = (
        (t("check.enterprise"), facts.enterprise),
        *_common_fields(facts, t),
        (t("need.detail_label"), need.detail),
        *_optional((t("check.public"), _public(need, t)) if need.public_detail != need.detail else None),
        *_optional((t("check.files"), _file_names(facts, t)) if facts.files else None),
        (t("coach.label"), _coached(need, t)),
        *_sent_up(facts, t),
        (t("need.state"), bureau_line(facts, t)),
    )
    message = Message(heading=t("check.heading", number=need.number, title=need.title), fields=fields)
    return message.with_rows(*_file_rows(facts), *_bureau_rows(need, t))


def locked_card(facts: NeedFacts, t: Translate) -> Message:
    """Return the need for a bureau below the one it was submitted up to (上报): to read, not to change."""
    need = facts.need
    match = (Button(t("check.match"), f"match:{need.id}"),) if need.state in {APPROVED, ARRANGED} else ()
    rows = (*_file_rows(facts), (*match, Button(t("check.call"), f"n.call:{need.id}")))
    return replace(bureau_card(facts, t), rows=rows)


def public_card(facts: NeedFacts, t: Translate) -> Message:
    """Return what an expert sees before accepting, or an observer: nothing confidential, no phone."""
    need = facts.need
    fields = (*_common_fields(facts, t), (t("need.detail_label"), _public(need, t)))
    return Message(heading=t("check.heading", number=need.number, title=need.title), fields=fields)


def state_line(facts: NeedFacts, t: Translate) -> str:
    """Return where the need stands for the enterprise, what happens next and by when."""
    waits = facts.need.state == SUBMITTED and not facts.bureau
    return _line("need.state_line.no_bureau" if waits else f"need.state_line.{_stage(facts)}", facts, t)


def bureau_line(facts: NeedFacts, t: Translate) -> str:
    """Return where the need stands for the bureau."""
    return _line(f"check.state_line.{_stage(facts)}", facts, t)


def needs_list(found: tuple[NeedFacts, ...], heading: str, t: Translate, *, own: bool) -> Message:
    """Return several needs in one message, each with a button to its card."""
    line = state_line if own else bureau_line
    fields = tuple((f"{f.need.number} {f.need.title}", line(f, t)) for f in found)
    rows = tuple((Button(_short(f.need), f"need:{f.need.id}"),) for f in found)
    return Message(heading=heading, fields=fields, rows=rows)


def language(t: Translate) -> Language:
    """Return the language of a catalogue."""
    return "en" if t("need.language") == "en" else "zh"


def _sent_up(facts: NeedFacts, t: Translate) -> tuple[tuple[str, str], ...]:
    words = t("rollup.sent_up_to", bureau=facts.sent_up) if facts.sent_up else ""
    return _optional((t("rollup.sent_up"), words) if words else None)


def _stage(facts: NeedFacts) -> str:
    return "invited" if facts.need.state == APPROVED and facts.invited else facts.need.state


def _line(key: str, facts: NeedFacts, t: Translate) -> str:
    need = facts.need
    field = t(f"need.{need.returned_field}_label") if need.returned_field else ""
    names = "、".join(facts.agreed)
    return t(
        key,
        bureau=facts.bureau,
        day=_due(facts, t),
        field=field,
        note=need.note,
        count=facts.invited,
        names=names,
    )


def _own_fields(facts: NeedFacts, t: Translate) -> tuple[tuple[str, str], ...]:
    need = facts.need
    return (*_common_fields(facts, t), (t("need.detail_label"), _shortened(need.detail, 200)))


def _common_fields(facts: NeedFacts, t: Translate) -> tuple[tuple[str, str], ...]:
    need, lang = facts.need, language(t)
    day = spoken(need.deadline, facts.today, lang) if need.deadline else t("need.no_deadline")
    return (
        (t("need.kind_label"), facts.rules.listed("need_kind", need.kind, lang)),
        (t("need.domains_label"), "；".join(domain_name(code) for code in need.domains)),
        (t("need.deadline_label"), day),
        (t("need.county_label"), full_name(need.county)),
        *_optional((t("need.conditions_label"), need.conditions) if need.conditions else None),
        *_optional((t("need.budget_label"), need.budget) if need.budget else None),
    )


def _coached(need: Need, t: Translate) -> str:
    """Return how much of what makes a need matchable it tells, and what it does not."""
    found = coach(
        f"{need.title}\n{need.detail}", has_day=need.deadline is not None, has_papers=bool(need.files)
    )
    if not found.missing:
        return t("coach.whole")
    missing = t("coach.between").join(t(f"coach.part_{part}") for part in found.missing)
    return t("coach.score", score=found.score, missing=missing)


def _optional(field: tuple[str, str] | None) -> tuple[tuple[str, str], ...]:
    return (field,) if field else ()


def _public(need: Need, t: Translate) -> str:
    return need.public_detail or t("need.all_kept_back_from_experts")


def _due(facts: NeedFacts, t: Translate) -> str:
    lang = language(t)
    due = facts.need.check_by or facts.today
    return spoken(due, facts.today, lang) if due >= facts.today else spoken_day(due, facts.today, lang)


def _own_rows(need: Need, t: Translate) -> tuple[tuple[Button, ...], ...]:
    mark = f"{need.id}:{need.revision}"
    rows: list[tuple[Button, ...]] = []
    if need.state == RETURNED:
        rows.append((Button(t("need.mend"), f"n.mend:{mark}", "primary"),))
    if need.state in {SUBMITTED, RETURNED, APPROVED, ARRANGED}:
        rows.append((Button(t("need.withdraw"), f"n.drop:{mark}"),))
    return tuple(rows)


def _bureau_rows(need: Need, t: Translate) -> tuple[tuple[Button, ...], ...]:
    mark = f"{need.id}:{need.revision}"
    call = Button(t("check.call"), f"n.call:{need.id}")
    back, retag = Button(t("check.return"), f"n.back:{mark}"), Button(t("check.retag"), f"n.tags:{mark}")
    if need.state == SUBMITTED:
        return (
            (Button(t("check.approve"), f"n.ok:{mark}", "primary"), back),
            (retag, Button(t("check.hand_on"), f"n.on:{mark}")),
            (Button(t("check.reject"), f"n.no:{mark}", "danger"), call),
        )
    if need.state in {APPROVED, ARRANGED}:
        plan = (
            ((Button(t("outing.plan"), f"act.plan:{need.id}", "primary"),),) if need.state == ARRANGED else ()
        )
        return (
            *plan,
            (Button(t("check.match"), f"match:{need.id}", "" if plan else "primary"),),
            (retag, Button(t("check.conflict"), f"n.avoid:{need.id}")),
            (call,),
        )
    return () if need.state in {WITHDRAWN, REJECTED} else ((call,),)


def _file_rows(facts: NeedFacts) -> tuple[tuple[Button, ...], ...]:
    files, need = facts.files[:FILE_BUTTONS], facts.need
    return tuple((Button(cut(name), f"n.file:{need.id}:{number}"),) for number, name, _ in files)


def _file_names(facts: NeedFacts, t: Translate) -> str:
    return t("check.file_names", count=len(facts.files), names="、".join(name for _, name, _ in facts.files))


def _short(need: Need) -> str:
    return f"{need.number} {cut(need.title)}"


def cut(words: str) -> str:
    """Return the words as a button's label can hold them."""
    return words if len(words) <= LABEL else f"{words[: LABEL - 1]}…"


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[:most]}…"
