"""Cards of a spreadsheet on its way in: what was understood, what would come of it, how far it is."""

from collections.abc import Callable, Mapping, Sequence

from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.texts import Translate
from handlers.domain.sheets import (
    ASKING,
    CANCELLED,
    CHECKED,
    CHECKING,
    DONE,
    FAILED,
    IMPORTING,
    READING,
    Sheet,
)
from handlers.sheets.columns import KINDS, kinds, letter
from handlers.sheets.drafts import Remark
from handlers.sheets.layout import Layout

PAGE = 8
"""Columns offered at a time."""
_COUNTED = ("new", "changed", "same", "likely", "faulty")


def sheet_card(sheet: Sheet, t: Translate, *, sure: bool = False) -> Message:
    """Return the card of a sheet by its state; `sure` asks once more before anything is written."""
    if sheet.state == CHECKED and sure:
        return _sure(sheet, t)
    return _CARDS[sheet.state](sheet, t)


def fields_card(sheet: Sheet, t: Translate) -> Message:
    """Return the question which column is to be changed: every field with the column it has now."""
    layout = Layout.from_json(sheet.layout)
    buttons = [
        Button(_field_now(name, layout, t), f"sheet.field:{sheet.id}:{sheet.revision}:{name}")
        for name in kinds()[sheet.kind].fields
    ]
    others = [Button(t("sheet.other_kind"), f"sheet.kinds:{sheet.id}:{sheet.revision}")]
    rows = (*_in_pairs(buttons), tuple(others), (_check(sheet, t), _cancel(sheet, t)))
    return Message(t("sheet.heading", name=sheet.name), (t("sheet.which_field"),), rows=rows)


def columns_card(sheet: Sheet, name: str, page: int, t: Translate) -> Message:
    """Return the question which column holds a field, a page of them at a time."""
    layout = Layout.from_json(sheet.layout)
    named = [at for at, heading in enumerate(layout.headings) if heading]
    offered = [*named, *(at for at in range(len(layout.headings)) if at not in named)]
    shown = offered[page * PAGE : (page + 1) * PAGE]
    start = f"sheet.col:{sheet.id}:{sheet.revision}:{name}"
    buttons = [Button(layout.named(at), f"{start}:{at}") for at in shown]
    more = Button(t("sheet.more"), f"sheet.field:{sheet.id}:{sheet.revision}:{name}:{page + 1}")
    none = Button(t("sheet.no_column"), f"{start}:none")
    pages = (more,) if len(offered) > (page + 1) * PAGE else ()
    question = t("sheet.which_column", field=t(f"sheet.field.{sheet.kind}.{name}"))
    return Message(
        t("sheet.heading", name=sheet.name), (question,), rows=(*_in_pairs(buttons), (*pages, none))
    )


def kinds_card(sheet: Sheet, t: Translate) -> Message:
    """Return the question what the sheet is a list of."""
    row = tuple(
        Button(t(f"sheet.kind.{kind}"), f"sheet.kind:{sheet.id}:{sheet.revision}:{kind}") for kind in KINDS
    )
    return Message(t("sheet.heading", name=sheet.name), (t("sheet.which_kind"),), rows=(row,))


def read_card(sheet: Sheet, t: Translate) -> Message:
    """Return the receipt once the sheet has been read: what came of it stands below."""
    return Message(_heading(sheet, t), (t("sheet.is.read"),))


def done_message(sheet: Sheet, report: Document, t: Translate) -> Message:
    """Return the message that brings the report of an import, and what to do with likely duplicates."""
    rows = ((Button(t("sheet.twins"), "twins", "primary"),),) if sheet.counts.get("likely") else ()
    lines = (t("sheet.is.done"), *count_lines(sheet.counts, t, done=True))
    return Message(_heading(sheet, t), lines, rows=rows, documents=(report,))


def column_lines(layout: Layout, t: Translate) -> tuple[str, ...]:
    """Return a line for each field that has a column: 单位 ← 工作单位（C列）."""
    found = []
    for name, at in sorted(layout.columns.items(), key=lambda item: item[1]):
        key = "sheet.column_doubtful" if name in layout.doubtful else "sheet.column"
        key = "sheet.column_hidden" if at in layout.hidden else key
        field, heading = t(f"sheet.field.{layout.kind}.{name}"), layout.headings[at]
        found.append(t(key, field=field, heading=heading or t("sheet.no_heading"), letter=letter(at)))
    unused = "、".join(layout.named(at) for at in layout.unused)
    return (*found, *([t("sheet.unused", columns=unused)] if unused else []))


def count_lines(counts: Mapping[str, int], t: Translate, *, done: bool = False) -> tuple[str, ...]:
    """Return what comes of the rows, those with nothing left out."""
    tense = "done" if done else "count"
    return tuple(t(f"sheet.{tense}.{name}", count=counts[name]) for name in _COUNTED if counts.get(name))


def result_word(result: str, t: Translate) -> str:
    """Return a result as it stands in a report: 新增."""
    return t(f"sheet.result.{result}")


def reason(kind: str, result: str, fields: Sequence[str], remarks: Sequence[Remark], t: Translate) -> str:
    """Return why a row has its result, and what would be accepted instead of what is wrong."""
    changes = "、".join(t(f"sheet.field.{kind}.{name}") for name in fields)
    parts = [t("sheet.changes", fields=changes)] if result == "changed" and changes else []
    return "；".join((*parts, *(_told(kind, remark, t) for remark in remarks)))


def missing_fields(layout: Layout, t: Translate) -> tuple[str, ...]:
    """Return the names of what the sheet lacks, alternatives joined by 或."""
    named = (tuple(t(f"sheet.field.{layout.kind}.{name}") for name in group) for group in layout.missing)
    return tuple(t("sheet.or").join(group) for group in named)


def _told(kind: str, remark: Remark, t: Translate) -> str:
    field = t(f"sheet.field.{kind}.{remark.about}") if remark.about else ""
    return t(remark.key, **{"field": field, **remark.values})


def _plain(sheet: Sheet, t: Translate) -> Message:
    return Message(_heading(sheet, t), (t(f"sheet.is.{sheet.state}"),))


def _failed(sheet: Sheet, t: Translate) -> Message:
    why = t(sheet.note or "sheet.not.broken", most=sheet.total)
    return Message(_heading(sheet, t), (why, t("sheet.is.failed")))


def _asking(sheet: Sheet, t: Translate) -> Message:
    if not sheet.kind:
        return kinds_card(sheet, t)
    layout = Layout.from_json(sheet.layout)
    lacks = missing_fields(layout, t)
    question = t("sheet.lacks", fields="、".join(lacks)) if lacks else t("sheet.doubtful")
    name = next((group[0] for group in layout.missing), next(iter(layout.doubtful), ""))
    choose = Button(t("sheet.choose_column"), f"sheet.field:{sheet.id}:{sheet.revision}:{name}", "primary")
    go_on = () if lacks else (_check(sheet, t),)
    lines = (_what(sheet, t), *column_lines(layout, t), question)
    return Message(_heading(sheet, t), lines, rows=((choose, _change(sheet, t)), (*go_on, _cancel(sheet, t))))


def _working(sheet: Sheet, t: Translate) -> Message:
    lines = (_what(sheet, t), t(f"sheet.is.{sheet.state}", done=sheet.done, total=sheet.total))
    return Message(_heading(sheet, t), lines, rows=((_cancel(sheet, t),),))


def _checked(sheet: Sheet, t: Translate) -> Message:
    counts = count_lines(sheet.counts, t)
    written = _written(sheet)
    if not written:
        lines = (_what(sheet, t), *counts, t("sheet.nothing_to_do"))
        return Message(_heading(sheet, t), lines, rows=((_change(sheet, t), _cancel(sheet, t)),))
    go = Button(t("sheet.go", count=written), f"sheet.go:{sheet.id}:{sheet.revision}", "primary")
    columns = column_lines(Layout.from_json(sheet.layout), t)
    lines = (_what(sheet, t), *columns, t("sheet.would"), *counts)
    return Message(_heading(sheet, t), lines, rows=((go,), (_change(sheet, t), _cancel(sheet, t))))


def _sure(sheet: Sheet, t: Translate) -> Message:
    yes = Button(t("sheet.yes"), f"sheet.yes:{sheet.id}:{sheet.revision}", "primary")
    back = Button(t("sheet.back"), f"sheet.show:{sheet.id}")
    lines = (t(f"sheet.sure.{sheet.kind}"), *count_lines(sheet.counts, t))
    return Message(_heading(sheet, t), lines, rows=((yes, back),))


def _done(sheet: Sheet, t: Translate) -> Message:
    return Message(_heading(sheet, t), (t("sheet.is.done_below"),))


def _heading(sheet: Sheet, t: Translate) -> str:
    return t("sheet.heading", name=sheet.name)


def _written(sheet: Sheet) -> int:
    return sum(sheet.counts.get(name, 0) for name in ("new", "changed", "likely"))


_CARDS: Mapping[str, Callable[[Sheet, Translate], Message]] = {
    READING: _plain,
    CANCELLED: _plain,
    FAILED: _failed,
    ASKING: _asking,
    CHECKING: _working,
    IMPORTING: _working,
    CHECKED: _checked,
    DONE: _done,
}


def _what(sheet: Sheet, t: Translate) -> str:
    """Say what the sheet is, and where in the file the table stands."""
    layout = Layout.from_json(sheet.layout)
    kind = t(f"sheet.kind.{sheet.kind}")
    what = t("sheet.what", kind=kind, rows=layout.rows, sheet=layout.sheet, row=layout.first - 1)
    others = t("sheet.others", sheets="、".join(layout.others)) if layout.others else ""
    return f"{what}{others}"


def _field_now(name: str, layout: Layout, t: Translate) -> str:
    field, at = t(f"sheet.field.{layout.kind}.{name}"), layout.columns.get(name)
    return t("sheet.column_short", field=field, column=letter(at) if at is not None else "—")


def _cancel(sheet: Sheet, t: Translate) -> Button:
    return Button(t("sheet.cancel"), f"sheet.no:{sheet.id}:{sheet.revision}")


def _change(sheet: Sheet, t: Translate) -> Button:
    return Button(t("sheet.change_columns"), f"sheet.fields:{sheet.id}:{sheet.revision}")


def _check(sheet: Sheet, t: Translate) -> Button:
    return Button(t("sheet.check"), f"sheet.check:{sheet.id}:{sheet.revision}", "primary")


def _in_pairs(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
