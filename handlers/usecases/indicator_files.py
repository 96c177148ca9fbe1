"""A board as files: a chart for a phone, and the tables (Excel and CSV) with the same figures."""

import json

from handlers.cards.charts import board_chart
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.exporting import FIGURES, Export, table_documents
from handlers.usecases.indicators import boards, opened_unit, units_below


def send_chart(uow: UnitOfWork, actor: Actor, bureau_id: int, year: int) -> Effects:
    """Send the figures as a picture, as they stand now."""
    bureau = opened_unit(uow, actor, bureau_id)
    made = boards(uow, year)
    board, units = made(bureau), [made(each) for each in units_below(uow, bureau)]

    def make(t: Translate) -> Message:
        name = t("kpi.chart.name", bureau=bureau.name, day=uow.today.isoformat())
        chart = json.dumps(board_chart(board, units, t), ensure_ascii=False)
        words = t("kpi.chart.here", bureau=bureau.name, year=board.year)
        return Message(lines=(words,), documents=(Document("chart", f"{name}.png", chart),))

    return tell(uow, actor.person_id, make)


def send_tables(uow: UnitOfWork, actor: Actor, bureau_id: int, year: int) -> Effects:
    """Send the figures as tables: what they hold is read, and who may see it is asked, when they are made."""
    bureau = opened_unit(uow, actor, bureau_id, "export")
    uow.record("table.exported", f"bureau:{bureau_id}", by=actor.person_id, what=FIGURES, year=year)
    export = Export(FIGURES, actor, bureau.area, year=year)
    return tell(uow, actor.person_id, lambda t: table_documents(uow, export, t))
