"""Addresses whose channel gives them a new id."""

from bot.storage.statements import Statements


def move_chat(sql: Statements, channel: str, old: str, new: str) -> None:
    """Rewrite a chat's id in the address book, the cards and the outbox, in the caller's transaction."""
    sql.run(
        "DELETE FROM address WHERE channel = :channel AND chat = :new AND EXISTS"
        " (SELECT 1 FROM address o WHERE o.channel = :channel AND o.chat = :old)",
        channel=channel,
        new=new,
        old=old,
    )  # somebody already heard from under the new id is this one
    sql.run(
        "UPDATE address SET chat = :new WHERE channel = :channel AND chat = :old",
        new=new,
        channel=channel,
        old=old,
    )
    sql.run(
        "UPDATE card SET chat = :new WHERE channel = :channel AND chat = :old",
        new=new,
        channel=channel,
        old=old,
    )
    sql.run(
        "UPDATE outbox SET chat = :new WHERE channel = :channel AND chat = :old",
        new=new,
        channel=channel,
        old=old,
    )
