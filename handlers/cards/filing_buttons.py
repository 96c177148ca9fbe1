"""The buttons of a filing's card (报送): what each side may do now, and the steps of the paper copies."""

from typing import Literal

from handlers.cards.filed import Filed
from handlers.cards.needs import FILE_BUTTONS, cut
from handlers.dialogue.messages import Button, Style
from handlers.dialogue.steps.choices import rows_of
from handlers.dialogue.texts import Translate
from handlers.domain.filings import COPY_STATES, OWED, RECEIVED, SUBMITTED, WAIVED

Side = Literal["owing", "receiving", "both", "looking"]
"""Whose card it is: who owes the filing, who receives it, somebody who does both, or who only looks on."""
Rows = tuple[tuple[Button, ...], ...]

BY_HAND = ("printed", "sealed", "posted")
"""What the owing side notes of a copy, in this order."""


def filing_rows(one: Filed, side: Side, t: Translate) -> Rows:
    """Return the buttons for one side, the likeliest first."""
    owing = _owing(one, t) if side in ("owing", "both") else []
    receiving = _receiving(one, t) if side in ("receiving", "both") else []
    return (*rows_of([*owing, *receiving]), *_file_rows(one, t))


def copy_rows(one: Filed, t: Translate) -> Rows:
    """Return the steps of the paper copies: for all that lack one, and copy by copy."""
    number = one.filing.id
    states = [state for state in BY_HAND if any(_before(copy.state, state) for copy in one.copies)]
    together = [_step(number, 0, state, t(f"filing.all_are.{state}")) for state in states]
    single = [
        _step(number, copy.number, following, t(f"filing.one_is.{following}", number=copy.number))
        for copy in one.copies
        if (following := _following(copy.state))
    ]
    each = single if len(one.copies) > 1 else []
    fix, back = _button(one, "fix", t, revision=False), Button(t("filing.back"), f"filing:{number}")
    return (*rows_of(together), *rows_of(each), (fix, back))


def _owing(one: Filed, t: Translate) -> list[Button]:
    filing = one.filing
    fix = [_button(one, "fix", t, revision=False)] if one.copies else []
    if filing.state == WAIVED:
        return []
    if filing.state not in OWED:
        more = [Button(t("filing.send_more"), f"up:{filing.id}", "primary")]
        return [*(more if one.rolls_up and one.counts.ready else []), *fix]
    buttons = [Button(t("filing.send_up"), f"up:{filing.id}", "primary")] if one.rolls_up else []
    if one.wants_file and filing.electronic == "none":
        buttons += [_button(one, "upload", t, "primary"), _button(one, "other_way", t)]
    if one.wants_word and not (one.wants_file or one.rolls_up):
        buttons.append(_button(one, "declare", t, "primary"))
    if one.papers_missing:
        buttons.append(_button(one, "paper", t))
    elif one.copies:
        buttons += fix
    return buttons


def _receiving(one: Filed, t: Translate) -> list[Button]:
    filing = one.filing
    buttons = _to_confirm(one, t)
    if one.rolls_up and filing.electronic != "none":
        buttons.append(Button(t("filing.look_at_needs"), f"up.sent:{filing.id}"))
    if filing.state in (SUBMITTED, RECEIVED):
        buttons.append(_button(one, "return", t))
        buttons += [_button(one, "fix", t, revision=False)] if one.copies else []
    if filing.state in OWED:
        names = ("chase", "phone", "fill_in", "extend", "waive") if one.to else ("extend", "waive")
        buttons += [_button(one, name, t) for name in names]
    if filing.state == WAIVED:
        buttons.append(_button(one, "restore", t))
    return buttons


def _to_confirm(one: Filed, t: Translate) -> list[Button]:
    file = one.filing.electronic == "sent" and one.to is not None
    paper = any(copy.state == "posted" for copy in one.copies)
    parts = (["all"] if file and paper else []) + (["file"] if file else []) + (["paper"] if paper else [])
    if not one.copies and file:
        parts = ["only"]
    mark = f"{one.filing.id}:{one.filing.revision}"
    styles: list[Style] = ["primary", "", ""]
    return [
        Button(t(f"filing.receive.{part}"), f"fl.in:{mark}:{'all' if part == 'only' else part}", style)
        for part, style in zip(parts, styles, strict=False)
    ]


def _file_rows(one: Filed, t: Translate) -> Rows:
    """Return a button for each file that was sent in the chat, the newest ones, and the slips of the post."""
    files = [(number, t("filing.open_file", name=cut(name))) for number, name in one.files]
    slips = [(number, t("filing.open_slip")) for number, _ in one.slips]
    shown = [*files[-FILE_BUTTONS:], *slips[-1:]]
    return tuple((Button(label, f"fl.file:{one.filing.id}:{number}"),) for number, label in shown)


_VERBS = {
    "upload": "fl.up",
    "other_way": "fl.way",
    "declare": "fl.done",
    "paper": "fl.paper",
    "fix": "fl.fix",
    "return": "fl.back",
    "chase": "fl.chase",
    "phone": "fl.call",
    "fill_in": "fl.for",
    "extend": "fl.ext",
    "waive": "fl.free",
    "restore": "fl.need",
}


def _button(one: Filed, name: str, t: Translate, style: Style = "", *, revision: bool = True) -> Button:
    mark = f":{one.filing.revision}" if revision else ""
    return Button(t(f"filing.{name}"), f"{_VERBS[name]}:{one.filing.id}{mark}", style)


def _step(filing_id: int | None, copy: int, state: str, label: str) -> Button:
    verb = "fl.post" if state == "posted" else "fl.copy"
    return Button(label, f"{verb}:{filing_id}:{copy}:{state}")


def _following(state: str) -> str:
    return next((following for following in BY_HAND if _before(state, following)), "")


def _before(state: str, other: str) -> bool:
    return COPY_STATES.index(state) < COPY_STATES.index(other)
