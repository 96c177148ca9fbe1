"""Commands and timers that exist only in tests: they echo, fail, think, plan; the whole route stays real."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import pytest
from sqlalchemy import create_engine

from bot.storage.database import make_engine
from bot.storage.tables import metadata
from handlers.commands import COMMANDS, Command
from handlers.context import Context
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.domain.people import Address
from handlers.effects import Cancel, Effects, Schedule, Tell
from handlers.thinking import Keywords
from handlers.timers import TIMERS
from handlers.usecases.quiet import HELD
from tests.support.postgres import fresh_postgres, server


@dataclass(frozen=True, slots=True)
class Unthinkable:
    """A fact that nobody can work out."""

    words: str


def say(person_id: int, words: str) -> Tell:
    """Return one line for a person."""
    return Tell(person_id, Message(lines=(words,)))


def echo(context: Context, rest: str) -> Effects:
    """Say the words back."""
    return (say(context.me, rest),)


def again(context: Context, rest: str) -> Effects:
    """Say the words back twice, in two messages."""
    return (say(context.me, f"{rest} 1"), say(context.me, f"{rest} 2"))


def others(_: Context, rest: str) -> Effects:
    """Say something to another person: "12 words"."""
    number, words = rest.split(" ", 1)
    return (say(int(number), words),)


def card(context: Context, rest: str) -> Effects:
    """Show a card, edited in place: "buzz words" or "quiet words"."""
    how, _, words = rest.partition(" ")
    return (Tell(context.me, Message(lines=(words,)), card="probe:1", buzz=how == "buzz"),)


def poison(context: Context, rest: str) -> Effects:
    """Change everything a turn can change, then fail with the words in the error."""
    context.uow.dialogues.open(context.me, "probe", "", {"left": "behind"})
    context.uow.record("probe.left", "probe:1", by=context.me)
    context.person.name = "left behind"
    context.uow.add(Address(person_id=context.me, channel="left", chat="behind", used_at=context.uow.now))
    raise ValueError(rest)


def twice(context: Context, _: str) -> Effects:
    """Break a rule of the database's."""
    found = Address(person_id=context.me, channel=context.channel, chat=context.chat, used_at=context.uow.now)
    context.uow.add(found)
    return ()


def think(context: Context, rest: str) -> Effects:
    """Say the technical terms of the words, worked out beside the turn."""
    return (say(context.me, "、".join(context.need_fact(Keywords("", rest)))),)


def wonder(context: Context, rest: str) -> Effects:
    """Want what nobody can work out."""
    return (say(context.me, str(context.need_fact(Unthinkable(rest)))),)


def plan(context: Context, rest: str) -> Effects:
    """Set or move a timer: "key minutes"."""
    key, _, minutes = rest.partition(" ")
    due = context.uow.now + timedelta(minutes=float(minutes))
    return (Schedule(key, due, "probe", f"person:{context.me}", {"key": key}),)


def hold_back(context: Context, rest: str) -> Effects:
    """Set timers that have been held since the evening and are to speak in so many minutes: "10 甲 乙"."""
    minutes, *keys = rest.split(" ")
    due, about = context.uow.now + timedelta(minutes=float(minutes)), f"person:{context.me}"
    return tuple(Schedule(key, due, "probe", about, {"key": key, HELD: True}) for key in keys)


def unplan(_: Context, rest: str) -> Effects:
    """Clear a timer."""
    return (Cancel(rest),)


def ring(context: Context) -> Effects:
    """Say that a timer fired, and whether late."""
    fired = context.reply
    if not isinstance(fired, Fired):
        raise TypeError(type(fired).__name__)
    late = "，补发" if fired.late else ""
    return (say(int(fired.about.partition(":")[2]), f"到时间：{fired.data['key']}{late}"),)


PROBES: dict[str, Command] = {
    "echo": echo, "again": again, "others": others, "card": card, "poison": poison, "twice": twice,
    "think": think, "wonder": wonder, "plan": plan, "holdback": hold_back, "unplan": unplan,
}  # fmt: skip


def add_probes(monkeypatch: pytest.MonkeyPatch, **more: Command) -> None:
    """Add the commands above, and more, until the test ends."""
    for name, command in (PROBES | more).items():
        monkeypatch.setitem(COMMANDS, name, command)
    monkeypatch.setitem(TIMERS, "probe", ring)


def counted(seen: list[str]) -> Callable[[Context, str], Effects]:
    """Return a command that notes each run, committed or not, and echoes."""

    def note(context: Context, rest: str) -> Effects:
        seen.append(rest)
        return echo(context, rest)

    return note


def empty_postgres() -> str:
    """Return the URL of a new database with the present schema and nothing in it."""
    return fresh_postgres(template=_template())


@cache
def _template() -> str:
    url = fresh_postgres()
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    return create_engine(url).url.database or ""


def terminate_connections(url: str) -> int:
    """Break every other connection to this database from the server's side; return how many."""
    name = create_engine(url).url.database
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            (name,),
        ).all()
    engine.dispose()
    return len(found)
