"""Asking for a bulletin (评估通报) in chat: of what, in which class of disclosure, then the paper."""

import json

from handlers.cards.bulletins import LANGUAGE, bulletin_values, title_of, which_class, which_part
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.bulletins import ACTIVITY, Wanted, bulletin_of, opened_for, part_of, parts_of
from handlers.usecases.indicators import boards


def ask_part(uow: UnitOfWork, actor: Actor, unit: int, year: int) -> Effects:
    """Ask of what the bulletin is to be."""
    bureau = opened_for(uow, unit, actor)
    board, parts = boards(uow, year)(bureau), parts_of(uow, bureau, year)
    return tell(uow, actor.person_id, lambda t: which_part(board, parts, t))


def ask_class(uow: UnitOfWork, actor: Actor, wanted: Wanted) -> Effects:
    """Ask in which class of disclosure it is to be."""
    part_of(uow, opened_for(uow, wanted.unit, actor), wanted)
    mark = f"{wanted.unit}:{wanted.year}:{wanted.of}"
    return tell(uow, actor.person_id, lambda t: which_class(mark, uow.rules, actor.language, t))


def send_bulletin(uow: UnitOfWork, actor: Actor, wanted: Wanted) -> Effects:
    """Send the paper: what it holds is read, and who may take it away is asked, when its bytes are made."""
    if wanted.disclosure not in {each.code for each in uow.rules.disclosure}:
        raise Refused("command.old_button")
    part = part_of(uow, opened_for(uow, wanted.unit, actor), wanted)
    about = f"activity:{wanted.of[1:]}" if wanted.of.startswith(ACTIVITY) else f"bureau:{wanted.unit}"
    uow.record(
        "bulletin.made",
        about,
        by=actor.person_id,
        of=wanted.of,
        year=wanted.year,
        disclosure=wanted.disclosure,
    )
    title = title_of(uow.rules, part.name, wanted.year, translator(LANGUAGE))
    data = json.dumps(
        {
            "unit": wanted.unit,
            "year": wanted.year,
            "of": wanted.of,
            "disclosure": wanted.disclosure,
            "by": actor.person_id,
        }
    )

    def make(t: Translate) -> Message:
        name = t("bulletin.file", title=title, day=uow.today.isoformat())
        words = t("bulletin.here", title=title)
        return Message(lines=(words,), documents=(Document("bulletin", f"{name}.docx", data),))

    return tell(uow, actor.person_id, make)


def values_of(uow: UnitOfWork, wanted: Wanted, actor: Actor | None) -> dict[str, object]:
    """Return what a template prints. Raises `Refused`."""
    return bulletin_values(bulletin_of(uow, wanted, actor), translator(LANGUAGE))
