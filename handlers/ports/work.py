"""The unit of work: everything the core needs from outside during one turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from handlers.dialogue.replies import SentFile
from handlers.domain.attachments import Attachment
from handlers.ports.activities import Activities
from handlers.ports.bureaus import Bureaus, Events, Tasks
from handlers.ports.dialogues import Dialogues
from handlers.ports.enterprises import Enterprises, Firms
from handlers.ports.experts import Experts
from handlers.ports.figures import Figures
from handlers.ports.filings import Calls, Filings
from handlers.ports.holdings import Holdings
from handlers.ports.indicators import Indicators
from handlers.ports.invitations import Invitations
from handlers.ports.needs import Needs
from handlers.ports.notices import Notices
from handlers.ports.outcomes import Outcomes
from handlers.ports.people import People
from handlers.ports.questionnaires import Questionnaires
from handlers.ports.sheets import Sheets
from handlers.ports.timers import PlannedTimers
from handlers.programme.calendar import WorkCalendar
from handlers.programme.rules import Rules

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Doors:
    """Where people come in: the web chat's public address and the Telegram bot's name, empty without one.

    And what goes out beside the chats: whether letters can be sent, and by whom the webhook (hook) is read,
    "private" for the person alone, "group" for everybody in a group, empty without one.
    """

    public_url: str = ""
    telegram_bot: str = ""
    mail: bool = False
    hook: str = ""


class UnitOfWork(Protocol):
    """One transaction. What is changed under it is kept only when the whole turn ends well."""

    @property
    def now(self) -> datetime:
        """The moment of this turn, aware, in UTC."""
        ...

    @property
    def dialogues(self) -> Dialogues:
        """Conversations under way, each kept as plain JSON."""
        ...

    @property
    def people(self) -> People:
        """People with their addresses, roles and links."""
        ...

    @property
    def enterprises(self) -> Enterprises:
        """Enterprises and those who speak for them."""
        ...

    @property
    def experts(self) -> Experts:
        """Experts, what keeps them away, and what they carry."""
        ...

    @property
    def needs(self) -> Needs:
        """Needs, and the numbers of their receipts."""
        ...

    @property
    def invitations(self) -> Invitations:
        """Invitations of experts to needs."""
        ...

    @property
    def activities(self) -> Activities:
        """Activities and the visits in them."""
        ...

    @property
    def holdings(self) -> Holdings:
        """What bureaus keep: bases, papers, funds."""
        ...

    @property
    def outcomes(self) -> Outcomes:
        """What comes of visits."""
        ...

    @property
    def questionnaires(self) -> Questionnaires:
        """What both sides are asked after a visit."""
        ...

    @property
    def bureaus(self) -> Bureaus:
        """Bureaus, their members and reporting lines."""
        ...

    @property
    def tasks(self) -> Tasks:
        """What waits for a bureau's coordinator."""
        ...

    @property
    def events(self) -> Events:
        """The record; `record` adds to it, nothing is ever taken out."""
        ...

    @property
    def notices(self) -> Notices:
        """What goes out by e-mail or through the webhook."""
        ...

    @property
    def filings(self) -> Filings:
        """What bureaus owe in the programme's years."""
        ...

    @property
    def calls(self) -> Calls:
        """The programme, its years and calls."""
        ...

    @property
    def firms(self) -> Firms:
        """Enterprises before a call, a county at a time."""
        ...

    @property
    def timers(self) -> PlannedTimers:
        """What the clock will do and when."""
        ...

    @property
    def figures(self) -> Figures:
        """Counts, for digests and summaries."""
        ...

    @property
    def indicators(self) -> Indicators:
        """What took place, for everything that is counted."""
        ...

    @property
    def recorded(self) -> Sequence[str]:
        """The subjects of the events written so far in this unit ("need:12"), in their order."""
        ...

    @property
    def sheets(self) -> Sheets:
        """Spreadsheets, and lookups for many rows at once."""
        ...

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        ...

    @property
    def doors(self) -> Doors:
        """Where people come in, for links and QR codes."""
        ...

    @property
    def rules(self) -> Rules:
        """The rules of the programme that runs."""
        ...

    @property
    def calendar(self) -> WorkCalendar:
        """China's working days, with the installation's overrides."""
        ...

    @property
    def call_id(self) -> int | None:
        """The call that a need filed today belongs to."""
        ...

    def add(self, noun: Noun) -> Noun:
        """Keep a new noun and give it its id."""
        ...

    def add_all(self, nouns: Sequence[Noun]) -> None:
        """Keep new nouns of one kind at once and give them their ids."""
        ...

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return a noun by id, locked until the end of the transaction."""
        ...

    def record(self, action: str, subject: str, by: int | None = None, **facts: Any) -> None:
        """Write an event. `by` is the actor; the channel and a person acted for are the turn's own."""
        ...

    def new_token(self) -> str:
        """Return an unguessable token for a link, 22 characters of A-Z a-z 0-9 _ -."""
        ...

    def keep_files(
        self, person_id: int, about: str, channel: str, files: Sequence[SentFile]
    ) -> Sequence[Attachment]:
        """Keep `SentFile`s as attachments of a subject; their bytes are fetched by a retried job."""
        ...

    def files_about(self, about: str) -> Sequence[Attachment]:
        """Return a subject's attachments, fetched or not, in the order they came."""
        ...
