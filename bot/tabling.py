"""Documents of messages as bytes; tables are read when they are fetched, by the rights of that moment."""

import asyncio
import json
from dataclasses import dataclass

from bot.documents.commas import CSV, table_csv
from bot.documents.rendering import Made, make
from bot.documents.workbooks import XLSX, table_xlsx
from bot.files import Files
from bot.storage.database import Connection, Database
from bot.storage.work import Work, World
from handlers.dialogue.messages import Document
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import translator
from handlers.sheets.tables import Table
from handlers.usecases.exporting import Export, export_table


@dataclass(frozen=True, slots=True)
class Papers:
    """The bytes behind documents."""

    files: Files
    database: Database
    world: World

    async def made(self, document: Document) -> Made:
        """Return a document as bytes. Raises FileNotFoundError for one that is gone or not theirs."""
        if document.kind == "chart":
            return await asyncio.to_thread(make, document)
        if document.kind != "table":
            return await self.files.made(document)
        table = await self.database.read(lambda connection: self._table(connection, document.data))
        if document.name.endswith(".csv"):
            return Made(table_csv(table), CSV, document.name)
        return Made(await asyncio.to_thread(table_xlsx, table), XLSX, document.name)

    def _table(self, connection: Connection, data: str) -> Table:
        wanted = json.loads(data)
        work = Work(connection, self.world)
        try:
            place, year = wanted.get("area", ""), wanted.get("year", 0)
            export = Export(wanted["what"], work.people.actor(wanted["by"]), place, year=year)
            return export_table(export, work, translator(wanted["language"]))
        except Refused as refused:
            raise FileNotFoundError(refused.key) from refused
        finally:
            work.let_go()
