"""An e-mail address: one's own is proved by the code that is sent there, another's is vouched for."""

import re
import unicodedata
from dataclasses import dataclass

from typing_extensions import override

from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.words import TextStep, typed
from handlers.domain.mails import LONGEST, read_mail
from handlers.effects import Effects
from handlers.flows.personal_steps import never
from handlers.usecases.reaching import Proof, give_mail, prove, send_code


@dataclass(frozen=True)
class MailStep(TextStep):
    """An e-mail address in any of the spellings people type."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        mail = read_mail(typed(reply) or "")
        if mail is None:
            raise Refused("reach.mail_wanted")
        return Answered(mail)


@dataclass(frozen=True)
class CodeStep(TextStep):
    """The six digits that came by e-mail."""

    @override
    def words(self, view: View) -> str:
        return view.t(self.ask, mail=view.given[ADDRESS])

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        code = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed(reply) or ""))
        if not _CODE.fullmatch(code):
            raise Refused("reach.code_wanted")
        return Answered(code)


_CODE = re.compile(r"\d{6}", re.ASCII)
MAIL = MailStep("mail", ask="reach.mail", most=LONGEST)
ADDRESS = Step[str]("address", ask="reach.mail", when=never)
SALT = Step[str]("salt", ask="reach.mail", when=never)
CODE = CodeStep("code", ask="reach.code_asked")

GIVE = Flow("give_mail", version=1, steps=(MAIL,))
PROVE = Flow("prove_mail", version=1, steps=(ADDRESS, SALT, CODE))


def begin(context: Context, person_id: int) -> Effects:
    """Ask for a person's address."""
    return start(GIVE_TALK, context, f"person:{person_id}")


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Send a code to one's own address; take another's."""
    person_id = int(subject.removeprefix("person:"))
    if person_id != context.me:
        return give_mail(context.uow, context.actor, person_id, given[MAIL])
    proof, letter = send_code(context.uow, context.actor, given[MAIL])
    return (*letter, *start(PROVE_TALK, context, subject, {ADDRESS: proof.mail, SALT: proof.salt}))


def finish_proof(given: Given, context: Context, subject: str) -> Effects:
    """Take the code."""
    del subject
    return prove(context.uow, context.actor, Proof(given[ADDRESS], given[SALT]), given[CODE])


GIVE_TALK = Conversation(GIVE, finish, title="reach.title")
PROVE_TALK = Conversation(PROVE, finish_proof, title="reach.title")
