"""Who acts for a bureau, or for the nearest one above it where nobody is left."""

from handlers.domain.bureaus import MINISTRY
from handlers.ports.work import UnitOfWork


def staff_of(uow: UnitOfWork, bureau_id: int | None) -> tuple[int, ...]:
    """Return the coordinators of a bureau; of the nearest above it up to the province when nobody is left."""
    if bureau_id is None:
        return ()
    up = (above.id or 0 for above in uow.bureaus.line(bureau_id) if above.level != MINISTRY)
    return next((tuple(staff) for each in (bureau_id, *up) if (staff := uow.bureaus.staff(each))), ())
