"""The evaluation bulletin (通报) as .docx, out of an editable template: ours, or the operator's own.

A template is a Word file with the names of docs/operating.md in double braces. It is filled in a sandbox, and
what people wrote is put in as text, never as a part of the template. The library comes with the first one.
"""

import io
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from bot.documents.charts import chart_svg
from bot.documents.svg import png

TEMPLATE: Final = "bulletin.docx"
"""The name of the template, of ours and in the folder `templates` of the data folder."""
CHART_CM: Final = 11.5
_CHARTS: Final = ("chart_ratings", "chart_units")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")


class BadTemplate(ValueError):
    """A template cannot be filled; the text says why, for who edits it."""


_BROKEN: Final = (AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError)
"""What else docxtpl raises for a file that is no paper, and for a template that is none."""


def shipped_template() -> bytes:
    """Return our own template."""
    return files("bot.documents").joinpath("templates", TEMPLATE).read_bytes()


def own_template(data_dir: Path) -> bytes | None:
    """Return the operator's own template, None where there is none."""
    file = data_dir / "templates" / TEMPLATE
    return file.read_bytes() if file.is_file() else None


def bulletin_docx(values: Mapping[str, Any], template: bytes) -> bytes:
    """Return the template filled with a bulletin's values. Raises `BadTemplate`."""
    from zipfile import BadZipFile

    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    out = io.BytesIO()
    try:
        paper = DocxTemplate(io.BytesIO(template))
        paper.render(_filled(values, paper), SandboxedEnvironment(autoescape=True), autoescape=True)
        paper.save(out)
    except (TemplateError, OpcError, BadZipFile, *_BROKEN) as error:
        raise BadTemplate(str(error) or type(error).__name__) from error
    return out.getvalue()


def _filled(values: Mapping[str, Any], paper: Any) -> dict[str, Any]:  # noqa: ANN401 - docxtpl's
    """Return the values with charts as pictures, and without signs that no paper can hold."""
    from docx.shared import Cm
    from docxtpl import InlineImage

    filled = {name: _clean(value) for name, value in values.items() if name not in _CHARTS}
    for name in _CHARTS:
        chart = values.get(name)
        picture = io.BytesIO(png(chart_svg(chart))) if chart else None
        filled[name] = InlineImage(paper, picture, width=Cm(CHART_CM)) if picture else ""
    return filled


def _clean(value: Any) -> Any:  # noqa: ANN401 - values as a bulletin holds them
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value
