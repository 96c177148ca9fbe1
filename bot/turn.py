"""One turn: a letter of the inbox becomes changed nouns, timers and outbox rows, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.storage.database import Connection
from bot.storage.inbox import Inbox, Letter
from bot.storage.outbox import Outbox, Parcel
from bot.storage.timers import Timers
from bot.storage.work import Work, World
from handlers.context import Context
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired, Reached
from handlers.dialogue.step import Want
from handlers.dialogue.texts import language_of, text
from handlers.effects import Cancel, Effects, Schedule, Tell
from handlers.router import route

LEASE = 60.0  # seconds that a replica may hold a row of the outbox without renewing


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who wrote: person id (0 for the clock) and language."""

    person_id: int
    language: str


class Desk:
    """The queues and the unit of work on one connection."""

    def __init__(self, connection: Connection, world: World, channel: str = "") -> None:
        """Work on a connection whose transaction belongs to the caller."""
        self.work = Work(connection, world, channel)
        self.statements = self.work.statements
        self.now = self.work.now.timestamp()
        self.inbox = Inbox(self.statements)
        self._holder = world.holder

    @cached_property
    def outbox(self) -> Outbox:
        """The outbox in this process's name."""
        return Outbox(self.statements, self._holder)

    @cached_property
    def timers(self) -> Timers:
        """The timers."""
        return Timers(self.statements)

    def take(self, cause: str, effects: Effects) -> Sequence[Parcel]:
        """Write the effects as rows; return what is to be sent."""
        parcels: list[Parcel] = []
        for ordinal, effect in enumerate(effects):
            match effect:
                case Tell():
                    if parcel := self.outbox.put(cause, ordinal, effect, self.now, LEASE):
                        parcels.append(parcel)
                case Schedule():
                    self.timers.set(effect)
                case Cancel(key=key):
                    self.timers.clear(key)
        return parcels


def handle(desk: Desk, letter: Letter, worked_out: Mapping[Want, Any]) -> Sequence[Parcel]:
    """Carry out everything that follows from a letter. Raises `Wanted` before anything is kept."""
    speaker = _speaker(desk, letter)
    context = Context(
        uow=desk.work,
        me=speaker.person_id,
        language=speaker.language,
        reply=letter.reply,
        channel=letter.channel,
        chat=letter.chat,
        worked_out=worked_out,
    )
    effects = route(context)
    desk.work.flush()
    parcels = desk.take(f"i{letter.id}", effects)
    desk.inbox.handled(letter.id, desk.now)
    return parcels


def apologise(desk: Desk, letter: Letter) -> Sequence[Parcel]:
    """Tell the person that this message could not be dealt with, with a reference for the coordinator."""
    speaker = _speaker(desk, letter)
    if not speaker.person_id:
        return ()
    words = text(speaker.language, "fault.parked", reference=f"I{letter.id}")
    return desk.take(f"p{letter.id}", (Tell(speaker.person_id, Message(lines=(words,))),))


def _speaker(desk: Desk, letter: Letter) -> Speaker:
    if isinstance(letter.reply, Fired):
        return Speaker(0, "zh")
    row = desk.statements.row(
        "SELECT p.id, p.language FROM address a JOIN person p ON p.id = a.person_id"
        " WHERE a.channel = :channel AND a.chat = :chat",
        channel=letter.channel, chat=letter.chat,
    )  # fmt: skip
    if row is None:
        return _newcomer(desk, letter)
    if not isinstance(letter.reply, Reached):
        desk.statements.run(
            "UPDATE address SET used_at = :now, closed_at = NULL WHERE channel = :channel AND chat = :chat",
            now=moment(desk, desk.work.now), channel=letter.channel, chat=letter.chat,
        )  # fmt: skip
    return Speaker(row[0], row[1])


def _newcomer(desk: Desk, letter: Letter) -> Speaker:
    """Give an unknown address a person without a name; nothing personal is kept before consent."""
    language = language_of(letter.language)
    now = moment(desk, desk.work.now)
    person: int = desk.statements.value(
        "INSERT INTO person (name, phone, language, created_at)"
        " VALUES ('', '', :language, :now) RETURNING id",
        language=language, now=now,
    )  # fmt: skip
    desk.statements.run(
        "INSERT INTO address (person_id, channel, chat, used_at) VALUES (:person, :channel, :chat, :now)",
        person=person, channel=letter.channel, chat=letter.chat, now=now,
    )  # fmt: skip
    return Speaker(person, language)


def moment(desk: Desk, at: datetime) -> str | datetime:
    """Return a moment as the nouns' columns hold it: text on SQLite, a datetime on PostgreSQL."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") if desk.statements.on_sqlite else at
