"""Who a person at the web chat's door is: which chat a token opens, and what is heard from it first."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.webchat_ports import About, Entered, NotEntered, Role, Visitor
from bot.storage.database import Connection, Database
from bot.storage.work import Work, World
from handlers.cards.greeting import role_of
from handlers.commands import MENU
from handlers.dialogue.replies import Commanded
from handlers.dialogue.texts import translator
from handlers.usecases.people import link_fault, token_in

_TO_ONESELF = ("personal", "notice")
"""Kinds of links that open the chat of the person they were made for."""


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Opens chats. A link that already led its person here opens the same chat again, with its history."""

    database: Database
    world: World
    ids: Callable[[], str]

    async def enter(self, token: str | None, role: Role, visitor: Visitor) -> Entered | NotEntered:
        """Return the chat for a token or a role. The token is spent in the conversation, not here."""
        if not token:
            return Entered(f"w{self.ids()}", (Commanded("start", role),))
        known = token_in(token) or token.strip()
        fault, chat = await self.database.read(lambda connection: self._look_up(connection, known))
        if fault:
            return NotEntered(translator("en" if visitor.language == "en" else "zh")(fault))
        if chat:
            return Entered(chat)
        return Entered(f"w{self.ids()}", (Commanded("start", known),))

    async def about(self, chat: str) -> About:
        """Return how the page presents itself to a chat."""
        return await self.database.read(lambda connection: self._about(connection, chat))

    def _look_up(self, connection: Connection, token: str) -> tuple[str, str]:
        work = Work(connection, self.world)
        link = work.people.link(token)
        fault = link_fault(link, work.now)
        if fault or link is None or link.kind not in _TO_ONESELF:
            return fault, ""
        chat = work.statements.value(
            "SELECT chat FROM address WHERE person_id = :person AND channel = 'webchat' AND closed_at IS NULL"
            " ORDER BY used_at DESC LIMIT 1",
            person=link.person_id,
        )
        return "", chat or ""

    def _about(self, connection: Connection, chat: str) -> About:
        work = Work(connection, self.world)
        row = work.statements.row(
            "SELECT p.id, p.language FROM address a JOIN person p ON p.id = a.person_id"
            " WHERE a.channel = 'webchat' AND a.chat = :chat",
            chat=chat,
        )
        if row is None:
            return About()
        role, t = role_of(work.people.actor(row[0])), translator(row[1])
        menu = tuple((name, t(key)) for name, key in MENU[role])
        return About(row[1], t(f"role.{role}"), menu)
