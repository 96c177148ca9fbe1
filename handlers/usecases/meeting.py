"""Both sides meet: on a yes enterprise, expert and bureau are told, and contacts are exchanged."""

from collections.abc import Callable

from handlers.cards.invitations import accepted_for_enterprise
from handlers.cards.matters import Matter, contact_line
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.invitations import ACCEPTED
from handlers.domain.needs import APPROVED, ARRANGED
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell
from handlers.usecases.invitation_views import show_desk, show_expert
from handlers.usecases.need_views import show_bureau, speakers, tell_enterprise
from handlers.usecases.phoning import ask_to_call
from handlers.usecases.quiet_matches import await_contact


def meet(uow: UnitOfWork, matter: Matter, news: Make, *, agreed: bool = False) -> Effects:
    """Arrange the need and tell all three; whoever has no chat is to be called.

    `agreed` says that the yes came by the bureau's consent, so that the expert does not know it yet.
    """
    need = matter.need
    if need.state != ARRANGED:
        need.state = ARRANGED
        need.revision += 1
        uow.record("need.arranged", f"need:{need.id}", invitation=matter.invitation.id)
    expert = show_expert(uow, matter, buzz=False)
    if not uow.people.reachable(matter.person.id or 0) and agreed:
        expert = ask_to_call(uow, matter, matter.person.id or 0, "agreed", "no_channel")
    desk = show_desk(uow, matter, _with_contact(uow, matter, news))
    enterprise = tell_speakers(uow, matter, lambda t: accepted_for_enterprise(matter, t), "accepted")
    elsewhere = need.bureau_id != matter.invitation.bureau_id
    bureau = show_bureau(uow, need, news if elsewhere else None, buzz=elsewhere)
    cards = (*tell_enterprise(uow, need, buzz=False), *bureau)
    return (*expert, *enterprise, *desk, *cards, *await_contact(uow, matter))


def part(uow: UnitOfWork, matter: Matter) -> None:
    """Open the need again when nobody else has accepted it."""
    need = matter.need
    if need.state == ARRANGED and all(
        each.state != ACCEPTED for each in uow.invitations.of_need(need.id or 0)
    ):
        need.state = APPROVED
        need.revision += 1
        uow.record("need.reopened", f"need:{need.id}", invitation=matter.invitation.id)


def tell_speakers(
    uow: UnitOfWork, matter: Matter, make: Callable[[Translate], Message], script: str
) -> Effects:
    """Tell whoever speaks for the enterprise; the bureau calls them when none has a chat."""
    people = speakers(uow, matter.need)
    reached = [person for person in people if uow.people.reachable(person)]
    if not reached and people:
        return ask_to_call(uow, matter, people[0], script, "no_channel")
    return tuple(effect for person in reached for effect in tell(uow, person, make))


def _with_contact(uow: UnitOfWork, matter: Matter, news: Make) -> Make:
    """Add to the news that contacts are exchanged, or who has to be told by phone."""
    expert = uow.people.reachable(matter.person.id or 0)
    host = any(uow.people.reachable(person) for person in speakers(uow, matter.need))

    def make(t: Translate) -> Message:
        name, contact = matter.person.name, contact_line(matter, t)
        told = (
            t("invite.news.exchanged") if expert and host else "",
            "" if expert else t("invite.news.tell_expert", name=name, contact=contact),
            "" if host else t("invite.news.tell_enterprise", enterprise=matter.enterprise),
        )
        return Message(lines=(*news(t).lines, *(words for words in told if words)))

    return make
