"""Cards of what a bureau keeps: service bases (专家服务基地), papers, the special fund (专项经费)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards.needs import cut, language
from handlers.cards.units import back
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.days import shanghai_day, spoken_day
from handlers.domain.holdings import ACTIVE, Fund, LibraryPaper, ServiceBase
from handlers.programme.rules import Rules

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """A base with what its card names: its bureau, the base above it, what it has hosted."""

    base: ServiceBase
    bureau: Bureau
    parent: str
    hosted: tuple[int, int]
    today: date
    rules: Rules


def bases_list(bureau: Bureau, found: Sequence[ServiceBase], t: Translate, *, keeps: bool) -> Message:
    """Return a bureau's bases and those below it, nominated ones first."""
    rows = [(Button(cut(base.name), f"base:{base.id}"),) for base in found]
    own = (Button(t("base.add"), f"base.new:{bureau.id}"), back(bureau, t)) if keeps else (back(bureau, t),)
    lines = () if found else (t("base.none"),)
    heading = t("base.list_heading", bureau=bureau.name, count=len(found))
    return Message(heading, lines, rows=(*rows, own))


def base_card(facts: BaseFacts, t: Translate, *, keeps: bool) -> Message:
    """Return a base: who hosts it, since when, under which, what it hosted, whether it is nominated."""
    base, lang = facts.base, language(t)
    activities, visits = facts.hosted
    fields = (
        (t("base.host_type"), facts.rules.listed("base_host", base.host_type, lang)),
        (t("base.level"), t(f"base.level_{base.level}")),
        (t("base.bureau"), facts.bureau.name),
        (t("base.parent"), facts.parent),
        (t("base.founded"), spoken_day(base.founded, facts.today, lang) if base.founded else ""),
        (t("base.hosted"), t("base.hosted_line", activities=activities, visits=visits)),
        (t("base.nomination"), _nomination(facts, t)),
    )
    message = Message(base.name, fields=tuple(field for field in fields if field[1]))
    if base.state != ACTIVE:
        return message.after(t("base.closed"))
    return message.with_rows(*(_base_rows(base, t) if keeps else ()))


def library_list(
    bureau: Bureau, found: Sequence[tuple[LibraryPaper, str]], t: Translate, *, keeps: bool
) -> Message:
    """Return the papers of a bureau and of those above it, each with whom it is from."""
    lines = tuple(t("paper.line", title=p.title, version=p.version, bureau=name) for p, name in found)
    rows = [(Button(cut(paper.title), f"paper:{paper.id}"),) for paper, _ in found]
    own = (Button(t("paper.add"), f"paper.new:{bureau.id}"), back(bureau, t)) if keeps else (back(bureau, t),)
    heading = t("paper.list_heading", bureau=bureau.name)
    return Message(heading, lines or (t("paper.none"),), rows=(*rows, own))


def open_papers(found: Sequence[tuple[LibraryPaper, str]], t: Translate) -> Message:
    """Return what is open to everybody (主动公开)."""
    rows = tuple((Button(cut(paper.title), f"paper:{paper.id}"),) for paper, _ in found)
    return Message(t("paper.open_heading"), () if found else (t("paper.none"),), rows=rows)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper with what its card names: its bureau, its versions, the ids and names of its files."""

    paper: LibraryPaper
    bureau: str
    versions: Sequence[LibraryPaper]
    files: Sequence[tuple[int, str]]
    rules: Rules


def paper_card(facts: PaperFacts, t: Translate, *, keeps: bool) -> Message:
    """Return a paper with its class of disclosure, its files, and its former versions."""
    paper, lang = facts.paper, language(t)
    fields = (
        (t("paper.kind"), facts.rules.listed("paper_kind", paper.kind, lang)),
        (t("paper.from"), facts.bureau),
        (t("paper.version"), t("paper.version_of", version=paper.version, day=_made(paper, t))),
        (t("paper.disclosure"), facts.rules.listed("disclosure", paper.disclosure, lang)),
        *(((t("paper.words"), paper.words),) if paper.words else ()),
    )
    rows = [(Button(cut(name), f"paper.file:{paper.id}:{number}"),) for number, name in facts.files]
    older = [
        Button(t("paper.older", version=each.version), f"paper:{each.id}")
        for each in facts.versions[:4]
        if each.id != paper.id
    ]
    own = (Button(t("paper.withdraw"), f"paper.drop:{paper.id}"),) if keeps and not paper.withdrawn_at else ()
    message = Message(
        paper.title, fields=fields, rows=tuple(row for row in (*rows, tuple(older), own) if row)
    )
    return message.before(t("paper.withdrawn")) if paper.withdrawn_at else message


def fund_card(bureau: Bureau, fund: Fund | None, year: int, t: Translate, *, keeps: bool) -> Message:
    """Return a bureau's special fund of a year: set up or not, spent, what is short, what was granted."""
    fields = tuple((t(f"fund.{name}_label"), value) for name, value in _sums(fund, t) if value)
    heading = t("fund.heading", bureau=bureau.name, year=year)
    rows = (
        (Button(t("fund.edit"), f"fund.edit:{bureau.id}"), Button(t("fund.ask"), f"fund.ask:{bureau.id}")),
    )
    return Message(heading, fields=fields, rows=(*(rows if keeps else ()), (back(bureau, t),)))


def funds_list(
    bureau: Bureau, below: Sequence[tuple[Bureau, Fund | None]], year: int, t: Translate
) -> Message:
    """Return the funds of the bureaus that report to this one, with those that wait for an answer first."""
    fields = tuple(
        (each.name, t("fund.between").join(v for _, v in _sums(fund, t) if v)) for each, fund in below
    )
    rows = tuple(
        (Button(t("fund.answer", bureau=cut(each.name)), f"fund.give:{fund.id}:{fund.revision}"),)
        for each, fund in below
        if fund is not None and fund.requested and fund.granted is None
    )
    return Message(
        t("fund.list_heading", bureau=bureau.name, year=year), fields=fields, rows=(*rows, (back(bureau, t),))
    )


def request_card(bureau: Bureau, fund: Fund, t: Translate) -> Message:
    """Tell the bureau above what is asked for (不足部分), with the answer one tap away."""
    words = t(
        "fund.request",
        bureau=bureau.name,
        year=fund.year,
        amount=f"{fund.requested or 0:g}",
        reason=fund.reason,
    )
    if fund.granted is not None:
        return Message(lines=(words, t("fund.granted_line", amount=f"{fund.granted:g}")))
    give = Button(
        t("fund.answer", bureau=cut(bureau.name)), f"fund.give:{fund.id}:{fund.revision}", "primary"
    )
    return Message(lines=(words,), rows=((give,),))


def _sums(fund: Fund | None, t: Translate) -> Fields:
    if fund is None or fund.amount is None:
        return (("amount", t("fund.not_set_up")),)
    return (
        ("amount", t("dialogue.sum", amount=f"{fund.amount:g}")),
        ("spent", t("dialogue.sum", amount=f"{fund.spent:g}")),
        ("requested", t("dialogue.sum", amount=f"{fund.requested:g}") if fund.requested else ""),
        ("granted", t("dialogue.sum", amount=f"{fund.granted:g}") if fund.granted is not None else ""),
    )


def _nomination(facts: BaseFacts, t: Translate) -> str:
    base = facts.base
    if base.nominated_on is None:
        return ""
    day = spoken_day(base.nominated_on, facts.today, language(t))
    return t("base.nominated_line", day=day, evidence=base.evidence)


def _base_rows(base: ServiceBase, t: Translate) -> tuple[tuple[Button, ...], ...]:
    close = Button(t("base.close"), f"base.close:{base.id}:{base.revision}")
    return ((Button(t("base.nominate"), f"base.nominate:{base.id}"), close),)


def _made(paper: LibraryPaper, t: Translate) -> str:
    day = shanghai_day(paper.made_at)
    return spoken_day(day, day, language(t))
