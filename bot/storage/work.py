"""The unit of work: the core's whole view of storage during one turn."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from bot.clock import Clock, day_of
from bot.storage.activities import ActivityRows
from bot.storage.bureaus import BureauRows
from bot.storage.dialogues import DialogueRows
from bot.storage.figures import FigureRows
from bot.storage.filings import CallRows, FilingRows
from bot.storage.firms import FirmRows
from bot.storage.holdings import HoldingRows
from bot.storage.indicators import IndicatorRows
from bot.storage.notices import NoticeRows
from bot.storage.nouns import Nouns
from bot.storage.outcomes import OutcomeRows
from bot.storage.people import PeopleRows
from bot.storage.profiles import Profiles
from bot.storage.questionnaires import QuestionnaireRows
from bot.storage.repositories import (
    EnterpriseRows,
    EventRows,
    ExpertRows,
    InvitationRows,
    NeedRows,
    TaskRows,
)
from bot.storage.sheets import SheetRows
from bot.storage.statements import Statements
from bot.storage.timers import Timers
from handlers.dialogue.replies import SentFile
from handlers.domain.attachments import Attachment
from handlers.domain.programmes import Programme
from handlers.ports.work import Doors
from handlers.programme.calendar import WorkCalendar
from handlers.programme.rules import Rules, YearsRule, read_rules

Noun = TypeVar("Noun")


@dataclass
class World:
    """What units of work are handed besides a connection: time, doors, this process's name.

    The doors change once: when Telegram has said what the bot is called.
    """

    clock: Clock
    doors: Doors
    holder: str = "single"
    rules: dict[tuple[int, int], Rules] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    profiles: Profiles = field(default_factory=Profiles)


@dataclass(frozen=True, slots=True)
class Happened:
    """What an event told of, for those who look after a turn: action, subject ("expert:7"), actor's id."""

    action: str
    subject: str
    by: int | None


class Work:
    """One transaction's repositories. The ORM session is made only when something asks for a noun."""

    def __init__(self, connection: Connection, world: World, channel: str = "") -> None:
        """Work on a connection whose transaction belongs to the caller."""
        self.statements = Statements(connection)
        self.now = world.clock.now()
        self.channel = channel
        self.behalf_of: int | None = None
        self.happened: list[Happened] = []
        self.doors = world.doors
        self.calendar = world.calendar
        self._world = world
        self._nouns = Nouns(self.statements)

    @property
    def session(self) -> Session:
        """The ORM's session on this connection; it never commits."""
        return self._nouns.session

    def at(self, clock: Callable[[Clock], Clock]) -> "Work":
        """Return another unit in the same transaction that goes by another clock, for a rehearsal."""
        return Work(self.statements.connection, replace(self._world, clock=clock(self._world.clock)))

    def flush(self) -> None:
        """Write what was changed in nouns; call before the transaction ends or is looked at from outside."""
        self._nouns.flush()

    def let_go(self) -> None:
        """Forget the nouns so that none can be used after its unit."""
        self._nouns.let_go()

    @cached_property
    def dialogues(self) -> DialogueRows:
        """Conversations under way."""
        return DialogueRows(self.statements, self.now.timestamp())

    @cached_property
    def people(self) -> PeopleRows:
        """People, addresses, roles, links."""
        return PeopleRows(self._nouns, self.statements, self.now, self.doors)

    @cached_property
    def enterprises(self) -> EnterpriseRows:
        """Enterprises and contacts."""
        return EnterpriseRows(self._nouns)

    @cached_property
    def experts(self) -> ExpertRows:
        """Experts."""
        return ExpertRows(self._nouns, self._world.profiles)

    @cached_property
    def needs(self) -> NeedRows:
        """Needs."""
        return NeedRows(self._nouns)

    @cached_property
    def invitations(self) -> InvitationRows:
        """Invitations."""
        return InvitationRows(self._nouns)

    @cached_property
    def activities(self) -> ActivityRows:
        """Activities and the visits in them."""
        return ActivityRows(self._nouns)

    @cached_property
    def holdings(self) -> HoldingRows:
        """What bureaus keep: bases, papers, funds."""
        return HoldingRows(self._nouns)

    @cached_property
    def outcomes(self) -> OutcomeRows:
        """What comes of visits."""
        return OutcomeRows(self._nouns)

    @cached_property
    def questionnaires(self) -> QuestionnaireRows:
        """What both sides are asked after a visit."""
        return QuestionnaireRows(self._nouns)

    @cached_property
    def bureaus(self) -> BureauRows:
        """Bureaus."""
        return BureauRows(self._nouns)

    @cached_property
    def tasks(self) -> TaskRows:
        """Tasks."""
        return TaskRows(self._nouns)

    @cached_property
    def events(self) -> EventRows:
        """The record."""
        return EventRows(self._nouns)

    @cached_property
    def notices(self) -> NoticeRows:
        """What goes out beside the chats."""
        return NoticeRows(self.session, self.statements)

    @cached_property
    def filings(self) -> FilingRows:
        """What bureaus owe."""
        return FilingRows(self.session)

    @cached_property
    def calls(self) -> CallRows:
        """The programme, its years and calls."""
        return CallRows(self.session, self.today)

    @cached_property
    def firms(self) -> FirmRows:
        """Enterprises before a call, a county at a time."""
        return FirmRows(self._nouns)

    @cached_property
    def timers(self) -> Timers:
        """What the clock will do."""
        return Timers(self.statements)

    @cached_property
    def figures(self) -> FigureRows:
        """Counts."""
        return FigureRows(self._nouns, self.statements)

    @cached_property
    def indicators(self) -> IndicatorRows:
        """What took place, for everything that is counted."""
        return IndicatorRows(self._nouns)

    @cached_property
    def sheets(self) -> SheetRows:
        """Spreadsheets, and lookups for many rows at once."""
        return SheetRows(self._nouns, self.statements)

    @property
    def recorded(self) -> Sequence[str]:
        """The subjects of the events written so far."""
        return [each.subject for each in self.happened]

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return day_of(self.now)

    @cached_property
    def rules(self) -> Rules:
        """The rules of the programme that runs: the newest one."""
        newest = self.statements.row("SELECT id, revision FROM programme ORDER BY id DESC LIMIT 1")
        if newest is None:
            this_year = YearsRule(first_year=self.today.year, last_year=self.today.year)
            return Rules(name="专家服务", province="000000", years=this_year)
        running = (newest[0], newest[1])
        if running not in self._world.rules:
            self._world.rules[running] = read_rules(self.session.get_one(Programme, newest[0]).rules)
        return self._world.rules[running]

    @cached_property
    def call_id(self) -> int | None:
        """The call that opened last: a need filed today belongs to it."""
        found: int | None = self._nouns.value(
            "SELECT id FROM call WHERE opens <= :today ORDER BY opens DESC, id DESC LIMIT 1",
            today=self.today.isoformat() if self.statements.on_sqlite else self.today,
        )
        return found

    def add(self, noun: Noun) -> Noun:
        """Keep a new noun and give it its id."""
        return self._nouns.add(noun)

    def add_all(self, nouns: Sequence[Noun]) -> None:
        """Keep new nouns of one kind at once and give them their ids."""
        self._nouns.add_all(nouns)

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return a noun by id, locked until the end of the transaction."""
        return self._nouns.get(kind, noun_id)

    def record(self, action: str, subject: str, by: int | None = None, **facts: Any) -> None:
        """Write an event."""
        behalf_of = facts.pop("behalf_of", self.behalf_of)
        self.statements.run(
            "INSERT INTO event (at, actor_id, action, subject, channel, behalf_of, facts)"
            " VALUES (:at, :by, :action, :subject, :channel, :behalf, :facts)",
            at=self.statements.moment(self.now), by=by, action=action, subject=subject, channel=self.channel,
            behalf=behalf_of, facts=json.dumps(facts),
        )  # fmt: skip
        self.happened.append(Happened(action, subject, by))

    def new_token(self) -> str:
        """Return an unguessable token."""
        return self._world.clock.token()

    def keep_files(
        self, person_id: int, about: str, channel: str, files: Sequence[SentFile]
    ) -> Sequence[Attachment]:
        """Keep files as attachments of a subject; the same file twice is one attachment."""
        return [self._kept(person_id, about, channel, file) for file in files]

    def files_about(self, about: str) -> Sequence[Attachment]:
        """Return a subject's attachments."""
        return self.session.exec(
            select(Attachment).where(Attachment.about == about).order_by(col(Attachment.id))
        ).all()

    def _kept(self, person_id: int, about: str, channel: str, file: SentFile) -> Attachment:
        known = select(Attachment).where(Attachment.channel == channel, Attachment.remote == file.remote)
        if (found := self.session.exec(known).first()) is not None:
            found.about = about or found.about
            return found
        return self.add(
            Attachment(
                person_id=person_id,
                about=about,
                channel=channel,
                remote=file.remote,
                kind=file.kind,
                name=file.name,
                mime=file.mime,
                size=file.size,
                made_at=self.now,
            )
        )
