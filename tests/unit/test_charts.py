"""Charts as pictures: Chinese in a font of our own, as wide as a phone, loaded only when one is wanted."""

import json
import subprocess
import sys
import zlib
from collections.abc import Mapping
from typing import Any

import pytest

from bot.documents.charts import chart_png, chart_svg
from bot.documents.svg import fitted, wide

BARS = {"kind": "bars", "title": "各单位服务专家", "rows": [{"name": "苏州市", "done": 3, "value": "3人"}]}
GOAL = {
    "name": "每年服务基层的专家", "value": "65人", "wanted": "不少于200人", "done": 65, "goal": 200,
    "expected": 71, "forecast": 184,
}  # fmt: skip
GOALS = {
    "kind": "goals",
    "title": "完成情况",
    "rows": [GOAL],
    "words": {"done": "已完成", "forecast": "照此", "even": "应有"},
}
LINE = {
    "kind": "line", "title": "累计", "points": [[0.0, 0], [0.5, 65]], "even": [[0.0, 0], [1.0, 200]],
    "windows": [[0.33, 0.66]], "ticks": [[0.0, "1月"]], "goal": 200, "forecast": 184,
    "ahead": [[0.5, 65], [1.0, 184]], "about": "约184人",
    "words": {"done": "已完成", "even": "应有", "goal": "目标", "forecast": "照此", "windows": "活动时段"},
}  # fmt: skip


def chart(*panels: Mapping[str, Any], title: str = "江苏省指标") -> dict[str, Any]:
    return {"title": title, "remark": "截至7月15日", "panels": panels}


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def ink(png: bytes) -> int:
    """Return how many bytes of the picture's raw rows are not white or a filter's nought."""
    at, data = 8, b""
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw = zlib.decompress(data)
    return len(raw) - raw.count(0) - raw.count(255)


@pytest.mark.parametrize("panel", [BARS, GOALS, LINE, {**BARS, "kind": "numbers"}])
def test_every_panel_is_drawn_as_wide_as_a_phone(panel: Mapping[str, Any]) -> None:
    width, height = size(chart_png(json.dumps(chart(panel))))
    assert width == 1080
    assert 200 < height < 1400


def test_every_word_and_number_stands_in_the_drawing() -> None:
    svg = chart_svg(chart(GOALS, LINE, BARS))
    for words in (
        "江苏省指标",
        "65人",
        "不少于200人",
        "约184人",
        "苏州市",
        "3人",
        "1月",
        "活动时段",
        ">200<",
        ">150<",
    ):
        assert words in svg


def test_each_chinese_letter_has_a_shape_of_its_own() -> None:
    shapes = {ink(chart_png(json.dumps(chart(title=sign * 4)))) for sign in "指标专家镇龘　"}
    assert len(shapes) == 7


def test_words_of_others_are_no_markup() -> None:
    svg = chart_svg(chart({**BARS, "rows": [{"name": "<b>&铸造", "done": 1, "value": "1"}]}))
    assert "&lt;b&gt;&amp;铸造" in svg
    assert size(chart_png(json.dumps(chart(title="<&>"))))[0] == 1080


def test_a_name_that_is_too_long_is_cut_and_the_number_stays() -> None:
    long = "三年来深入县以下中小企业一线开展对接服务的专家人数（二〇二六至二〇二八年）合计"
    svg = chart_svg(chart({**BARS, "rows": [{"name": long, "done": 1000, "value": "1000人"}]}))
    assert long not in svg
    assert "…" in svg
    assert "1000人" in svg
    assert wide(fitted(long, 36, 500), 36) <= 500


def test_bars_of_nothing_and_goals_that_are_passed_are_drawn_within_their_track() -> None:
    empty = {**BARS, "rows": [{"name": "苏州市", "done": 0, "value": "0人"}]}
    passed = {**GOALS, "rows": [{**GOAL, "done": 300, "forecast": None, "expected": 250}]}
    assert size(chart_png(json.dumps(chart(empty, passed))))[0] == 1080
    assert 'width="984.0"' in chart_svg(chart(passed))


def test_neither_library_nor_font_is_loaded_with_the_service() -> None:
    late = ("resvg_py", "pylopdf_fonts_zh_cn", "docxtpl")
    code = f"import sys, bot.app, bot.serve; print([name for name in {late} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
