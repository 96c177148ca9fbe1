"""Facts that take thought (jieba, ranking): asked for by a conversation, worked out outside transactions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.cards.matters import Matter
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Want
from handlers.dialogue.texts import translator
from handlers.domain.enterprises import Enterprise
from handlers.domain.likeness import alike
from handlers.matchmaking.outings import free_invitations
from handlers.matchmaking.views import candidates_for
from handlers.ports.work import UnitOfWork
from nlp.coach import words_tell
from nlp.domains import tag
from nlp.keywords import keywords
from nlp.reading import read_need


@dataclass(frozen=True, slots=True)
class LikelyDomains:
    """Wants the technical domains of a text: an `nlp.domains.Tagged`."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Keywords:
    """Wants the technical terms of a text: a tuple of words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class NeedReading:
    """Wants what a free message says: an `nlp.reading.Reading`."""

    text: str
    today: date


@dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """Wants the rules of the programme that runs, for steps that offer its open lists: a `Rules`."""


@dataclass(frozen=True, slots=True)
class SimilarNeed:
    """Wants an open need of the same enterprise that seems to be this one: its id and number, or None."""

    enterprise_id: int
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class RankedExperts:
    """Wants the experts for a need, ranked and judged: a `Candidates`."""

    need_id: int


@dataclass(frozen=True, slots=True)
class ExpertsNamed:
    """Wants the experts whose name holds these words: pairs of id and "name（unit）"."""

    words: str


@dataclass(frozen=True, slots=True)
class ExpertNames:
    """Wants the names of experts by their ids: a mapping; who is erased is missing."""

    experts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FreeInvitations:
    """Wants the accepted invitations of which a bureau can make an activity: a tuple of `FreeInvitation`."""

    bureau_id: int


@dataclass(frozen=True, slots=True)
class FreeInvitation:
    """One of them as a form offers it."""

    id: int
    label: str
    expert: str
    enterprise_id: int
    need_id: int
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirmsNamed:
    """Wants the enterprises whose name holds these words: pairs of id and name."""

    words: str


@dataclass(frozen=True, slots=True)
class FirmNames:
    """Wants the names of enterprises by their ids: a mapping."""

    enterprises: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Wants what the clock will say from now until a moment (明日预览): a tuple of `Leaving`.

    Timers about the subjects in `without` ("filing:3") are left out, for whoever has nothing to do with them.
    """

    until: datetime
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leaving:
    """A message that will leave with a buzz: when (aware, UTC), to whom, and from which timer it follows.

    `way` is mail or hook for what leaves outside the chats.
    """

    at: datetime
    person_id: int
    message: Message
    key: str
    what: str
    about: str
    way: str = ""


def work_out(want: Want, uow: UnitOfWork) -> Any:
    """Return the fact. Reads only; takes milliseconds to tens of milliseconds."""
    match want:
        case LikelyDomains(title=title, text=text):
            words_tell(f"{title}\n{text}")  # looked at by the cards that follow, within their transactions
            return tag(title, text)
        case Keywords(title=title, text=text):
            return keywords(title, text)
        case NeedReading(text=text, today=today):
            return read_need(text, today)
        case ProgrammeRules():
            return uow.rules
        case FreeInvitations() | FirmsNamed() | FirmNames():
            return _to_plan_with(want, uow)
        case SimilarNeed() | RankedExperts() | ExpertsNamed() | ExpertNames():
            return _looked_up(want, uow)
        case _:
            raise TypeError(f"nobody knows how to work out {type(want).__name__}")


def forget_words() -> None:
    """Forget the words that were kept for another look: somebody erased theirs."""
    words_tell.cache_clear()


def _looked_up(want: SimilarNeed | RankedExperts | ExpertsNamed | ExpertNames, uow: UnitOfWork) -> Any:
    match want:
        case SimilarNeed():
            return _similar(uow, want)
        case RankedExperts(need_id=need_id):
            return candidates_for(uow, need_id)
        case ExpertsNamed(words=words):
            return _experts_named(uow, words)
        case ExpertNames(experts=experts):
            return uow.experts.names(experts)


def _to_plan_with(want: FreeInvitations | FirmsNamed | FirmNames, uow: UnitOfWork) -> Any:
    match want:
        case FreeInvitations(bureau_id=bureau):
            return tuple(_offered(matter) for matter in free_invitations(uow, bureau))
        case FirmsNamed(words=words):
            return tuple((each.id or 0, each.name) for each in uow.enterprises.search(words.strip()))
        case FirmNames(enterprises=numbers):
            found = (uow.get(Enterprise, number) for number in numbers)
            return {each.id or 0: each.name for each in found if each is not None}


def _offered(matter: Matter) -> FreeInvitation:
    t = translator("zh")
    return FreeInvitation(
        id=matter.invitation.id or 0,
        label=t("outing.pair", expert=matter.person.name, enterprise=matter.enterprise),
        expert=matter.person.name,
        enterprise_id=matter.need.enterprise_id,
        need_id=matter.need.id or 0,
        domains=tuple(matter.need.domains),
    )


def _similar(uow: UnitOfWork, want: SimilarNeed) -> tuple[int, str] | None:
    for need in uow.needs.open_words(want.enterprise_id):
        if alike(want.title, want.detail, need.title, need.detail):
            return need.id, need.number
    return None


def _experts_named(uow: UnitOfWork, words: str) -> tuple[tuple[int, str], ...]:
    found = ((e.id or 0, p.name, e.unit) for e, p in uow.experts.all() if words and words in p.name)
    return tuple((number, f"{name}（{unit}）") for number, name, unit in found)[:8]
