"""The one message about all that is overdue (逾期未报): what, since when, who owes it, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from handlers.cards.digest_lines import short_name
from handlers.cards.filed import Filed, filed, filing_name
from handlers.cards.filings import due_line
from handlers.cards.needs import cut
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.steps.choices import rows_of
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import Filing
from handlers.ports.bureaus import Owner
from handlers.ports.work import UnitOfWork

SHOWN = 40
"""Units that are written out; a screen has room for them, and more are counted."""
OPENED = 6
"""Units with a button of their own, the first ones."""


@dataclass(frozen=True, slots=True)
class Late:
    """One overdue filing with who owes it; `own` when it is the hearer's own unit."""

    filing: Filing
    bureau: Bureau
    owner: Owner | None
    own: bool


def overdue_card(
    uow: UnitOfWork, late: Sequence[Late], hearing: str, t: Translate, *, resent: bool
) -> Message:
    """Return the list, one field for each thing that is owed, with buttons that chase all and open the first.

    `resent` (补发): it should have come earlier.
    """
    ordered = sorted(late, key=lambda each: (*_matter(each), each.bureau.area, each.filing.id))
    shown = ordered[:SHOWN]
    words = t("overdue.own" if all(each.own for each in late) else "overdue.see_to_it")
    lines = (f"{t('remind.late')}{words}" if resent else words,)
    matters = [(list(some), filed(uow, first)) for first, some in _by_matter(shown)]
    fields = tuple(_field(some, one, shown, t) for some, one in matters)
    left = (t("overdue.more", count=len(ordered) - SHOWN),) if len(ordered) > SHOWN else ()
    closing = (*left, t("remind.why_above", bureau=hearing))
    message = Message(t("overdue.heading", count=len(late)), lines, fields, closing)
    return message.with_rows(*_rows(uow, ordered, t))


def _matter(late: Late) -> tuple[object, ...]:
    """Return what those who owe the same by the same day have in common."""
    filing = late.filing
    return filing.aim, filing.legal, filing.cycle_id, filing.rule


def _by_matter(ordered: Sequence[Late]) -> Sequence[tuple[Filing, list[Late]]]:
    groups = [list(some) for _, some in groupby(ordered, key=_matter)]
    return [(some[0].filing, some) for some in groups]


def _field(some: Sequence[Late], one: Filed, shown: Sequence[Late], t: Translate) -> tuple[str, str]:
    first = shown.index(some[0]) + 1
    units = (_unit(number, each, t) for number, each in enumerate(some, first))
    return filing_name(one, t), "\n" + "\n".join((t("overdue.due", day=due_line(one, t)), *units))


def _unit(number: int, late: Late, t: Translate) -> str:
    if late.own:
        return t("overdue.unit_own", n=number, bureau=late.bureau.name)
    name, phone = (late.owner.name, late.owner.phone) if late.owner else ("", "")
    phone = phone or late.bureau.phone or t("overdue.no_phone")
    key = "overdue.unit" if name else "overdue.unit_nobody"
    return t(key, n=number, bureau=late.bureau.name, name=name, phone=phone)


def _rows(uow: UnitOfWork, ordered: Sequence[Late], t: Translate) -> tuple[tuple[Button, ...], ...]:
    """Return what acts: on all who are late with one thing, on the first units, on the call."""
    others = _by_matter([each for each in ordered if not each.own])
    chase = [_chase(uow, first, len(some), t, named=len(others) > 1) for first, some in others]
    single = [Button(_label(uow, each, t), f"c.unit:{each.filing.id}") for each in ordered[:OPENED]]
    calls = dict.fromkeys(each.filing.call_id for each in ordered if each.filing.call_id and not each.own)
    progress = [Button(t("call.progress"), f"call:{number}") for number in calls]
    return (*((button,) for button in chase), *rows_of(single), *rows_of(progress))


def _chase(uow: UnitOfWork, first: Filing, count: int, t: Translate, *, named: bool) -> Button:
    label = t("overdue.chase", count=count)
    if named:
        label = t("overdue.chase_of", count=count, name=cut(filing_name(filed(uow, first), t)))
    return Button(label, f"fl.late:{first.id}", "primary")


def _label(uow: UnitOfWork, late: Late, t: Translate) -> str:
    return cut(filing_name(filed(uow, late.filing), t)) if late.own else short_name(late.bureau)
