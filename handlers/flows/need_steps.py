"""The questions about a need, in the order in which they are asked; filing and mending share them."""

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Tapped
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.choices import Option, PickMany, PickOne
from handlers.dialogue.steps.days import DayStep
from handlers.dialogue.steps.papers import FilesStep
from handlers.dialogue.steps.words import PhoneStep, TextStep, typed
from handlers.domain.confidential import EVERYTHING, found_pieces, public_version
from handlers.flows.personal_steps import HomeStep
from handlers.thinking import LikelyDomains, ProgrammeRules
from nlp.coach import Coaching, coach
from nlp.domains import DOMAINS, Tagged, clear_codes, domain_name, find_domains

SHOWN_WHEN_UNSURE = 3
SHOWN_WHEN_SURE = 5
LEAST_SHARE = 0.2
"""Below this share of the first one's evidence a domain is not even offered when the first ones are clear."""
SHORTEST_SEARCH = 2
"""One sign (无) stands in too many names to mean one of them."""
_CODES = frozenset(domain.code for domain in DOMAINS)


def never(_: Given) -> bool:
    """Return false: for what a form carries along and never asks."""
    return False


def need_kinds(view: View) -> tuple[Option, ...]:
    """Return the kinds of need of the programme (技术、项目、人才)."""
    kinds = view.facts.need(ProgrammeRules()).need_kind
    return tuple(Option(kind.code, kind.name(view.facts.language)) for kind in kinds)


def likely_domains(view: View) -> tuple[Option, ...]:
    """Return the domains the words speak of; the three best when the words leave doubt."""
    tagged = _tagged(view)
    shown = tagged.domains[: SHOWN_WHEN_SURE if tagged.sure else SHOWN_WHEN_UNSURE]
    least = LEAST_SHARE * shown[0].score if shown and tagged.sure else 0.0
    return tuple(Option(guess.code, guess.name) for guess in shown if guess.score >= least)


def clear_domains(view: View) -> tuple[str, ...]:
    """Return the domains to tick at first: none when the words leave doubt."""
    tagged = _tagged(view)
    if not tagged.sure:
        return ()
    return clear_codes(tagged)


def searched_domains(words: str, _: View) -> tuple[Option, ...]:
    """Return the domains for a code or for typed words; of several words the best one each."""
    if words in _CODES:
        return (Option(words, domain_name(words)),)
    if len(words.strip()) < SHORTEST_SEARCH:
        return ()
    found = [domain.code for domain in find_domains(words)]
    if not found:
        parts = words.replace("，", "、").replace(",", "、").replace(" ", "、").split("、")
        found = [best[0].code for part in parts if (best := find_domains(part, limit=1))]
    return tuple(Option(code, domain_name(code)) for code in dict.fromkeys(found))


@dataclass(frozen=True)
class DomainsStep(PickMany):
    """The technical domains: ticked where the words are clear, only offered where they are not."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        if "ticked" in view.partial or view.former is not None:
            return message
        return message.before(view.t(_finding(_tagged(view))))


@dataclass(frozen=True)
class SecretStep(Step[tuple[str, ...]]):
    """What must not be public: pieces of the description, or all of it. The public version is shown."""

    @override
    def question(self, view: View) -> Message:
        shown = public_version(whole_detail(view.given))
        message = Message(lines=(view.t(self.ask),), closing=(view.t("need.public_now", text=shown),))
        return message.with_rows((self.button(view, view.t("need.keep_all_back"), EVERYTHING),))

    @override
    def read(self, reply: Reply, view: View) -> Reading[tuple[str, ...]]:
        words = typed(reply) or ""
        if words == EVERYTHING or words.strip() == view.t("need.keep_all_back"):
            return Answered((EVERYTHING,), view.t("need.all_kept_back"))
        if isinstance(reply, Tapped) or not words.strip():
            raise Refused("need.secret_wanted")
        text = whole_detail(view.given)
        found, unknown = found_pieces(words, text)
        if unknown:
            raise Refused("need.secret_unknown", words="、".join(unknown)[:60])
        return Answered(found, view.t("need.public_now", text=public_version(text, found)))

    @override
    def show(self, value: tuple[str, ...], view: View) -> str:
        return view.t("need.keep_all_back") if EVERYTHING in value else "、".join(value)

    @override
    def encode(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    @override
    def decode(self, data: list[str]) -> tuple[str, ...]:
        return tuple(data)


@dataclass(frozen=True)
class MoreStep(TextStep):
    """The one thing that would help most, with an example of the same trade; asked of whoever taps for it."""

    offered: ClassVar[bool] = True

    @override
    def words(self, view: View) -> str:
        missing = coaching(view).missing
        if not missing:
            return view.t(self.ask)
        return view.t(f"coach.ask_{missing[0]}", example=view.t(f"coach.example.{_trade(view)}"))


def coaching(view: View) -> Coaching:
    """Return what the need tells already, and what it does not."""
    given = view.given
    title = given[TITLE] if given.has(TITLE) else ""
    text = f"{title}\n{whole_detail(given)}"
    return coach(text, has_day=given.has(DEADLINE), has_papers=given.has(FILES))


def whole_detail(given: Given) -> str:
    """Return the description with what was added to it."""
    parts = [given[step] for step in (DETAIL, MORE) if given.has(step)]
    return "\n".join(parts)


def _trade(view: View) -> str:
    """Return the first level of the need's first domain, as the examples are ordered."""
    domains = view.given.get(DOMAIN) or ()
    return domains[0][:2] if domains else "03"


def county_is_asked(given: Given) -> bool:
    """Say whether the county is a question: the enterprise's own is taken without asking."""
    return given.source(COUNTY) != "given"


def from_words(given: Given) -> bool:
    """Say whether the need was read from a message of the person's own."""
    return given.has(FROM_WORDS)


ENTERPRISE = Step[int]("enterprise", ask="need.enterprise", when=never)
FROM_WORDS = Step[bool]("from_words", ask="need.from_words", when=never)

KIND = PickOne("kind", ask="need.kind", options=need_kinds)
TITLE = TextStep("title", ask="need.title", least=4, most=60)
DETAIL = TextStep("detail", ask="need.detail", least=10, most=2000)
DOMAIN = DomainsStep(
    "domains",
    ask="need.domains",
    options=likely_domains,
    preset=clear_domains,
    find=searched_domains,
    least=1,
    uses=(TITLE, DETAIL),
)
DEADLINE = DayStep("deadline", ask="need.deadline", optional=True)
COUNTY = HomeStep("county", ask="need.county", when=county_is_asked)
CONDITIONS = TextStep("conditions", ask="need.conditions", optional=True, least=2, most=500)
BUDGET = TextStep("budget", ask="need.budget", optional=True, when=from_words, least=1, most=60)
PHONE = PhoneStep("phone", ask="need.phone", optional=True, when=from_words)
MORE = MoreStep("more", ask="need.more", optional=True, least=4, most=500)
SECRET = SecretStep("secret", ask="need.secret", optional=True, uses=(DETAIL,))
FILES = FilesStep("files", ask="need.files", optional=True)


def _tagged(view: View) -> Tagged:
    title, detail = view.given.get(TITLE) or "", view.given.get(DETAIL) or ""
    tagged: Tagged = view.facts.need(LikelyDomains(title, detail))
    return tagged


def _finding(tagged: Tagged) -> str:
    if not tagged.domains:
        return "need.domains_none"
    return "need.domains_sure" if tagged.sure else "need.domains_unsure"
