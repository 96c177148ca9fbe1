"""Lost networks, killed servers, reloads, revoked sessions: nothing is lost, nothing comes twice."""

from playwright.sync_api import Browser, WebSocketRoute, expect

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Said
from tests.support.browser import ChatPage, open_chat, window
from tests.support.webchat import ServerThread, World
from tests.support.webchat_story import tell


def world() -> World:
    return World(script=tell, links={"link": "w-me", "other": "w-me"})


def entered(browser: Browser, server: ServerThread, token: str = "link") -> ChatPage:
    chat = open_chat(window(browser), f"{server.address}/chat#t={token}")
    chat.enters()
    chat.hears("您好")
    return chat


def said(server: ServerThread) -> list[str]:
    replies = [inbound.reply for inbound in server.world.own("w-me")]
    return [reply.text for reply in replies if isinstance(reply, Said)]


def test_words_written_without_network_arrive_once_when_it_is_back(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.page.context.set_offline(True)
        chat.reads("连接中断，正在重连；您写的内容已保留")
        chat.says("断网一")
        chat.says("断网二")
        chat.waits_to_send("断网二")
        server.do(server.answerer.say("w-me", Message(lines=("断网时来的",))))
        chat.page.context.set_offline(False)
        chat.hears_once("收到：断网二")
        chat.hears_once("断网时来的")
        chat.hears_once("您好")
        expect(chat.page.locator("#state")).to_be_hidden()
        assert said(server) == ["断网一", "断网二"]
        told = chat.spoken()
        assert told.index("断网时来的") < told.index("> 断网一") < told.index("> 断网二")


def test_a_reload_without_network_loses_neither_messages_nor_the_draft(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        server.kill()
        chat.says("写了没发出去")
        chat.input.fill("写了一半")
        chat.waits_to_send("写了没发出去")
        server.start()
        chat.page.reload()
        chat.hears_once("收到：写了没发出去")
        expect(chat.input).to_have_value("写了一半")
        assert said(server) == ["写了没发出去"]


def test_a_killed_server_comes_back_and_the_conversation_goes_on(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        for number in range(4):
            chat.says(f"杀前{number}")
            server.kill()
            chat.says(f"杀后{number}")
            server.start()
            chat.hears_once(f"收到：杀后{number}")
        assert said(server) == [f"杀{when}{number}" for number in range(4) for when in "前后"]
        for number in range(4):
            chat.hears_once(f"收到：杀前{number}")
        before = chat.spoken()
        chat.page.reload()
        chat.hears("收到：杀后3")
        assert sorted(chat.spoken()) == sorted(before)


def test_a_message_whose_acknowledgement_was_lost_has_one_effect(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        url = chat.page.url
        chat.page.goto("about:blank")
        chat.page.route_web_socket("**/ws", _without_acknowledgements)
        chat.page.goto(url)
        chat.hears("您好")
        chat.says("只说一次")
        chat.hears_once("收到：只说一次")
        chat.waits_to_send("只说一次")
        chat = open_chat(chat.page.context, url)
        chat.shows_own("只说一次")
        chat.hears_once("收到：只说一次")
        assert said(server) == ["只说一次"]
        assert chat.spoken()[-2:] == ["> 只说一次", "收到：只说一次"]


def _without_acknowledgements(route: WebSocketRoute) -> None:
    server = route.connect_to_server()
    server.on_message(lambda frame: None if '"ack"' in str(frame) else route.send(frame))


def test_a_busy_service_keeps_the_message_and_takes_it_later(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        server.world.busy = True
        chat.says("先等等")
        chat.reads("服务器这会儿忙")
        chat.waits_to_send("先等等")
        server.world.busy = False
        chat.hears_once("收到：先等等")
        expect(chat.page.locator("#state")).to_be_hidden()


def test_what_came_while_the_page_was_closed_is_there_when_it_opens(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        url = chat.page.url
        chat.page.goto("about:blank")
        for number in range(40):
            server.do(server.answerer.say("w-me", Message(lines=(f"不在时{number}。",))))
        chat.page.goto(url)
        chat.hears_once("不在时39。")


def test_more_than_a_page_missed_while_offline_leaves_no_gap(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        chat.page.context.set_offline(True)
        chat.reads("连接中断")
        for number in range(50):
            server.do(server.answerer.say("w-me", Message(lines=(f"错过{number}。",))))
        chat.page.context.set_offline(False)
        chat.hears("错过49。")
        chat.page.locator("#scroll").evaluate("view => { view.scrollTop = 0; }")
        chat.hears_once("您好")
        told = [line for line in chat.spoken() if line.startswith("错过")]
        assert told == [f"错过{number}。" for number in range(50)]


def test_three_roles_live_side_by_side_in_one_browser(browser: Browser) -> None:
    roles = {"a": "w-enterprise", "b": "w-expert", "c": "w-coordinator"}
    titles = {"w-enterprise": "企业", "w-expert": "专家", "w-coordinator": "经办人"}
    with ServerThread(World(script=tell, links=roles, titles=titles)) as server:
        context = window(browser)
        chats = [open_chat(context, f"{server.address}/chat#t={token}") for token in roles]
        for chat in chats:
            chat.enters()
            chat.hears("您好")
        for chat, title in zip(chats, titles.values(), strict=True):
            chat.says(f"我是{title}")
            chat.reads(title)
        for chat in chats:
            chat.page.reload()
        for (name, title), chat in zip(titles.items(), chats, strict=True):
            chat.hears_once(f"收到：我是{title}")
            assert [i.reply for i in server.world.own(name)][1:] == [Said(f"我是{title}")]
            assert len([line for line in chat.spoken() if line.startswith("> ")]) == 1


def test_phone_and_laptop_share_one_conversation(browser: Browser) -> None:
    with ServerThread(world()) as server:
        phone, laptop = entered(browser, server), entered(browser, server, "other")
        phone.says("从手机")
        laptop.shows_own("从手机")
        laptop.hears_once("收到：从手机")
        laptop.taps("提一个需求")
        phone.shows_own("提一个需求")
        assert phone.spoken()[-4:] == laptop.spoken()[-4:]


def test_a_revoked_session_says_so_and_leads_to_the_entrance(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = entered(browser, server)
        server.do(server.answerer.chat.revoke_chat("w-me"))
        chat.reads("这次对话已在这台设备上结束")
        chat.page.reload()
        chat.reads("这次对话已在这台设备上结束")
        assert chat.log.locator(".item").count() == 0
        chat.page.get_by_role("link", name="回到入口").click()
        chat.reads("我是企业")
        expect(chat.page.locator("#resume")).to_be_hidden()


def test_an_entrance_without_a_server_says_what_to_do(browser: Browser) -> None:
    with ServerThread(world()) as server:
        chat = open_chat(window(browser), f"{server.address}/chat#t=link")
        chat.reads("进入")
        server.kill()
        chat.page.get_by_role("button", name="进入").click()
        chat.reads("没有连上服务器，什么都没有丢")
        server.start()
        chat.enters()
        chat.hears("您好")
