"""A strict little mail server on this machine, with moods: it greylists, refuses, hangs up, offers no TLS."""

import asyncio
import base64
import ssl
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Self

PEM = Path(__file__).with_name("localhost.pem")
LONGEST_LINE = 998  # RFC 5321, without CR LF


def trusting() -> ssl.SSLContext:
    """Return a client's context that trusts this server's certificate."""
    return ssl.create_default_context(cafile=PEM)


def _guarded() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    return context


@dataclass(frozen=True)
class Received:
    """A letter as it came in, and how."""

    sender: str
    to: str
    letter: EmailMessage
    secure: bool
    user: str

    @property
    def plain(self) -> str:
        """The words as plain text."""
        return self._part("text/plain")

    @property
    def html(self) -> str:
        """The words as HTML."""
        return self._part("text/html")

    @property
    def papers(self) -> dict[str, bytes]:
        """The attachments by name."""
        found = {p.get_filename() or "": p.get_payload(decode=True) for p in self.letter.iter_attachments()}
        return {name: data for name, data in found.items() if isinstance(data, bytes)}

    def _part(self, kind: str) -> str:
        part = next(p for p in self.letter.walk() if p.get_content_type() == kind and not p.get_filename())
        return str(part.get_content()).replace("\r\n", "\n")


@dataclass
class SmtpServer:
    """Takes letters. `says` plans answers in place of its own: verb -> answers; "hang up" ends the line.

    Verbs are CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA and END (the dot behind a letter).
    """

    tls: str = "none"  # none, starttls or tls
    users: dict[str, str] = field(default_factory=dict)
    port: int = 0
    letters: list[Received] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    planned: defaultdict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    _server: asyncio.Server | None = None
    _lines: set[asyncio.Task[None]] = field(default_factory=set)

    def says(self, verb: str, *answers: str) -> None:
        """Plan what is answered to a verb, once each."""
        self.planned[verb].extend(answers)

    async def __aenter__(self) -> Self:
        context = _guarded() if self.tls == "tls" else None
        self._server = await asyncio.start_server(self._come, "127.0.0.1", self.port, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for line in tuple(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)
        assert not self.faults, self.faults

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            await _Line(self, reader, writer, secure=self.tls == "tls").talk()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            self._lines.discard(task)
            writer.close()
            with suppress(OSError, ssl.SSLError):
                await writer.wait_closed()


@dataclass
class _Line:
    """One connection."""

    server: SmtpServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    secure: bool
    greeted: bool = False
    user: str = ""
    sender: str | None = None
    to: str | None = None
    ended: bool = False

    async def talk(self) -> None:
        """Greet and answer until the client goes or is sent away."""
        await self._say("CONNECT", "220 localhost ready")
        while not self.ended and (words := await self._read()):
            verb = words.split()[0].upper()
            self.server.seen.append(verb)
            answer: Callable[[str], Awaitable[None]] | None = getattr(self, f"_{verb.lower()}", None)
            if answer is None:
                await self._say(verb, "502 5.5.1 what is that")
            else:
                await answer(words)

    async def _ehlo(self, words: str) -> None:
        self.greeted = True
        offers = ["8BITMIME"]
        offers += ["STARTTLS"] if self.server.tls == "starttls" and not self.secure else []
        offers += ["AUTH PLAIN LOGIN"] if self.server.users else []
        lines = [f"250-{words.split()[1]}", *(f"250-{offer}" for offer in offers[:-1]), f"250 {offers[-1]}"]
        await self._say("EHLO", "\r\n".join(lines))

    async def _starttls(self, _: str) -> None:
        if await self._say("STARTTLS", "220 go ahead"):
            await self.writer.start_tls(_guarded())
            self.secure, self.greeted = True, False

    async def _auth(self, words: str) -> None:
        _, kind, *first = words.split()
        given = first[0] if first else await self._more("334 ")
        if kind.upper() == "PLAIN":
            _, user, password = base64.b64decode(given).decode().split("\0")
        else:
            user = base64.b64decode(given).decode()
            password = base64.b64decode(await self._more("334 UGFzc3dvcmQ6")).decode()
        good = self.server.users.get(user) == password
        if await self._say("AUTH", "235 2.7.0 welcome" if good else "535 5.7.8 wrong password") and good:
            self.user = user

    async def _mail(self, words: str) -> None:
        if not self.greeted or (self.server.users and not self.user):
            await self._say("MAIL", "530 5.7.0 who are you")
            return
        if await self._say("MAIL", "250 2.1.0 sender noted"):
            self.sender = words[words.index("<") + 1 : words.index(">")]

    async def _rcpt(self, words: str) -> None:
        if self.sender is None:
            await self._say("RCPT", "503 5.5.1 MAIL first")
            return
        if await self._say("RCPT", "250 2.1.5 recipient noted"):
            self.to = words[words.index("<") + 1 : words.index(">")]

    async def _data(self, _: str) -> None:
        if self.to is None or self.sender is None:
            await self._say("DATA", "503 5.5.1 RCPT first")
            return
        if not await self._say("DATA", "354 go on"):
            return
        raw = (await self.reader.readuntil(b"\r\n.\r\n"))[:-3]
        self._look_at(raw)
        read = message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=default)
        if await self._say("END", "250 2.0.0 taken"):
            self.server.letters.append(Received(self.sender, self.to, read, self.secure, self.user))
        self.sender = self.to = None

    async def _rset(self, _: str) -> None:
        self.sender = self.to = None
        await self._say("RSET", "250 2.0.0 forgotten")

    async def _quit(self, _: str) -> None:
        self.ended = True
        await self._say("QUIT", "221 2.0.0 good-bye")

    async def _more(self, question: str) -> str:
        self.writer.write(f"{question}\r\n".encode())
        return await self._read()

    async def _read(self) -> str:
        line = await self.reader.readline()
        if line and not line.endswith(b"\r\n"):
            self.server.faults.append("a line without CR LF")
        return line.decode("ascii").strip()

    async def _say(self, verb: str, own: str) -> bool:
        """Answer; true when it is the server's own good answer."""
        planned = self.server.planned[verb]
        answer = planned.popleft() if planned else own
        if answer == "hang up":
            self.ended = True
            self.writer.close()
            return False
        if answer == "silence":
            await asyncio.Event().wait()
        self.writer.write(f"{answer}\r\n".encode())
        await self.writer.drain()
        self.ended = self.ended or answer.startswith("421")
        return answer == own and answer[0] in "23"

    def _look_at(self, raw: bytes) -> None:
        lines = raw.split(b"\r\n")
        if any(b"\n" in line or b"\r" in line for line in lines):
            self.server.faults.append("a bare line feed in a letter")
        if any(len(line) > LONGEST_LINE for line in lines):
            self.server.faults.append("a line too long")
        if not raw.isascii():
            self.server.faults.append("eight bits that nobody announced")


@asynccontextmanager
async def post_office(tls: str = "none", users: Mapping[str, str] | None = None) -> AsyncIterator[SmtpServer]:
    """Open a mail server for the length of a story."""
    async with SmtpServer(tls, dict(users or {})) as server:
        yield server
