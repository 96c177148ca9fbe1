"""The columns of the tables that are written: the programme's own forms, or ours where it has none."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from handlers.programme.lists import FormRule
from handlers.programme.rules import Rules
from handlers.sheets.tables import Column, Form

NEED_TABLE, EXPERT_LIST, FILING_LIST, FIGURE_LIST = "need_table", "expert_list", "filing_list", "figure_list"
"""企业技术、项目、人才需求表, 专家名单, 报送情况, 指标完成情况."""

_FORMS: Mapping[str, tuple[Form, int]] = {
    "detail": ("long", 46),
    "directions": ("long", 40),
    "works": ("long", 32),
    "conditions": ("long", 24),
    "domains": ("long", 20),
    "title": ("long", 24),
    "categories": ("long", 18),
    "missing": ("long", 26),
    "note": ("long", 24),
    "unit": ("long", 24),
    "enterprise": ("long", 24),
    "bureau": ("long", 26),
    "to": ("long", 24),
    "what": ("long", 24),
    "credit_code": ("text", 22),
    "county": ("long", 18),
    "areas": ("long", 18),
    "phone": ("text", 15),
    "deadline": ("day", 12),
    "legal": ("day", 12),
    "aim": ("day", 12),
    "submitted_at": ("day", 12),
    "yearly_cap": ("number", 9),
    "name": ("text", 11),
    "indicator": ("long", 24),
    "from": ("day", 12),
    "until": ("day", 12),
    "done": ("number", 9),
    "times": ("number", 9),
    "goal": ("number", 9),
    "expected": ("number", 10),
    "forecast": ("number", 10),
    "how": ("long", 46),
    "contact": ("text", 11),
}


def form_of(rules: Rules, code: str) -> FormRule:
    """Return a form by its code; KeyError for one that neither the programme nor we have."""
    own = {form.code: form for form in rules.form}
    return own.get(code) or _ours()[code]


def columns_of(form: FormRule, language: str) -> tuple[Column, ...]:
    """Return the form's columns as they are written."""
    return tuple(Column(each.name(language), *_FORMS.get(each.code, ("text", 12))) for each in form.column)


def headings_of(rules: Rules) -> Mapping[str, str]:
    """Return heading -> field of the programme's own table of needs, for reading it back."""
    form = form_of(rules, NEED_TABLE)
    return {name: column.code for column in form.column for name in (column.zh, column.en) if name}


@cache
def _ours() -> Mapping[str, FormRule]:
    text = (Path(__file__).with_name("data") / "forms.toml").read_text(encoding="utf-8")
    return {form["code"]: FormRule.model_validate(form) for form in tomllib.loads(text)["form"]}
