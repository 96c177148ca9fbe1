"""The pool of experts (专家库) as coordinators and departments look through it."""

from collections.abc import Sequence

from handlers.cards.needs import cut
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.experts import Expert
from handlers.domain.people import Person

PAGE = 8


def pool_page(
    count: int, found: Sequence[tuple[Expert, Person]], first: int, words: str, t: Translate
) -> Message:
    """Return one page: who, of which unit, how far confirmed; each with a button to the profile."""
    fields = tuple((person.name, _line(expert, t)) for expert, person in found)
    rows = tuple(
        (Button(cut(f"{person.name} {expert.unit}"), f"expert.confirm:{expert.id}"),)
        for expert, person in found
    )
    left = count - first - len(found)
    more = Button(t("pool.more", count=left), f"pool:{first + PAGE}:{words[:8]}")
    heading = t("pool.found" if words else "pool.heading", count=count, words=words)
    how = () if words else (t("pool.how"),)
    return Message(heading, fields=fields, closing=how, rows=(*rows, *(((more,),) if left > 0 else ())))


def _line(expert: Expert, t: Translate) -> str:
    state = t(
        f"pool.state.{expert.state}" if expert.state in {"confirmed", "unverified"} else "pool.state.other"
    )
    return t("pool.line", unit=expert.unit, title=expert.title, state=state)
