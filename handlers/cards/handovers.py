"""Cards of a handover (移交工作): to whom, what moves with it, what everybody is told."""

from dataclasses import dataclass

from handlers.cards.units import Unit, back, reach
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import OBSERVER, OWNER, Bureau, Member
from handlers.domain.filings import Filing
from handlers.domain.invitations import Invitation
from handlers.domain.needs import SUBMITTED, Need
from handlers.domain.people import Person
from handlers.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Held:
    """What lies with a bureau: open tasks, open needs, invitations that stand, what it owes."""

    tasks: tuple[Task, ...] = ()
    needs: tuple[Need, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    filings: tuple[Filing, ...] = ()

    @property
    def to_check(self) -> tuple[Need, ...]:
        """The needs that wait to be checked."""
        return tuple(need for need in self.needs if need.state == SUBMITTED)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers that the cards and the event name."""
        return {
            "tasks": len(self.tasks),
            "to_check": len(self.to_check),
            "needs": len(self.needs) - len(self.to_check),
            "invitations": len(self.invitations),
            "filings": len(self.filings),
        }


def choose_card(unit: Unit, t: Translate) -> Message:
    """Ask who takes over: one of the bureau's people, or somebody new by a link."""
    candidates = [each for each in unit.people if each[0].role not in {OWNER, OBSERVER}]
    rows = tuple(
        (Button(person.name, f"b.to:{unit.bureau.id}:{member.id}"),) for member, person in candidates
    )
    newcomer = Button(t("bureau.invite_owner"), f"b.link:{unit.bureau.id}:successor")
    words = t("handover.choose" if candidates else "handover.choose_nobody", bureau=unit.bureau.name)
    return Message(lines=(words,), rows=(*rows, (newcomer, back(unit.bureau, t))))


def confirm_card(  # noqa: PLR0913 - one card says all that moves
    unit: Unit, successor: tuple[Member, Person], held: Held, told: int, t: Translate, *, own: bool
) -> Message:
    """Say what moves and who is told, and ask once. `own` says that the owner is the one who hands over."""
    member, person = successor
    former = next((each for each, _ in unit.people if each.role == OWNER), None)
    who = unit.owner.name if unit.owner else t("bureau.nobody")
    mark = f"{unit.bureau.id}:{member.id}:{former.id if former else 0}"
    stay = Button(t("handover.yes_stay" if former else "handover.yes"), f"b.yes:{mark}:stay", "primary")
    leave = Button(t("handover.yes_leave" if own else "handover.yes_out"), f"b.yes:{mark}:leave")
    rows = ((stay,), *(((leave,),) if former else ()), (back(unit.bureau, t),))
    lines = (
        t("handover.from_to", bureau=unit.bureau.name, former=who, name=person.name),
        t("handover.moves", **held.counts),
        t("handover.told", count=told),
    )
    return Message(t("handover.heading"), lines, rows=rows)


def now_yours(bureau: Bureau, held: Held, t: Translate) -> Message:
    """Tell the successor what came with the post."""
    return Message(lines=(t("handover.yours", bureau=bureau.name), t("handover.moves", **held.counts)))


def new_contact(key: str, bureau: Bureau, person: Person, former: str, t: Translate) -> Message:
    """Tell a counterpart who answers for the bureau from now on."""
    values = {"bureau": bureau.name, "former": former, "contact": reach(person, t)}
    office = (t("handover.office", phone=bureau.phone),) if bureau.phone else ()
    return Message(lines=(t(f"handover.news.{key}", **values), *office))
