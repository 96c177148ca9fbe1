"""What the core needs from outside, as protocols. `bot.storage` keeps all of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeVar

from handlers.dialogue.replies import SentFile
from handlers.domain.actors import Actor
from handlers.domain.attachments import Attachment
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.call_answers import CallAnswer, CallWatch
from handlers.domain.consultations import Consultation
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.events import Event
from handlers.domain.experts import Conflict, Expert
from handlers.domain.filings import Filing, PaperCopy
from handlers.domain.invitations import Invitation
from handlers.domain.lines import Lines
from handlers.domain.masks import ExpertView
from handlers.domain.needs import Need
from handlers.domain.notices import Notice
from handlers.domain.people import Address, Link, Person
from handlers.domain.programmes import Call, Cycle, Programme
from handlers.domain.sheets import Twin
from handlers.domain.tasks import Task
from handlers.programme.calendar import WorkCalendar
from handlers.programme.rules import Rules

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation under way: whose, which flow, about what ("need:12" or empty), and its saved state."""

    id: int
    person_id: int
    flow: str
    subject: str
    state: dict[str, Any]


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


class Dialogues(Protocol):
    """Conversations, keyed by (person, flow, subject). The one brought to the front last is in front."""

    def front(self, person_id: int) -> Dialogue | None:
        """Return the conversation that receives free text."""
        ...

    def get(self, dialogue_id: int) -> Dialogue | None:
        """Return an open or paused conversation by id; None once it is closed."""
        ...

    def find(self, person_id: int, flow: str, subject: str) -> Dialogue | None:
        """Return an open or paused conversation by its key."""
        ...

    def of(self, person_id: int) -> Sequence[Dialogue]:
        """Return all open and paused conversations, the front one first."""
        ...

    def open(self, person_id: int, flow: str, subject: str, state: dict[str, Any]) -> int:
        """Open a conversation (or start the same one over) in front; return its id."""
        ...

    def save(self, dialogue_id: int, state: dict[str, Any], *, front: bool = False) -> None:
        """Keep the state; `front` also brings it to the front, which ends a pause."""
        ...

    def pause(self, dialogue_id: int) -> None:
        """Keep it, but let it receive no free text until it is brought to the front."""
        ...

    def close(self, dialogue_id: int) -> None:
        """Forget it."""
        ...

    def touched_at(self, dialogue_id: int) -> float | None:
        """Return when it was last answered, in seconds since 1970; None once it is closed."""
        ...


class People(Protocol):
    """People, their addresses, their roles, their links."""

    def actor(self, person_id: int) -> Actor:
        """Return the roles in which the person acts; somebody unknown acts in none."""
        ...

    def language_of(self, person_id: int) -> str | None:
        """Return the language in which to speak to a person; None for somebody erased or unknown."""
        ...

    def addresses(self, person_id: int) -> Sequence[Address]:
        """Return all addresses, closed ones too, the one used last first."""
        ...

    def address(self, channel: str, chat: str) -> Address | None:
        """Return the address of a chat, open or closed, locked; None for a chat never heard of."""
        ...

    def last_seen(self, person_id: int) -> datetime | None:
        """Return when the person last wrote, tapped, or had the chat open in a browser."""
        ...

    def reachable(self, person_id: int) -> bool:
        """Say whether there is an open chat, or a way outside the chats: an e-mail, the webhook."""
        ...

    def has_chat(self, person_id: int) -> bool:
        """Say whether there is an open chat."""
        ...

    def seeing(self, card: str) -> Sequence[int]:
        """Return the ids of the people who have this card on the screen, by id."""
        ...

    def by_phone(self, phone: str) -> Sequence[Person]:
        """Return the people with this normalised number, erased ones left out, ordered by id."""
        ...

    def move_address(self, channel: str, chat: str, person_id: int) -> None:
        """Give an address to another person: a new device, or a personal link that was opened."""
        ...

    def link(self, token: str) -> Link | None:
        """Return the link of this token, locked for use, whatever its state; None when there is none."""
        ...

    def links_of(self, person_id: int, kind: str) -> Sequence[Link]:
        """Return a person's links of one kind, used and revoked ones too, the oldest first."""
        ...

    def mine(self, person_id: int) -> Mapping[str, Any]:
        """Return everything kept about a person, as plain data for /mydata."""
        ...

    def erase(self, person_id: int) -> None:
        """Blank name, phone, profile words, queue bodies, files and free texts; close the addresses.

        Counted facts stay without the person.
        """
        ...

    def merge(self, kept_id: int, other_id: int) -> None:
        """Move all that belongs to `other` to `kept`: addresses, roles, needs, invitations, dialogues."""
        ...


@dataclass(frozen=True, slots=True)
class OwnFirm:
    """An enterprise as its people's forms begin with it."""

    id: int
    name: str
    county: str


class Enterprises(Protocol):
    """Enterprises and their contacts."""

    def by_code(self, credit_code: str) -> Enterprise | None:
        """Return the enterprise of this unified social credit code (统一社会信用代码), or None."""
        ...

    def named(self, name: str, county: str) -> Enterprise | None:
        """Return the enterprise of exactly this name in this county."""
        ...

    def mentioned(self, words: str) -> Sequence[Enterprise]:
        """Return the enterprises whose whole name stands somewhere in these words."""
        ...

    def search(self, piece: str, limit: int = 8) -> Sequence[Enterprise]:
        """Return enterprises whose name or credit code holds this piece, the exact one first."""
        ...

    def spoken_for(self, person_id: int) -> Sequence[OwnFirm]:
        """Return the enterprises a person speaks for, in the order of joining."""
        ...

    def of_person(self, person_id: int, state: str = "active") -> Sequence[Enterprise]:
        """Return the enterprises whose contact the person is in this state, in the order of joining."""
        ...

    def contacts(self, enterprise_id: int) -> Sequence[Contact]:
        """Return the contacts in any state, in the order of joining."""
        ...


class Experts(Protocol):
    """Experts, what stands in their way, and how much they carry."""

    def of_person(self, person_id: int) -> Expert | None:
        """Return the person's profile in any state; None for somebody who is no expert."""
        ...

    def all(self) -> Sequence[tuple[Expert, Person]]:
        """Return every expert that is not erased, with the person, ordered by id."""
        ...

    def views(self, year: int) -> Sequence[ExpertView]:
        """Return every expert that is not erased as matching sees one, with the load of a year, by id.

        What stands between an expert and an enterprise or a need is not in it.
        """
        ...

    def view(self, expert_id: int, year: int) -> ExpertView | None:
        """Return one expert in any state likewise; None when there is none of this id."""
        ...

    def names(self, expert_ids: Sequence[int]) -> Mapping[int, str]:
        """Return the names of those experts that are not erased, by expert id."""
        ...

    def conflicts(self, enterprise_id: int) -> Sequence[Conflict]:
        """Return what keeps experts away from an enterprise, in no order."""
        ...

    def conflicts_of(self, expert_id: int) -> Sequence[Conflict]:
        """Return what keeps an expert away from enterprises, in no order."""
        ...

    def declaring(self, name: str) -> Sequence[Expert]:
        """Return the experts in whose declared conflicts this enterprise name stands."""
        ...

    def pool(self, words: str, first: int, limit: int) -> tuple[int, Sequence[tuple[Expert, Person]]]:
        """Return how many experts have these words in name or unit, and some of them, from the `first` on."""
        ...


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """What an open need says: enough to find the same one, or one much like it."""

    id: int
    number: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What a need's card names beside it; empty where there is none."""

    enterprise: str
    author: str
    phone: str
    bureau: str
    bureau_area: str


class Needs(Protocol):
    """Needs."""

    def beside(self, need: Need) -> Beside:
        """Return the names of a need's enterprise, author and bureau."""
        ...

    def open_words(self, enterprise_id: int) -> Sequence[OpenNeed]:
        """Return what an enterprise's open needs say, the newest first."""
        ...

    def of_enterprise(self, enterprise_id: int) -> Sequence[Need]:
        """Return an enterprise's needs in any state, the newest first."""
        ...

    def waiting(self, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return the needs that wait to be checked by these bureaus, the longest waiting first."""
        ...

    def of_bureau(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Need]:
        """Return the needs of these bureaus in any state, the newest first."""
        ...

    def unmatched(self, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return the approved needs of these bureaus to which nobody is invited now, the oldest first."""
        ...

    def of_call(self, call_id: int, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return a call's needs that these bureaus check or have been sent, in any state, by id."""
        ...

    def counts(self, call_id: int) -> Sequence[tuple[int | None, int | None, str, int]]:
        """Count a call's needs by the bureau that checks them, the one they were sent up to, and state."""
        ...

    def by_number(self, number: str) -> Need | None:
        """Return the need with this receipt number."""
        ...

    def next_number(self, year: int) -> str:
        """Return the next receipt number of the year, such as "2026-0012"."""
        ...


class Invitations(Protocol):
    """Invitations."""

    def of_need(self, need_id: int) -> Sequence[Invitation]:
        """Return a need's invitations in any state, in the order they were sent."""
        ...

    def states_of(self, need_id: int) -> Sequence[tuple[int, str]]:
        """Return (expert id, state) of a need's invitations, in the order they were sent."""
        ...

    def of_expert(self, expert_id: int) -> Sequence[Invitation]:
        """Return an expert's invitations in any state, the newest first."""
        ...

    def standing_of(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Invitation]:
        """Return the open and conditional invitations that these bureaus sent, the oldest first."""
        ...

    def sent_by(self, bureau_id: int, states: Sequence[str]) -> Sequence[Invitation]:
        """Return the invitations that a bureau sent and that are in one of these states, by id."""
        ...


class Bureaus(Protocol):
    """Bureaus, their members, their lines."""

    def all(self) -> Sequence[Bureau]:
        """Return every bureau and department, ordered by id."""
        ...

    def at(self, area: str) -> Bureau | None:
        """Return the bureau of exactly this area (GB/T 2260), None where there is none; no department."""
        ...

    def lines(self) -> Lines:
        """Return who reports to whom, of all bureaus at once."""
        ...

    def staffed(self) -> frozenset[int]:
        """Return the bureaus in which anybody acts, by id."""
        ...

    def members(self, bureau_id: int) -> Sequence[Member]:
        """Return the active members who act, the owner first, then the deputy; no observers."""
        ...

    def everyone(self, bureau_id: int) -> Sequence[Member]:
        """Return the active members with the observers, who come last."""
        ...

    def seat(self, bureau_id: int, person_id: int) -> Member | None:
        """Return a person's place in a bureau, a former one too."""
        ...

    def staff(self, bureau_id: int) -> Sequence[int]:
        """Return the ids of the people who act here now, the owner first, then the deputy."""
        ...

    def above(self, bureau: Bureau) -> Bureau | None:
        """Return the bureau this one reports to, None at the top of its line."""
        ...

    def line(self, bureau_id: int) -> Sequence[Bureau]:
        """Return the bureaus up the reporting line, the nearest first; empty at the top."""
        ...

    def below(self, bureau_id: int) -> Sequence[Bureau]:
        """Return the bureaus and departments that report to this one."""
        ...

    def ownerless(self) -> Sequence[Bureau]:
        """Return the bureaus that have no owner (专人负责) now."""
        ...

    def consultations(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Consultation]:
        """Return the consultations (会商记录) of these bureaus, the latest first."""
        ...

    def nearest_staffed_id(self, area: str) -> int | None:
        """Return the id of `nearest_staffed`."""
        ...

    def nearest_staffed(self, area: str) -> Bureau | None:
        """Return the area's bureau, or the nearest one up the reporting line, that has somebody who acts.

        For an area without a bureau the search goes county, city, province. None when nobody is there up to
        the province: needs and people are not the ministry's business.
        """
        ...

    def of_person(self, person_id: int) -> Sequence[Bureau]:
        """Return the bureaus the person works for now, in the order of joining."""
        ...


class Tasks(Protocol):
    """Tasks of bureaus."""

    def open_of(self, bureau_ids: Sequence[int]) -> Sequence[Task]:
        """Return the open tasks of these bureaus, the oldest first."""
        ...

    def unassigned(self) -> Sequence[Task]:
        """Return the open tasks that no bureau has, because nobody was there, the oldest first."""
        ...

    def outcomes(self, call_id: int, bureau_id: int) -> Sequence[tuple[int, str]]:
        """Return filing and outcome of every phone call about what a bureau waits for in a call, by id."""
        ...

    def about(self, about: str, kind: str = "") -> Sequence[Task]:
        """Return the tasks about a subject ("need:12"), done ones too, of one kind or of all; by id."""
        ...


class Events(Protocol):
    """The record."""

    def of(self, subject: str) -> Sequence[Event]:
        """Return what happened to a subject ("need:12"), in the order it happened."""
        ...


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of a notice by one way: waiting, handed over at a moment, or failed for good."""

    way: str
    state: Literal["waiting", "handed", "failed"]
    at: datetime | None = None


class Notices(Protocol):
    """Messages on their way outside the chats."""

    def waiting(self, person_id: int) -> Sequence[Notice]:
        """Return a person's notices that wait to be handed over, the oldest first."""
        ...

    def under(self, card: str) -> Sequence[Notice]:
        """Return the notices that were handed over together under this card."""
        ...

    def last_handed(self, person_id: int) -> datetime | None:
        """Return when the person was last sent anything outside the chats."""
        ...

    def deliveries(self, person_id: int, about: str) -> Sequence[HandedOver]:
        """Return what became of the newest notice about a subject, way by way in the order they were tried.

        Handed over means that the mail server or the gateway has taken it, not that anybody has read it.
        """
        ...


class Filings(Protocol):
    """What bureaus owe, and the paper copies of it. Every list is ordered by aim, then by id."""

    def find(self, cycle_id: int, rule: str, bureau_id: int) -> Filing | None:
        """Return what a bureau owes in a cycle by one rule, or None."""
        ...

    def of_cycle(self, cycle_id: int) -> Sequence[Filing]:
        """Return all filings of a cycle, in any state."""
        ...

    def of_call(self, call_id: int) -> Sequence[Filing]:
        """Return the filings that belong to a call, in any state."""
        ...

    def of_call_at(self, call_id: int, bureau_id: int) -> Sequence[Filing]:
        """Return the filings of a call that one bureau has to file or waits for, in any state."""
        ...

    def of_bureau(self, bureau_ids: Sequence[int], states: Sequence[str] = ()) -> Sequence[Filing]:
        """Return what these bureaus have to file, in these states or in all."""
        ...

    def owed_by(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still have to file: open or returned."""
        ...

    def owed_to(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still wait for from others: open or returned."""
        ...

    def owed(self) -> Sequence[Filing]:
        """Return everything that is still to be filed, by whomever."""
        ...

    def copies(self, filing_id: int) -> Sequence[PaperCopy]:
        """Return a filing's paper copies by their number."""
        ...


class Calls(Protocol):
    """The programme, its cycles and their calls for needs."""

    def programme(self) -> Programme | None:
        """Return the programme that runs: the newest one; None where there is none yet."""
        ...

    def cycle(self, year: int) -> Cycle | None:
        """Return the running programme's cycle of a year, or None."""
        ...

    def cycles(self) -> Sequence[Cycle]:
        """Return the running programme's cycles, the earliest year first."""
        ...

    def of_cycle(self, cycle_id: int) -> Sequence[Call]:
        """Return a cycle's calls in the order they open."""
        ...

    def current(self) -> Call | None:
        """Return the call that opened last, today included, by its day; None before the first one."""
        ...


@dataclass(frozen=True, slots=True)
class PlannedTimer:
    """A timer that is set: when it fires (aware, UTC), what it does, about what, with which data."""

    key: str
    due: datetime
    what: str
    about: str
    data: Mapping[str, Any]


class PlannedTimers(Protocol):
    """What the clock will do. Timers are set and cleared by effects, never here."""

    def between(self, start: datetime, end: datetime) -> Sequence[PlannedTimer]:
        """Return the timers due from `start` on and before `end`, the earliest first."""
        ...

    def about(self, subject: str) -> Sequence[PlannedTimer]:
        """Return the timers about a subject ("filing:3"), the earliest first."""
        ...

    def get(self, key: str) -> PlannedTimer | None:
        """Return the timer of this key, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Somebody's place in a bureau from which they act; `digest_at` is "08:30", or empty when not chosen."""

    member_id: int
    person_id: int
    bureau_id: int
    digest_at: str


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in some days, by the county of the need; `hours` are from the filing to the check."""

    filed: Mapping[str, int]
    approved: Mapping[str, int]
    arranged: Mapping[str, int]
    hours: Mapping[str, tuple[float, ...]]
    invited: Mapping[str, int]
    answered: Mapping[str, int]
    accepted: Mapping[str, int]


class Figures(Protocol):
    """Counts over many rows, for digests and summaries."""

    def coordinators(self) -> Sequence[Coordinator]:
        """Return everybody who acts for a bureau, once for each bureau, in the order of joining."""
        ...

    def anything_for(self, bureau_ids: Sequence[int], until: date) -> bool:
        """Say whether anything waits for these bureaus, or falls due up to this day."""
        ...

    def subjects(self, actions: Sequence[str], since: datetime) -> frozenset[str]:
        """Return the subjects of the events of these actions since a moment ("filing:3")."""
        ...

    def open_tasks(self, kinds: Sequence[str]) -> Mapping[int, int]:
        """Count the open tasks of these kinds by bureau; those without a bureau are left out."""
        ...

    def week(self, since: datetime, until: datetime) -> Week:
        """Count what happened from one moment up to another."""
        ...

    def counties(self, person_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return where people's enterprises and expert profiles are, by person; desks do not count."""
        ...


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise as lists are compared with it."""

    id: int
    name: str
    county: str
    credit_code: str | None


class Sheets(Protocol):
    """Spreadsheets, pairs of records that may be one, and lookups for hundreds of rows at a time."""

    def claim(self, now: float, lease: float) -> int | None:
        """Take the oldest sheet that waits for the service, for `lease` seconds; return its id or None."""
        ...

    def lease(self, sheet_id: int, until: float) -> None:
        """Keep a sheet until then (seconds since 1970); 0 lets it go."""
        ...

    def drop_files(self, before: float) -> None:
        """Forget the bytes of sheets and reports that came before then (seconds since 1970)."""
        ...

    def people_like(self, names: Sequence[str], phones: Sequence[str]) -> Sequence[Person]:
        """Return the people with one of these names or numbers, merged ones too, by id; no erased ones."""
        ...

    def people(self, ids: Sequence[int]) -> Sequence[Person]:
        """Return people by id, in no order."""
        ...

    def experts_of(self, person_ids: Sequence[int]) -> Sequence[Expert]:
        """Return the profiles of these people, merged ones too, in no order."""
        ...

    def declaring(self) -> Sequence[Expert]:
        """Return the experts who declared a conflict in own words, in no order."""
        ...

    def firms(self, prefixes: Sequence[str], codes: Sequence[str], names: Sequence[str]) -> Sequence[Firm]:
        """Return the enterprises of places whose codes begin so, of these credit codes or names, by id."""
        ...

    def enterprises(self, ids: Sequence[int]) -> Sequence[Enterprise]:
        """Return enterprises by id, merged ones as they are, in no order."""
        ...

    def contacts_of(self, enterprise_ids: Sequence[int]) -> Sequence[tuple[Contact, Person]]:
        """Return the contacts of enterprises with the people, in the order of joining."""
        ...

    def needs_of(self, enterprise_ids: Sequence[int]) -> Sequence[Need]:
        """Return the needs of enterprises in any state, by id."""
        ...

    def needs(self, call_id: int | None = None) -> Sequence[tuple[Need, Enterprise]]:
        """Return the needs of a call, or all, with their enterprises, by place and number."""
        ...

    def twins(self) -> Sequence[Twin]:
        """Return the pairs nobody has decided on, the oldest first."""
        ...

    def twins_of(self, kind: str, ids: Sequence[int]) -> Sequence[Twin]:
        """Return the pairs, decided ones too, in which one of these stands, by id."""
        ...

    def merge_enterprises(self, kept_id: int, other_id: int) -> None:
        """Give everything of one enterprise to another; what stays is a name that points to the kept one."""
        ...


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks for an enterprise."""

    enterprise_id: int
    enterprise: str
    person_id: int


@dataclass(frozen=True, slots=True)
class FirmStanding:
    """How an enterprise stands towards a call: open needs filed to it, a form under way, its word."""

    enterprise_id: int
    name: str
    filed: int = 0
    draft: bool = False
    answer: CallAnswer | None = None


class Firms(Protocol):
    """Enterprises before a call for needs (征集), a whole county at a time."""

    def counties(self) -> Sequence[tuple[str, int]]:
        """Return the counties (GB/T 2260) that have enterprises, with their number, by code."""
        ...

    def speakers(self, county: str) -> Sequence[Speaker]:
        """Return the active contacts of a county's enterprises, by enterprise."""
        ...

    def silent(self, call_id: int, county: str) -> Sequence[Speaker]:
        """Return the contacts of those that neither filed a need to the call nor said that they have none."""
        ...

    def standings(self, call_id: int, county: str) -> Sequence[FirmStanding]:
        """Return how each enterprise of a county stands towards a call, by id."""
        ...

    def answer(self, call_id: int, enterprise_id: int) -> CallAnswer | None:
        """Return one enterprise's word on a call, or None."""
        ...

    def is_watched(self, call_id: int) -> bool:
        """Say whether anybody has the call's progress on the screen."""
        ...

    def watchers(self, call_id: int, bureau_ids: Sequence[int]) -> Sequence[CallWatch]:
        """Return who has the call's progress for one of these bureaus on the screen."""
        ...

    def watching(self, person_id: int) -> Sequence[CallWatch]:
        """Return what a person has on the screen of open calls to which some bureau still owes its needs."""
        ...

    def watch(self, call_id: int, person_id: int) -> CallWatch | None:
        """Return which bureau and page of a call's progress a person has on the screen."""
        ...


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
