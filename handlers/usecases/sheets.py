"""A spreadsheet on its way in: sent, understood, checked, brought in, as the worker reports each step."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.cards.sheets import done_message, read_card, sheet_card
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import SentFile
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.attachments import Attachment
from handlers.domain.sheets import (
    ASKING,
    CANCELLED,
    CHECKED,
    CHECKING,
    DONE,
    FAILED,
    IMPORTING,
    READING,
    WORKING,
    Sheet,
)
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.sheets.columns import kinds
from handlers.sheets.layout import Layout
from handlers.telling import tell

UNDECIDED = 2
"""Revisions that a sheet goes through by itself: it is read, then checked."""
ENDED = (DONE, CANCELLED, FAILED)


def receive_sheet(uow: UnitOfWork, actor: Actor, channel: str, file: SentFile) -> Effects:
    """Take a coordinator's spreadsheet; it is read as soon as its bytes are here."""
    desk = next((desk for desk in actor.desks if desk.acts), None)
    if desk is None:
        raise Refused("sheet.may_not")
    kept = uow.keep_files(actor.person_id, "", channel, (file,))[0]
    name = file.name or "xlsx"
    sheet = Sheet(person_id=actor.person_id, attachment_id=kept.id or 0, name=name, made_at=uow.now)
    sheet.area = desk.area
    sheet = uow.add(sheet)
    kept.about = f"sheet:{sheet.id}"
    uow.record("sheet.sent", f"sheet:{sheet.id}", by=actor.person_id)
    return show_sheet(uow, sheet, buzz=True)


def own_sheet(uow: UnitOfWork, actor: Actor, sheet_id: int) -> Sheet:
    """Return a sheet of one's own. Raises `Refused` for another's, or without a desk to act from."""
    sheet = uow.get(Sheet, sheet_id)
    if sheet is None or sheet.person_id != actor.person_id:
        raise Refused("sheet.gone")
    if not any(desk.acts for desk in actor.desks):
        raise Refused("sheet.may_not")
    return sheet


def show_sheet(uow: UnitOfWork, sheet: Sheet, *, buzz: bool = False, sure: bool = False) -> Effects:
    """Show the sheet's card as things stand."""
    return show_message(uow, sheet, lambda t: sheet_card(sheet, t, sure=sure), buzz=buzz)


def card_of(sheet: Sheet) -> str:
    """Return the card to be edited: the receipt until there is something to decide, a card below it then."""
    first = sheet.revision <= UNDECIDED and sheet.state in WORKING
    return f"sheet:{sheet.id}:receipt" if first else f"sheet:{sheet.id}"


def show_message(
    uow: UnitOfWork, sheet: Sheet, make: Callable[[Translate], Message], *, buzz: bool = False
) -> Effects:
    """Show something in the sheet's card."""
    return tell(uow, sheet.person_id, make, card=card_of(sheet), buzz=buzz)


def set_kind(uow: UnitOfWork, sheet: Sheet, kind: str) -> Effects:
    """Read the sheet as a list of this kind."""
    if kind not in kinds():
        raise Refused("command.old_button")
    sheet.kind, sheet.state, sheet.layout = kind, READING, {}
    sheet.revision += 1
    return show_sheet(uow, sheet)


def set_column(uow: UnitOfWork, sheet: Sheet, name: str, column: int | None) -> Effects:
    """Say which column holds a field; with all that is needed the sheet is checked again."""
    layout = Layout.from_json(sheet.layout).with_column(name, column)
    sheet.layout = layout.as_json()
    sheet.state = ASKING
    sheet.revision += 1
    return show_sheet(uow, sheet) if layout.missing else check_sheet(uow, sheet)


def check_sheet(uow: UnitOfWork, sheet: Sheet) -> Effects:
    """Start the dry run."""
    if Layout.from_json(sheet.layout).missing:
        raise Refused("sheet.lacks_columns")
    _work_on(sheet, CHECKING)
    return show_sheet(uow, sheet)


def start_import(uow: UnitOfWork, sheet: Sheet) -> Effects:
    """Let the rows be written, as the dry run showed them."""
    _work_on(sheet, IMPORTING)
    sheet.counts = {}
    uow.record("sheet.import_started", f"sheet:{sheet.id}", by=sheet.person_id)
    return show_sheet(uow, sheet)


def cancel_sheet(uow: UnitOfWork, sheet: Sheet) -> Effects:
    """Stop; what was written already stays, nothing further is written."""
    card = card_of(sheet)
    if sheet.state not in ENDED:
        sheet.state = CANCELLED
        sheet.revision += 1
        uow.record("sheet.cancelled", f"sheet:{sheet.id}", by=sheet.person_id)
    return tell(uow, sheet.person_id, lambda t: sheet_card(sheet, t), card=card, buzz=False)


def sheet_worked_on(uow: UnitOfWork, sheet_id: int, data: Mapping[str, Any]) -> Effects:
    """Take what the worker has to report: read, progress, checked, done or failed.

    What it found out about an earlier revision (a column was changed, the sheet cancelled) counts no more.
    """
    sheet = uow.get(Sheet, sheet_id)
    if sheet is None or sheet.revision != data["revision"] or sheet.state not in WORKING:
        return ()
    return _STEPS[data["step"]](uow, sheet, data)


def _read(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
    layout = Layout.from_json(data["layout"])
    sheet.layout, sheet.kind = layout.as_json(), layout.kind
    needed = {name for group in (kinds()[layout.kind].needs if layout.kind else ()) for name in group}
    if not layout.kind or layout.missing or needed & set(layout.doubtful):
        receipt = _receipt(uow, sheet)
        sheet.state = ASKING
        sheet.revision += 1
        return (*receipt, *show_sheet(uow, sheet, buzz=bool(receipt)))
    _work_on(sheet, CHECKING)
    return show_sheet(uow, sheet)


def _progress(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
    sheet.done, sheet.total = data["done"], max(data["total"], data["done"])
    return show_sheet(uow, sheet)


def _checked(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
    """Bring the report on a new card with what can be done now."""
    receipt = _receipt(uow, sheet)
    document = _reported(uow, sheet, data, CHECKED)
    card = f"sheet:{sheet.id}"
    made = tell(
        uow, sheet.person_id, lambda t: replace(sheet_card(sheet, t), documents=(document,)), card=card
    )
    return (*receipt, *made)


def _done(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
    """Bring the report, and let the card say how it ended."""
    document = _reported(uow, sheet, data, DONE)
    ended = show_sheet(uow, sheet)
    return (*ended, *tell(uow, sheet.person_id, lambda t: done_message(sheet, document, t)))


def _reported(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any], state: str) -> Document:
    sheet.state, sheet.counts = state, dict(data["counts"])
    sheet.revision += 1
    sheet.report_id = _report(uow, sheet, data).id
    uow.record(f"sheet.{state}", f"sheet:{sheet.id}", by=sheet.person_id, **sheet.counts)
    return Document("file", data["name"], str(sheet.report_id))


def _receipt(uow: UnitOfWork, sheet: Sheet) -> Effects:
    """Let the receipt say that the rest stands below, if the sheet is still on it."""
    card = card_of(sheet)
    if card == f"sheet:{sheet.id}":
        return ()
    return tell(uow, sheet.person_id, lambda t: read_card(sheet, t), card=card, buzz=False)


def _failed(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
    card = card_of(sheet)
    sheet.state, sheet.note, sheet.total = FAILED, data["note"], data.get("most", 0)
    sheet.revision += 1
    uow.record("sheet.failed", f"sheet:{sheet.id}", by=sheet.person_id, note=sheet.note)
    return tell(uow, sheet.person_id, lambda t: sheet_card(sheet, t), card=card)


_STEPS: Mapping[str, Callable[[UnitOfWork, Sheet, Mapping[str, Any]], Effects]] = {
    "read": _read,
    "progress": _progress,
    "checked": _checked,
    "done": _done,
    "failed": _failed,
}


def _work_on(sheet: Sheet, state: str) -> None:
    sheet.state, sheet.done, sheet.total = state, 0, Layout.from_json(sheet.layout).rows
    sheet.revision += 1


def _report(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Attachment:
    """Keep the report as a file of the sheet's; its bytes are stored already."""
    report = Attachment(
        person_id=sheet.person_id, about=f"sheet:{sheet.id}", channel="report", kind="document",
        remote=f"{sheet.id}:{sheet.revision}", name=data["name"], mime=data["mime"], size=data["size"],
        sha256=data["sha256"], made_at=uow.now,
    )  # fmt: skip
    return uow.add(report)
