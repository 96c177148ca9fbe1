"""An expert who may be invited, and a need to be invited to; each test changes one thing."""

from dataclasses import replace
from datetime import date
from typing import Any

from handlers.domain.masks import ExpertView, NeedView

SHEN = ExpertView(
    id=1,
    person_id=11,
    name="沈砚舟",
    unit="江汀理工大学材料成形学院",
    title="教授",
    directions=("铝合金高压压铸件气孔、缩松的成因分析与真空压铸工艺",),
    domains=("0302",),
    works=("压铸模具真空排气阀块（发明专利）",),
    county="320500",
    areas=("320000",),
    months=(3, 4, 5),
)
CASTING = NeedView(
    id=7,
    title="铝合金压铸件气孔率高",
    text="X光探伤废品率8%左右，想降到3%以下",
    county="320583",
    enterprise="昆山砺澄精密压铸有限公司",
    today=date(2026, 3, 2),
    domains=("0302",),
    wished=date(2026, 4, 15),
)


def expert(**other: Any) -> ExpertView:
    return replace(SHEN, **other)


def need(**other: Any) -> NeedView:
    return replace(CASTING, **other)
