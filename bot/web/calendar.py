"""The calendar feed: an opaque token in, a bureau's deadlines as iCalendar out."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

PATH: Final = "/calendar/{token:[A-Za-z0-9_-]{16,64}}.ics"
HEADERS: Final = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="deadlines.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
BUSY_SECONDS: Final = 60

Feed = Callable[[str], Awaitable[bytes | None]]


def add_calendar(app: web.Application, feed: Feed, busy: type[Exception]) -> None:
    """Put the feed into the application. An unknown token and an ended one look the same."""

    async def calendar(request: web.Request) -> web.Response:
        try:
            data = await feed(request.match_info["token"])
        except busy as error:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": str(BUSY_SECONDS)}) from error
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="text/calendar", charset="utf-8", headers=HEADERS)

    app.router.add_get(PATH, calendar)
