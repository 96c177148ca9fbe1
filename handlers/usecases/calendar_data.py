"""A bureau's deadlines as plain data, from which bot.documents writes iCalendar."""

from typing import Any

from handlers.cards.digest_lines import short_name
from handlers.cards.filed import Filed, filed, filing_name
from handlers.cards.needs import language
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken_day
from handlers.domain.filings import OWED
from handlers.ports.work import UnitOfWork


def calendar_data(uow: UnitOfWork, bureau: Bureau, t: Translate) -> dict[str, Any]:
    """Return name, moment and events: one for each filing the bureau ever owed, done ones cancelled.

    An event's uid never changes; its sequence grows with the filing's revision; its status is CONFIRMED,
    TENTATIVE while the day is only expected (预计), or CANCELLED once nothing is owed any more.
    """
    filings = uow.filings.of_bureau([bureau.id or 0])
    return {
        "name": t("calendar.feed_name", name=short_name(bureau)),
        "stamp": uow.now.isoformat(),
        "events": [_event(uow, filed(uow, each), t) for each in filings],
    }


def _event(uow: UnitOfWork, one: Filed, t: Translate) -> dict[str, Any]:
    filing = one.filing
    owed = filing.state in OWED
    name = filing_name(one, t)
    return {
        "uid": f"filing-{filing.id}@{uow.rules.province}.expertbot",
        "day": filing.legal.isoformat(),
        "summary": name if owed else t("calendar.done", name=name),
        "description": _description(one, t),
        "sequence": filing.revision,
        "status": ("TENTATIVE" if filing.expected else "CONFIRMED") if owed else "CANCELLED",
    }


def _description(one: Filed, t: Translate) -> str:
    """Say without counting days by when to finish: a calendar program reads it whenever it likes."""
    aim = spoken_day(one.filing.aim, one.filing.legal, language(t))
    lines = [t("calendar.aim", aim=aim)]
    if one.to is not None:
        lines.append(t("calendar.to", name=one.to.name))
    if one.filing.expected:
        lines.append(t("calendar.expected"))
    return "\n".join(lines)
