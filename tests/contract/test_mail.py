"""Letters over SMTP: what arrives, on which line, and what each refusal means for the message."""

import logging
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.mail import Mail, MailServer, Security
from bot.channels.mail_letter import Paper
from bot.channels.port import Busy, Delivered, Delivery, Impossible, Later, Outcome, Unreachable
from handlers.dialogue.messages import Document, Message
from tests.support.smtp import SmtpServer, post_office, trusting

pytestmark = pytest.mark.anyio
AT = datetime(2027, 3, 2, 1, 0, tzinfo=UTC)
BOX, SENDER, PASSWORD = "lu.huaigu@example.org", "专家服务 <expert@rsj.example.cn>", "invented-password"
WORDS = "邀请您为基层企业解决技术难题"
INVITATION = Message(
    heading=WORDS,
    lines=("陆怀谷，您好：", "昆山 <砺澄> & 合作"),
    fields=(("难题", "铝合金压铸件气孔率高"),),
    closing=("查看和回复请打开：\nhttps://example.test/chat#t=abc_-1",),
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def found(chat: str) -> str:
    """Return the address of the one person who has a box."""
    assert chat == "12"
    return BOX


async def made(document: Document) -> Paper:
    """Return a document's bytes."""
    return document.data.encode(), "text/calendar", document.name


def channel(
    server: SmtpServer,
    tls: Security = "none",
    find: Callable[[str], Awaitable[str]] = found,
    make: Callable[[Document], Awaitable[Paper]] = made,
    context: ssl.SSLContext | None = None,
    **login: str,
) -> Mail:
    """Return the channel to this server."""
    named = MailServer("localhost", SENDER, server.port, tls=tls, **login)
    return Mail(named, find, make, lambda: AT, context or trusting())


async def send(mail: Mail, message: Message = INVITATION, row: int = 7) -> Outcome:
    """Deliver one message."""
    return await mail.deliver(Delivery(row, "12", message))


async def test_a_letter_arrives_with_its_words_as_text_and_as_html() -> None:
    async with post_office() as server:
        assert await send(channel(server)) == Delivered("o7")
    (got,) = server.letters
    assert (got.sender, got.to) == ("expert@rsj.example.cn", BOX)
    assert got.letter["Subject"] == WORDS
    assert got.letter["From"] == SENDER
    assert got.letter["Message-ID"] == "<o7@rsj.example.cn>"
    assert got.letter["Auto-Submitted"] == "auto-generated"
    assert got.letter["Date"].datetime == AT
    assert got.plain.split("\n\n")[1:3] == ["陆怀谷，您好：", "昆山 <砺澄> & 合作"]
    assert "难题：铝合金压铸件气孔率高" in got.plain
    assert "昆山 &lt;砺澄&gt; &amp; 合作" in got.html
    assert '<a href="https://example.test/chat#t=abc_-1">' in got.html


async def test_documents_come_as_attachments() -> None:
    async with post_office() as server:
        dated = replace(INVITATION, documents=(Document("ics", "到访.ics", "BEGIN:VCALENDAR\r\n"),))
        assert isinstance(await send(channel(server), dated), Delivered)
    assert server.letters[0].papers == {"到访.ics": b"BEGIN:VCALENDAR\r\n"}


async def test_whatever_people_wrote_no_header_is_added_and_no_line_is_too_long() -> None:
    async with post_office() as server:
        tricky = Message(heading="话\r\nBcc: other@example.org", lines=("气" * 4000, ".", "..\n.\n"))
        assert isinstance(await send(channel(server), tricky), Delivered)
    (got,) = server.letters
    assert got.letter["Bcc"] is None
    assert got.letter["Subject"] == "话 Bcc: other@example.org"
    assert "气" * 4000 in got.plain
    assert got.plain.replace("\r\n", "\n").rstrip().endswith(".\n\n..\n.")


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_the_line_is_made_secure_before_the_password_is_said(tls: Security) -> None:
    async with post_office(tls, {"expert": PASSWORD}) as server:
        outcome = await send(channel(server, tls=tls, user="expert", password=PASSWORD))
        assert isinstance(outcome, Delivered)
    (got,) = server.letters
    assert (got.secure, got.user) == (True, "expert")


async def test_a_server_that_offers_no_secure_line_hears_neither_password_nor_letter() -> None:
    async with post_office("none", {"expert": PASSWORD}) as server:
        outcome = await send(channel(server, tls="starttls", user="expert", password=PASSWORD))
    assert isinstance(outcome, Later)
    assert (server.letters, "AUTH" in server.seen, "MAIL" in server.seen) == ([], False, False)


async def test_a_secure_line_that_is_refused_is_tried_later() -> None:
    async with post_office("starttls", {"expert": PASSWORD}) as server:
        server.says("STARTTLS", "454 4.7.0 TLS not available")
        mail = channel(server, tls="starttls", user="expert", password=PASSWORD)
        assert isinstance(await send(mail), Later)
        assert "AUTH" not in server.seen
        assert isinstance(await send(mail), Delivered)


async def test_a_certificate_of_somebody_else_is_not_believed() -> None:
    async with post_office("tls") as server:
        mail = channel(server, tls="tls", context=ssl.create_default_context())
        assert isinstance(await send(mail), Later)
    assert server.letters == []


async def test_a_wrong_password_waits_for_the_operator() -> None:
    async with post_office("starttls", {"expert": PASSWORD}) as server:
        outcome = await send(channel(server, tls="starttls", user="expert", password="wrong"))
    assert outcome == Later(300, "login 535 5.7.8")


async def test_greylisting_lets_the_same_letter_in_later() -> None:
    async with post_office() as server:
        server.says("RCPT", f"451 4.7.1 {BOX} greylisted, come back")
        mail = channel(server)
        assert await send(mail) == Later(300, "rcpt 451 4.7.1")
        assert await send(mail) == Delivered("o7")
    assert [got.letter["Message-ID"] for got in server.letters] == ["<o7@rsj.example.cn>"]


REFUSALS = [
    ("RCPT", f"550 5.1.1 <{BOX}> no such user", Unreachable("rcpt 550 5.1.1")),
    ("RCPT", "550 Mailbox unavailable", Unreachable("rcpt 550")),
    ("RCPT", "553 5.1.3 bad address syntax", Unreachable("rcpt 553 5.1.3")),
    ("RCPT", "550 5.2.1 mailbox disabled", Unreachable("rcpt 550 5.2.1")),
    ("RCPT", "552 5.2.2 mailbox full", Impossible("rcpt 552 5.2.2")),
    ("RCPT", "550 5.7.1 relaying denied", Impossible("rcpt 550 5.7.1")),
    ("RCPT", "554 5.7.1 we do not like you", Impossible("rcpt 554 5.7.1")),
    ("RCPT", "452 4.5.3 too many", Later(300, "rcpt 452 4.5.3")),
    ("MAIL", "550 5.7.1 not your sender", Impossible("mail 550 5.7.1")),
    ("MAIL", "451 4.3.0 trouble", Later(60, "mail 451 4.3.0")),
    ("DATA", "451 4.3.0 trouble", Later(60, "data 451 4.3.0")),
    ("END", "451 4.3.0 trouble", Later(60, "data 451 4.3.0")),
    ("END", "552 5.3.4 too big", Impossible("data 552 5.3.4")),
    ("END", f"554 5.7.1 spam for {BOX}", Impossible("data 554 5.7.1")),
    ("CONNECT", "554 no service for you", Later(60, "connect 554")),
    ("CONNECT", "421 4.3.2 overloaded", Later(60, "connect 421 4.3.2")),
]


@pytest.mark.parametrize(("verb", "answer", "outcome"), REFUSALS)
async def test_each_refusal_means_one_thing(verb: str, answer: str, outcome: Outcome) -> None:
    async with post_office() as server:
        server.says(verb, answer)
        assert await send(channel(server)) == outcome
    assert server.letters == []


@pytest.mark.parametrize(("verb", "doubtful"), [("RCPT", False), ("END", True)])
async def test_a_line_that_breaks_behind_the_letter_may_have_delivered(verb: str, doubtful: bool) -> None:
    async with post_office() as server:
        server.says(verb, "hang up")
        outcome = await send(channel(server))
    assert isinstance(outcome, Later)
    assert outcome.unknown is doubtful


async def test_a_server_that_falls_silent_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MailServer, "client", _hasty(MailServer.client))
    async with post_office() as server:
        server.says("END", "silence")
        outcome = await send(channel(server))
    assert isinstance(outcome, Later)
    assert outcome.unknown


def _hasty(client: Any) -> Any:
    return lambda server, context=None: client(server, context, 0.1)


async def test_nobody_at_the_port_means_later() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        outcome = await send(channel(SmtpServer(port=probe.getsockname()[1])))
    assert isinstance(outcome, Later)
    assert not outcome.unknown


async def nobody(_: str) -> str:
    """Find no address, as for somebody who removed it."""
    return ""


async def test_somebody_without_an_address_cannot_be_reached() -> None:
    async with post_office() as server:
        assert await send(channel(server, find=nobody)) == Unreachable("no address")
    assert server.seen == []


async def test_a_document_or_a_database_that_is_away_costs_nothing() -> None:
    async def away(_: Document) -> Paper:
        raise FileNotFoundError

    async def busy(_: str) -> str:
        raise Busy

    async with post_office() as server:
        dated = replace(INVITATION, documents=(Document("file", "图.png", "4"),))
        assert isinstance(await send(channel(server, make=away), dated), Later)
        outcome = await send(channel(server, find=busy))
    assert outcome == Later(5, "storage busy", counts=False)


async def test_nothing_about_anybody_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with post_office("starttls", {"expert": PASSWORD}) as server:
        server.says("RCPT", f"550 5.1.1 <{BOX}> no such user")
        mail = channel(server, tls="starttls", user="expert", password=PASSWORD)
        for _ in range(2):
            await send(mail)
    for secret in (BOX, PASSWORD, "气孔", WORDS, "#t="):
        assert secret not in caplog.text
    assert PASSWORD not in repr(MailServer("localhost", SENDER, user="expert", password=PASSWORD))
