"""The calendar feed over HTTP: the whole application, an address that shows deadlines until it is ended."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from ical.calendar_stream import IcsCalendarStream

from bot.app import App, build
from bot.handclock import HandClock
from bot.samples.loading import load_samples
from bot.serve import prepare
from bot.settings import Settings
from bot.storage.database import Connection
from bot.storage.work import Work
from handlers.domain.bureaus import Member
from handlers.domain.people import Link
from handlers.usecases.people import CALENDAR, new_link
from tests.support.telegram_story import _free_port


@dataclass
class Site:
    """A running service with a feed of 苏州's deadlines."""

    app: App
    token: str
    client: aiohttp.ClientSession

    async def gets(self, token: str = "") -> tuple[int, str, Mapping[str, str]]:
        """Fetch the feed; return status, body and headers."""
        url = f"http://127.0.0.1:{self.app.settings.http_port}/calendar/{token or self.token}.ics"
        async with self.client.get(url) as response:
            return response.status, (await response.read()).decode(), dict(response.headers)

    async def changes(self, change: Callable[[Work], None]) -> None:
        """Change nouns."""

        def unit(connection: Connection) -> None:
            work = Work(connection, self.app.service.world)
            change(work)
            work.flush()
            work.let_go()

        await self.app.database.run(unit)


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    """Run the service with the sample people."""
    with tempfile.TemporaryDirectory(prefix="expertbot-") as folder:
        settings = Settings(data_dir=Path(folder), http_port=_free_port())
        app = build(settings, HandClock(), prepare(settings, samples=False), b"a key for tests")
        token = await app.database.run(lambda connection: furnish(connection, app))
        await app.start()
        try:
            async with aiohttp.ClientSession() as client:
                yield Site(app, token, client)
        finally:
            await app.stop()


def furnish(connection: Connection, app: App) -> str:
    """Load the samples and make a feed for 苏州's coordinator."""
    people = load_samples(connection, app.service.world)
    work = Work(connection, app.service.world)
    bureau = work.bureaus.at("320500")
    link = Link(
        token_hash="",
        kind=CALENDAR,
        person_id=people["coordinator:320500"],
        bureau_id=bureau.id if bureau else None,
        made_at=work.now,
    )
    token, _ = new_link(work, link)
    work.flush()
    work.let_go()
    return token


def play(story: Callable[[Site], Awaitable[None]]) -> None:
    """Play a story to its end, within twenty seconds."""

    async def whole() -> None:
        async with site() as opened:
            await story(opened)

    asyncio.run(asyncio.wait_for(whole(), 20))


def test_the_feed_shows_a_bureaus_deadlines() -> None:
    async def story(site: Site) -> None:
        status, body, headers = await site.gets()
        assert status == 200
        assert headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert headers["Cache-Control"] == "private, no-cache"
        assert headers["Referrer-Policy"] == "no-referrer"
        events = IcsCalendarStream.calendar_from_ics(body).events
        assert events
        assert all("报送给：江苏省" in (event.description or "") for event in events)

    play(story)


def test_an_unknown_token_an_ended_one_and_a_wrong_path_look_the_same() -> None:
    async def story(site: Site) -> None:
        assert (await site.gets("a" * 22))[0] == 404
        assert (await site.gets("short"))[0] == 404
        assert (await site.gets("%2e%2e%2fsecret.key"))[0] == 404
        assert (await site.gets())[0] == 200

        def end(work: Work) -> None:
            link = work.people.link(site.token)
            assert link is not None
            link.revoked_at = work.now

        await site.changes(end)
        assert (await site.gets())[0] == 404

    play(story)


def test_the_feed_of_somebody_who_left_the_bureau_ends() -> None:
    async def story(site: Site) -> None:
        def leave(work: Work) -> None:
            bureau = work.bureaus.at("320500")
            for member in work.bureaus.members(bureau.id or 0 if bureau else 0):
                work.session.get_one(Member, member.id).active = False

        await site.changes(leave)
        assert (await site.gets())[0] == 404

    play(story)


def test_another_kind_of_link_shows_no_calendar() -> None:
    async def story(site: Site) -> None:
        def personal(work: Work) -> None:
            link = work.people.link(site.token)
            assert link is not None
            link.kind = "personal"

        await site.changes(personal)
        assert (await site.gets())[0] == 404

    play(story)


def test_no_log_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def story(site: Site) -> None:
        await site.gets()
        await site.gets("b" * 22)

    play(story)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.client")]
    assert not [line for line in ours if "b" * 22 in line or "/calendar/" in line]
