"""From a real letter through the real door into the web chat: who has no chat is invited and accepts."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.channels.outside import outside
from bot.channels.port import Inbound
from bot.channels.webchat_ports import Entered, Visitor
from bot.entering import Doorkeeper
from bot.settings import Settings
from handlers.dialogue.messages import Document
from handlers.dialogue.replies import Reply, Tapped
from handlers.domain.invitations import ACCEPTED
from tests.support.beside import LU, LU_MAIL, Beside
from tests.support.smtp import SmtpServer
from tests.support.world import Screens


async def made(document: Document) -> tuple[bytes, str, str]:
    return document.data.encode(), "text/plain", document.name


@dataclass
class Browser:
    """Somebody at the web chat's door, as the page would be."""

    world: Beside
    screens: Screens
    chat: str = ""
    typed: int = 0

    def opens(self, link: str) -> tuple[Reply, ...]:
        """Tap 进入 on the page that a link opened; return what the page says first."""
        door = Doorkeeper(self.world.database, self.world.surroundings, lambda: "browser")
        token = link.partition("#t=")[2]
        entered = self.world.run(door.enter(token, "expert", Visitor("", "zh")))
        assert isinstance(entered, Entered)
        self.chat = entered.chat
        return entered.first

    def does(self, *replies: Reply) -> None:
        """Let the browser say something."""
        for reply in replies:
            self.typed += 1
            self.world.run(self._bring(reply))

    async def _bring(self, reply: Reply) -> None:
        number = f"{self.chat}/{self.typed}"
        await self.world.service.receive(
            [Inbound("webchat", number, self.chat, reply, self.world.clock.now())]
        )
        await self.world.service.settle()

    def taps(self, label: str) -> None:
        """Tap the newest button with this label."""
        shown = [seen.message for seen in self.screens.chats[self.chat]]
        buttons = [button for message in reversed(shown) for button in message.buttons]
        self.does(Tapped(next(button.action for button in buttons if button.label == label)))

    @property
    def words(self) -> str:
        """Everything on the screen."""
        return "\n".join(seen.message.plain() for seen in self.screens.chats.get(self.chat, []))


@contextmanager
def connected() -> Iterator[tuple[Beside, SmtpServer, Browser]]:
    """Open the sample world with a mail server, and with a browser."""
    with Beside(hook="") as world:
        server, screens = SmtpServer(), Screens()
        world.run(server.__aenter__())
        settings = Settings(
            smtp_host="localhost", smtp_port=server.port, smtp_tls="none", smtp_from="专家服务 <e@example.cn>"
        )
        beside = outside(settings, world.database, made, world.clock.now, world.clock.monotonic)
        known = world.service.sender.channels
        world.service.sender.channels = {**known, "webchat": screens, **beside.channels}
        try:
            yield world, server, Browser(world, screens)
        finally:
            world.run(server.__aexit__())


def test_the_letter_leads_into_the_chat_and_the_chat_to_a_yes() -> None:
    with connected() as (world, server, browser):
        world.person(LU, email=LU_MAIL)
        desk = world.asked("陆怀谷")
        (letter,) = server.letters
        assert letter.to == LU_MAIL
        link = next(line for line in letter.plain.splitlines() if "#t=" in line)
        assert link.startswith("https://example.test/chat#t=")
        assert f'href="{link}"' in letter.html
        browser.does(*browser.opens(link))
        assert "您是陆怀谷" in browser.words
        browser.taps("是")
        assert "邀请您为基层企业解决技术难题" in browser.words
        browser.taps("接受")
        assert world.invitations()[0].state == ACCEPTED
        desk.hears("陆怀谷已接受邀请")


def test_looking_at_the_link_uses_nothing_up_and_opening_it_again_leads_to_the_same_chat() -> None:
    with connected() as (world, server, browser):
        world.person(LU, email=LU_MAIL)
        world.asked("陆怀谷")
        link = next(line for line in server.letters[0].plain.splitlines() if "#t=" in line)
        for _ in range(3):
            assert browser.opens(link)
        browser.does(*browser.opens(link))
        browser.taps("是")
        chat = browser.chat
        assert browser.opens(link) == ()
        assert browser.chat == chat


def test_an_address_that_is_changed_while_a_letter_waits_gets_it() -> None:
    with connected() as (world, server, _):
        world.person(LU, email="old@example.org")
        server.says("RCPT", "451 4.7.1 greylisted")
        moved = asyncio.Event()

        async def nap(_: float) -> None:
            moved.set()
            await world.database.run(
                lambda c: c.exec_driver_sql(
                    "UPDATE person SET email = 'new@example.org' WHERE phone = '19900001002'"
                )
            )

        world.service.sender.sleep = nap
        world.asked("陆怀谷")
        assert moved.is_set()
        assert [letter.to for letter in server.letters] == ["new@example.org"]
