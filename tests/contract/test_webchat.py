"""What the web chat promises over its WebSocket."""

import pytest
from aiohttp import WSMsgType

from bot.channels.webchat_limits import Limits
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.replies import Commanded, Said, Sent, SharedContact, Tapped
from tests.support.webchat import World, run
from tests.support.webchat_client import Guest, Talk, guest
from tests.support.webchat_story import tell


def rows(history: dict[str, list[dict[str, object]]]) -> list[object]:
    return [entry["row"] for entry in history["entries"] if "row" in entry]


def test_an_acknowledged_message_is_durable_and_answered() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            assert (await talk.says("热处理变形"))["t"] == "ack"
            assert person.world.own(person.chat)[-1].reply == Said("热处理变形")
            assert "热处理变形" in (await talk.hears("message"))["message"]["lines"][0]

    run(story())


def test_the_same_client_id_twice_has_one_effect_and_two_acknowledgements() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            assert [(await talk.says("一次"))["t"], (await talk.says("一次"))["t"]] == ["ack", "ack"]
            said = [inbound for inbound in person.world.own(person.chat) if isinstance(inbound.reply, Said)]
            assert len(said) == 1

    run(story())


def test_a_busy_storage_means_not_acknowledged_and_the_resend_goes_through() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            person.world.busy = True
            assert await talk.says("先忙") == {"t": "nack", "id": "message-1", "why": "busy"}
            assert person.world.own(person.chat)[-1].reply == Commanded("start")
            person.world.busy = False
            assert (await talk.says("先忙"))["t"] == "ack"

    run(story())


async def _sent_file(person: Guest, talk: Talk) -> None:
    _, kept = await person.uploads(b"picture", "../炉子 照片.PNG")
    await talk.sends(t="files", id="message-f", refs=[kept["ref"]], caption="炉子")
    assert (await talk.told("message-f"))["t"] == "ack"


def test_everything_a_person_does_becomes_a_reply() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.sends(t="tap", id="message-a", action="need:7:ok", on=101)
            await talk.sends(t="command", id="message-b", name="needs", rest="")
            await talk.sends(t="contact", id="message-c", phone="138 0000 0000")
            await talk.told("message-c")
            await _sent_file(person, talk)
            *replies, sent = [inbound.reply for inbound in person.world.own(person.chat)][1:]
            assert replies == [Tapped("need:7:ok", "101"), Commanded("needs"), SharedContact("138 0000 0000")]
            assert isinstance(sent, Sent)
            file = sent.files[0]
            assert (file.kind, file.name, file.mime, file.size) == ("photo", "炉子 照片.PNG", "image/png", 7)
            assert await person.answerer.chat.fetch(file.remote, 100) == b"picture"

    run(story())


def test_hello_gives_language_title_menu_and_the_newest_page() -> None:
    async def story() -> None:
        world = World(script=tell, language="en", titles={"w-me": "专家 · 李教授"}, links={"link": "w-me"})
        async with guest(world) as person, (await person.enters(token="link")).talks() as talk:
            about = await talk.hears("about")
            assert (about["language"], about["title"]) == ("en", "专家 · 李教授")
            assert ["needs", "我的需求"] in about["menu"]
            history = await talk.hears("history")
            assert rows(history) == [101]
            assert not history["more"]

    run(story())


def test_an_answer_made_before_the_acknowledgement_comes_after_it_in_every_browser() -> None:
    async def story() -> None:
        world = World(links={"a": "w-me", "b": "w-me"}, prompt=True)
        async with guest(world) as phone:
            laptop = await Guest(phone.http, phone.address, phone.answerer).enters(token="b")
            await phone.enters(token="a")
            async with phone.talks() as talk, laptop.talks() as other:
                await talk.hears("history")
                await other.hears("history")
                await talk.sends(t="say", id="message-1", text="快")
                assert [(await talk.socket.receive_json())["t"] for _ in range(2)] == ["ack", "message"]
                assert [(await other.socket.receive_json())["t"] for _ in range(2)] == ["own", "message"]

    run(story())


def test_while_an_answer_takes_its_time_the_page_hears_that_it_is_worked_on() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.hears("history")
            await talk.sends(t="say", id="message-1", text="慢")
            assert [(await talk.socket.receive_json())["t"] for _ in range(3)] == [
                "ack",
                "working",
                "message",
            ]

    run(story())


def test_a_new_role_shows_on_the_page_at_once() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            assert (await talk.hears("about"))["title"] == ""
            person.world.titles[person.chat] = "专家"
            await talk.says("我登记好了")
            assert (await talk.hears("about"))["title"] == "专家"

    run(story())


def test_entering_is_nothing_the_person_said() -> None:
    async def story() -> None:
        world = World(links={"secret-token": "w-me"})
        async with guest(world) as person, (await person.enters(token="secret-token")).talks() as talk:
            assert "own" not in str(await talk.hears("history"))

    run(story())


def test_older_pages_hold_every_message_once_with_ones_own_between() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            for number in range(70):
                await talk.says(f"第{number}句", f"message-{number}")
                await talk.hears("message")
            async with person.talks() as again:
                pages = [await again.hears("history")]
                while pages[-1]["more"]:
                    await again.sends(t="older", before=rows(pages[-1])[0])
                    pages.append(await again.hears("history"))
            told = [entry for page in reversed(pages) for entry in page["entries"]]
            assert len(pages) == 3
            assert [e["own"]["text"] for e in told if "own" in e] == [f"第{n}句" for n in range(70)]
            assert [e["row"] for e in told if "row" in e] == list(range(101, 172))

    run(story())


def test_a_tap_in_the_history_shows_the_label_even_of_a_button_on_an_older_page() -> None:
    async def story() -> None:
        world = World(script=lambda _: ())
        async with guest(world) as person, (await person.enters()).talks() as talk:
            asked = await person.answerer.say(person.chat, Message(rows=((Button("我去", "yes"),),)))
            for number in range(40):
                await person.answerer.say(person.chat, Message(lines=(f"{number}",)))
            await talk.sends(t="tap", id="message-1", action="yes", on=asked.row)
            await talk.told("message-1")
            async with person.talks() as again:
                history = await again.hears("history")
            assert history["entries"][-1]["own"] == {"kind": "tapped", "text": "我去"}

    run(story())


def test_an_edit_names_the_row_it_edits() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.hears("history")
            first = await person.answerer.say(person.chat, Message(heading="待审核"))
            await person.answerer.say(person.chat, Message(heading="已通过"), edits=first.row)
            frames = [await talk.hears("message"), await talk.hears("message")]
            assert [frame["edits"] for frame in frames] == [None, first.row]

    run(story())


def test_a_second_browser_of_the_same_chat_sees_what_the_first_one_did() -> None:
    async def story() -> None:
        async with guest(World(links={"a": "w-me", "b": "w-me"})) as phone:
            await phone.enters(token="a")
            laptop = Guest(phone.http, phone.address, phone.answerer)
            await laptop.enters(token="b")
            async with phone.talks() as talk, laptop.talks() as other:
                await other.hears("history")
                await talk.says("从手机上")
                assert (await other.hears("own"))["own"] == {"kind": "said", "text": "从手机上"}
                assert "从手机上" in str(await other.hears("message"))

    run(story())


def test_what_another_process_sent_is_pushed_at_the_next_ping() -> None:
    async def story() -> None:
        world = World(script=lambda _: ())
        async with guest(world) as person, (await person.enters()).talks() as talk:
            await talk.hears("history")
            entry = world.store.append(person.chat, Message(lines=("别处来的",)), world.now())
            await talk.sends(t="ping")
            assert (await talk.hears("message"))["row"] == entry.row
            await talk.sends(t="ping")
            await talk.sends(t="ping")
            await talk.hears("pong")
            assert (await talk.hears("pong")) == {"t": "pong"}

    run(story())


def test_the_newest_row_that_was_shown_is_remembered_and_never_goes_back() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks(seen=7) as talk:
            await talk.sends(t="seen", row=9)
            await talk.sends(t="seen", row=8)
            await talk.says("到这里")
            assert person.world.store.seen_rows == {person.chat: 9}

    run(story())


def test_the_thirty_first_message_in_a_minute_waits_and_says_how_long() -> None:
    async def story() -> None:
        async with guest(World(limits=Limits())) as person, (await person.enters()).talks() as talk:
            told = [await talk.says("快", f"message-{number}") for number in range(31)]
            assert [frame["t"] for frame in told] == ["ack"] * 30 + ["limit"]
            assert told[-1] == {"t": "limit", "id": "message-30", "what": "messages", "seconds": 3}
            person.world.seconds += 3
            assert (await talk.says("快", "message-30"))["t"] == "ack"

    run(story())


def test_a_text_over_ten_thousand_characters_is_refused_and_ten_thousand_are_taken() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            assert await talk.says("难" * 10_001) == {"t": "nack", "id": "message-1", "why": "long"}
            assert (await talk.says("🔧" * 10_000))["t"] == "ack"
            assert person.world.dead == []

    run(story())


def test_characters_that_no_database_keeps_are_taken_out() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.socket.send_str('{"t": "say", "id": "message-1", "text": "a\\u0000b\\ud800c"}')
            assert (await talk.told("message-1"))["t"] == "ack"
            assert person.world.own(person.chat)[-1].reply == Said("ab?c")

    run(story())


@pytest.mark.parametrize(
    "raw",
    [
        "no json",
        "[" * 30_000,
        "7",
        "{}",
        '{"t": "say", "text": "no id"}',
        '{"t": "say", "id": "../../etc", "text": "a"}',
        '{"t": "say", "id": "message-1"}',
        '{"t": "say", "id": "message-1", "text": "  "}',
        '{"t": "dance", "id": "message-1"}',
        '{"t": "tap", "id": "message-1", "action": ""}',
        '{"t": "tap", "id": "message-1", "action": "' + "难" * 22 + '"}',
        '{"t": "command", "id": "message-1", "name": "DROP TABLE"}',
        '{"t": "files", "id": "message-1", "refs": []}',
        '{"t": "files", "id": "message-1", "refs": ["forged.ref"]}',
        '{"t": "files", "id": "message-1", "refs": [7]}',
    ],
)
def test_a_frame_that_our_page_never_sends_is_refused_kept_and_blocks_nothing(raw: str) -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.socket.send_str(raw)
            assert (await talk.hears("nack"))["why"] == "unreadable"
            assert [dead.raw for dead in person.world.dead] == [raw[:2000]]
            assert (await talk.says("照常"))["t"] == "ack"

    run(story())


def test_a_frame_over_64_kilobytes_closes_the_connection_and_harms_nobody() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.socket.send_str("x" * 70_000)
            while (last := await talk.socket.receive()).type is WSMsgType.TEXT:
                pass
            assert last.type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.ERROR}
            async with person.talks() as again:
                assert (await again.says("照常"))["t"] == "ack"

    run(story())


def test_a_browser_that_does_not_read_is_cut_off_and_memory_stays_bounded() -> None:
    async def story() -> None:
        world = World(script=lambda _: ())
        async with guest(world) as person, (await person.enters()).talks() as talk:
            await talk.hears("history")
            for _ in range(400):
                await person.answerer.say(person.chat, Message(lines=("长" * 20_000,)))
            assert await talk.hears("bye") == {"t": "bye", "why": "slow"}

    run(story())


def test_of_a_document_the_page_learns_kind_and_name_only() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.hears("history")
            paper = Document("qr", "码.png", "https://example.org/chat#t=invented")
            await person.answerer.say(person.chat, Message(documents=(paper,)))
            assert (await talk.hears("message"))["message"] == {"documents": [["qr", "码.png"]]}

    run(story())
