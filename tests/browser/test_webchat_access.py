"""The web chat for everybody: by keyboard, on a touch screen, read aloud, in large letters, in English."""

import re

from playwright.sync_api import Browser, expect

from tests.support.browser import DESK, ChatPage, open_chat, window
from tests.support.webchat import ServerThread, World
from tests.support.webchat_story import tell

NAMED = re.compile(r"\S")


def world() -> World:
    return World(script=tell, links={"link": "w-me"})


def entered(browser: Browser, server: ServerThread, *, touch: bool = False) -> ChatPage:
    chat = open_chat(window(browser, touch=touch), f"{server.address}/chat#t=link")
    chat.enters()
    chat.hears("您好")
    return chat


def test_english_is_spoken_to_whoever_speaks_it(browser: Browser) -> None:
    with ServerThread(world()) as server:
        server.world.language = "en"
        chat = open_chat(window(browser), f"{server.address}/chat#t=link")
        chat.enters()
        expect(chat.page.locator("#send")).to_have_text("Send")
        assert chat.page.locator("html").get_attribute("lang") == "en"


def test_everything_can_be_done_by_keyboard(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = open_chat(window(browser, DESK), f"{server.address}/chat")
        chat.reads("请问您是哪一方")
        keys = chat.page.keyboard
        keys.press("Tab")
        expect(chat.page.get_by_role("button", name="我是企业")).to_be_focused()
        keys.press("Enter")
        chat.hears("您好")
        expect(chat.input).to_be_focused()
        keys.type("第一行")
        keys.press("Shift+Enter")
        keys.type("第二行")
        keys.press("Enter")
        chat.hears("第二行")
        chat.page.locator("#menu-button").focus()
        keys.press("Enter")
        expect(chat.page.get_by_role("button", name="我的需求")).to_be_focused()
        keys.press("Escape")
        expect(chat.page.locator("#menu-button")).to_be_focused()
        chat.page.get_by_role("button", name="提一个需求").focus()
        keys.press("Space")
        chat.hears("请用几句话")


def test_enter_makes_a_new_line_on_a_touch_screen(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server, touch=True)
        chat.input.tap()
        chat.page.keyboard.type("一")
        chat.page.keyboard.press("Enter")
        chat.page.keyboard.type("二")
        expect(chat.input).to_have_value("一\n二")


def test_a_screen_reader_finds_a_log_and_every_control_has_a_name(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.says("手机")
        chat.hears("最后留个手机号")
        expect(chat.log).to_have_attribute("aria-live", "polite")
        controls = chat.page.locator("button:visible, input:visible, textarea:visible")
        for place in range(controls.count()):
            expect(controls.nth(place)).to_have_accessible_name(NAMED)


def test_targets_are_large_and_nothing_overflows_at_twice_the_font(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server, touch=True)
        chat.says("邀请")
        chat.hears("邀请您帮一家企业")
        small = chat.page.locator("button:visible").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect()).filter(r => r.height < 44 || r.width < 44).length"
        )
        assert small == 0
        chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
        for part in ("#send", "#input", "#menu-button", "#attach"):
            expect(chat.page.locator(part)).to_be_in_viewport(ratio=1)
        assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert chat.page.locator("#scroll").evaluate("view => view.scrollWidth <= view.clientWidth")
