"""The card of a filing (报送): what is owed to whom by when, what is there and missing, what may be done."""

from collections.abc import Sequence
from itertools import groupby

from handlers.cards.filed import Filed, filed, filing_name
from handlers.cards.filing_buttons import Side, copy_rows, filing_rows
from handlers.cards.needs import language
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken, spoken_day, spoken_time
from handlers.domain.filings import OPEN, OWED, RECEIVED, RETURNED, SUBMITTED, WAIVED, Filing, PaperCopy
from handlers.ports.work import UnitOfWork


def filing_card(
    filing: Filing, uow: UnitOfWork, t: Translate, *, remark: str = "", side: Side = "owing"
) -> Message:
    """Return the card as one side sees it, with the buttons of what that side may do now."""
    one = filed(uow, filing)
    message = _card(one, side, t).with_rows(*filing_rows(one, side, t))
    return message.before(remark) if remark else message


def copies_card(filing: Filing, uow: UnitOfWork, t: Translate) -> Message:
    """Return the card of those who owe it with the steps of the paper copies (纸质进度) on its buttons."""
    one = filed(uow, filing)
    return _card(one, "owing", t).with_rows(*copy_rows(one, t))


def due_line(one: Filed, t: Translate) -> str:
    """Return the legal day and the working day to finish by, with weekday and days left."""
    filing, lang = one.filing, language(t)
    day = spoken(filing.legal, one.today, lang) if filing.legal == filing.aim else _two_days(one, t)
    if filing.expected:
        day = t("filing.expected", day=day)
    if filing.extended_from is None:
        return day
    return t("filing.extended", day=day, former=spoken_day(filing.extended_from, one.today, lang))


def missing_line(one: Filed, t: Translate) -> str:
    """Return what is still owed in one line; empty when nothing is, or needs are to be sent up instead."""
    if one.filing.state not in OWED or one.rolls_up:
        return ""
    names = [paper.name(t) for paper in one.missing]
    if one.wants_file and one.filing.electronic == "none" and not names:
        names = [t("filing.missing_electronic")]
    if one.papers_missing:
        names.append(t("filing.missing_paper", count=one.papers_missing))
    return t("filing.comma").join(names)


def state_line(one: Filed, t: Translate) -> str:
    """Return where the filing stands, who filed it and when."""
    filing, lang = one.filing, language(t)
    name = one.submitted_by or t("filing.somebody")
    if filing.state == OPEN:
        return t("filing.state_line.open_late" if filing.aim < one.today else "filing.state_line.open")
    if filing.state == SUBMITTED and filing.submitted_at:
        key = "submitted" if one.to else "submitted_to_nobody"
        return t(f"filing.state_line.{key}", name=name, time=spoken_time(filing.submitted_at, lang))
    if filing.state == RECEIVED and filing.received_at:
        return t("filing.state_line.received", time=spoken_time(filing.received_at, lang))
    return t(f"filing.state_line.{filing.state}", note=filing.note, time="", name=name)


def copy_lines(copies: Sequence[PaperCopy], t: Translate) -> tuple[tuple[str, str], ...]:
    """Return the paper copies as fields, neighbours in the same state together."""
    said = [(copy.number, _copy_state(copy, t)) for copy in copies]
    found = []
    for words, run in groupby(said, key=lambda pair: pair[1]):
        numbers = [number for number, _ in run]
        found.append((_numbers(numbers, t), words))
    return tuple(found)


def _card(one: Filed, side: Side, t: Translate) -> Message:
    filing, owes = one.filing, side in ("owing", "both")
    fields = (
        *_optional(t("filing.to"), _receiver(one, t) if owes else ""),
        (t("filing.due"), due_line(one, t)),
        *_file_fields(one, t),
        *_copy_fields(one, t),
        *_need_fields(one, t),
        *_optional(t("filing.missing"), missing_line(one, t)),
        *_optional(t("filing.note"), filing.note if filing.state not in (RETURNED, WAIVED) else ""),
        (t("filing.state"), state_line(one, t)),
    )
    name = filing_name(one, t)
    if owes:
        return Message(heading=t("filing.heading", name=name), fields=fields)
    return Message(heading=t("filing.heading_from", bureau=one.bureau.name, name=name), fields=fields)


def _two_days(one: Filed, t: Translate) -> str:
    filing, lang = one.filing, language(t)
    legal, aim = spoken_day(filing.legal, one.today, lang), spoken_day(filing.aim, one.today, lang)
    days = (filing.aim - one.today).days
    key = "filing.due_two" if days > 0 else "filing.due_two_past" if days else "filing.due_two_today"
    return t(key, legal=legal, aim=aim, **({"days": abs(days)} if days else {}))


def _receiver(one: Filed, t: Translate) -> str:
    if one.to is None:
        return ""
    return t("filing.to_desk", bureau=one.to.name, desk=one.to.desk) if one.to.desk else one.to.name


def _file_fields(one: Filed, t: Translate) -> tuple[tuple[str, str], ...]:
    if not one.wants_file:
        return ()
    state = t(f"filing.electronic_state.{one.filing.electronic}")
    return (
        (t("filing.electronic"), state),
        *_optional(t("filing.files"), t("filing.comma").join(name for _, name in one.files)),
    )


def _need_fields(one: Filed, t: Translate) -> tuple[tuple[str, str], ...]:
    if not one.rolls_up:
        return ()
    words = t("filing.needs_line", ready=one.counts.ready, waiting=one.counts.waiting, sent=one.counts.sent)
    return ((t("filing.needs"), words),)


def _copy_fields(one: Filed, t: Translate) -> tuple[tuple[str, str], ...]:
    if not one.copies:
        return ()
    return (
        (t("filing.paper_label"), t("filing.paper_count", count=len(one.copies))),
        *copy_lines(one.copies, t),
    )


def _copy_state(copy: PaperCopy, t: Translate) -> str:
    state = t(f"filing.copy_state.{copy.state}")
    if copy.tracking and copy.state == "posted":
        state = t("filing.copy_tracking", state=state, tracking=copy.tracking)
    return t("filing.copy_photo", state=state) if copy.photo_id and copy.state == "posted" else state


def _numbers(numbers: Sequence[int], t: Translate) -> str:
    if len(numbers) == 1:
        return t("filing.copy_numbers", first=numbers[0])
    return t("filing.copy_range", first=numbers[0], last=numbers[-1])


def _optional(label: str, value: str) -> tuple[tuple[str, str], ...]:
    return ((label, value),) if value else ()
