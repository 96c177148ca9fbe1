"""Both sides of an open filing hear what the rules or a reporting line have changed of it."""

from collections.abc import Iterator

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import Filing
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.filing_state import settled
from handlers.usecases.filing_views import owing, receiving, refreshed, show_filing
from handlers.usecases.need_views import once_each
from handlers.usecases.quiet import hold
from handlers.usecases.watching import filing_changed


def tell_change(uow: UnitOfWork, filing_id: int, fired: Fired) -> Effects:
    """Tell what changed, each side in its words; a filing that wants nothing more is submitted by that."""
    filing = uow.get(Filing, filing_id)
    if filing is None:
        return ()
    done = settled(uow, filing, None)
    if waiting := hold(uow, f"changed:{filing_id}", fired):
        return (*done, *waiting)
    owed = _shown(uow, filing, owing(uow, filing), list(_to_owing(uow, filing, fired)))
    theirs = _shown(uow, filing, receiving(uow, filing), list(_to_receiving(uow, filing, fired)))
    left = _to_former(uow, filing, fired)
    shown = (*owed, *theirs, *left, *refreshed(uow, filing))
    return (*done, *once_each(shown), *filing_changed(uow, filing))


def _to_owing(uow: UnitOfWork, filing: Filing, fired: Fired) -> Iterator[Make]:
    if "copies" in fired.data:
        former, now = fired.data["copies"]
        yield line(f"filing.changed.copies_{'more' if now > former else 'fewer'}", former=former, now=now)
    if fired.data.get("lapsed"):
        yield line("filing.changed.lapsed")
    elif _has_moved(filing, fired):
        yield line("filing.changed.to", **_ends(uow, filing, fired))


def _to_receiving(uow: UnitOfWork, filing: Filing, fired: Fired) -> Iterator[Make]:
    if fired.data.get("lapsed"):
        yield line("filing.changed.lapsed_there", bureau=_name(uow, filing.bureau_id))
    elif _has_moved(filing, fired):
        yield line("filing.changed.came", **_ends(uow, filing, fired))


def _to_former(uow: UnitOfWork, filing: Filing, fired: Fired) -> Effects:
    """Tell whoever waited for it so far, in words alone: the card is not theirs to see any more."""
    former = fired.data.get("former")
    people = uow.bureaus.staff(former) if former and _has_moved(filing, fired) else ()
    still = {*owing(uow, filing), *receiving(uow, filing)}
    news = line("filing.changed.left", **_ends(uow, filing, fired)) if people else line("filing.gone")
    return tuple(effect for each in people if each not in still for effect in tell(uow, each, news))


def _has_moved(filing: Filing, fired: Fired) -> bool:
    """Say whether it goes to somebody else than before: a line may have been put back meanwhile."""
    return "former" in fired.data and fired.data["former"] != filing.to_id


def _shown(uow: UnitOfWork, filing: Filing, people: tuple[int, ...], news: list[Make]) -> Effects:
    """Show these people the card with all that is new to them above it; nothing where nothing is."""

    def lines(t: Translate) -> Message:
        return Message(lines=tuple(words for make in news for words in make(t).lines))

    return tuple(e for person in people if news for e in show_filing(uow, filing, person, lines))


def _ends(uow: UnitOfWork, filing: Filing, fired: Fired) -> dict[str, str]:
    former = fired.data.get("former")
    return {
        "bureau": _name(uow, filing.bureau_id),
        "to": _name(uow, filing.to_id),
        "former": _name(uow, former),
    }


def _name(uow: UnitOfWork, bureau_id: int | None) -> str:
    bureau = uow.get(Bureau, bureau_id) if bureau_id is not None else None
    return bureau.name if bureau else "—"
