"""What a digest puts first, how it and its kin are written, and which hours are understood."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cards.digest import FIRST, Digest, Line, Section, Top, digest_card, first_of
from handlers.cards.preview import Entry, Preview, preview_card, summary
from handlers.cards.weekly import Tally, Weekly, weekly_card
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import translator
from handlers.domain.days import SHANGHAI
from handlers.flows.digest_hour import read_hour

ZH, EN = translator("zh"), translator("en")
DAY = date(2026, 3, 4)


def some(code: str, rank: int, *, button: bool = True) -> Line:
    """Return a line."""
    return Line(code, rank, f"事 {code}", Button(code, f"task:{code}") if button else None)


def section(name: str, *lines: Line, count: int = 0) -> Section:
    """Return a section of these lines, or of more."""
    return Section(name, lines, count or len(lines))


def codes(*sections: Section) -> list[str]:
    """Return what is put first."""
    return [line.code for line in first_of(sections)]


def test_the_most_urgent_of_each_section_goes_before_the_second_of_any() -> None:
    check = section("check", some("a", 1), some("b", 1), some("c", 1))
    assert codes(check, section("phone", some("d", 2)), section("match", some("e", 11))) == ["a", "d", "e"]


def test_one_section_alone_fills_all_three() -> None:
    assert codes(section("check", *(some(str(n), 1) for n in range(5)))) == ["0", "1", "2"]


def test_what_cannot_be_done_now_is_not_put_first() -> None:
    assert codes(section("below", some("a", 1, button=False)), section("match", some("b", 11))) == ["b"]
    assert codes() == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 14), st.booleans()), max_size=12))
def test_at_most_three_and_in_the_order_of_urgency(things: list[tuple[str, int, bool]]) -> None:
    names: dict[str, list[Line]] = {}
    for n, (name, rank, button) in enumerate(things):
        names.setdefault(name, []).append(some(f"{name}{n}", rank, button=button))
    chosen = first_of([section(name, *lines) for name, lines in names.items()])
    assert len(chosen) == min(FIRST, sum(button for _, _, button in things))
    assert [line.rank for line in chosen] == sorted(line.rank for line in chosen)
    assert all(line.button for line in chosen)


def test_nothing_is_written_twice() -> None:
    lines = [some(str(n), 1) for n in range(6)]
    tops = tuple(Top(line.code, line.words, line.button) for line in lines[:3])
    message = digest_card(Digest(DAY, ("甲局",), (section("check", *lines, count=9),), tops), ZH)
    words = message.plain()
    assert all(words.count(line.words) == 1 for line in lines)
    assert "共 9 项：待审核需求 9" in words
    assert "另有 6 项" in words
    assert "还有 3 项" in words


def test_a_digest_whose_first_things_are_done_says_so() -> None:
    done = (Top("a", "事 a"),)
    assert "都办好了，今天没有别的事" in digest_card(Digest(DAY, ("甲局",), (), done), ZH).plain()
    more = digest_card(Digest(DAY, ("甲局",), (section("match", some("b", 11)),), done), ZH)
    assert "最要紧的都办好了" in more.plain()
    assert [button.label for button in more.buttons] == ["全部待办", "少提醒"]


def test_an_english_digest_is_english() -> None:
    line = some("a", 1)
    tops = (Top("a", "Check: 2026-0001", line.button),)
    words = digest_card(Digest(DAY, ("Bureau",), (section("check", line),), tops, late=True), EN).plain()
    assert "Daily digest · Wed 4 March (sent late)" in words
    assert "1 in all: Needs to check 1" in words


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("8:15", time(8, 15)),
        ("08:30", time(8, 30)),
        ("８：１５", time(8, 15)),
        ("八点", time(8)),
        ("八点半", time(8, 30)),
        ("早上7点半", time(7, 30)),
        ("9点一刻", time(9, 15)),
        ("9点十五分", time(9, 15)),
        ("十二点整", time(12)),
        ("下午三点", time(15)),
        ("傍晚 6:30", time(18, 30)),
        ("下午15点", time(15)),
    ],
)
def test_an_hour_is_read_as_people_write_it(words: str, hour: time) -> None:
    assert read_hour(words) == hour


@pytest.mark.parametrize(
    "words", ["", "早点", "25:00", "8:60", "8:七七", "八", "下午", "8点半半", "：", "点"]
)
def test_what_is_no_hour_is_none(words: str) -> None:
    assert read_hour(words) is None


@given(st.text(max_size=20))
def test_any_words_are_an_hour_or_not(words: str) -> None:
    hour = read_hour(words)
    assert hour is None or isinstance(hour, time)


def entry(number: int, hour: int = 9, **changes: object) -> Entry:
    """Return a line of the preview."""
    at = datetime(2026, 3, 5, hour, tzinfo=SHANGHAI)
    facts: dict[str, object] = {"at": at, "words": f"报送 {number}", "people": (f"人{number}",)}
    return Entry(**{**facts, **changes})  # type: ignore[arg-type] # a builder passes any field on


def test_a_preview_is_grouped_by_hour_and_counts_on_over_its_pages() -> None:
    entries = tuple(entry(n, 8 + n // 5) for n in range(1, 13))
    first = preview_card(Preview(DAY, DAY, entries, 12), ZH)
    assert [label for label, _ in first.fields] == ["3月5日（周四）08:00", "3月5日（周四）09:00"]
    second = preview_card(Preview(DAY, DAY, entries, 12, page=1), ZH)
    assert "9. 人9：报送 9" in second.plain()
    assert second.buttons[-1].label == "下一页 2/2"


def test_many_people_are_counted_and_a_timer_has_one_button() -> None:
    people = tuple("甲乙丙丁")
    entries = (
        entry(1, people=people, silent=2, skip="rung:1:T-3"),
        entry(2, skip="rung:1:T-3"),
        entry(3, skip="rung:2:T-3"),
    )
    message = preview_card(Preview(DAY, DAY, entries, 5), ZH)
    assert "甲、乙、丙等 4 人：报送 1（其中 2 人没有开通聊天）" in message.plain()
    assert [button.label for button in message.buttons] == ["跳过 1", "跳过 3"]


def test_a_preview_without_anything_says_so() -> None:
    assert "没有要发出的提醒" in preview_card(Preview(DAY, DAY, (), 0), ZH).plain()


def test_a_message_is_named_by_its_heading_or_first_line() -> None:
    assert summary(Message("标题", ("一行",))) == "标题"
    assert summary(Message(lines=("一行", "二行"))) == "一行"
    assert summary(Message(lines=("长" * 99,))) == "长" * 39 + "…"


def test_a_week_names_the_units_in_which_something_happened() -> None:
    units = (
        ("苏州市", Tally(filed=2, hours=(1.0, 2.0, 9.0))),
        ("无锡市", Tally()),
        ("南通市", Tally(late=1)),
    )
    whole = Tally(filed=2, hours=(1.0, 2.0, 9.0)).plus(Tally(late=1))
    weekly = Weekly("江苏省厅", date(2026, 3, 2), date(2026, 3, 9), whole, units)
    words = weekly_card(weekly, ZH).plain()
    assert "中位数 2.0 小时（按 3 条算）" in words
    assert "苏州市：新提 2，审核 2.0 小时（3 条）" in words
    assert "南通市：超期未报 1" in words
    assert "无锡市" not in words
    assert "其余 1 个单位没有变化" in words
    assert "3月2日（周一）至3月8日（周日）" in words
