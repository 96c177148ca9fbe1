"""Reading a row by its kind: an expert, an enterprise with its contact, a need with its enterprise."""

from collections.abc import Mapping
from functools import lru_cache

from handlers.domain.confidential import EVERYTHING, found_pieces, stands_in
from handlers.domain.credit_code import CreditCode, CreditCodeFault, read_credit_code
from handlers.domain.months import read_months
from handlers.domain.regions import COUNTRY, Region, region
from handlers.domain.titles import eligible, read_degree
from handlers.programme.rules import Rules
from handlers.sheets.cells import Cell, day, flag, line, listed, place, split, text
from handlers.sheets.columns import ENTERPRISES, EXPERTS, NEEDS
from handlers.sheets.drafts import Desk, Draft, Reader, Row, listed_code
from nlp.domains import DOMAINS, find_domains

NAME, UNIT, TITLE, CONDITIONS, BUDGET, DETAIL, WORKS = 20, 60, 100, 500, 60, 3000, 1500
"""The longest values, in signs: somebody's name, an organisation, a title, and so on."""
CAP = 12


def read_row(kind: str, number: int, cells: Mapping[str, Cell], desk: Desk) -> Draft | None:
    """Read a row; None for an empty one. `number` is the row's own number in the sheet."""
    if not any(line(cell) for cell in cells.values()):
        return None
    row = Row(number, cells, desk)
    _READERS[kind](row)
    return row.draft()


def _expert(row: Row) -> None:
    row.words("name", most=NAME, required=True)
    row.words("unit", most=UNIT, required=True)
    row.phone()
    row.words("title", most=40)
    row.words("email", most=120)
    row.place()
    row.code_of("unit_type", "unit_type")
    row.keep("degree", _degree(row.desk.rules, line(row.cells.get("degree"))))
    row.keep("directions", split(text(row.cells.get("directions"))[:WORKS]))
    row.keep("works", split(text(row.cells.get("works"))[:WORKS]))
    row.keep("categories", _categories(row))
    row.keep("domains", _domains(row))
    row.keep("areas", _areas(row))
    row.keep(
        "months", tuple(map(int, read_months(line(row.cells.get("months"))))) if row.has("months") else ()
    )
    _cap(row)
    if (online := flag(row.cells.get("online_only"))) is not None:
        row.values["online_only"] = online
    if row.has("title") and not eligible(row.values.get("title", ""), line(row.cells.get("degree"))):
        row.remark("unqualified", "title")


def _enterprise(row: Row) -> None:
    row.words("name", most=UNIT, required=True)
    _firm(row)
    row.words("contact", most=NAME)
    row.phone()


def _need(row: Row) -> None:
    row.words("enterprise", most=UNIT)
    if not row.values.get("enterprise") and not row.has("credit_code"):
        row.fault("empty", "enterprise")
    _firm(row, needed=False)
    row.words("contact", most=NAME)
    row.phone()
    _title_and_detail(row)
    row.code_of("need_kind", "kind")
    row.keep("domains", _domains(row))
    row.words("conditions", most=CONDITIONS)
    row.words("budget", most=BUDGET)
    row.words("number", most=20)
    _deadline(row)
    _confidential(row)
    if flag(row.cells.get("key_difficulty")):
        row.values["key_difficulty"] = True


_READERS: Mapping[str, Reader] = {EXPERTS: _expert, ENTERPRISES: _enterprise, NEEDS: _need}


def _firm(row: Row, *, needed: bool = True) -> None:
    """Read credit code and county; without a county the code's place or the bureau's own counts."""
    row.place()
    if words := line(row.cells.get("credit_code")):
        match read_credit_code(words):
            case CreditCode(text=code):
                row.values["credit_code"] = code
            case CreditCodeFault() as fault:
                meant = f"{fault.meant}" if fault.meant else ""
                row.fault(
                    "credit_code_meant" if meant else "credit_code",
                    "credit_code",
                    was=words[:30],
                    meant=meant,
                )
    if "county" in row.values or row.has("county"):
        return
    code = row.values.get("credit_code", "")
    near = (code[2:8], row.desk.area)
    found = next((area for area in near if (here := region(area)) and here.level == "county"), "")
    if found and needed:
        row.values["county"] = found
    elif needed and not code:
        row.fault("no_county", "county")


def _title_and_detail(row: Row) -> None:
    """Read title and description; either stands in for the other, the title by its first clause."""
    detail, title = text(row.cells.get("detail")), line(row.cells.get("title"))
    title = title or next(iter(split(detail.replace("，", "\n").replace("。", "\n"))), "")[:TITLE]
    detail = detail or title
    for name, words, most in (("title", title, TITLE), ("detail", detail, DETAIL)):
        if len(words) > most:
            row.fault("too_long", name, now=len(words), most=most)
        elif words:
            row.values[name] = words
    if not title:
        row.fault("empty", "title")


def _deadline(row: Row) -> None:
    found = day(row.cells.get("deadline"), row.desk.today)
    if found is None and row.has("deadline"):
        row.remark("day", "deadline", was=line(row.cells.get("deadline"))[:30])
    row.keep("deadline", found)


def _confidential(row: Row) -> None:
    """Read what is to be kept from experts: yes for the whole description, or the pieces themselves."""
    words, whole = text(row.cells.get("confidential")), flag(row.cells.get("confidential"))
    if whole or words in {EVERYTHING, "全部", "保密", "all"}:
        row.values["confidential"] = EVERYTHING
    elif words and whole is None:
        found, lost = found_pieces(words, row.values.get("detail", ""))
        row.keep("confidential", "\n".join(found))
        public = (row.values.get("title", ""), row.values.get("conditions", ""))
        if shown := [piece for piece in found if any(stands_in(piece, part) for part in public)]:
            row.fault("secret_shown", "confidential", was="、".join(shown)[:60])
        if lost:
            row.fault("secret_lost", "confidential", was="、".join(lost)[:60])


def _cap(row: Row) -> None:
    words = line(row.cells.get("yearly_cap"))
    if words.isdecimal() and 1 <= int(words) <= CAP:
        row.values["yearly_cap"] = int(words)
    elif words:
        row.remark("cap", "yearly_cap", was=words[:20], most=CAP)


def _categories(row: Row) -> tuple[str, ...]:
    words = listed(line(row.cells.get("categories")))
    return tuple(dict.fromkeys(listed_code(row.desk.rules, "preferred_category", each) for each in words))


def _domains(row: Row) -> tuple[str, ...]:
    """Read technical domains by name; the one not known is left out and said so."""
    names = split(text(row.cells.get("domains")))
    codes = {name: _domain(name) for name in names}
    if unknown := [name for name, code in codes.items() if not code]:
        row.remark("domains", "domains", was="；".join(unknown)[:60])
    return tuple(dict.fromkeys(code for code in codes.values() if code))


@lru_cache(maxsize=2000)
def _domain(name: str) -> str:
    known = (domain.code for domain in DOMAINS if domain.parent and name in {domain.name, domain.code})
    found = [domain.code for domain in find_domains(name, limit=2)]
    return next(known, found[0] if len(found) == 1 else "")


def _areas(row: Row) -> tuple[str, ...]:
    found: list[str] = []
    province = row.desk.rules.province
    for words in listed(line(row.cells.get("areas"))):
        match {"全国": COUNTRY, "不限": COUNTRY, "全省": province, "省内": province}.get(words) or place(
            words, province
        ):
            case str() as code:
                found.append(code)
            case Region(code=code):
                found.append(code)
            case _:
                row.remark("areas", "areas", was=words[:30])
    return tuple(dict.fromkeys(found))


def _degree(rules: Rules, words: str) -> str:
    degree = read_degree(words) if words else None
    codes = [entry.code for entry in rules.degree if degree and read_degree(entry.zh) == degree]
    return codes[0] if codes else words[:20]
