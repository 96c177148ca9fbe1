"""Which bureau owes what by the programme's rules: by its level and its reporting line."""

from collections.abc import Iterable, Sequence

from handlers.domain.bureaus import Bureau
from handlers.domain.regions import contains
from handlers.programme.plan import PlannedFiling

DEPARTMENT = "department"


def owing(planned: PlannedFiling, bureaus: Sequence[Bureau], province: str) -> Iterable[Bureau]:
    """Return the bureaus of a province that owe a filing, ordered by id."""
    level_of = {bureau.id: bureau.level for bureau in bureaus}
    return (
        bureau
        for bureau in bureaus
        if contains(province, bureau.area)
        and owes_as(bureau, level_of.get(bureau.reports_to)) in planned.from_levels
    )


def owes_as(bureau: Bureau, reports_to_level: str | None) -> str:
    """Return the level as which a bureau files: one that reports to the province does so beside cities."""
    if bureau.kind == DEPARTMENT:
        return DEPARTMENT
    if bureau.level == "county" and reports_to_level == "province":
        return "city"
    return bureau.level


def receiver_of(planned: PlannedFiling, bureau: Bureau) -> int | None:
    """Return the bureau that receives a filing: whatever one it reports to; a publication goes to nobody."""
    return bureau.reports_to if planned.to_level else None


def documents_of(planned: PlannedFiling, bureau: Bureau, year: int) -> tuple[str, ...]:
    """Return the codes of the papers that belong to a bureau's filing in a year."""
    funded = year - 1 in bureau.funded
    return tuple(document.code for document in planned.documents if not document.only_if or funded)
