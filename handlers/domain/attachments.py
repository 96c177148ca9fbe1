"""Papers and photos that came with a need or a message; their bytes lie elsewhere, by hash."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint


class Attachment(SQLModel, table=True):
    """`remote` is the channel's id of the bytes until they are fetched; then `sha256` names them."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("channel", "remote"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    about: str = Field(default="", index=True)
    channel: str
    remote: str
    kind: str
    name: str = ""
    mime: str = ""
    size: int = 0
    sha256: str = ""
    fault: str = ""
    attempts: int = 0
    made_at: datetime
