"""A person at the web chat, in Debian's Chromium: opens a link, says, taps, hears, attaches."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

PHONE = (390, 844)
DESK = (1280, 800)
PATIENCE = 8000  # milliseconds
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Return EXPERTBOT_CHROMIUM or Debian's browser. A missing browser is an error, never a skip."""
    named = os.environ.get("EXPERTBOT_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser, close it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def window(browser: Browser, size: tuple[int, int] = PHONE, *, touch: bool = False) -> BrowserContext:
    """Return a browser profile of its own, in China's time and language; its pages share cookies."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=touch,
        is_mobile=touch,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


def open_chat(context: BrowserContext, url: str) -> "ChatPage":
    """Open a link in a new tab of the profile."""
    page = context.new_page()
    chat = ChatPage(page)
    page.goto(url)
    return chat


class ChatPage:
    """One tab. Each action waits until it is possible; each expectation waits until it is true, or fails.

    `faults` gathers what the page threw or what its security policy forbade; a test may assert it empty.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if _forbidden(line.text) else None)

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.page.get_by_role("log")

    @property
    def input(self) -> Locator:
        """The box to write in."""
        return self.page.locator("#input")

    def enters(self, button: str = "进入") -> None:
        """Tap 进入, 我是企业 or 我是专家 at the entrance and wait for the chat."""
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(button)}")).click()
        self.page.wait_for_url(re.compile(r"/chat/s/[^/]+/$"))

    def says(self, text: str) -> None:
        """Write and send."""
        self.input.fill(text)
        self.page.locator("#send").click()

    def taps(self, label: str) -> None:
        """Tap the newest button with this label, in the conversation or below it."""
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def chooses(self, label: str) -> None:
        """Open the menu and choose a command."""
        self.page.locator("#menu-button").click()
        self.page.locator("#menu").get_by_role("button", name=label, exact=True).click()

    def shares(self, phone: str) -> None:
        """Give a phone number in the newest row made for it."""
        row = self.page.locator("form.contact").last
        row.locator("input").fill(phone)
        row.locator("button").click()

    def attaches(self, *paths: Path) -> None:
        """Add files and wait until they are uploaded; `says` or `sends` sends them."""
        self.chooses_files(*paths)
        expect(self.page.locator("#tray li .note", has_text="已上传")).to_have_count(
            len(paths), timeout=PATIENCE
        )

    def chooses_files(self, *paths: Path) -> None:
        """Add files without waiting."""
        self.page.locator("#files").set_input_files(list(paths))

    def sends(self) -> None:
        """Press 发送."""
        self.page.locator("#send").click()

    def hears(self, text: str) -> None:
        """Wait until a message of the service holds this text."""
        expect(self.log.locator(".bot", has_text=text).last).to_be_visible(timeout=PATIENCE)

    def hears_once(self, text: str) -> None:
        """Wait until exactly one message of the service holds this text."""
        expect(self.log.locator(".bot", has_text=text)).to_have_count(1, timeout=PATIENCE)

    def shows_own(self, text: str) -> None:
        """Wait until exactly one own, sent message holds this text."""
        expect(self.log.locator(".own:not(.unsent)", has_text=text)).to_have_count(1, timeout=PATIENCE)

    def waits_to_send(self, text: str) -> None:
        """Wait until an own message stands there that could not be sent yet."""
        expect(self.log.locator(".own.unsent", has_text=text)).to_have_count(1, timeout=PATIENCE)

    def reads(self, text: str) -> None:
        """Wait until this text stands anywhere on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true elsewhere, letting the page go on."""
        for _ in range(PATIENCE // 50):
            if true():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("waited in vain")

    def spoken(self) -> list[str]:
        """Return the conversation from top to bottom: own lines after '> ', without times and labels."""
        items = self.log.locator(".item")
        return [_line(items.nth(place)) for place in range(items.count())]


def _line(item: Locator) -> str:
    words = " ".join(item.locator(".bubble > :not(.foot)").all_inner_texts())
    return f"> {words}" if "own" in (item.get_attribute("class") or "") else words


def _forbidden(line: str) -> bool:
    return "Content Security Policy" in line or "Content-Security-Policy" in line
