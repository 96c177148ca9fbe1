"""A handover sheet (工作移交单) as .docx: its title, what it says, tables of open matters, lines to sign."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, HEAD = ("宋体", 10.5), ("黑体", 12)
"""Fonts and sizes in points as official papers have them; Word takes another where one is missing."""


def handover_docx(data: str) -> bytes:
    """Return the sheet that `handlers.cards.handover_sheet` describes as JSON."""
    sheet: Mapping[str, Any] = json.loads(data)
    paper = _paper()
    title = paper.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _written(title.add_run(sheet["title"]), "黑体", 16)
    for words in sheet["lines"]:
        paper.add_paragraph(words)
    for section in sheet["sections"]:
        paper.add_heading(section["heading"], 2)
        if section["rows"]:
            _table(paper, section["columns"], section["rows"])
        else:
            paper.add_paragraph(section["empty"])
    paper.add_paragraph()
    for words in sheet["signatures"]:
        paper.add_paragraph(words)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _paper() -> Paper:
    paper = Document()
    for name, (font, size) in {"Normal": BODY, "Heading 2": HEAD}.items():
        style = paper.styles[name]
        if isinstance(style, ParagraphStyle):
            style.font.color.rgb = None
            _written(style, font, size)
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
    return paper


def _table(paper: Paper, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, columns, strict=True):
        _written(cell.paragraphs[0].add_run(words), "黑体", 9)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _written(cell.paragraphs[0].add_run(words), "宋体", 9)


def _written(run: Any, font: str, size: float) -> None:  # noqa: ANN401 - a run and a style have the same font
    """Set the font for Chinese letters too, which Word keeps apart."""
    run.font.name, run.font.size = font, Pt(size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
