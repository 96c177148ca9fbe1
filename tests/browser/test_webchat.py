"""The web chat's page in a real browser: talking, tapping, files, cards, history."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from bot.channels.webchat_limits import Limits, Rate
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Commanded, Said, SharedContact, Tapped
from tests.support.browser import ChatPage, open_chat, window
from tests.support.webchat import GENEROUS, ServerThread, World
from tests.support.webchat_story import tell


def world(limits: Limits = GENEROUS) -> World:
    return World(
        script=tell, links={"link": "w-me"}, titles={"w-me": "企业 · 王师傅"}, limits=limits, prompt=True
    )


def entered(browser: Browser, server: ServerThread, *, touch: bool = False) -> ChatPage:
    chat = open_chat(window(browser, touch=touch), f"{server.address}/chat#t=link")
    chat.enters()
    chat.hears("您好")
    return chat


def test_opening_a_link_sends_nothing_until_the_tap(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = open_chat(window(browser), f"{server.address}/chat#t=link")
        chat.reads("您收到了一个专属链接")
        assert not server.world.store.sessions
        chat.enters()
        chat.hears("您好，这里是专家对接服务")
        chat.reads("企业 · 王师傅")
        assert "link" not in chat.page.url
        assert not chat.faults


def test_a_dead_link_leaves_the_other_doors_open(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = open_chat(window(browser), f"{server.address}/chat#t=spent")
        chat.page.get_by_role("button", name="进入").click()
        chat.reads("这个链接已经用过或过期")
        chat.enters("我是专家")
        chat.hears("您好")


def test_a_visitor_starts_alone_and_finds_the_way_back(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = open_chat(window(browser), f"{server.address}/chat")
        chat.enters("我是企业")
        chat.hears("您好")
        path = chat.page.url
        chat.page.goto(f"{server.address}/chat")
        chat.page.get_by_role("link", name="专家对接服务").click()
        chat.page.wait_for_url(path)
        chat.hears_once("您好")


def test_a_code_typed_in_opens_the_same_chat(browser: Browser) -> None:
    with ServerThread(world()) as server:
        entered(browser, server).says("从旧手机")
        chat = open_chat(window(browser), f"{server.address}/chat")
        chat.page.get_by_text("我有换设备的代码").click()
        chat.page.get_by_label("代码").fill("link")
        chat.enters("用代码进入")
        chat.shows_own("从旧手机")


def test_a_person_talks_taps_chooses_and_gives_a_number(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.taps("提一个需求")
        chat.hears("请用几句话说说难题")
        expect(chat.input).to_have_attribute("placeholder", "10 到 2000 字，也可以发图片")
        chat.says("<b>热处理</b>")
        chat.hears("收到：<b>热处理</b>")
        chat.says("手机")
        chat.shares("13800000000")
        chat.hears("号码 13800000000")
        chat.chooses("我的需求")
        chat.hears("命令 needs")
        assert [inbound.reply for inbound in server.world.own("w-me")][1:] == [
            Tapped("new", "101"),
            Said("<b>热处理</b>"),
            Said("手机"),
            SharedContact("13800000000"),
            Commanded("needs"),
        ]
        before = chat.spoken()
        assert before[1] == "> 提一个需求"
        chat.page.reload()
        chat.hears("命令 needs")
        assert chat.spoken() == before
        assert not chat.faults


def test_a_card_changes_in_place_and_its_news_comes_as_a_message(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.says("需求")
        chat.hears("请核对您的需求")
        chat.taps("提交")
        chat.hears("已提交，收件编号")
        expect(chat.log.get_by_text("请核对您的需求")).to_have_count(0)
        card = chat.log.locator(".bot", has_text="需求 2026-0042")
        expect(card.locator(".foot")).to_contain_text("已更新")
        told = chat.spoken()
        assert told.index("> 需求") + 1 == next(n for n, line in enumerate(told) if "需求 2026-0042" in line)
        chat.page.reload()
        chat.hears("已提交，收件编号")
        assert chat.spoken() == told


def test_an_edit_of_an_edit_lands_on_the_first_card_even_when_that_is_read_later(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        first = server.do(server.answerer.say("w-me", Message(heading="甲")))
        for number in range(35):
            server.do(server.answerer.say("w-me", Message(lines=(f"之间{number}。",))))
        second = server.do(server.answerer.say("w-me", Message(heading="乙"), first.row))
        server.do(server.answerer.say("w-me", Message(heading="丙"), second.row))
        chat.hears("丙")
        chat.page.reload()
        chat.hears("之间34。")
        chat.page.locator("#scroll").evaluate("view => { view.scrollTop = 0; }")
        chat.hears("之间0。")
        chat.hears_once("丙")
        assert [line for line in chat.spoken() if line in "甲乙丙"] == ["丙"]


def test_old_buttons_can_still_be_tapped(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.says("邀请")
        chat.hears("邀请您帮一家企业")
        chat.taps("提一个需求")
        chat.hears("请用几句话")


def test_files_are_attached_removed_and_sent_with_a_caption(browser: Browser, tmp_path: Path) -> None:
    photo, paper, wrong = (tmp_path / name for name in ("炉子.jpg", "图纸.pdf", "程序.exe"))
    for path in (photo, paper, wrong):
        path.write_bytes(b"x" * 1000)
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.attaches(photo, paper)
        chat.chooses_files(wrong)
        chat.reads("“程序.exe”的格式收不了")
        chat.page.reload()
        expect(chat.page.locator("#tray li")).to_have_count(2)
        chat.page.locator("#tray li", has_text="炉子").get_by_role("button", name="移除").click()
        chat.says("换热器图纸")
        chat.hears("1 个文件 换热器图纸")
        chat.shows_own("图纸.pdf")
        expect(chat.page.locator("#tray li")).to_have_count(0)


def test_an_upload_shows_its_progress_and_can_be_cancelled(browser: Browser, tmp_path: Path) -> None:
    big = tmp_path / "录音.mp3"
    big.write_bytes(b"x" * 8_000_000)
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        server.world.upload_gate.clear()
        chat.chooses_files(big)
        expect(chat.page.get_by_role("progressbar", name="正在上传 录音.mp3")).to_be_visible()
        chat.says("先发文字")
        chat.reads("文件还在上传")
        chat.page.get_by_role("button", name="取消").click()
        server.world.upload_gate.set()
        chat.sends()
        chat.hears("收到：先发文字")
        assert not server.world.files


def test_a_file_over_the_limit_is_named_before_it_is_sent(browser: Browser, tmp_path: Path) -> None:
    big = tmp_path / "大图.png"
    big.write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    with ServerThread(world(Limits(file=2 * 1024 * 1024))) as server:
        chat = entered(browser, server)
        chat.chooses_files(big)
        chat.reads("“大图.png”超过 2 MB")
        chat.attaches()


def test_a_text_too_long_stays_in_the_box(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.says("难" * 10_001)
        chat.reads("这段话超过 10000 个字")
        expect(chat.input).to_have_value("难" * 10_001)
        chat.says("难" * 10_000)
        chat.hears("10000 个字")


def test_too_many_messages_wait_visibly_and_all_arrive(browser: Browser) -> None:
    with ServerThread(world(Limits(messages=Rate(2, 2)))) as server:
        chat = entered(browser, server)
        for word in ("一", "二", "三"):
            chat.says(word)
        chat.reads("秒后会自动发出")
        server.world.seconds += 5
        chat.hears_once("收到：三")
        assert [i.reply for i in server.world.own("w-me")][1:] == [Said("一"), Said("二"), Said("三")]


def test_older_messages_come_as_one_scrolls_up_and_new_ones_wait_below(browser: Browser) -> None:
    with ServerThread(world()) as server:
        for number in range(70):
            server.world.store.append("w-me", Message(lines=(f"旧事{number}。",)), server.world.now())
        chat = entered(browser, server)
        assert chat.log.get_by_text("旧事0。").count() == 0
        view = chat.page.locator("#scroll")
        for number in (41, 11, 0):
            view.evaluate("view => { view.scrollTop = 0; }")
            chat.hears(f"旧事{number}。")
        server.do(server.answerer.say("w-me", Message(lines=("新来的",))))
        expect(chat.page.get_by_role("button", name="有新消息")).to_be_visible()
        assert view.evaluate("view => view.scrollTop < view.scrollHeight / 2")
        chat.taps("有新消息")
        expect(chat.log.get_by_text("新来的")).to_be_in_viewport()
        told = [line for line in chat.spoken() if line.startswith("旧事")]
        assert told == [f"旧事{number}。" for number in range(70)]


def test_what_was_shown_is_told_to_the_service(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.says("问题")
        chat.hears("需求描述")
        chat.says("再见")
        chat.hears("收到：再见")
        chat.until(lambda: server.world.store.seen_rows.get("w-me") == 103)


def test_a_long_label_wraps_instead_of_pushing_the_page_wide(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        row = tuple(Button("洛阳市新安县轴承套圈热处理" * 2, f"a{number}") for number in range(3))
        server.do(server.answerer.say("w-me", Message(lines=("x" * 300,), rows=(row,))))
        chat.hears("xxx")
        assert chat.page.locator("#scroll").evaluate("view => view.scrollWidth <= view.clientWidth")


def test_a_chart_is_seen_where_it_stands_as_wide_as_the_phone(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server, touch=True)
        chat.says("指标")
        picture = chat.log.get_by_role("img", name="指标图.png")
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("naturalWidth", 1080)
        shown = picture.bounding_box()
        assert shown is not None
        assert 250 < shown["width"] <= chat.page.viewport_size["width"]  # type: ignore[index] # a window has a size
        assert not chat.faults
