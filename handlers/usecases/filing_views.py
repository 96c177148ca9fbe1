"""Looking at filings (报送): who is on which side, and the effects that show the card to each."""

from handlers.cards.filing_buttons import Side
from handlers.cards.filings import filing_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.filings import Filing
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell
from handlers.usecases.ladders import name_of
from handlers.usecases.subjects import filing_subject


def opened(uow: UnitOfWork, actor: Actor, filing_id: int, *actions: str) -> Filing:
    """Return a filing, locked, that the actor may do one of these things with. Raises `Refused`."""
    filing = uow.get(Filing, filing_id)
    if filing is None:
        raise Refused("filing.gone")
    subject = filing_subject(uow, filing)
    if not any(may(actor, action, subject) for action in actions):
        raise Refused("filing.may_not")
    return filing


def side_of(uow: UnitOfWork, filing: Filing, actor: Actor) -> Side:
    """Say on which side of a filing somebody acts."""
    subject = filing_subject(uow, filing)
    owes, receives = may(actor, "submit_filing", subject), may(actor, "receive_filing", subject)
    if owes and receives:
        return "both"
    return "owing" if owes else "receiving" if receives else "looking"


def owing(uow: UnitOfWork, filing: Filing) -> tuple[int, ...]:
    """Return the people who owe it: all who act in the bureau."""
    return tuple(uow.bureaus.staff(filing.bureau_id))


def receiving(uow: UnitOfWork, filing: Filing) -> tuple[int, ...]:
    """Return the people who receive it: of the bureau it goes to, or of the nearest one above."""
    if filing.to_id is None:
        return ()
    here = (filing.to_id, *(bureau.id or 0 for bureau in uow.bureaus.line(filing.to_id)))
    return next((tuple(staff) for each in here if (staff := uow.bureaus.staff(each))), ())


def show_filing(
    uow: UnitOfWork, filing: Filing, person_id: int, news: Make | None = None, *, buzz: bool = True
) -> Effects:
    """Return the effects that show one person the card as their side sees it, headed by the news."""
    side = side_of(uow, filing, uow.people.actor(person_id))

    def make(t: Translate) -> Message:
        card = filing_card(filing, uow, t, side=side)
        return card.before(*news(t).lines) if news else card

    return tell(uow, person_id, make, card=name_of(filing), buzz=buzz)


def show_each(uow: UnitOfWork, filing: Filing, people: tuple[int, ...], news: Make | None = None) -> Effects:
    """Return the effects that show several people the card with a buzz."""
    return tuple(effect for person in people for effect in show_filing(uow, filing, person, news))


def refreshed(uow: UnitOfWork, filing: Filing) -> Effects:
    """Return the effects that bring the card up to date wherever it is on a screen, without a buzz."""
    seeing = uow.people.seeing(name_of(filing))
    return tuple(effect for person in seeing for effect in show_filing(uow, filing, person, buzz=False))
