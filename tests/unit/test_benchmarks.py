"""The measuring itself: what the people of the benchmark do, and what is read from bytes and stacks."""

import json

import pytest

from benchmarks.botapi import BotApi, Heard
from benchmarks.form import STEPS, Filler, answer
from benchmarks.profile import own_time
from benchmarks.wire import taken
from bot.channels.telegram_request import as_form
from handlers.dialogue.replies import Commanded, Said, Tapped


def offers(step: str, *codes: str) -> list[tuple[str, str]]:
    return [(code, f"f:7:{step}:{code}") for code in (*codes, "|")]


@pytest.mark.parametrize("step", STEPS)
def test_whoever_fills_in_the_form_has_a_reply_to_every_question(step: str) -> None:
    reply = answer(offers(step, "a", "ok", ">"), 1)
    assert isinstance(reply, Said if step in {"title", "detail", "deadline", "conditions"} else Tapped)


def test_a_form_begins_anew_when_nothing_is_asked_any_more() -> None:
    assert answer([("查看", "need:3")], 1) == Commanded("new")
    assert answer([], 2) == Said("提需求")


def test_domains_are_ticked_before_they_are_confirmed() -> None:
    bare = offers("domains", "0302", "ok")
    ticked = [("✓ 铸造", "f:7:domains:0302"), *bare[1:]]
    assert (answer(bare, 1), answer(ticked, 1)) == (Tapped("f:7:domains:0302"), Tapped("f:7:domains:ok"))


def test_an_update_is_what_telegram_would_send() -> None:
    filler = Filler(5, offers("review", "ok"), message=11)
    query = json.loads(filler.update(3))["callback_query"]
    assert (query["data"], query["message"]["message_id"], query["from"]["id"]) == ("f:7:review:ok", 11, 5)


def test_http_is_taken_message_by_message_however_it_arrives() -> None:
    buffer = bytearray(b"POST /a HTTP/1.1\r\ncontent-length: 2\r\n\r\nhiGET /b HTTP/1.1\r\n")
    assert taken(buffer) == (b"POST /a HTTP/1.1\r\ncontent-length: 2", b"hi")
    assert taken(buffer) is None
    buffer += b"\r\n"
    assert taken(buffer) == (b"GET /b HTTP/1.1", b"")


def test_the_stand_in_hears_what_the_service_sends() -> None:
    heard: list[Heard] = []
    api = BotApi()
    api.heard = heard.append
    markup = {"inline_keyboard": [[{"text": "提交", "callback_data": "f:7:review:ok"}]]}
    sent = as_form({"chat_id": "5", "text": "请核对 100%", "reply_markup": markup})
    answered = json.loads(api.answer("/bot42:x/sendMessage", sent))
    assert answered["result"]["text"] == "请核对 100%"
    assert heard == [Heard(5, answered["result"]["message_id"], (("提交", "f:7:review:ok"),))]


def test_a_profile_counts_what_is_on_top_and_leaves_waiting_out() -> None:
    stacks = "main (a.py:1);work (b.py:2) 3\nmain (a.py:1);EpollSelector.select (selectors.py:451) 9\n"
    assert own_time(stacks) == {"work (b.py:2)": 3}
