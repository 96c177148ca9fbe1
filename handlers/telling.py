"""Saying something to somebody in their own language."""

from collections.abc import Callable
from functools import cache

from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate, translator
from handlers.effects import Effects, Tell
from handlers.ports.work import UnitOfWork

Make = Callable[[Translate], Message]


def tell(  # noqa: PLR0913 - whom, what, and three ways in which it may reach the screen
    uow: UnitOfWork, person_id: int, make: Make, *, card: str = "", buzz: bool = True, silent: bool = False
) -> Effects:
    """Return the effect that says this to the person, or nothing when the person is erased."""
    language = uow.people.language_of(person_id)
    if language is None:
        return ()
    message = make(translator(language))
    return (Tell(person_id, message, card=card, buzz=buzz, silent=silent),)


def tell_bureau(
    uow: UnitOfWork, bureau_id: int | None, make: Make, *, card: str = "", buzz: bool = True
) -> Effects:
    """Return the effects that say this to every active member of a bureau."""
    if bureau_id is None:
        return ()
    staff, made = uow.bureaus.staff(bureau_id), cache(make)  # once for each language
    return tuple(effect for each in staff for effect in tell(uow, each, made, card=card, buzz=buzz))


def line(key: str, **values: object) -> Make:
    """Return the maker of a message of one line."""
    return lambda t: Message(lines=(t(key, **values),))
