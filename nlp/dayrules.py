"""The words for dates and what each of them means; `nlp.days` looks for them."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from nlp import numbers

_N = r"(?:\d{1,3}|[零一二两三四五六七八九十]{1,3})"
_YEAR = (
    r"(?:(?P<year>20\d\d|[二两][零〇][零〇一二三四五六七八九]{2})年?|(?P<yearword>今年|本年|明年|后年|去年))"
)
_PART = r"(?P<part>底|末|初|上旬|中旬|下旬|中)"
_FIRST_THIRD, _SECOND_THIRD = 10, 20
_SPRING_FESTIVAL = {
    2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
    2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
_HOLIDAYS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "十一": (10, 1), "国庆": (10, 1)}
_WEEKDAYS = "一二三四五六日"
_WORDS = {
    "大后天": 3,
    "后天": 2,
    "明天": 1,
    "明日": 1,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "昨天": -1,
    "前天": -2,
}
_ENGLISH_WORDS = {"tomorrow": 1, "today": 0, "tonight": 0, "yesterday": -1}
_MONTH_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


_TIME_SPAN = (
    rf"(?<![近去上前第\d])(?P<number>{_N}|半)个?(?P<half>半)?(?P<unit>天|日|周|星期|礼拜|月|年)"
    r"(?:之内|以内|内|之后|以后|后)"
)
_ENGLISH_DAY = (
    rf"(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)? )?\b(?P<name>{_MONTH_NAMES})[a-z]*\.?"
    r"(?(before)| (?P<after>\d{1,2})(?:st|nd|rd|th)?)(?:,? (?P<year>20\d\d))?\b"
)
YEAR_ALONE = re.compile(_YEAR)
LENGTH_OF_TIME = re.compile(rf"(?!{_N}[月日])({_N}|半)个?(天|日|周|星期|礼拜|月|年)")
Resolve = Callable[[re.Match[str], date], date | None]
"""What a rule does with its match: the day, or None (or ValueError) when there is no such day."""


def _int(text: str) -> int:
    return int(numbers.plain(text))


def year_of(match: re.Match[str], today: date) -> int:
    """Tell the year that was said: 2027年, 明年."""
    words = {"今年": 0, "本年": 0, "明年": 1, "后年": 2, "去年": -1}
    return _int(match["year"]) if match["year"] else today.year + words[match["yearword"]]


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return min(_month_end(year, month + 1), date(year, month + 1, 1) + timedelta(day.day - 1))


def next_day(month: int, day: int, today: date) -> date | None:
    """Find the next such day from today on; None for a day that no calendar has."""
    try:
        this = date(today.year, month, day)
        return this if this >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _in_month(year: int, month: int, day: str | None, part: str | None) -> date:
    if day:
        return date(year, month, _int(day))
    if part in {"初", "上旬"}:
        return date(year, month, _FIRST_THIRD)
    return date(year, month, _SECOND_THIRD) if part in {"中", "中旬"} else _month_end(year, month)


def _full(match: re.Match[str], today: date) -> date:
    return _in_month(year_of(match, today), _int(match["month"]), match["day"], match["part"])


def _numeric(match: re.Match[str], _today: date) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _bare_month(match: re.Match[str], today: date) -> date:
    month = _int(match["month"])
    this = _in_month(today.year, month, match["day"], match["part"])
    return this if this >= today else _in_month(today.year + 1, month, match["day"], match["part"])


def _relative_month(match: re.Match[str], today: date) -> date:
    steps = {"本": 0, "这": 0, "当": 0, "上": -1}.get(match["which"][0], match["which"].count("下"))
    there = _add_months(today.replace(day=1), steps)
    return _in_month(there.year, there.month, match["day"], match["part"])


def _month_part(match: re.Match[str], today: date) -> date:
    there = _in_month(today.year, today.month, None, match["part"])
    after = _add_months(today.replace(day=1), 1)
    return there if there >= today else _in_month(after.year, after.month, None, match["part"])


def _day_of_month(match: re.Match[str], today: date) -> date:
    there = today.replace(day=1) + timedelta(_int(match[1]) - 1)
    return there if there >= today else _add_months(today.replace(day=1), 1).replace(day=_int(match[1]))


def _year_part(match: re.Match[str], today: date) -> date:
    year = year_of(match, today) if match["year"] or match["yearword"] else today.year
    part = match["when"]
    if part[-2:] == "季度":
        return _month_end(year, 3 * ("一二三四".find(part[-3]) + 1 or int(part[-3])))
    month = {"年初": 1, "初": 1, "年中": 6, "上半年": 6}.get(part, 12)
    return _month_end(year, month)


def _weekday(match: re.Match[str], today: date) -> date:
    name = match["weekday"].replace("天", "日").replace("末", "日")
    number = _WEEKDAYS.find(name) if name in _WEEKDAYS else int(name) - 1
    monday = today - timedelta(today.weekday())
    if not match["which"]:
        return today + timedelta((number - today.weekday()) % 7)
    return monday + timedelta(7 * _weeks(match["which"]) + number)


def _week(match: re.Match[str], today: date) -> date:
    return today - timedelta(today.weekday()) + timedelta(7 * _weeks(match["which"]) + 6)


def _weeks(which: str) -> int:
    return -1 if which[0] == "上" else which.count("下")


def later(number: str, unit: str, today: date) -> date:
    """Count days, weeks, months or years from today; half a month is 15 days."""
    amount = numbers.plain(number)
    if unit == "年":
        return _add_months(today, int(amount * 12))
    if unit == "月" and amount == int(amount):
        return _add_months(today, int(amount))
    days = {"月": 30, "周": 7, "星期": 7, "礼拜": 7}.get(unit, 1)
    return today + timedelta(int(amount * days))


def _after(match: re.Match[str], today: date) -> date:
    half = 15 if match["half"] and match["unit"] == "月" else 0
    return later(match["number"], match["unit"], today) + timedelta(half)


def _workdays(match: re.Match[str], today: date) -> date:
    day, left = today, _int(match[1])
    while left > 0:
        day += timedelta(1)
        left -= day.weekday() < _WEEKDAYS.find("六")
    return day


def _holiday(match: re.Match[str], today: date) -> date | None:
    name, eve = match[1], timedelta(bool(match[2]))
    if name in _HOLIDAYS:
        there = next_day(*_HOLIDAYS[name], today + eve)
    else:
        dates = (date(year, *day) for year, day in _SPRING_FESTIVAL.items())
        there = next((day for day in dates if day >= today + eve), None)
    return there - eve if there else None


def _word(match: re.Match[str], today: date) -> date:
    return today + timedelta((_WORDS | _ENGLISH_WORDS)[match[0]])


def _english(match: re.Match[str], today: date) -> date | None:
    month = _MONTH_NAMES.split("|").index(match["name"]) + 1
    day = int(match["before"] or match["after"])
    return date(int(match["year"]), month, day) if match["year"] else next_day(month, day, today)


RULES: tuple[tuple[re.Pattern[str], Resolve], ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (r"(?<!\d)(20\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)", _numeric),
        (r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)", _numeric),
        (rf"{_YEAR}[-./]?(?P<month>{_N})月份?(?:(?P<day>{_N})[日号]?|{_PART})?", _full),
        (r"(?<!\d)(?P<year>20\d\d)[-./](?P<month>1[0-2]|0?[1-9])(?![\d.%/-])(?P<day>)(?P<part>)", _full),
        (rf"(?<![\d个年])(?P<month>{_N})月(?!内|以内|之内)份?(?:(?P<day>{_N})[日号]?|{_PART})?", _bare_month),
        (rf"(?P<which>本|这个?|当|下+个?|上个?)月(?:份?(?P<day>{_N})[日号]|{_PART})?", _relative_month),
        (rf"(?<![\d一二三四五六七八九十本这当下上个])月{_PART}", _month_part),
        (rf"(?<![月\d一二三四五六七八九十])({_N})号(?![线楼厂机炉楼门车])", _day_of_month),
        (rf"{_YEAR}(?P<when>底|末|初|上半年|下半年|第?[一二三四1-4]季度)", _year_part),
        (
            r"(?<![\d个半几两一二三四五六七八九十])(?P<year>)(?P<yearword>)(?P<when>年底|年末|年内|年前|年中(?!国)|上半年|下半年|第?[一二三四]季度)",
            _year_part,
        ),
        (r"(?P<which>下+个?|本|这个?|上个?)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末1-6])", _weekday),
        (r"(?P<which>下+个?|本|这个?|上个?)(?:周|星期|礼拜)(?![一二三四五六日天末1-6])", _week),
        (_TIME_SPAN, _after),
        (rf"({_N})个工作日(?:之内|以内|内|后)?", _workdays),
        (
            r"(?<![一二三四五六七八九])(元旦|五一|劳动节|十一(?=之?以?前|长假|假期|期间)|国庆|春节|过年)节?(之?以?前)?(?![\d月点年])",
            _holiday,
        ),
        ("|".join((*_WORDS, *_ENGLISH_WORDS)), _word),
        (_ENGLISH_DAY, _english),
    )
)
