"""Amounts of money in a text, in units of ten thousand yuan (万元)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from nlp import numbers
from nlp.text import fold

_TEN_THOUSAND = 10_000
_LARGE = r"[十百千]?[万亿]|千(?=[元块])"
_YUAN = r"(?:元|块钱?|人民币|rmb|cny|yuan)"
_NUMBER = r"(?:\d{1,9}(?:,\d{3})*(?:\.\d{1,4})?|[零一二两三四五六七八九十百千几]{1,6})"
_AMOUNT = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<lowlarge>{_LARGE})?{_YUAN}?\s*(?:-|~|—|–|至|到)\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<highlarge>{_LARGE})?\s*(?P<highyuan>{_YUAN})?"
    rf"|(?:¥|￥|rmb\s?)?(?P<one>{_NUMBER})\s*(?P<onelarge>{_LARGE})?\s*(?P<oneyuan>{_YUAN})?"
)
_ABOUT_MONEY = re.compile(r"(?:预算|经费|投入|出资|资金|费用|报酬|价|付|¥|￥|rmb|budget)[^,。;\n]{0,8}$")
_OTHER_UNIT = re.compile(
    r"\s*[吨台件套只亩米个公千平立方人次亿度伏瓦卡转小粒支条片辆升斤年月日天号级%kgmtvw]"
)
_AT_MOST = re.compile(r"(?:不超过|最多|不高于|至多|以下|(?<!不)[低少]于|控制在)[^,。;\n]{0,3}$")
_AT_LEAST = re.compile(r"(?:至少|不低于|不少于|最少|(?<!不)超过|(?<!不)高于|起码)[^,。;\n]{0,3}$")


@dataclass(frozen=True, slots=True)
class Money:
    """A sum or a span in 万元; None where the text sets no limit. `said` is the place in the folded text."""

    lowest: Decimal | None
    highest: Decimal | None
    said: str
    is_budget: bool
    """Whether the words before it offer it (预算, 经费, 出资), unlike a turnover or a price."""


def find_money(text: str) -> tuple[Money, ...]:
    """Find all sums of money, in order: numbers with 元, or with 万 where the words are about money."""
    folded = fold(text)
    found = (_read(match, folded) for match in _AMOUNT.finditer(folded))
    return tuple(money for money in found if money)


_OFFERED = re.compile(r"(?:预算|经费|拟?投入|出资|拨款|报酬|愿意?付|愿意?出|budget)[^,。;\n]{0,10}$")


def _read(match: re.Match[str], folded: str) -> Money | None:
    if "几" in match[0]:
        return None
    before, after = folded[max(match.start() - 12, 0) : match.start()], folded[match.end() : match.end() + 3]
    large = match["highlarge"] or match["onelarge"]
    is_yuan = bool(match["highyuan"] or match["oneyuan"])
    if not is_yuan and not (large and _ABOUT_MONEY.search(before) and not _OTHER_UNIT.match(after)):
        return None
    said, offered = match[0].strip(), bool(_OFFERED.search(before))
    if match["one"]:
        return Money(*_limits(_sum(match["one"], large), before, after), said, offered)
    low = _sum(match["low"], match["lowlarge"] or large)
    return Money(low, _sum(match["high"], large), said, offered)


def _limits(amount: Decimal, before: str, after: str) -> tuple[Decimal | None, Decimal | None]:
    if _AT_MOST.search(before) or re.match(r"以内|以下|之内|内", after):
        return None, amount
    if _AT_LEAST.search(before) or re.match(r"以上|起", after):
        return amount, None
    return amount, amount


def _sum(number: str, large: str | None) -> Decimal:
    amount = numbers.value(number, large or "")
    return (amount / _TEN_THOUSAND).normalize() + 0
