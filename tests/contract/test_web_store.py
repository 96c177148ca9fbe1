"""What every store of the web chat must do: memory, SQLite and PostgreSQL pass the same stories."""

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest
from sqlalchemy import Connection

from bot.channels.port import Inbound
from bot.channels.webchat_ports import WebStore
from bot.storage.database import Database, make_engine
from bot.storage.inbox import Inbox, Letter
from bot.storage.opening import open_database
from bot.storage.outbox import Outbox, Parcel, Receipt
from bot.storage.statements import Statements
from bot.storage.tables import metadata
from bot.storage.web import SEEN, WebRows
from bot.storage.web_views import BotEntry, OwnEntry, Transcript
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Said, Tapped
from handlers.effects import Tell
from tests.support.postgres import fresh_postgres
from tests.support.webchat_store import MemoryWebStore

MORNING = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
Result = TypeVar("Result")


class Bench(Protocol):
    """A store with the queues that it reads."""

    @property
    def store(self) -> WebStore:
        """The store under test."""
        ...

    def does(self, chat: str, own: str, reply: Reply, at: datetime) -> None:
        """Let a person do something."""
        ...

    def tells(self, chat: str, message: Message, at: datetime, edits: int | None = None) -> int:
        """Send a message in answer to what was done last; return its row."""
        ...

    def shown_up_to(self, chat: str) -> int:
        """Return the newest row that a browser has shown."""
        ...

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run to the end."""
        ...


class InMemory:
    """The fake."""

    def __init__(self) -> None:
        self.store = MemoryWebStore()

    def does(self, chat: str, own: str, reply: Reply, at: datetime) -> None:
        self.store.inbox[f"{chat}:{own}"] = Inbound("webchat", f"{chat}:{own}", chat, reply, at)

    def tells(self, chat: str, message: Message, at: datetime, edits: int | None = None) -> int:
        return self.store.append(chat, message, at, edits).row

    def shown_up_to(self, chat: str) -> int:
        return self.store.seen_rows.get(chat, 0)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run(work)


class InDatabase:
    """The real one, its queues filled by the classes that fill them in the service."""

    def __init__(self, database: Database) -> None:
        self.store = WebRows(database)
        self._database = database
        self._runner = asyncio.Runner()
        self._cause = 0
        self._ordinal = 0

    def does(self, chat: str, own: str, reply: Reply, at: datetime) -> None:
        letter = Letter(0, "webchat", chat, f"webchat:{chat}", reply, "", "", at.timestamp())

        def unit(connection: Connection) -> int:
            number = Inbox(Statements(connection)).put(letter, f"{chat}:{own}")
            assert number is not None
            return number

        self._cause = self.run(self._database.run(unit))

    def tells(self, chat: str, message: Message, at: datetime, edits: int | None = None) -> int:
        self._ordinal += 1

        def unit(connection: Connection) -> int:
            sql = Statements(connection)
            tell = Tell(_person(sql, chat, at), message)
            parcel = Outbox(sql, "one").put(f"i{self._cause}", self._ordinal, tell, at.timestamp(), 60)
            assert isinstance(parcel, Parcel)
            Outbox(sql, "one").sent([Receipt(parcel, str(parcel.id), at.timestamp() + 1)])
            sql.run("UPDATE outbox SET edits = :edits WHERE id = :id", edits=str(edits or ""), id=parcel.id)
            return parcel.id

        return self.run(self._database.run(unit))

    def shown_up_to(self, chat: str) -> int:
        sql = "SELECT MAX(id) FROM outbox WHERE chat = :chat AND (flags & :seen) != 0"
        return self.value(sql, chat=chat, seen=SEEN) or 0

    def value(self, sql: str, **values: str | int) -> Any:
        return self.run(self._database.run(lambda c: Statements(c).value(sql, **values)))

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(work)

    def close(self) -> None:
        self._runner.close()
        self._database.close()


def _person(sql: Statements, chat: str, at: datetime) -> int:
    found = sql.value("SELECT person_id FROM address WHERE chat = :chat", chat=chat)
    if found is None:
        when = at.strftime("%Y-%m-%d %H:%M:%S.%f") if sql.on_sqlite else at
        found = sql.value(
            "INSERT INTO person (name, phone, language, created_at) VALUES ('', '', 'zh', :at) RETURNING id",
            at=when,
        )
        sql.run(
            "INSERT INTO address (person_id, channel, chat, used_at) VALUES (:person, 'webchat', :chat, :at)",
            person=found, chat=chat, at=when,
        )  # fmt: skip
    return int(found)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    if request.param == "memory":
        yield InMemory()
        return
    made = in_database(f"sqlite:///{tmp_path / 'web.db'}" if request.param == "sqlite" else fresh_postgres())
    yield made
    made.close()


def in_database(url: str) -> InDatabase:
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    return InDatabase(open_database(url, "OFF"))


def told(page: Transcript) -> list[str]:
    """Return a page as lines: own ones after '> ', edits after '~'."""
    return [_line(entry) for entry in page.entries]


def _line(entry: BotEntry | OwnEntry) -> str:
    match entry:
        case OwnEntry(reply=Said(text=text)):
            return f"> {text}"
        case OwnEntry(reply=Tapped(action=action)):
            return f"> [{action}]"
        case BotEntry(message=Message(lines=(line, *_)), edits=edits):
            return f"~{line}" if edits else line
        case _:
            return "gone"


def minutes(number: float) -> datetime:
    return MORNING + timedelta(minutes=number)


def test_a_session_is_kept_used_and_ended_once(bench: Bench) -> None:
    bench.run(bench.store.open_session("s1", b"\x00digest", "w-me", MORNING))
    bench.run(bench.store.touch("s1", minutes(5)))
    found = bench.run(bench.store.session("s1"))
    assert found is not None
    assert (found.digest, found.chat, found.created) == (b"\x00digest", "w-me", MORNING)
    assert (found.used, found.revoked) == (minutes(5), None)
    bench.run(bench.store.revoke("s1", minutes(6)))
    bench.run(bench.store.revoke("s1", minutes(7)))
    ended = bench.run(bench.store.session("s1"))
    assert ended is not None
    assert ended.revoked == minutes(6)
    assert bench.run(bench.store.session("s2")) is None


def test_ending_a_chat_ends_its_sessions_and_no_others(bench: Bench) -> None:
    for session, chat in (("s1", "w-me"), ("s2", "w-me"), ("s3", "w-you")):
        bench.run(bench.store.open_session(session, b"d", chat, MORNING))
    bench.run(bench.store.revoke_chat("w-me", minutes(1)))
    found = [bench.run(bench.store.session(session)) for session in ("s1", "s2", "s3")]
    assert [session is not None and session.revoked is not None for session in found] == [True, True, False]


def test_pages_hold_everything_once_and_in_order(bench: Bench) -> None:
    for number in range(12):
        bench.does("w-me", f"own-{number}", Said(f"问{number}"), minutes(number))
        bench.tells("w-me", Message(lines=(f"答{number}",)), minutes(number + 0.1))
        bench.tells("w-me", Message(lines=(f"再答{number}",)), minutes(number + 0.2))
    bench.does("w-you", "own-1", Said("别人"), minutes(20))
    bench.tells("w-you", Message(lines=("给别人",)), minutes(21))
    pages = [bench.run(bench.store.transcript("w-me", None, 7))]
    while pages[-1].more:
        first = next(entry.row for entry in pages[-1].entries if isinstance(entry, BotEntry))
        pages.append(bench.run(bench.store.transcript("w-me", first, 7)))
    assert [len([e for e in page.entries if isinstance(e, BotEntry)]) for page in pages] == [7, 7, 7, 3]
    lines = [line for page in reversed(pages) for line in told(page)]
    assert lines == [line for n in range(12) for line in (f"> 问{n}", f"答{n}", f"再答{n}")]


def test_what_has_no_answer_yet_stands_last(bench: Bench) -> None:
    bench.does("w-me", "own-1", Said("问"), minutes(0))
    bench.tells("w-me", Message(lines=("答",)), minutes(1))
    bench.does("w-me", "own-2", Tapped("yes", "7"), minutes(2))
    assert told(bench.run(bench.store.transcript("w-me", None, 30))) == ["> 问", "答", "> [yes]"]


def test_an_edit_is_a_row_of_its_own_that_names_the_edited(bench: Bench) -> None:
    bench.does("w-me", "own-1", Said("问"), minutes(0))
    first = bench.tells("w-me", Message(lines=("待审核",)), minutes(1))
    bench.tells("w-me", Message(lines=("已通过",)), minutes(2), edits=first)
    page = bench.run(bench.store.transcript("w-me", None, 30))
    assert told(page) == ["> 问", "待审核", "~已通过"]
    assert page.entries[-1] == BotEntry(first + 1, Message(lines=("已通过",)), first, minutes(2))


def test_a_message_is_given_out_to_its_own_chat_only(bench: Bench) -> None:
    message = Message(lines=("去吗",), rows=((Button("去", "yes"),),))
    row = bench.tells("w-me", message, minutes(1))
    assert bench.run(bench.store.message("w-me", row)) == message
    assert bench.run(bench.store.message("w-you", row)) is None
    assert bench.run(bench.store.message("w-me", row + 1)) is None


def test_what_was_shown_never_goes_back(bench: Bench) -> None:
    rows = [bench.tells("w-me", Message(lines=(str(number),)), minutes(number)) for number in range(3)]
    other = bench.tells("w-you", Message(lines=("给别人",)), minutes(4))
    bench.run(bench.store.seen("w-me", rows[1], minutes(5)))
    bench.run(bench.store.seen("w-me", rows[0], minutes(6)))
    assert bench.shown_up_to("w-me") == rows[1]
    assert bench.shown_up_to("w-you") < other


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_blanked_words_stay_away_and_unsent_ones_do_not_show(kind: str, tmp_path: Path) -> None:
    bench = in_database(f"sqlite:///{tmp_path / 'web.db'}" if kind == "sqlite" else fresh_postgres())
    try:
        bench.does("w-me", "own-1", Said("问"), minutes(0))
        bench.tells("w-me", Message(lines=("答",)), minutes(1))
        held = bench.tells("w-me", Message(lines=("明早再说",)), minutes(2))
        bench.value("UPDATE outbox SET state = 0, not_before = 9e9 WHERE id = :id RETURNING id", id=held)
        bench.value("UPDATE inbox SET reply = '' RETURNING id")
        bench.value("UPDATE outbox SET body = '{}' WHERE state = 1 RETURNING id")
        page = bench.run(bench.store.transcript("w-me", None, 30))
        assert told(page) == ["gone", "gone"]
        bench.run(bench.store.seen("w-me", held, minutes(3)))
        assert bench.shown_up_to("w-me") == held - 1
    finally:
        bench.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_message_held_over_night_shows_the_hour_at_which_it_went_out(kind: str, tmp_path: Path) -> None:
    bench = in_database(f"sqlite:///{tmp_path / 'web.db'}" if kind == "sqlite" else fresh_postgres())
    try:
        row = bench.tells("w-me", Message(lines=("早",)), minutes(0))
        later = int(minutes(600).timestamp())
        bench.value("UPDATE outbox SET sent_at = :at WHERE id = :id RETURNING id", at=later, id=row)
        assert bench.run(bench.store.transcript("w-me", None, 30)).entries[0].at == minutes(600)
    finally:
        bench.close()
