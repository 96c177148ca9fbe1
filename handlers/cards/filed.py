"""A filing (报送) with all that its cards name: rule, both bureaus, paper copies, documents, needs."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.cards.needs import language
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import Filing, PaperCopy
from handlers.domain.people import Person
from handlers.domain.programmes import Call, Cycle
from handlers.domain.screening import READY, UNCHECKED
from handlers.ports import UnitOfWork
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
class Filed:
    """One filing and what belongs to it. `to` is None where it is owed to nobody (公布).

    `files` and `slips` (寄件单照片) are the ids and names of what was sent in the chat; `phoned` is what was
    said on the phone last. Where needs are sent up, `ready`, `waiting` and `sent` count those that may go,
    that are not checked yet, and that have gone.
    """

    filing: Filing
    rule: FilingRule | PublicationRule | None
    bureau: Bureau
    to: Bureau | None
    call: Call | None
    year: int
    today: date
    submitted_by: str = ""
    copies: tuple[PaperCopy, ...] = ()
    documents: tuple[Paper, ...] = ()
    files: tuple[tuple[int, str], ...] = ()
    slips: tuple[tuple[int, str], ...] = ()
    phoned: str = ""
    ready: int = 0
    waiting: int = 0
    sent: int = 0

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


def filed(uow: UnitOfWork, filing: Filing) -> Filed:
    """Return a filing with what belongs to it. LookupError when its bureau is gone: a fault of ours."""
    bureau = uow.get(Bureau, filing.bureau_id)
    cycle = uow.get(Cycle, filing.cycle_id)
    if bureau is None or cycle is None:
        raise LookupError(f"filing {filing.id} has lost its bureau or its year")
    rule = _rule(uow, filing)
    by = uow.get(Person, filing.submitted_by) if filing.submitted_by else None
    one = Filed(
        filing=filing,
        rule=rule,
        bureau=bureau,
        to=uow.get(Bureau, filing.to_id) if filing.to_id else None,
        call=uow.get(Call, filing.call_id) if filing.call_id else None,
        year=cycle.year,
        today=uow.today,
        submitted_by=by.name if by else "",
        copies=tuple(uow.filings.copies(filing.id or 0)),
        documents=_documents(rule, filing, bureau, cycle.year),
        files=_files(uow, f"filing:{filing.id}"),
        slips=_files(uow, f"slip:{filing.id}"),
        phoned=said_by_phone(uow, f"filing:{filing.id}"),
    )
    return _counted(uow, one) if one.rolls_up else one


def said_by_phone(uow: UnitOfWork, about: str) -> str:
    """Return what came of the last call about a subject, in words; empty when nobody has called."""
    done = [task for task in uow.tasks.about(about, "phone") if task.outcome not in UNSAID]
    return done[-1].outcome.partition("/")[2] if done else ""


def filing_name(one: Filed, t: Translate) -> str:
    """Return what is owed, with the year; its bare code when the rules have lost it."""
    if one.rule is None:
        return one.filing.rule
    name = one.rule.en if language(t) == "en" and one.rule.en else one.rule.zh
    return name if str(one.year) in name else t("filing.of_year", year=one.year, name=name)


def _counted(uow: UnitOfWork, one: Filed) -> Filed:
    """Return it with the numbers of the call's needs that the owing bureau has, and has sent up."""
    own, to, below = (
        one.bureau.id,
        one.filing.to_id,
        {each.id for each in uow.bureaus.below(one.bureau.id or 0)},
    )
    ready = waiting = sent = 0
    for bureau_id, sent_up_to, state, count in uow.needs.counts(one.filing.call_id or 0):
        here = own in ((sent_up_to,) if sent_up_to is not None else (bureau_id,))
        ready += count if here and state in READY else 0
        waiting += count if here and state in UNCHECKED else 0
        sent += count if sent_up_to == to and (bureau_id == own or bureau_id in below) else 0
    return replace(one, ready=ready, waiting=waiting, sent=sent)


def _files(uow: UnitOfWork, about: str) -> tuple[tuple[int, str], ...]:
    kept = (file for file in uow.files_about(about) if file.fault != "erased")
    return tuple((file.id or 0, file.name or file.kind) for file in kept)


def _rule(uow: UnitOfWork, filing: Filing) -> FilingRule | PublicationRule | None:
    known: list[FilingRule | PublicationRule] = [*uow.rules.filing, *uow.rules.publication]
    return next((rule for rule in known if rule.rule == filing.rule), None)


def _documents(
    rule: FilingRule | PublicationRule | None, filing: Filing, bureau: Bureau, year: int
) -> tuple[Paper, ...]:
    """Return the papers that are due; some only of a bureau that was funded the year before (受资助)."""
    wanted = rule.document if isinstance(rule, FilingRule) else ()
    due = (each for each in wanted if not each.only_if or year - 1 in bureau.funded)
    came = {code for code, state in filing.documents.items() if state}
    return tuple(Paper(each.code, each.zh, each.en, each.code in came) for each in due)
