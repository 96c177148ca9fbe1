"""Buttons on the card of a spreadsheet, and on the pairs that came to light with it. Tables at the end."""

from collections.abc import Callable, Mapping

from handlers.cards.sheets import columns_card, fields_card, kinds_card
from handlers.context import Context
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Fired, SentFile
from handlers.dialogue.step import Refused
from handlers.domain.sheets import ASKING, CHECKED, Sheet
from handlers.effects import Effects, Tell
from handlers.sheets.columns import kinds
from handlers.usecases import sheets, twins

ENDINGS = ("xlsx", "xls", "xlsm", "xlsb", "csv", "et", "ods", "numbers")
"""Files that are taken for spreadsheets; what cannot be read of them is said so in a sentence."""


def is_sheet(file: SentFile) -> bool:
    """Say whether a sent file is a spreadsheet by its name."""
    return file.name.lower().rpartition(".")[2] in ENDINGS


def take_sheets(context: Context, files: tuple[SentFile, ...]) -> Effects:
    """Take spreadsheets that a coordinator sent, each on a card of its own."""
    found = [sheets.receive_sheet(context.uow, context.actor, context.channel, file) for file in files]
    return tuple(effect for effects in found for effect in effects)


def how_to_import(context: Context, _: str = "") -> Effects:
    """Say how lists are brought in: the file is sent here."""
    if not any(desk.acts for desk in context.actor.desks):
        raise Refused("sheet.may_not")
    pairs = Button(context.t("sheet.twins"), "twins")
    return (Tell(context.me, Message(lines=(context.t("sheet.how"),), rows=((pairs,),))),)


def show(context: Context, rest: str) -> Effects:
    """Show the card as things stand."""
    return sheets.show_sheet(context.uow, _sheet(context, rest))


def fields(context: Context, rest: str) -> Effects:
    """Ask which column is to be changed."""
    sheet = _at_hand(context, rest)
    if sheet is None or not sheet.kind:
        return show(context, rest)
    return sheets.show_message(context.uow, sheet, lambda t: fields_card(sheet, t))


def field(context: Context, rest: str) -> Effects:
    """Ask which column holds a field."""
    sheet = _at_hand(context, rest)
    name, page = (*rest.split(":")[2:], "", "")[:2]
    if sheet is None or not sheet.kind or name not in kinds()[sheet.kind].fields:
        return show(context, rest)
    start = int(page) if page.isdecimal() else 0
    return sheets.show_message(context.uow, sheet, lambda t: columns_card(sheet, name, start, t))


def column(context: Context, rest: str) -> Effects:
    """Take a field's column."""
    sheet = _at_hand(context, rest)
    name, at = (*rest.split(":")[2:], "", "")[:2]
    if sheet is None or not sheet.kind or name not in kinds()[sheet.kind].fields:
        return show(context, rest)
    return sheets.set_column(context.uow, sheet, name, int(at) if at.isdecimal() else None)


def kinds_of(context: Context, rest: str) -> Effects:
    """Ask what the sheet is a list of."""
    sheet = _at_hand(context, rest)
    if sheet is None:
        return show(context, rest)
    return sheets.show_message(context.uow, sheet, lambda t: kinds_card(sheet, t))


def kind(context: Context, rest: str) -> Effects:
    """Take what the sheet is a list of."""
    sheet = _at_hand(context, rest)
    if sheet is None:
        return show(context, rest)
    return sheets.set_kind(context.uow, sheet, rest.rpartition(":")[2])


def check(context: Context, rest: str) -> Effects:
    """Check the sheet with its columns as they are."""
    sheet = _at_hand(context, rest)
    if sheet is None or not sheet.kind:
        return show(context, rest)
    return sheets.check_sheet(context.uow, sheet)


def go(context: Context, rest: str) -> Effects:
    """Ask once more, with the numbers, before anything is written."""
    return sheets.show_sheet(context.uow, _sheet(context, rest), sure=True)


def go_now(context: Context, rest: str) -> Effects:
    """Bring the rows in."""
    sheet = _at_hand(context, rest, CHECKED)
    return show(context, rest) if sheet is None else sheets.start_import(context.uow, sheet)


def cancel(context: Context, rest: str) -> Effects:
    """Leave the sheet."""
    return sheets.cancel_sheet(context.uow, _sheet(context, rest))


def worked_on(context: Context) -> Effects:
    """Take what the worker reports about a sheet."""
    reply = context.reply
    if not isinstance(reply, Fired):
        return ()
    return sheets.sheet_worked_on(context.uow, int(reply.about.partition(":")[2]), reply.data)


def next_pair(context: Context, rest: str) -> Effects:
    """Show the next two records that may be one."""
    if not any(desk.acts for desk in context.actor.desks):
        raise Refused("sheet.may_not")
    return twins.next_twin(context.uow, context.actor, int(rest) if rest.isdecimal() else 0)


def merge(context: Context, rest: str) -> Effects:
    """Merge a pair."""
    return twins.decide_twin(context.uow, context.actor, _number(rest), same=True)


def distinct(context: Context, rest: str) -> Effects:
    """Say that a pair are two."""
    return twins.decide_twin(context.uow, context.actor, _number(rest), same=False)


def _sheet(context: Context, rest: str) -> Sheet:
    return sheets.own_sheet(context.uow, context.actor, _number(rest.partition(":")[0]))


def _at_hand(context: Context, rest: str, *states: str) -> Sheet | None:
    """Return the sheet when the button is still the card's own; None for an old one."""
    sheet = _sheet(context, rest)
    revision = (*rest.split(":"), "")[1]
    fits = sheet.state in (states or (ASKING, CHECKED)) and str(sheet.revision) == revision
    return sheet if fits else None


def _number(words: str) -> int:
    if not words.isdecimal():
        raise Refused("sheet.gone")
    return int(words)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "sheet.show": show,
    "sheet.fields": fields,
    "sheet.field": field,
    "sheet.col": column,
    "sheet.kinds": kinds_of,
    "sheet.kind": kind,
    "sheet.check": check,
    "sheet.go": go,
    "sheet.yes": go_now,
    "sheet.no": cancel,
    "twins": next_pair,
    "twin.yes": merge,
    "twin.no": distinct,
}
TIMERS: Mapping[str, Callable[[Context], Effects]] = {"sheet": worked_on}
COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"import": how_to_import}
