"""Bringing a chunk of rows in: what is to become of each, the same in a dry run as when it is written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from handlers.ports.work import UnitOfWork
from handlers.sheets.columns import ENTERPRISES, EXPERTS, NEEDS
from handlers.sheets.drafts import Draft
from handlers.usecases import importing_experts, importing_needs
from handlers.usecases.importing_experts import ExpertRegister
from handlers.usecases.importing_firms import FirmRegister
from handlers.usecases.importing_needs import NeedRegister
from handlers.usecases.verdicts import By, Seen, Verdict


class Register(Protocol):
    """What is known about the rows of a chunk."""

    def judge(self, draft: Draft) -> Verdict:
        """Say what is to become of a row."""
        ...

    def keep(self, drafts: Sequence[Draft], verdicts: Sequence[Verdict]) -> None:
        """Write what the verdicts say."""
        ...


REGISTERS: Mapping[str, Callable[[UnitOfWork, By, Seen, Sequence[Draft]], Register]] = {
    EXPERTS: ExpertRegister,
    ENTERPRISES: FirmRegister,
    NEEDS: NeedRegister,
}


def judge_rows(
    kind: str, drafts: Sequence[Draft], uow: UnitOfWork, by: By, seen: Seen
) -> tuple[Verdict, ...]:
    """Return the verdict on each row of a chunk; reads only."""
    register = REGISTERS[kind](uow, by, seen, drafts)
    return tuple(register.judge(draft) for draft in drafts)


def bring_in(kind: str, drafts: Sequence[Draft], uow: UnitOfWork, by: By, seen: Seen) -> tuple[Verdict, ...]:
    """Write a chunk of rows, after judging them anew under this unit of work; twice is once."""
    register = REGISTERS[kind](uow, by, seen, drafts)
    verdicts = tuple(register.judge(draft) for draft in drafts)
    register.keep(drafts, verdicts)
    return verdicts


def wants_thought(kind: str, draft: Draft, verdict: Verdict) -> bool:
    """Say whether something has to be worked out about a row before it is written."""
    if kind == EXPERTS:
        return importing_experts.wants_thought(draft, verdict)
    return kind == NEEDS and importing_needs.wants_thought(verdict)
