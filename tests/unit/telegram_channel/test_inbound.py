"""Every kind of update becomes what the person did, or is kept as unreadable, and nothing raises."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import Inbound, Unreadable
from bot.channels.telegram_inbound import ChatMoved, Me, convert, query_id
from handlers.dialogue.replies import (
    Commanded,
    Reached,
    Said,
    Sent,
    SentFile,
    SharedContact,
    Tapped,
    reply_as_json,
    reply_from_json,
)
from tests.unit.telegram_channel.updates import AT, GROUP, ME, PRIVATE, ZHANG, heard, message, said

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SHAPES = ["message", "edited_message", "callback_query", "my_chat_member"]
PIECES = [
    "from",
    "chat",
    "text",
    "photo",
    "document",
    "voice",
    "contact",
    "sticker",
    "location",
    "data",
    "message",
]


def test_a_text_is_said_by_its_sender_in_its_chat() -> None:
    assert heard(message(text="轴承磨损太快")) == Inbound(
        "telegram", "u500", "7", Said("轴承磨损太快"), AT, language="", name="三 张"
    )


def test_a_command_stands_alone_or_carries_a_token() -> None:
    assert said(message(text="/start")) == Commanded("start")
    assert said(message(text="/Start  aB3_-x ")) == Commanded("start", "aB3_-x")
    assert said(message(text="/help@Sample_Bot 需求")) == Commanded("help", "需求")


def test_a_path_or_another_bots_command_is_only_a_text() -> None:
    assert said(message(text="/usr/bin 报错")) == Said("/usr/bin 报错")
    assert said(message(text="/help@other_bot")) == Said("/help@other_bot")
    assert said(message(text="请看 /help")) == Said("请看 /help")


def test_a_tap_names_the_button_and_the_message_it_stood_on() -> None:
    query = {"id": "991", "from": ZHANG, "data": "a:17", "message": {"message_id": 40, "chat": PRIVATE}}
    update = {"update_id": 501, "callback_query": {**query, "chat_instance": "1"}}
    assert heard(update) == Inbound("telegram", "u501", "7", Tapped("a:17", on="40"), AT, "", "三 张")
    assert query_id(update) == "991"
    assert query_id(message(text="您好")) == query_id([]) == query_id({"callback_query": 3}) == ""


def test_only_the_senders_card_is_an_own_contact() -> None:
    card = {"phone_number": "+8613800000000", "first_name": "三", "user_id": 7}
    assert said(message(contact=card)) == SharedContact("+8613800000000", "三", own=True)
    assert said(message(contact={**card, "user_id": 8})) == SharedContact("+8613800000000", "三")
    del card["user_id"]
    assert said(message(contact=card)) == SharedContact("+8613800000000", "三")


def test_a_photo_is_taken_in_its_largest_size() -> None:
    sizes = [
        {"file_id": "big", "width": 1280, "height": 960, "file_size": 90_000},
        {"file_id": "small", "width": 90, "height": 67, "file_size": 900},
    ]
    photo = SentFile("photo", "big", mime="image/jpeg", size=90_000)
    assert said(message(photo=sizes, caption="磨损", media_group_id="77")) == Sent((photo,), "磨损", "77")


def test_papers_voices_and_films_are_files() -> None:
    paper = {"file_id": "d", "file_name": "图纸.pdf", "mime_type": "application/pdf", "file_size": 5}
    assert said(message(document=paper)) == Sent(
        (SentFile("document", "d", "图纸.pdf", "application/pdf", 5),)
    )
    assert said(message(voice={"file_id": "v", "duration": 3})) == Sent(
        (SentFile("voice", "v", mime="audio/ogg"),)
    )
    assert said(message(audio={"file_id": "a"})) == Sent((SentFile("document", "a", mime="audio/mpeg"),))
    assert said(message(video={"file_id": "f"})) == Sent((SentFile("document", "f", mime="video/mp4"),))
    film = {"file_id": "g", "mime_type": "video/mp4"}
    both = said(message(animation=film, document=film))
    assert both == Sent((SentFile("document", "g", mime="video/mp4"),))


def test_an_edited_message_corrects() -> None:
    edited = message(text="改为本月", edit_date=2)
    edited["edited_message"] = edited.pop("message")
    assert said(edited) == Said("改为本月", corrects=True)
    edited["edited_message"] |= {"text": "/help"}
    assert said(edited) == Commanded("help")
    del edited["edited_message"]["text"]
    assert convert(edited, AT, ME) is None
    edited["edited_message"] |= {"photo": [{"file_id": "p"}], "caption": "更正"}
    assert said(edited) == Said("更正", corrects=True)


def test_what_has_no_words_is_put_into_words_or_left_empty() -> None:
    assert said(message(sticker={"file_id": "s", "emoji": "👍"})) == Said("👍")
    assert said(message(sticker={"file_id": "s"})) == Said("")
    assert said(message(location={"latitude": 34.7466, "longitude": 113.6253})) == Said(
        "位置 34.74660,113.62530"
    )
    place = {"location": {}, "title": "管委会", "address": "科学大道 1 号"}
    assert said(message(venue=place, location={})) == Said("管委会 科学大道 1 号")
    assert said(message(poll={"question": "何时"})) == Said("何时")
    assert said(message(something_of_next_year={})) == Said("")


def test_blocking_and_unblocking_is_heard() -> None:
    def change(**member: object) -> dict[str, object]:
        return {"update_id": 9, "my_chat_member": {"chat": PRIVATE, "from": ZHANG, "new_chat_member": member}}

    assert said(change(status="kicked")) == Reached(open=False)
    assert said(change(status="member")) == Reached(open=True)
    assert said(change(status="restricted", is_member=True)) == Reached(open=True)
    assert said(change(status="left")) == Reached(open=False)


def test_a_group_that_moved_says_so_from_both_sides() -> None:
    assert convert(message(GROUP, migrate_to_chat_id=-1007), AT, ME) == ChatMoved("-100", "-1007")
    there = {**GROUP, "id": -1007, "type": "supergroup"}
    assert convert(message(there, migrate_from_chat_id=-100), AT, ME) == ChatMoved("-100", "-1007")


def test_in_a_group_only_what_is_meant_for_the_bot_is_heard() -> None:
    answer = {"message_id": 3, "from": {"id": ME.id, "is_bot": True}}
    assert convert(message(GROUP, text="大家好"), AT, ME) is None
    assert convert(message(GROUP, text="/help@other_bot"), AT, ME) is None
    assert convert(message(GROUP, photo=[{"file_id": "p"}]), AT, ME) is None
    assert heard(message(GROUP, text="/help")).chat == "-100"
    assert said(message(GROUP, text="@sample_bot 我的需求")) == Commanded("group")
    assert convert(message(GROUP, text="@sample_bot2 我的需求"), AT, ME) is None
    assert said(message(GROUP, text="好的", reply_to_message=answer)) == Commanded("group")
    assert convert(message(GROUP, text="@sample_bot 在吗"), AT, Me(ME.id)) is None


def test_service_notes_bots_and_unasked_kinds_are_passed_over() -> None:
    assert convert(message(pinned_message={}), AT, ME) is None
    assert convert(message(GROUP, new_chat_members=[]), AT, ME) is None
    assert convert({"update_id": 1, "poll": {}}, AT, ME) is None
    robot = message(GROUP, text="/help")
    robot["message"]["from"] = {"id": 9, "is_bot": True, "first_name": "b"}
    assert convert(robot, AT, ME) is None


def test_a_broken_update_is_kept_as_it_came() -> None:
    broken = {"update_id": 502, "message": {"message_id": 1, "chat": PRIVATE, "text": "您好"}}
    found = convert(broken, AT, ME)
    assert found == Unreadable("telegram", "u502", json.dumps(broken, sort_keys=True), "KeyError", AT)


def test_an_update_without_a_number_is_known_by_its_content() -> None:
    first, again, other = (convert(one, AT, ME) for one in ({"a": 1}, {"a": 1}, ["a"]))
    assert isinstance(first, Unreadable)
    assert isinstance(other, Unreadable)
    assert first == again
    assert first.external_id != other.external_id


def test_what_no_database_can_keep_is_taken_out_of_texts() -> None:
    assert said(message(text="轴\0承\ud83d")) == Said("轴承\ufffd")
    assert said(message(text="\ud83d\ude00")) == Said("😀")


@settings(deadline=None)
@given(JSON)
def test_no_json_at_all_makes_the_converter_raise(update: object) -> None:
    convert(update, AT, ME)


@settings(deadline=None)
@given(st.sampled_from(SHAPES), st.dictionaries(st.sampled_from(PIECES), JSON), st.booleans())
def test_no_half_right_update_makes_the_converter_raise(kind: str, body: object, whole: bool) -> None:
    full = {"from": ZHANG, "chat": PRIVATE, **body} if whole and isinstance(body, dict) else body
    found = convert({"update_id": 1, kind: full}, AT, ME)
    assert found is None or isinstance(found, Inbound | Unreadable | ChatMoved)
    if isinstance(found, Inbound):
        assert reply_from_json(json.loads(json.dumps(reply_as_json(found.reply)))) == found.reply
