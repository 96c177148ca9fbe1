"""Documents of messages as bytes; tables and bulletins are read when they are fetched, by the rights then."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.documents.bulletins import BadTemplate, bulletin_docx, own_template, shipped_template
from bot.documents.commas import CSV, table_csv
from bot.documents.handover import DOCX
from bot.documents.rendering import Made, make
from bot.documents.workbooks import XLSX, table_xlsx
from bot.files import Files
from bot.storage.database import Connection, Database
from bot.storage.work import Work, World
from handlers.dialogue.messages import Document
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import translator
from handlers.sheets.tables import Table
from handlers.usecases.bulletin_files import values_of
from handlers.usecases.bulletins import Wanted
from handlers.usecases.exporting import Export, export_table

log = logging.getLogger("expertbot.tabling")
Result = TypeVar("Result")
Reading = Callable[[Work, Mapping[str, Any]], Result]


@dataclass(frozen=True, slots=True)
class Papers:
    """The bytes behind documents. `data_dir` may hold the operator's own template of a bulletin."""

    files: Files
    database: Database
    world: World
    data_dir: Path | None = None

    async def made(self, document: Document) -> Made:
        """Return a document as bytes. Raises FileNotFoundError for one that is gone or not theirs."""
        match document.kind:
            case "chart":
                return await asyncio.to_thread(make, document)
            case "table":
                table = await self._read(document, _table)
                csv = document.name.endswith(".csv")
                data = await asyncio.to_thread(table_csv if csv else table_xlsx, table)
                return Made(data, CSV if csv else XLSX, document.name)
            case "bulletin":
                values = await self._read(document, _bulletin)
                return Made(await asyncio.to_thread(self._paper, values), DOCX, document.name)
            case _:
                return await self.files.made(document)

    async def _read(self, document: Document, reading: Reading[Result]) -> Result:
        return await self.database.read(lambda connection: self._read_now(connection, document, reading))

    def _read_now(self, connection: Connection, document: Document, reading: Reading[Result]) -> Result:
        work = Work(connection, self.world)
        try:
            return reading(work, json.loads(document.data))
        except Refused as refused:
            raise FileNotFoundError(refused.key) from refused
        finally:
            work.let_go()

    def _paper(self, values: Mapping[str, Any]) -> bytes:
        """Fill the operator's template; ours where there is none, or where theirs cannot be filled."""
        own = own_template(self.data_dir) if self.data_dir else None
        if own is not None:
            try:
                return bulletin_docx(values, own)
            except BadTemplate as bad:
                log.error(  # noqa: TRY400 - the paper is made all the same
                    "own template not used: %s", bad, extra={"action": "template.refused"}
                )
        return bulletin_docx(values, shipped_template())


def _table(work: Work, wanted: Mapping[str, Any]) -> Table:
    place, year = wanted.get("area", ""), wanted.get("year", 0)
    export = Export(wanted["what"], work.people.actor(wanted["by"]), place, year=year)
    return export_table(export, work, translator(wanted["language"]))


def _bulletin(work: Work, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = Wanted(wanted["unit"], wanted["year"], wanted["of"], wanted["disclosure"])
    return values_of(work, asked, work.people.actor(wanted["by"]))
