"""A filing (报送) with all that its cards name: rule, both bureaus, paper copies, documents, needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from handlers.cards.needs import language
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import Filing, PaperCopy
from handlers.domain.people import Person
from handlers.domain.programmes import Cycle
from handlers.domain.screening import READY, UNCHECKED
from handlers.ports.work import UnitOfWork
from handlers.programme.rules import FilingRule, PublicationRule

UNSAID = ("", "told", "overtaken")
"""Outcomes of a call without anybody's word: not made yet, made, not needed any more."""
THERE = ("posted", "received")
"""A paper copy in one of these states is no longer owed."""
ROLL_UPS = ("needs_county", "needs_city")
"""Codes, behind a call's, of filings that send needs up (需求上报) instead of papers."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that belongs to a filing; `attached` says whether its file has come."""

    code: str
    zh: str
    en: str = ""
    attached: bool = False

    def name(self, t: Translate) -> str:
        """Return its name in the language of a catalogue."""
        return self.en if language(t) == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Counts:
    """Needs of a call that a bureau may send up, that are not checked yet, and that have gone."""

    ready: int = 0
    waiting: int = 0
    sent: int = 0


@dataclass(frozen=True)
class Filed:
    """One filing and what belongs to it, each part read when somebody asks for it.

    `to` is None where it is owed to nobody (公布).
    """

    uow: UnitOfWork
    filing: Filing
    rule: FilingRule | PublicationRule | None
    bureau: Bureau
    to: Bureau | None
    year: int

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return self.uow.today

    @cached_property
    def submitted_by(self) -> str:
        """The name of whoever filed it."""
        by = self.uow.get(Person, self.filing.submitted_by) if self.filing.submitted_by else None
        return by.name if by else ""

    @cached_property
    def copies(self) -> tuple[PaperCopy, ...]:
        """Its paper copies by number."""
        return tuple(self.uow.filings.copies(self.filing.id or 0))

    @cached_property
    def documents(self) -> tuple[Paper, ...]:
        """The papers that are due; some only of a bureau that was funded the year before (受资助)."""
        wanted = self.rule.document if isinstance(self.rule, FilingRule) else ()
        due = (each for each in wanted if not each.only_if or self.year - 1 in self.bureau.funded)
        came = {code for code, state in self.filing.documents.items() if state}
        return tuple(Paper(each.code, each.zh, each.en, each.code in came) for each in due)

    @cached_property
    def files(self) -> tuple[tuple[int, str], ...]:
        """Ids and names of the files that were sent in the chat."""
        return _files(self.uow, self.card)

    @cached_property
    def slips(self) -> tuple[tuple[int, str], ...]:
        """Ids and names of photos of the posting slip (寄件单)."""
        return _files(self.uow, f"slip:{self.filing.id}") if self.copies else ()

    @cached_property
    def phoned(self) -> str:
        """What was said on the phone last, in words; empty when nobody has called."""
        calls = self.uow.tasks.about(self.card, "phone")
        return last_said((0, task.outcome) for task in calls).get(0, "")

    @cached_property
    def counts(self) -> Counts:
        """Where needs are sent up, how many may go, wait for their check, and have gone."""
        return _counted(self)

    @property
    def card(self) -> str:
        """The name of the filing's card, events, timers and files: "filing:7"."""
        return f"filing:{self.filing.id}"

    @property
    def rolls_up(self) -> bool:
        """Say whether the filing is done by sending needs up."""
        return self.filing.rule.rpartition(".")[2] in ROLL_UPS

    @property
    def wants_file(self) -> bool:
        """Say whether an electronic file (电子文件) is due."""
        return isinstance(self.rule, FilingRule) and self.rule.electronic and not self.rolls_up

    @property
    def wants_word(self) -> bool:
        """Say whether something beside paper is due: the file, the needs, or the word that it is done."""
        return self.wants_file or self.rolls_up or not self.copies

    @property
    def missing(self) -> tuple[Paper, ...]:
        """The documents that have not come yet; none once the electronic file is said to have gone."""
        return tuple(p for p in self.documents if not p.attached) if self.filing.electronic == "none" else ()

    @property
    def papers_missing(self) -> int:
        """How many paper copies are still owed."""
        return sum(copy.state not in THERE for copy in self.copies)

    @property
    def complete(self) -> bool:
        """Say whether the owing side has done its part."""
        return not (self.wants_word and self.filing.electronic == "none") and not self.papers_missing


def last_said(outcomes: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Return by number the words of the last call that brought any."""
    return {number: said.partition("/")[2] for number, said in outcomes if said not in UNSAID}


def filed(uow: UnitOfWork, filing: Filing, bureau: Bureau | None = None) -> Filed:
    """Return a filing with what belongs to it, its bureau read before or now.

    LookupError when that is gone: a fault of ours.
    """
    bureau = bureau or uow.get(Bureau, filing.bureau_id)
    cycle = uow.get(Cycle, filing.cycle_id)
    if bureau is None or cycle is None:
        raise LookupError(f"filing {filing.id} has lost its bureau or its year")
    to = uow.get(Bureau, filing.to_id) if filing.to_id else None
    return Filed(uow, filing, _rule(uow, filing), bureau, to, cycle.year)


def filing_name(one: Filed, t: Translate) -> str:
    """Return what is owed, with the year; its bare code when the rules have lost it."""
    if one.rule is None:
        return one.filing.rule
    name = one.rule.en if language(t) == "en" and one.rule.en else one.rule.zh
    return name if str(one.year) in name else t("filing.of_year", year=one.year, name=name)


def _counted(one: Filed) -> Counts:
    own, to = one.bureau.id or 0, one.filing.to_id
    under = {own, *one.uow.bureaus.lines().below(own)}
    ready = waiting = sent = 0
    for bureau_id, sent_up_to, state, count in one.uow.needs.counts(one.filing.call_id or 0):
        here = own == (sent_up_to if sent_up_to is not None else bureau_id)
        ready += count if here and state in READY else 0
        waiting += count if here and state in UNCHECKED else 0
        sent += count if sent_up_to == to and bureau_id in under else 0
    return Counts(ready, waiting, sent)


def _files(uow: UnitOfWork, about: str) -> tuple[tuple[int, str], ...]:
    kept = (file for file in uow.files_about(about) if file.fault != "erased")
    return tuple((file.id or 0, file.name or file.kind) for file in kept)


def _rule(uow: UnitOfWork, filing: Filing) -> FilingRule | PublicationRule | None:
    known: list[FilingRule | PublicationRule] = [*uow.rules.filing, *uow.rules.publication]
    return next((rule for rule in known if rule.rule == filing.rule), None)
