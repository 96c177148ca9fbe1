"""A notice: what somebody has to hear later, or outside the chats by e-mail or text message."""

from datetime import datetime

from sqlmodel import JSON, Column, Field, SQLModel

WAITING, HANDED, SEEN, LOST, HELD = "waiting", "handed", "seen", "lost", "held"


class Notice(SQLModel, table=True):
    """One message on its way outside the chats, or held for a chat; several to one person leave together.

    `about` is the card it tells of ("invitation:7"), or empty. `state`: waiting; handed to `way` (mail or
    hook), under the outbox's `card`; seen in the chat meanwhile; lost, when no way is left; held until all
    that waited for the end of quiet hours has come together, to be said in the chat. `tried` names the ways
    that were taken, the present one last. `in_chat` says that a chat shows the same message. `body` is the
    message as JSON text, blanked when it is old or somebody is erased.
    """

    __tablename__ = "notice"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    about: str = ""
    state: str = WAITING
    way: str = ""
    tried: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    card: str = ""
    in_chat: bool = False
    body: str = ""
    made_at: datetime
    handed_at: datetime | None = None
