"""What was held over quiet hours or days off (免打扰) leaves together: one message for each person.

What a held timer says to somebody is kept as a notice; a few seconds later that person's timer lets it out.
One notice leaves as it is. Several become one message; their cards are renewed where they are on the screen.
"""

import json
from datetime import timedelta

from handlers.cards.gathered import gathered_card
from handlers.dialogue.messages import Message, as_json, from_json
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.notices import HELD, SEEN, Notice
from handlers.domain.reaching import CHAT
from handlers.effects import Effect, Effects, Schedule, Tell
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.inviting import REMIND, UNOPENED
from handlers.usecases.ladders import CLIMB, RUNG, SNOOZED
from handlers.usecases.quiet import in_place, was_held
from handlers.usecases.weekly import WHAT as WEEKLY

RELEASE = "held_out"
"""The timer that lets out what was held for one person."""
WITHIN = timedelta(seconds=5)
"""So long all that was held until one moment has to speak up; then it leaves."""
ALONE = frozenset({RUNG, CLIMB, SNOOZED, REMIND, UNOPENED, WEEKLY})
"""Duties, invitations and calls to make are cards to be acted on one by one; a summary is a list already."""


def gathered(uow: UnitOfWork, fired: Fired, effects: Effects) -> Effects:
    """Return a timer's effects; where it was held, what it says in chats waits for whatever else was held."""
    if not was_held(fired) or fired.what in ALONE:
        return effects
    return tuple(_kept(uow, effect) if _may_wait(effect) else effect for effect in effects)


def let_out(uow: UnitOfWork, person_id: int) -> Effects:
    """Say what was held for a person, in one message."""
    held = [(notice, from_json(json.loads(notice.body or "{}"))) for notice in uow.notices.held(person_id)]
    for notice, _ in held:
        notice.state = SEEN
    if len(held) == 1:
        ((notice, message),) = held
        return tell(uow, person_id, lambda _: message, card=notice.about)
    messages = [(message, bool(notice.about)) for notice, message in held]

    def make(t: Translate) -> Message:
        return gathered_card(messages, t)

    cards = tuple(Tell(person_id, m, card=n.about, buzz=False) for n, m in held if n.about)
    return (*in_place(uow, cards), *(tell(uow, person_id, make) if held else ()))


def _may_wait(effect: Effect) -> bool:
    if not isinstance(effect, Tell):
        return False
    aloud = effect.buzz and not effect.silent and not effect.bulk
    return aloud and not effect.to[0] and not effect.message.documents


def _kept(uow: UnitOfWork, effect: Effect) -> Effect:
    """Keep what is said as a notice, and see that it is let out."""
    if not isinstance(effect, Tell):
        raise TypeError("only what is said can be kept")
    body = json.dumps(as_json(effect.message), ensure_ascii=False)
    held = Notice(
        person_id=effect.person_id,
        about=effect.card,
        state=HELD,
        way=CHAT,
        in_chat=True,
        body=body,
        made_at=uow.now,
    )
    uow.add(held)
    about = f"person:{effect.person_id}"
    return Schedule(f"{RELEASE}:{effect.person_id}", uow.now + WITHIN, RELEASE, about)
