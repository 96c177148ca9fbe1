"""How somebody wants to be reached: an e-mail address proved by a code, and the order of ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import translator
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.enterprises import Enterprise
from handlers.domain.invitations import OPEN
from handlers.domain.people import Link, Person
from handlers.domain.reaching import MAIL, ORDERS
from handlers.effects import Effects, Tell
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.invitation_views import show_waiting
from handlers.usecases.people import hashed, link_fault, revoke_links
from handlers.usecases.subjects import area_subject, expert_subject

CODE_FOR = timedelta(minutes=30)
TRIES = 5
"""How often a code may be typed wrongly: of a million codes that is no chance for a stranger."""
CODES_A_DAY = 5
"""So that nobody's box is filled from here."""
DAY = timedelta(days=1)
PROOF = "mail"
"""The kind of the link that keeps a code."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A code that was sent to an address: `salt` belongs to it and stays in the conversation."""

    mail: str
    salt: str


def person_to_reach(uow: UnitOfWork, actor: Actor, person_id: int) -> Person:
    """Return whose ways the actor may set: oneself, or somebody of the own area or invited. Or `Refused`."""
    person = uow.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise Refused("join.person_gone")
    if person_id != actor.person_id and not any(
        may(actor, "set_reach", subject) for subject in _subjects(uow, person_id)
    ):
        raise Refused("reach.may_not")
    return person


def send_code(uow: UnitOfWork, actor: Actor, mail: str) -> tuple[Proof, Effects]:
    """Send a code of six digits to one's own new address; it ends the one before."""
    person = person_to_reach(uow, actor, actor.person_id)
    if not uow.doors.mail:
        raise Refused("reach.no_mail")
    if mail == person.email and mail not in person.bounced:
        raise Refused("reach.mail_is_yours", step="mail")
    asked = [link for link in uow.people.links_of(actor.person_id, PROOF) if link.made_at > uow.now - DAY]
    if len(asked) >= CODES_A_DAY:
        raise Refused("reach.too_many_codes", step="mail")
    revoke_links(uow, actor.person_id, PROOF)
    proof, code = Proof(mail, uow.new_token()), _code(uow.new_token())
    link = Link(
        token_hash=hashed(_secret(proof, code)), kind=PROOF, person_id=actor.person_id,
        made_by=actor.person_id, made_at=uow.now, expires_at=uow.now + CODE_FOR, uses_left=TRIES,
    )  # fmt: skip
    number = uow.add(link).id
    uow.record("mail.asked", f"person:{actor.person_id}", by=actor.person_id)
    return proof, _letter(actor, mail, code, f"code:{number}")


def prove(uow: UnitOfWork, actor: Actor, proof: Proof, code: str) -> Effects:
    """Take the code that came to an address, which is the person's from then on."""
    link = uow.people.link(_secret(proof, code))
    if link is None or link.person_id != actor.person_id or link_fault(link, uow.now):
        return _wrong_code(uow, actor)
    revoke_links(uow, actor.person_id, PROOF)
    person = person_to_reach(uow, actor, actor.person_id)
    _set_mail(uow, person, proof.mail, by=actor.person_id)
    return tell(uow, actor.person_id, line("reach.mail_set", mail=proof.mail))


def give_mail(uow: UnitOfWork, actor: Actor, person_id: int, mail: str) -> Effects:
    """Note somebody else's address, vouched for by the coordinator; what waits for an answer is sent."""
    person = person_to_reach(uow, actor, person_id)
    _set_mail(uow, person, mail, by=actor.person_id)
    said = tell(uow, actor.person_id, line("reach.mail_given", name=person.name, mail=mail))
    return said if uow.people.has_chat(person_id) else (*said, *show_waiting(uow, person_id))


def remove_mail(uow: UnitOfWork, actor: Actor, person_id: int) -> Effects:
    """Forget an address; links in letters that went there open nothing any more."""
    person = person_to_reach(uow, actor, person_id)
    _set_mail(uow, person, "", by=actor.person_id)
    return tell(uow, actor.person_id, line("reach.mail_removed"))


def set_order(uow: UnitOfWork, actor: Actor, person_id: int, order: str) -> Effects:
    """Set in which order the ways are tried, by the name of an order."""
    person = person_to_reach(uow, actor, person_id)
    if order not in ORDERS:
        raise Refused("command.old_button")
    person.reach_by = [] if order == "chat" else list(ORDERS[order])
    uow.record("reach.ordered", f"person:{person_id}", by=actor.person_id, order=order)
    return tell(uow, actor.person_id, line("reach.order_set"))


def code_lost(link_id: int, uow: UnitOfWork) -> Effects:
    """Tell somebody who waits for a code that it could not be handed over."""
    link = uow.get(Link, link_id)
    waits = link is not None and link.person_id is not None and not link_fault(link, uow.now)
    return tell(uow, link.person_id or 0, line("reach.code_lost")) if link and waits else ()


def _set_mail(uow: UnitOfWork, person: Person, mail: str, *, by: int) -> None:
    if person.email != mail:
        revoke_links(uow, person.id or 0, "notice")
    person.email = mail
    person.bounced = [address for address in person.bounced if address != mail]
    uow.record("mail.set" if mail else "mail.removed", f"person:{person.id}", by=by)


def _wrong_code(uow: UnitOfWork, actor: Actor) -> Effects:
    pending = [link for link in uow.people.links_of(actor.person_id, PROOF) if not link_fault(link, uow.now)]
    if not pending:
        return tell(uow, actor.person_id, line("reach.code_over"))
    pending[-1].uses_left = (pending[-1].uses_left or 1) - 1
    if not pending[-1].uses_left:
        return tell(uow, actor.person_id, line("reach.code_over"))
    raise Refused("reach.code_wrong", step="code", left=pending[-1].uses_left)


def _letter(actor: Actor, mail: str, code: str, card: str) -> Effects:
    t = translator(actor.language)
    words = (t("reach.code", code=code),)
    message = Message(t("reach.code_subject"), words, closing=(t("reach.code_not_you"),))
    return (Tell(actor.person_id, message, card=card, to=(MAIL, mail)),)


def _secret(proof: Proof, code: str) -> str:
    return f"{proof.salt}:{proof.mail}:{code}"


def _code(token: str) -> str:
    """Return six digits out of an unguessable token."""
    return f"{int.from_bytes(sha256(token.encode()).digest(), 'big') % 1_000_000:06d}"


def _subjects(uow: UnitOfWork, person_id: int) -> Iterator[Subject]:
    """Give what the person belongs to, as `may` looks at it: profile, invitations, enterprises, bureaus."""
    expert = uow.experts.of_person(person_id)
    if expert is not None:
        yield expert_subject(uow, expert)
        open_ones = (i for i in uow.invitations.of_expert(expert.id or 0) if i.state == OPEN)
        yield from (Subject(bureau_id=invitation.bureau_id) for invitation in open_ones)
    for state in ("active", "pending"):
        for enterprise in uow.enterprises.of_person(person_id, state):
            yield _place(enterprise)
    for bureau in uow.bureaus.of_person(person_id):
        yield Subject(area=bureau.area, bureau_id=bureau.id)


def _place(enterprise: Enterprise) -> Subject:
    return area_subject(enterprise.county)
