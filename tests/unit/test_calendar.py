"""Deadlines as iCalendar, read back by a parser that shares nothing with the writer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from bot.documents.calendar import calendar_ics
from bot.documents.rendering import make
from handlers.dialogue.messages import Document

STAMP = "2026-03-03T01:30:00+00:00"


def event(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return one deadline."""
    facts = {
        "uid": f"filing-{number}@320000.expertbot",
        "day": "2026-03-08",
        "summary": "2026年重点服务项目材料",
        "description": "最晚3月6日（周五）办完。\n报送给：江苏省人力资源和社会保障厅",
        "sequence": 1,
        "status": "CONFIRMED",
    }
    return {**facts, **changes}


def written(*events: dict[str, Any], name: str = "苏州市报送期限") -> bytes:
    """Return the calendar of these deadlines."""
    return calendar_ics({"name": name, "stamp": STAMP, "events": list(events)})


def read(data: bytes) -> Calendar:
    """Read it back."""
    return IcsCalendarStream.calendar_from_ics(data.decode())


def test_a_deadline_is_a_whole_day_without_alarm() -> None:
    (found,) = read(written(event())).events
    assert (found.start, found.end) == (date(2026, 3, 8), date(2026, 3, 9))
    assert found.summary == "2026年重点服务项目材料"
    assert found.description == "最晚3月6日（周五）办完。\n报送给：江苏省人力资源和社会保障厅"
    assert found.dtstamp == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    assert (found.uid, found.sequence) == ("filing-1@320000.expertbot", 1)
    assert found.status is EventStatus.CONFIRMED
    assert found.transparency == "TRANSPARENT"
    assert found.alarm == []


def test_an_extension_and_the_end_of_a_duty_are_told_by_the_same_uid() -> None:
    former = read(written(event())).events[0]
    moved = read(written(event(day="2026-03-20", sequence=2))).events[0]
    done = read(written(event(sequence=3, status="CANCELLED"))).events[0]
    assert former.uid == moved.uid == done.uid
    assert [former.sequence, moved.sequence, done.sequence] == [1, 2, 3]
    assert moved.start == date(2026, 3, 20)
    assert done.status is EventStatus.CANCELLED


def test_a_day_that_is_only_expected_is_tentative() -> None:
    assert read(written(event(status="TENTATIVE"))).events[0].status is EventStatus.TENTATIVE


def test_lines_end_with_crlf_and_hold_at_most_75_octets_of_whole_characters() -> None:
    long = "关于报送专家服务基层重点服务项目申报材料和上年度实施情况总结的" * 5
    data = written(event(summary=long, description=f"{long}；含逗号,分号;反斜杠\\和\n换行"))
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)
    assert all(line.decode() for line in lines)
    (found,) = read(data).events
    assert found.summary == long
    assert found.description == f"{long}；含逗号,分号;反斜杠\\和\n换行"


def test_an_empty_calendar_is_one_too() -> None:
    assert read(written()).events == []


@pytest.mark.parametrize("day", ["2028-02-29", "2026-12-31"])
def test_the_day_after_ends_it_at_the_ends_of_months_and_years(day: str) -> None:
    (found,) = read(written(event(day=day))).events
    assert (found.end - found.start).days == 1


def test_a_message_carries_it_as_a_file() -> None:
    data = '{"name": "苏州市报送期限", "stamp": "2026-03-03T01:30:00+00:00", "events": []}'
    made = make(Document("ics", "苏州市报送期限2026.ics", data))
    assert (made.name, made.mime) == ("苏州市报送期限2026.ics", "text/calendar")
    assert made.data.startswith(b"BEGIN:VCALENDAR\r\n")
