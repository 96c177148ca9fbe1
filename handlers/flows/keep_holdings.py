"""What a bureau keeps: adding a base, nominating it, publishing a paper, the year's special fund."""

from datetime import date, timedelta

from handlers.cards.needs import language
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickOne, fixed
from handlers.dialogue.steps.papers import FilesStep
from handlers.dialogue.steps.sums import SumStep
from handlers.dialogue.steps.words import TextStep
from handlers.domain.bureaus import Bureau
from handlers.domain.holdings import ACTIVE, Fund, ServiceBase
from handlers.effects import Effects
from handlers.flows.consult import HeldStep
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.thinking import ProgrammeRules
from handlers.usecases.bases import AddBase, add_base, nominate_base
from handlers.usecases.funds import AskForFund, KeepFund, answer_fund, ask_for_fund, keep_fund
from handlers.usecases.library import PublishPaper, publish_paper

NONE = "none"
CENTURY = timedelta(days=36_525)


def _listed(name: str, view: View) -> tuple[Option, ...]:
    entries = getattr(view.facts.need(ProgrammeRules()), name)
    return tuple(Option(each.code, each.name(language(view.t))) for each in entries)


def _hosts(view: View) -> tuple[Option, ...]:
    return _listed("base_host", view)


def _kinds(view: View) -> tuple[Option, ...]:
    return _listed("paper_kind", view)


def _classes(view: View) -> tuple[Option, ...]:
    return _listed("disclosure", view)


def _parents(view: View) -> tuple[Option, ...]:
    known = tuple(Option(code, name) for code, name in view.given[ABOVE])
    return (*known, Option(NONE, view.t("base.no_parent")))


def _has_bases_above(given: Given) -> bool:
    return bool(given[ABOVE])


def _is_set_up(given: Given) -> bool:
    return given.get(SET_UP) == "yes"


ABOVE = Step[list[list[str]]]("above", ask="base.which_parent", when=never)
NAME = headed(TextStep("name", ask="base.name", least=2, most=60))
HOST = headed(PickOne("host", ask="base.which_host", options=_hosts))
FOUNDED = headed(
    HeldStep("founded", ask="base.when_founded", optional=True, within=CENTURY, wanted="base.founded_wanted")
)
PARENT = headed(PickOne("parent", ask="base.which_parent", when=_has_bases_above, options=_parents))
BASE = Flow("add_base", version=1, steps=(ABOUT, ABOVE, NAME, HOST, FOUNDED, PARENT))

EVIDENCE = headed(TextStep("evidence", ask="base.evidence", least=10, most=500))
NOMINATE = Flow("nominate_base", version=1, steps=(ABOUT, EVIDENCE))

KIND = headed(PickOne("kind", ask="paper.which_kind", options=_kinds))
TITLE = headed(TextStep("title", ask="paper.title", least=2, most=80))
FILES = headed(FilesStep("files", ask="paper.files"))
CLASS = headed(PickOne("disclosure", ask="paper.which_class", options=_classes))
WORDS = headed(TextStep("words", ask="paper.note", optional=True, least=2, most=200))
PAPER = Flow("publish_paper", version=1, steps=(ABOUT, KIND, TITLE, FILES, CLASS, WORDS))

SET_UP = headed(
    PickOne("set_up", ask="fund.is_set_up", options=fixed(("yes", "fund.yes"), ("no", "fund.no")))
)
AMOUNT = headed(SumStep("amount", ask="fund.amount", when=_is_set_up))
SPENT = headed(SumStep("spent", ask="fund.spent", when=_is_set_up))
FUND = Flow("keep_fund", version=1, steps=(ABOUT, SET_UP, AMOUNT, SPENT))

SHORT = headed(SumStep("short", ask="fund.short"))
REASON = headed(TextStep("reason", ask="fund.reason", least=4, most=300))
ASK = Flow("ask_for_fund", version=1, steps=(ABOUT, SHORT, REASON))

SEEN = Step[int]("seen", ask="fund.grant", when=never)
GRANT = headed(SumStep("grant", ask="fund.grant"))
ANSWER = Flow("answer_fund", version=1, steps=(ABOUT, SEEN, GRANT))


def ask_base(context: Context, bureau: Bureau, above: list[ServiceBase]) -> Effects:
    """Ask for a base."""
    known = [[str(base.id), base.name] for base in above if base.state == ACTIVE]
    return start(BASE_TALK, context, f"bureau:{bureau.id}", {ABOUT: [bureau.name], ABOVE: known})


def ask_evidence(context: Context, base: ServiceBase) -> Effects:
    """Ask what speaks for a base as a national-level one."""
    about = [base.name, *([base.evidence] if base.evidence else [])]
    return start(NOMINATE_TALK, context, f"base:{base.id}", {ABOUT: about})


def ask_paper(context: Context, bureau: Bureau) -> Effects:
    """Ask for a paper."""
    return start(PAPER_TALK, context, f"bureau:{bureau.id}", {ABOUT: [bureau.name]})


def ask_fund(context: Context, bureau: Bureau) -> Effects:
    """Ask for the year's figures."""
    return start(FUND_TALK, context, f"bureau:{bureau.id}", {ABOUT: [_year(context, bureau)]})


def ask_request(context: Context, bureau: Bureau) -> Effects:
    """Ask what is short."""
    return start(ASK_TALK, context, f"bureau:{bureau.id}", {ABOUT: [_year(context, bureau)]})


def ask_answer(context: Context, bureau: Bureau, fund: Fund) -> Effects:
    """Ask how much is granted."""
    amount = f"{fund.requested or 0:g}"
    words = context.t("fund.request", bureau=bureau.name, year=fund.year, amount=amount, reason=fund.reason)
    about = [_year(context, bureau), words]
    return start(ANSWER_TALK, context, f"fund:{fund.id}", {ABOUT: about, SEEN: fund.revision})


def base_added(given: Given, context: Context, subject: str) -> Effects:
    """Keep the base."""
    parent, founded = given.get(PARENT), given.get(FOUNDED)
    above = int(parent) if parent and parent != NONE else None
    day: date | None = founded
    command = AddBase(_number(subject), given[NAME], given[HOST], day, above)
    return add_base(command, context.uow, context.actor)


def nominated(given: Given, context: Context, subject: str) -> Effects:
    """Nominate the base."""
    return nominate_base(context.uow, context.actor, _number(subject), given[EVIDENCE])


def published(given: Given, context: Context, subject: str) -> Effects:
    """Keep the paper."""
    words = given.get(WORDS) or ""
    command = PublishPaper(
        _number(subject), given[KIND], given[TITLE], given[CLASS], given[FILES], words, context.channel
    )
    return publish_paper(command, context.uow, context.actor)


def fund_kept(given: Given, context: Context, subject: str) -> Effects:
    """Keep the figures."""
    amount = given.get(AMOUNT) if given[SET_UP] == "yes" else None
    return keep_fund(KeepFund(_number(subject), amount, given.get(SPENT) or 0.0), context.uow, context.actor)


def requested(given: Given, context: Context, subject: str) -> Effects:
    """Pass the request on."""
    command = AskForFund(_number(subject), given[SHORT], given[REASON])
    return ask_for_fund(command, context.uow, context.actor)


def granted(given: Given, context: Context, subject: str) -> Effects:
    """Answer the request."""
    return answer_fund(context.uow, context.actor, _number(subject), given[SEEN], given[GRANT])


def _year(context: Context, bureau: Bureau) -> str:
    return context.t("fund.heading", bureau=bureau.name, year=context.uow.today.year)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


BASE_TALK = Conversation(BASE, base_added, title="base.title")
NOMINATE_TALK = Conversation(NOMINATE, nominated, title="base.nominate_title")
PAPER_TALK = Conversation(PAPER, published, title="paper.publish_title")
FUND_TALK = Conversation(FUND, fund_kept, title="fund.title")
ASK_TALK = Conversation(ASK, requested, title="fund.ask_title")
ANSWER_TALK = Conversation(ANSWER, granted, title="fund.answer_title")
