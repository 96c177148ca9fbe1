"""One turn: a letter of the inbox becomes changed nouns, timers and outbox rows, in one transaction."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from typing_extensions import override

from bot.rehearsing import rehearse
from bot.storage.database import Connection
from bot.storage.inbox import Inbox, Letter
from bot.storage.outbox import Outbox, Parcel
from bot.storage.timers import Timers
from bot.storage.work import Happened, Work, World
from handlers.context import Context
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired, Reached
from handlers.dialogue.step import Want
from handlers.dialogue.texts import language_of, text
from handlers.effects import Cancel, Effects, Schedule, Tell
from handlers.router import route
from handlers.thinking import (
    ExpertNames,
    FirmNames,
    FirmsNamed,
    FreeInvitations,
    Keywords,
    LikelyDomains,
    NeedReading,
    ProgrammeRules,
    Rehearsal,
    SimilarNeed,
    forget_words,
    work_out,
)

LOOKED_UP = (ExpertNames, ProgrammeRules, SimilarNeed, Rehearsal, FreeInvitations, FirmsNamed, FirmNames)
"""Wants that take no thought: answered within the turn instead of starting it over."""
FROM_WORDS = (LikelyDomains, Keywords, NeedReading)
"""Wants whose facts follow from the words in them and from nothing else."""
KEPT = 10_000  # of those facts, 1.4 KiB each: for as many people as may be in the middle of a form
LEASE = 60.0  # seconds that a replica may hold a row of the outbox without renewing


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who wrote: person id (0 for the clock) and language."""

    person_id: int
    language: str


class Thoughts:
    """Facts that follow from words alone, kept because the form's next questions want them again."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._kept: OrderedDict[Want, Any] = OrderedDict()

    def get(self, want: Want) -> Any:  # noqa: ANN401 - facts are of any type
        """Return a fact, or None."""
        return self._kept.get(want)

    def kept(self, thought: dict[Want, Any]) -> dict[Want, Any]:
        """Return the thought after keeping it, in place of the oldest, if it follows from words alone."""
        self._kept.update((want, fact) for want, fact in thought.items() if isinstance(want, FROM_WORDS))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return thought

    def notice(self, happened: Sequence[Happened]) -> None:
        """Forget all words when somebody erases theirs."""
        if any(one.action == "person.erased" for one in happened):
            self._kept.clear()
            forget_words()


class Known(Mapping[Want, Any]):
    """The facts of one turn: worked out for it, kept from earlier turns, or one look at a row away."""

    def __init__(self, worked_out: Mapping[Want, Any], thoughts: Thoughts, uow: Work) -> None:
        """Look up with this unit of work."""
        self._found = dict(worked_out)
        self._thoughts = thoughts
        self._uow = uow

    @override
    def __contains__(self, want: object) -> bool:
        if want not in self._found and (kept := self._thoughts.get(want)) is not None:
            self._found[want] = kept
        return want in self._found or isinstance(want, LOOKED_UP)

    @override
    def __getitem__(self, want: Want) -> Any:
        if want not in self._found and isinstance(want, LOOKED_UP):
            self._found[want] = self._looked_up(want)
        return self._found[want]

    def _looked_up(self, want: Want) -> Any:  # noqa: ANN401 - facts are of any type
        return rehearse(self._uow, want, self) if isinstance(want, Rehearsal) else work_out(want, self._uow)

    @override
    def __iter__(self) -> Iterator[Want]:
        return iter(self._found)

    @override
    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        """Hold that it can answer even with nothing found yet."""
        return True


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


def handle(desk: Desk, letter: Letter, known: Known) -> Sequence[Parcel]:
    """Carry out everything that follows from a letter. Raises `Wanted` before anything is kept."""
    speaker = _speaker(desk, letter)
    context = Context(
        uow=desk.work,
        me=speaker.person_id,
        language=speaker.language,
        reply=letter.reply,
        channel=letter.channel,
        chat=letter.chat,
        worked_out=known,
    )
    effects = route(context)
    desk.work.flush()
    return desk.take(f"i{letter.id}", effects)


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
    where = {"channel": letter.channel, "chat": letter.chat}
    if isinstance(letter.reply, Reached):
        row = desk.statements.row(
            "SELECT p.id, p.language FROM address a JOIN person p ON p.id = a.person_id"
            " WHERE a.channel = :channel AND a.chat = :chat",
            **where,
        )
    else:
        row = desk.statements.row(
            "UPDATE address SET used_at = :now, closed_at = NULL WHERE channel = :channel AND chat = :chat"
            " RETURNING person_id, (SELECT p.language FROM person p WHERE p.id = address.person_id)",
            now=desk.statements.moment(desk.work.now), **where,
        )  # fmt: skip
    return _newcomer(desk, letter) if row is None else Speaker(row[0], row[1])


def _newcomer(desk: Desk, letter: Letter) -> Speaker:
    """Give an unknown address a person without a name; nothing personal is kept before consent."""
    language = language_of(letter.language)
    now = desk.statements.moment(desk.work.now)
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
