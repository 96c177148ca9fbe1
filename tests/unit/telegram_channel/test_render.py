"""Messages become texts and keyboards that Telegram takes, whatever people have written into them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_render import MOST_UNITS, NO_WORDS, Part, render, units
from handlers.dialogue.messages import Button, Document, Message
from tests.support.botapi.html import parse_html, trimmed
from tests.support.botapi.markup import check_markup

SKIP, BACK = Button("跳过", "skip:1"), Button("上一步", "back:1")
TEXTS = st.text(max_size=60) | st.sampled_from(
    ["<b>", "&amp;", "a & b < c", "\0", " \n ", "\u200b", "。" * 5000, "😀" * 3000]
)
ACTIONS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)
BUTTONS = st.builds(Button, TEXTS, ACTIONS, st.sampled_from(["", "primary", "danger"]))
LINES = st.lists(TEXTS, max_size=4).map(tuple)
MESSAGES = st.builds(
    Message,
    heading=TEXTS,
    lines=LINES,
    fields=st.lists(st.tuples(TEXTS, TEXTS), max_size=5).map(tuple),
    closing=LINES,
    progress=TEXTS,
    rows=st.lists(st.lists(BUTTONS, max_size=10).map(tuple), max_size=4).map(tuple),
    contact_button=TEXTS,
    placeholder=TEXTS,
)


def only(message: Message) -> Part:
    (part,) = render(message)
    return part


def test_a_message_reads_from_top_to_bottom() -> None:
    message = Message(
        heading="需求描述",
        lines=("请用一两句话说明。", "可以附照片。"),
        fields=(("企业", "样例机械厂"), ("地区", "样例县")),
        closing=("随时可以暂停。",),
        progress="3/9",
    )
    assert only(message).html == (
        "3/9\n<b>需求描述</b>\n\n请用一两句话说明。\n可以附照片。\n\n"
        "<b>企业</b>：样例机械厂\n<b>地区</b>：样例县\n\n<i>随时可以暂停。</i>"
    )


def test_the_plain_words_are_those_of_the_message() -> None:
    message = Message(heading="A & B", lines=("轴径 < 5 &lt; <b>",), closing=("完",))
    assert only(message).plain == "A & B\n\n轴径 < 5 &lt; <b>\n\n完"


def test_markup_that_people_write_is_shown_as_they_wrote_it() -> None:
    part = only(Message(lines=('<b>粗</b> & <a href="x">"引"</a>',)))
    assert parse_html(part.html).text == '<b>粗</b> & <a href="x">"引"</a>'
    assert parse_html(part.html).entities == []


def test_buttons_keep_their_rows_and_their_weight() -> None:
    message = Message(heading="问", rows=((SKIP, BACK), (Button("提交", "send", "primary"),)))
    assert only(message).markup == {
        "inline_keyboard": [
            [{"text": "跳过", "callback_data": "skip:1"}, {"text": "上一步", "callback_data": "back:1"}],
            [{"text": "提交", "callback_data": "send", "style": "primary"}],
        ]
    }


def test_a_row_of_ten_becomes_two() -> None:
    part = only(Message(heading="问", rows=(tuple(Button(str(n), str(n)) for n in range(10)),)))
    assert part.markup is not None
    assert [len(row) for row in part.markup["inline_keyboard"]] == [8, 2]


def test_more_than_a_hundred_buttons_are_our_own_mistake() -> None:
    rows = tuple((Button(str(n), str(n)),) for n in range(101))
    with pytest.raises(ValueError, match="more than 100 buttons"):
        render(Message(heading="问", rows=rows))


def test_a_long_text_is_cut_at_a_paragraph_and_the_last_part_has_the_buttons() -> None:
    first, second = "一" * 3000, "二" * 3000
    parts = render(Message(heading="长", lines=(first, second), rows=((SKIP,),)))
    assert [part.plain for part in parts] == [f"长\n\n{first}", second]
    assert [part.markup is None for part in parts] == [True, False]


def test_a_single_long_paragraph_is_cut_behind_a_sentence_and_stays_in_its_markup() -> None:
    sentence = "这是一句话。"
    parts = render(Message(closing=(sentence * 1000,)))
    assert len(parts) == 2
    assert all(part.html.startswith("<i>") and part.html.endswith("。</i>") for part in parts)
    assert "".join(part.plain for part in parts) == sentence * 1000


def test_an_emoji_counts_two_and_is_never_cut_in_half() -> None:
    parts = render(Message(lines=("😀" * 3000,)))
    assert [units(part.plain) for part in parts] == [4096, 1904]


def test_a_hundred_and_one_labels_need_two_parts() -> None:
    parts = render(Message(fields=tuple((f"项{n}", "值") for n in range(101))))
    assert [len(parse_html(part.html).entities) for part in parts] == [100, 1]


def test_a_field_longer_than_a_message_keeps_label_and_value() -> None:
    parts = render(Message(fields=(("说明", "字" * 5000),)))
    assert "".join(part.plain for part in parts).replace("\n", "") == "说明" + "字" * 5000


def test_asking_for_the_phone_number_opens_a_contact_keyboard() -> None:
    message = Message(heading="电话", contact_button="发送本人号码", placeholder="也可以直接输入" * 20)
    markup = only(message).markup
    assert markup is not None
    assert markup["keyboard"] == [[{"text": "发送本人号码", "request_contact": True}]]
    assert markup["one_time_keyboard"] is markup["resize_keyboard"] is True
    assert len(markup["input_field_placeholder"]) == 64


def test_contact_keyboard_and_buttons_take_two_messages() -> None:
    question, keyboard = render(Message(heading="电话", contact_button="发送本人号码", rows=((SKIP,),)))
    assert question.markup is not None
    assert "inline_keyboard" in question.markup
    assert keyboard.plain == "发送本人号码"
    assert keyboard.markup is not None
    assert "keyboard" in keyboard.markup


def test_a_group_is_never_asked_for_a_phone_number() -> None:
    assert render(Message(heading="电话", contact_button="发送"), private=False) == (Part("<b>电话</b>"),)


def test_nothing_to_read_still_carries_buttons_and_documents_need_no_text() -> None:
    assert only(Message(lines=("\u200b",), rows=((SKIP,),))).html == NO_WORDS
    assert render(Message(documents=(Document("qr", "邀请", "x"),))) == ()
    assert render(Message(heading=" \n\u2060")) == ()


@settings(deadline=None)
@given(MESSAGES, st.booleans())
def test_whatever_stands_in_a_message_telegram_takes_it(message: Message, private: bool) -> None:
    parts = render(message, private=private)
    for part in parts:
        rich = trimmed(parse_html(part.html))
        assert rich.text
        assert units(rich.text) <= MOST_UNITS
        assert len(rich.entities) <= 100
        assert rich.text == part.plain.strip()
        check_markup(part.markup, private=private)
    shown = "".join(part.plain for part in parts)
    for line in message.lines:
        assert all(word in shown for word in line.split() if word.isalnum() and len(word) < 100)
