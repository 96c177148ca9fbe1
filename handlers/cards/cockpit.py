"""The call cockpit (征集进度): one live card a coordinator, with who has filed, is late, or silent."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from handlers.cards.digest_lines import short_name
from handlers.cards.filed import Filed
from handlers.cards.filings import state_line
from handlers.cards.needs import cut, language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.steps.choices import rows_of
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken
from handlers.domain.filings import OWED, RETURNED
from handlers.domain.programmes import Call
from handlers.ports.enterprises import FirmStanding

PAGE = 8
UNITS, FIRMS = "", "firms"
SILENT, PROMISED, DRAFT, OTHER, NONE, FILED = "silent", "promised", "draft", "other", "none", "filed"
ORDER = (SILENT, PROMISED, DRAFT, OTHER, NONE, FILED)
"""How an enterprise stands, whom there is most to do about first."""
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit below: what it files, how many needs it has, whether anybody is there, what it said by phone."""

    filed: Filed
    needs: int = 0
    staffed: bool = True
    said: str = ""

    @property
    def late(self) -> int:
        """How many days it is overdue; 0 while it is not."""
        filing = self.filed.filing
        return max(0, (self.filed.today - filing.aim).days) if filing.state in OWED else 0


@dataclass(frozen=True, slots=True)
class Cockpit:
    """A call as one bureau sees it. `following` is the call that the actor may open now, if there is one."""

    call: Call
    name: str
    bureau: Bureau
    today: date
    units: tuple[Unit, ...] = ()
    firms: tuple[FirmStanding, ...] = ()
    own: Filed | None = None
    needs: int = 0
    waiting: int = 0
    came: int = 0
    sent: int = 0
    view: str = UNITS
    page: int = 0
    acts: bool = True
    following: tuple[int, str] | None = None

    @property
    def shows_firms(self) -> bool:
        """Say whether enterprises are listed: units stand first where there are any."""
        return self.view == FIRMS or not self.units


def cockpit_card(found: Cockpit, t: Translate) -> Message:
    """Return the card, eight units or enterprises a page, the late and silent ones first."""
    fields = _firm_fields(found, t) if found.shows_firms else _unit_fields(found, t)
    listed = _firm_rows(found) if found.shows_firms else _unit_rows(found)
    return Message(
        heading=t("call.title", call=found.name, bureau=found.bureau.name),
        lines=tuple(_lines(found, t)),
        fields=fields,
        rows=(*listed, *_paging(found, t), *_end_rows(found, t)),
    )


def unit_words(unit: Unit, t: Translate) -> str:
    """Return how a unit stands in one line."""
    filing, count = unit.filed.filing, unit.needs
    if unit.late and filing.state != RETURNED:
        words = t("call.unit.late", days=unit.late, count=count)
    else:
        words = t(f"call.unit.{filing.state}", count=count)
    if filing.state in OWED and not unit.staffed:
        words = t("call.unit.nobody", words=words)
    return t("call.unit.said", words=words, said=unit.said) if unit.said and filing.state in OWED else words


def firm_kind(firm: FirmStanding) -> str:
    """Return how an enterprise stands: a need counts more than a form under way, that more than a word."""
    if firm.filed:
        return FILED
    if firm.draft:
        return DRAFT
    return firm.answer.kind if firm.answer else SILENT


def firm_words(firm: FirmStanding, t: Translate) -> str:
    """Return how an enterprise stands in one line, with what was said on the phone."""
    kind, answer = firm_kind(firm), firm.answer
    words = t(f"call.firm_state.{kind}", count=firm.filed)
    said = answer.words if answer and answer.words and kind != FILED else ""
    return t("call.firm_state.said", words=words, said=said) if said else words


def _lines(found: Cockpit, t: Translate) -> list[str]:
    lang = language(t)
    until, state = _until(found), found.call.state
    if state == "open" and until:
        lines = [t("call.state.open_until", day=spoken(until, found.today, lang))]
    else:
        lines = [t(f"call.state.{state}", day=spoken(found.call.opens, found.today, lang))]
    if found.own:
        lines.append(t("call.own", state=state_line(found.own, t)))
    if found.units:
        owed = [unit for unit in found.units if unit.filed.filing.state in OWED]
        late, done = sum(bool(unit.late) for unit in owed), len(found.units) - len(owed)
        lines.append(t("call.units", all=len(found.units), filed=done, owed=len(owed), late=late))
    key = "call.counts" if not found.units else "call.counts_between" if found.own else "call.counts_top"
    counted = {"all": found.needs, "came": found.came, "sent": found.sent, "waiting": found.waiting}
    lines.append(t(key, **counted))
    if found.firms:
        kinds = Counter(firm_kind(firm) for firm in found.firms)
        quiet = kinds[SILENT] + kinds[PROMISED] + kinds[OTHER]
        counts = {"filed": kinds[FILED], "draft": kinds[DRAFT], "none": kinds[NONE], "silent": quiet}
        lines.append(t("call.firms", all=len(found.firms), **counts))
    elif found.shows_firms:
        lines.append(t("call.no_firms" if found.bureau.level == "county" else "call.no_units"))
    return lines


def _until(found: Cockpit) -> date | None:
    """Return the day by which the bureau's own needs are due, else the first one of those below."""
    if found.own:
        return found.own.filing.aim
    return min((unit.filed.filing.aim for unit in found.units), default=None)


def _units_shown(found: Cockpit) -> tuple[Unit, ...]:
    return found.units[found.page * PAGE : (found.page + 1) * PAGE]


def _firms_shown(found: Cockpit) -> tuple[FirmStanding, ...]:
    return found.firms[found.page * PAGE : (found.page + 1) * PAGE]


def _unit_fields(found: Cockpit, t: Translate) -> tuple[tuple[str, str], ...]:
    return tuple((short_name(unit.filed.bureau), unit_words(unit, t)) for unit in _units_shown(found))


def _unit_rows(found: Cockpit) -> Rows:
    shown = _units_shown(found)
    return rows_of([Button(short_name(u.filed.bureau), f"c.unit:{u.filed.filing.id}") for u in shown])


def _firm_fields(found: Cockpit, t: Translate) -> tuple[tuple[str, str], ...]:
    return tuple((firm.name, firm_words(firm, t)) for firm in _firms_shown(found))


def _firm_rows(found: Cockpit) -> Rows:
    shown = _firms_shown(found)
    return tuple((Button(cut(each.name), f"c.firm:{found.call.id}:{each.enterprise_id}"),) for each in shown)


def _paging(found: Cockpit, t: Translate) -> Rows:
    listed = found.firms if found.shows_firms else found.units
    pages, page = max(1, -(-len(listed) // PAGE)), found.page
    buttons = []
    if page:
        buttons.append(Button(t("rollup.before", page=page, of=pages), _at(found, page - 1, found.view)))
    if page + 1 < pages:
        buttons.append(Button(t("rollup.next", page=page + 2, of=pages), _at(found, page + 1, found.view)))
    return (tuple(buttons),) if buttons else ()


def _end_rows(found: Cockpit, t: Translate) -> Rows:
    buttons = _own_buttons(found, t)
    if found.units and not found.shows_firms:
        buttons.append(Button(t("call.firm_list"), _at(found, 0, FIRMS)))
    elif found.units:
        buttons.append(Button(t("call.unit_list"), _at(found, 0, UNITS)))
    if found.following:
        number, name = found.following
        buttons.append(Button(t("call.open_now", call=name), f"c.open:{number}"))
    return rows_of(buttons)


def _own_buttons(found: Cockpit, t: Translate) -> list[Button]:
    own = found.own
    if own is None or not found.acts:
        return []
    if own.filing.state in OWED:
        return [Button(t("call.send_up"), f"up:{own.filing.id}", "primary")]
    more = [Button(t("call.send_more"), f"up:{own.filing.id}", "primary")] if own.counts.ready else []
    return [*more, Button(t("call.own_filing"), f"c.unit:{own.filing.id}")]


def _at(found: Cockpit, page: int, view: str) -> str:
    return f"call:{found.call.id}:{found.bureau.id}:{page}:{view}"
