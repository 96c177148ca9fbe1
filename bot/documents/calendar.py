"""Deadlines as iCalendar (RFC 5545): data in, bytes out."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

ICS = "text/calendar"  # UTF-8 by RFC 5545
REFRESH = timedelta(hours=6)


def calendar_ics(data: Mapping[str, Any]) -> bytes:
    """Return the calendar of `handlers.usecases.calendar_data`: UTF-8, CRLF, lines folded at 75 octets."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//expertbot//deadlines//ZH")
    calendar.add("method", "PUBLISH")
    calendar.add("name", data["name"])  # RFC 7986, and what programs read that do not know it
    calendar.add("x-wr-calname", data["name"])
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    stamp = datetime.fromisoformat(data["stamp"])
    for event in data["events"]:
        calendar.add_component(_event(event, stamp))
    written: bytes = calendar.to_ical()
    return written


def _event(data: Mapping[str, Any], stamp: datetime) -> Event:
    """Return whole days up to the `last`; they ring no bell: reminding is the service's own matter."""
    day = date.fromisoformat(data["day"])
    event = Event()
    event.add("uid", data["uid"])
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", date.fromisoformat(data.get("last", data["day"])) + timedelta(days=1))
    if place := data.get("place"):
        event.add("location", place)
    event.add("summary", data["summary"])
    event.add("description", data["description"])
    event.add("sequence", data["sequence"])
    event.add("status", data["status"])
    event.add("transp", "TRANSPARENT")
    return event
