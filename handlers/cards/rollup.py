"""Sending needs up (需求上报): the list to choose from, one need's screening, the last question."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards.filed import Filed, filing_name
from handlers.cards.needs import cut
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.needs import Need
from handlers.domain.screening import Screening

PAGE = 8
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A need on the list, with its enterprise and what was decided about it."""

    need: Need
    enterprise: str
    screening: Screening
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a bureau may send up now, how much of its own is not checked yet, and how much it has sent."""

    filed: Filed
    ready: tuple[Choice, ...]
    waiting: int = 0
    sent: int = 0
    page: int = 0

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """What would be sent."""
        return tuple(choice for choice in self.ready if choice.screening.send)

    @property
    def supplements(self) -> bool:
        """Say whether something was sent before, so that the rest goes after it (补报)."""
        return self.filed.filing.electronic != "none"


def choices_card(found: Choices, t: Translate) -> Message:
    """Return the list: each need with what was decided, a button to screen it and one to leave it out."""
    shown, pages = page_of(found.ready, found.page)
    lines = [t("rollup.count", ready=len(found.ready), chosen=len(found.chosen))]
    lines += [t("rollup.waiting", count=found.waiting)] if found.waiting else []
    lines += [t("rollup.sent_before", count=found.sent)] if found.sent else []
    fields = tuple((need_label(choice), decision_line(choice, t)) for choice in shown)
    rows = [_choice_row(choice, found, t) for choice in shown]
    return Message(
        heading=_heading(found, t),
        lines=tuple(lines),
        fields=fields,
        rows=(*rows, *_paging(found, pages, t), *_end_rows(found, t)),
    )


def one_card(choice: Choice, found: Choices, t: Translate) -> Message:
    """Return one need of the list with the buttons of its screening."""
    need, number = choice.need, found.filed.filing.id
    mark = f"{number}:{need.id}"
    other = (
        Button(t("rollup.leave_out"), f"up.out:{mark}")
        if choice.screening.send
        else Button(t("rollup.take_in"), f"up.in:{mark}", "primary")
    )
    key = "rollup.unflag" if need.key_difficulty else "rollup.flag"
    fields = (
        (t("check.enterprise"), choice.enterprise),
        (t("need.detail_label"), need.detail if len(need.detail) <= _LONG else f"{need.detail[:_LONG]}…"),
        (t("rollup.decision"), decision_line(choice, t)),
        *(((t("rollup.reviewer"), choice.reviewer),) if choice.reviewer else ()),
    )
    rows = (
        (other, Button(t(key), f"up.key:{mark}")),
        (Button(t("rollup.mark"), f"up.mark:{mark}"), Button(t("rollup.whole"), f"need:{need.id}")),
        (Button(t("rollup.to_list"), f"up:{number}"),),
    )
    return Message(heading=need_label(choice), fields=fields, rows=rows)


_LONG = 300


def sure_card(found: Choices, stamp: str, t: Translate) -> Message:
    """Return the last question: how many, to whom, and that it locks them."""
    number, to = found.filed.filing.id, found.filed.to
    name = to.name if to else ""
    key = "rollup.sure" if found.chosen else "rollup.sure_none"
    label = "rollup.yes" if found.chosen else "rollup.yes_none"
    yes = Button(t(label, count=len(found.chosen)), f"up.yes:{number}:{stamp}", "danger")
    lines = [t(key, count=len(found.chosen), bureau=name)]
    left = len(found.ready) - len(found.chosen)
    lines += [t("rollup.left", count=left)] if left else []
    lines += [t("rollup.waiting", count=found.waiting)] if found.waiting else []
    rows = ((yes,), (Button(t("rollup.look_again"), f"up:{number}"),))
    return Message(heading=_heading(found, t), lines=tuple(lines), rows=rows)


def came_card(one: Filed, came: Sequence[Choice], page: int, t: Translate) -> Message:
    """Return for the receiver what a bureau has sent up, each with a button to look and one to return it."""
    shown, pages = page_of(came, page)
    heading = t("rollup.came", bureau=one.bureau.name, name=filing_name(one, t))
    rows: list[tuple[Button, ...]] = [
        (
            Button(f"{choice.need.number} {cut(choice.need.title)}", f"need:{choice.need.id}"),
            Button(t("rollup.return"), f"up.back:{choice.need.id}:{choice.need.revision}"),
        )
        for choice in shown
    ]
    if page + 1 < pages or page:
        rows.append(_pages(f"up.sent:{one.filing.id}", page, pages, t))
    rows.append((Button(t("rollup.to_filing"), f"filing:{one.filing.id}"),))
    fields = tuple((need_label(choice), decision_line(choice, t)) for choice in shown)
    return Message(
        heading=heading, lines=(t("rollup.came_count", count=len(came)),), fields=fields, rows=tuple(rows)
    )


def need_label(choice: Choice) -> str:
    """Return number, title and enterprise of a need in one line."""
    return f"{choice.need.number} {choice.need.title}（{choice.enterprise}）"


def decision_line(choice: Choice, t: Translate) -> str:
    """Return what was decided: sent or not and why, marks, the flag of a key difficulty (重点难点)."""
    found = choice.screening
    parts = [t("rollup.sends") if found.send else t("rollup.sends_not", reason=found.reason)]
    parts += [t("rollup.targeted", mark=found.targeted)] if found.targeted else []
    parts += [t("rollup.effective", mark=found.effective)] if found.effective else []
    parts += [t("rollup.key")] if choice.need.key_difficulty else []
    return t("rollup.stop").join(parts)


def page_of(items: Sequence[Choice], page: int) -> tuple[Sequence[Choice], int]:
    """Return what stands on a page, and how many pages there are."""
    return items[page * PAGE : (page + 1) * PAGE], max(1, -(-len(items) // PAGE))


def _heading(found: Choices, t: Translate) -> str:
    return t("rollup.heading", name=filing_name(found.filed, t))


def _choice_row(choice: Choice, found: Choices, t: Translate) -> tuple[Button, ...]:
    mark = f"{found.filed.filing.id}:{choice.need.id}"
    look = Button(f"{choice.need.number} {cut(choice.need.title)}", f"up.one:{mark}")
    if choice.screening.send:
        return look, Button(t("rollup.leave_out"), f"up.out:{mark}")
    return look, Button(t("rollup.take_in"), f"up.in:{mark}")


def _paging(found: Choices, pages: int, t: Translate) -> Rows:
    return (_pages(f"up:{found.filed.filing.id}", found.page, pages, t),) if pages > 1 else ()


def _pages(action: str, page: int, pages: int, t: Translate) -> tuple[Button, ...]:
    buttons = []
    if page:
        buttons.append(Button(t("rollup.before", page=page, of=pages), f"{action}:{page - 1}"))
    if page + 1 < pages:
        buttons.append(Button(t("rollup.next", page=page + 2, of=pages), f"{action}:{page + 1}"))
    return tuple(buttons)


def _end_rows(found: Choices, t: Translate) -> Rows:
    number = found.filed.filing.id
    back = Button(t("rollup.to_filing"), f"filing:{number}")
    if found.supplements and not found.chosen:
        return ((back,),)
    key = "rollup.send_more" if found.supplements else "rollup.send" if found.chosen else "rollup.send_none"
    send = Button(t(key, count=len(found.chosen)), f"up.sure:{number}", "primary")
    return ((send,), (back,))
