"""Saying something to somebody in their own language."""

from collections.abc import Callable

from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate, translator
from handlers.domain.people import Person
from handlers.effects import Effects, Tell
from handlers.ports import UnitOfWork

Make = Callable[[Translate], Message]


def tell(  # noqa: PLR0913 - whom, what, and three ways in which it may reach the screen
    uow: UnitOfWork, person_id: int, make: Make, *, card: str = "", buzz: bool = True, silent: bool = False
) -> Effects:
    """Return the effect that says this to the person, or nothing when the person is erased."""
    person = uow.get(Person, person_id)
    if person is None or person.erased_at is not None:
        return ()
    message = make(translator(person.language))
    return (Tell(person_id, message, card=card, buzz=buzz, silent=silent),)


def tell_bureau(
    uow: UnitOfWork, bureau_id: int | None, make: Make, *, card: str = "", buzz: bool = True
) -> Effects:
    """Return the effects that say this to every active member of a bureau."""
    if bureau_id is None:
        return ()
    members = uow.bureaus.members(bureau_id)
    return tuple(effect for m in members for effect in tell(uow, m.person_id, make, card=card, buzz=buzz))


def line(key: str, **values: object) -> Make:
    """Return the maker of a message of one line."""
    return lambda t: Message(lines=(t(key, **values),))
