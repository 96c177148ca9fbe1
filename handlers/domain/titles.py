"""Professional titles (职称) and degrees (学位), and who may serve as an expert by them."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LEVELS = ("正高", "副高", "中级", "初级", "无")
DEGREES = ("博士", "硕士", "学士", "其他")


@dataclass(frozen=True, slots=True)
class Title:
    """A listed title. `kind`: title, or what is none: skill (技能等级), post, licence, honour, none."""

    name: str
    level: str
    kind: str


def eligible(title: str, degree: str) -> bool:
    """Apply 副高及以上专业技术职称或取得博士学位 (苏人社发〔2014〕121号); unread text counts for nothing."""
    return title_level(title) in LEVELS[:2] or read_degree(degree) == DEGREES[0]


def title_level(text: str) -> str | None:
    """Give the level of a typed title, the highest when several stand there; None when none is known."""
    title = read_title(text)
    return title.level if title else None


def read_title(text: str) -> Title | None:
    """Find the title in what was typed (某大学副教授、博导): the longest names, then the highest of them."""
    found = _pattern().findall(_plain(text))
    return min((titles()[each] for each in found), key=lambda title: LEVELS.index(title.level), default=None)


def read_degree(text: str) -> str | None:
    """Read a degree held, 博士研究生 as well as PhD; None when it is still studied for (在读) or unknown."""
    plain = _plain(text)
    if _STUDYING.search(plain):
        return None
    return next((degree for degree, words in _DEGREE_WORDS if words.search(plain)), None)


@cache
def titles() -> dict[str, Title]:
    """List the titles by name, highest level first; an open list, so a title outside it is not refused."""
    table = Path(__file__).with_name("data") / "titles.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["title"]: Title(row["title"], row["level"], row["kind"]) for row in csv.DictReader(rows)}


_STUDYING = re.compile(r"在读|在学|候选|肄业|未毕业|博士生(?!导师)|candidate|student")
_DEGREE_WORDS = (
    ("博士", re.compile(r"博士(?!生导师)|ph\.?d|doctor")),
    ("硕士", re.compile(r"硕士(?!生?导师)|mba|mpa|master")),
    ("学士", re.compile(r"学士|本科|bachelor")),
    ("其他", re.compile(r"其他|其它|大专|专科|中专|高中|无|没有|other|none")),
)


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(titles(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
