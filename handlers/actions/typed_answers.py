"""An expert who types the answer to an invitation, or something else while one waits for an answer."""

from collections.abc import Sequence

from handlers.actions.invitations import ACTIONS
from handlers.cards.matters import matter_of
from handlers.context import Context
from handlers.dialogue.texts import LANGUAGES, text
from handlers.domain.invitations import OPEN, Invitation
from handlers.effects import Effects
from handlers.telling import line, tell
from handlers.usecases.invitation_views import show_expert, show_waiting

_VERBS = {"invite.yes": "i.yes", "invite.condition": "i.if", "invite.no": "i.no"}


def typed_answer(context: Context, words: str) -> Effects:
    """Answer the one open invitation by the typed label; of several show all, of none the newest."""
    verb, waiting = _verb(words), _waiting(context)
    if not verb:
        return ()
    if not waiting:
        return _too_late(context)
    if len(waiting) > 1:
        return _shown(context, "invite.typed_which", len(waiting))
    return ACTIONS[verb](context, f"{waiting[0].id}:{waiting[0].revision}")


def _too_late(context: Context) -> Effects:
    """Show the newest invitation as it stands: past its day, its card has a button for a late yes."""
    expert = context.actor.expert_id
    newest = next(iter(context.uow.invitations.of_expert(expert)), None) if expert is not None else None
    if newest is None:
        return ()
    news = line(f"invite.already.{newest.state}")
    return show_expert(context.uow, matter_of(context.uow, newest), news)


def still_waiting(context: Context) -> Effects:
    """Say that the words were not understood, and show the invitations that wait; nothing when none does."""
    waiting = _waiting(context)
    return _shown(context, "invite.typed_other", len(waiting)) if waiting else ()


def _shown(context: Context, key: str, count: int) -> Effects:
    return (*tell(context.uow, context.me, line(key, count=count)), *show_waiting(context.uow, context.me))


def _waiting(context: Context) -> Sequence[Invitation]:
    expert = context.actor.expert_id
    theirs = context.uow.invitations.of_expert(expert) if expert is not None else ()
    return [each for each in theirs if each.state == OPEN]


def _verb(words: str) -> str:
    plain = words.strip().strip("。.!！").removeprefix("我").lower()
    labels = {text(lang, key).lower(): verb for key, verb in _VERBS.items() for lang in LANGUAGES}
    return labels.get(plain, "")
