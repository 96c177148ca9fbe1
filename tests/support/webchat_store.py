"""The web chat's store in memory: the fake that passes the same contract as the database's."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.channels.port import Inbound
from bot.storage.database import StorageBusy
from bot.storage.web_views import BotEntry, OwnEntry, Transcript, WebSession
from handlers.dialogue.messages import Message


@dataclass(slots=True)
class MemoryWebStore:
    """Keeps sessions, inbox and outbox of the web chat in memory; outlives any server that uses it."""

    sessions: dict[str, WebSession] = field(default_factory=dict)
    inbox: dict[str, Inbound] = field(default_factory=dict)
    outbox: dict[int, tuple[str, BotEntry]] = field(default_factory=dict)
    seen_rows: dict[str, int] = field(default_factory=dict)
    away: bool = False

    async def open_session(self, session: str, digest: bytes, chat: str, at: datetime) -> None:
        self.sessions[session] = WebSession(session, digest, chat, at, at)

    async def session(self, session: str) -> WebSession | None:
        self._present()
        return self.sessions.get(session)

    async def touch(self, session: str, at: datetime) -> None:
        self.sessions[session] = replace(self.sessions[session], used=at)

    async def revoke(self, session: str, at: datetime) -> None:
        found = self.sessions.get(session)
        if found is not None and found.revoked is None:
            self.sessions[session] = replace(found, revoked=at)

    async def revoke_chat(self, chat: str, at: datetime) -> None:
        for found in tuple(self.sessions.values()):
            if found.chat == chat:
                await self.revoke(found.id, at)

    async def transcript(self, chat: str, before: int | None, limit: int) -> Transcript:
        self._present()
        rows = sorted(row for row, (owner, _) in self.outbox.items() if owner == chat)
        older = [row for row in rows if before is None or row < before]
        page = [self.outbox[row][1] for row in older[-limit:]]
        more = len(older) > limit
        since = page[0].at if more else None
        until = self.outbox[before][1].at if before in self.outbox else None
        own = [
            OwnEntry(key.removeprefix(f"{chat}:"), inbound.reply, inbound.at)
            for key, inbound in self.inbox.items()
            if inbound.chat == chat
            and (since is None or inbound.at >= since)
            and (until is None or inbound.at < until)
        ]
        return Transcript(tuple(sorted([*own, *page], key=lambda entry: entry.at)), more)

    async def message(self, chat: str, row: int) -> Message | None:
        owner, entry = self.outbox.get(row, ("", None))
        return entry.message if entry and owner == chat else None

    async def seen(self, chat: str, row: int, at: datetime) -> None:  # noqa: ARG002 - the port's signature
        self.seen_rows[chat] = max(self.seen_rows.get(chat, 0), row)

    def _present(self) -> None:
        if self.away:
            raise StorageBusy

    def append(self, chat: str, message: Message, at: datetime, edits: int | None = None) -> BotEntry:
        """Add a row to the outbox."""
        row = max(self.outbox, default=100) + 1
        entry = BotEntry(row, message, edits, at)
        self.outbox[row] = (chat, entry)
        return entry
