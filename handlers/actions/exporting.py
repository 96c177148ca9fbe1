"""导出: tables as spreadsheets; each is made when it is fetched, as things stand then."""

import json
from collections.abc import Callable, Mapping

from handlers.actions.own import export_mydata
from handlers.cards.needs import language
from handlers.context import Context
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.step import Refused
from handlers.domain.regions import full_name
from handlers.effects import Effects, Tell
from handlers.sheets.forms import form_of
from handlers.usecases.exporting import FIGURES, FORMS, WHAT
from handlers.usecases.indicator_files import send_tables
from handlers.usecases.indicators import own_unit, shown_year


def choose(context: Context, rest: str = "") -> Effects:
    """Offer the tables, or make the one that is named. Others mean their own data by 导出."""
    if not any(desk.acts for desk in context.actor.desks):
        return export_mydata(context, rest)
    named = next((what for what in WHAT if rest.strip() in {what, context.t(f"export.choose.{what}")}), "")
    if named:
        return make(context, named)
    buttons = [Button(context.t(f"export.choose.{what}"), f"export:{what}") for what in WHAT]
    rows = (tuple(buttons[:2]), tuple(buttons[2:]))
    return (Tell(context.me, Message(lines=(context.t("export.which"),), rows=rows)),)


def make(context: Context, rest: str) -> Effects:
    """Send a table: what it holds is read, and who may see it is asked, when its bytes are made."""
    if rest not in WHAT or not any(desk.acts for desk in context.actor.desks):
        raise Refused("sheet.may_not")
    if rest == FIGURES:
        return _figures(context)
    title = form_of(context.uow.rules, FORMS[rest]).name(language(context.t))
    areas = "、".join(full_name(desk.area) for desk in context.actor.desks if desk.acts)
    name = context.t("export.name", title=title, day=context.uow.today.isoformat())
    data = json.dumps({"what": rest, "by": context.me, "language": context.language})
    context.uow.record("table.exported", f"person:{context.me}", by=context.me, what=rest)
    words = context.t("export.here", title=title, area=areas)
    document = Document("table", f"{name}.xlsx", data)
    return (Tell(context.me, Message(lines=(words,), documents=(document,))),)


def _figures(context: Context) -> Effects:
    uow = context.uow
    year = shown_year(uow.rules, uow.today.year, None)
    return send_tables(uow, context.actor, own_unit(uow, context.actor).id or 0, year)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {"export": make}
COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"export": choose}
