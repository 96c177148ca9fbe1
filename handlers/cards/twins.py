"""The card of two records that may be one, with what each says."""

from dataclasses import dataclass

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.sheets import Twin


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two as it is shown: name, facts, and how many needs it has filed."""

    name: str
    facts: tuple[str, ...]
    needs: int = 0


def twin_card(twin: Twin, halves: tuple[Half, Half], count: int, t: Translate) -> Message:
    """Ask whether the two are one; merging keeps the history of both."""
    first, second = (_told(half, t) for half in halves)
    fields = ((t("twin.first"), first), (t("twin.second"), second))
    yes = Button(t("twin.merge"), f"twin.yes:{twin.id}", "primary")
    no = Button(t("twin.distinct"), f"twin.no:{twin.id}")
    later = Button(t("twin.later"), f"twins:{twin.id}")
    lines = (t(f"twin.why.{twin.why}"),)
    closing = (t("twin.what_happens"),)
    heading = t(f"twin.heading.{twin.kind}", count=count)
    return Message(heading, lines, fields, closing, rows=((yes, no), (later,)))


def _told(half: Half, t: Translate) -> str:
    needs = (t("twin.needs", count=half.needs),) if half.needs else ()
    return "，".join((half.name, *half.facts, *needs))
