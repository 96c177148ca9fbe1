"""A spreadsheet on its way in: sent, understood, checked, brought in, as the worker reports each step."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.cards.sheets import report_message, sheet_card
from handlers.dialogue.messages import Message
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
from handlers.ports import UnitOfWork
from handlers.sheets.columns import kinds
from handlers.sheets.layout import Layout
from handlers.telling import tell

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
    return show_sheet(uow, sheet)


def own_sheet(uow: UnitOfWork, actor: Actor, sheet_id: int) -> Sheet:
    """Return a sheet of one's own. Raises `Refused` for another's, or without a desk to act from."""
    sheet = uow.get(Sheet, sheet_id)
    if sheet is None or sheet.person_id != actor.person_id:
        raise Refused("sheet.gone")
    if not any(desk.acts for desk in actor.desks):
        raise Refused("sheet.may_not")
    return sheet


def show_sheet(uow: UnitOfWork, sheet: Sheet, *, buzz: bool = True, sure: bool = False) -> Effects:
    """Show the sheet's card as things stand."""
    return show_message(uow, sheet, lambda t: sheet_card(sheet, t, sure=sure), buzz=buzz)


def show_message(
    uow: UnitOfWork, sheet: Sheet, make: Callable[[Translate], Message], *, buzz: bool = False
) -> Effects:
    """Show something in the sheet's card."""
    return tell(uow, sheet.person_id, make, card=f"sheet:{sheet.id}", buzz=buzz)


def set_kind(uow: UnitOfWork, sheet: Sheet, kind: str) -> Effects:
    """Read the sheet as a list of this kind."""
    if kind not in kinds():
        raise Refused("command.old_button")
    sheet.kind, sheet.state, sheet.layout = kind, READING, {}
    sheet.revision += 1
    return show_sheet(uow, sheet, buzz=False)


def set_column(uow: UnitOfWork, sheet: Sheet, name: str, column: int | None) -> Effects:
    """Say which column holds a field; with all that is needed the sheet is checked again."""
    layout = Layout.from_json(sheet.layout).with_column(name, column)
    sheet.layout = layout.as_json()
    sheet.state = ASKING
    sheet.revision += 1
    return show_sheet(uow, sheet, buzz=False) if layout.missing else check_sheet(uow, sheet)


def check_sheet(uow: UnitOfWork, sheet: Sheet) -> Effects:
    """Start the dry run."""
    if Layout.from_json(sheet.layout).missing:
        raise Refused("sheet.lacks_columns")
    _work_on(sheet, CHECKING)
    return show_sheet(uow, sheet, buzz=False)


def start_import(uow: UnitOfWork, sheet: Sheet) -> Effects:
    """Let the rows be written, as the dry run showed them."""
    _work_on(sheet, IMPORTING)
    sheet.counts = {}
    uow.record("sheet.import_started", f"sheet:{sheet.id}", by=sheet.person_id)
    return show_sheet(uow, sheet, buzz=False)


def cancel_sheet(uow: UnitOfWork, sheet: Sheet) -> Effects:
    """Stop; what was written already stays, nothing further is written."""
    if sheet.state not in ENDED:
        sheet.state = CANCELLED
        sheet.revision += 1
        uow.record("sheet.cancelled", f"sheet:{sheet.id}", by=sheet.person_id)
    return show_sheet(uow, sheet, buzz=False)


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
        sheet.state = ASKING
        sheet.revision += 1
        return show_sheet(uow, sheet)
    _work_on(sheet, CHECKING)
    return show_sheet(uow, sheet, buzz=False)


def _progress(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
    sheet.done, sheet.total = data["done"], max(data["total"], data["done"])
    return show_sheet(uow, sheet, buzz=False)


def _reported(state: str) -> Callable[[UnitOfWork, Sheet, Mapping[str, Any]], Effects]:
    def settle(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
        sheet.state, sheet.counts = state, dict(data["counts"])
        sheet.revision += 1
        sheet.report_id = _report(uow, sheet, data).id
        uow.record(f"sheet.{state}", f"sheet:{sheet.id}", by=sheet.person_id, **sheet.counts)
        name = data["name"]
        brought = tell(uow, sheet.person_id, lambda t: report_message(sheet, name, t))
        return (*brought, *show_sheet(uow, sheet))

    return settle


def _failed(uow: UnitOfWork, sheet: Sheet, data: Mapping[str, Any]) -> Effects:
    sheet.state, sheet.note, sheet.total = FAILED, data["note"], data.get("most", 0)
    sheet.revision += 1
    uow.record("sheet.failed", f"sheet:{sheet.id}", by=sheet.person_id, note=sheet.note)
    return show_sheet(uow, sheet)


_STEPS: Mapping[str, Callable[[UnitOfWork, Sheet, Mapping[str, Any]], Effects]] = {
    "read": _read,
    "progress": _progress,
    "checked": _reported(CHECKED),
    "done": _reported(DONE),
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
