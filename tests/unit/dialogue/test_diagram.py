"""The drawings of the conversations: true to the declarations, and the page in docs/ is today's."""

from pathlib import Path

import pytest

from handlers.dialogue.diagram import condition, flowchart
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, always
from handlers.dialogue.steps.review import ReviewStep
from handlers.dialogue.steps.words import NumberStep, TextStep
from handlers.dialogue.texts import translator
from handlers.flows.__main__ import MARK, main, renewed
from handlers.flows.catalogue import CONVERSATIONS
from handlers.flows.headed import headed

PAGE = Path(__file__).parents[3] / "docs" / "conversations.md"


def never(_: Given) -> bool:
    return False


def is_late(_: Given) -> bool:
    return True


ROOM = Step[int]("room", ask="need.title", when=never)
NAME = TextStep("name", ask="join.name")
NOTE = TextStep("note", ask="no.such.text", optional=True)
GUESTS = NumberStep("guests", ask="join.load", when=is_late, uses=(NAME, ROOM))
TIME = headed(NumberStep("time", ask="join.load", when=is_late))
LOOK = ReviewStep("look", ask="join.review")
BOOKING = Flow("booking", version=2, steps=(ROOM, NAME, NOTE, GUESTS, TIME, LOOK))


def drawn(flow: Flow = BOOKING, title: str = "booking") -> list[str]:
    """Return the lines of a drawing, stripped."""
    return [line.strip() for line in flowchart(flow, title, "Book it", translator("zh")).splitlines()]


def test_the_page_of_conversations_shows_the_flows_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    renew = "a flow changed; run: python -m handlers.flows docs/conversations.md"
    assert page.splitlines() == renewed(page).splitlines(), renew


def test_every_registered_conversation_stands_on_the_page() -> None:
    page = renewed(MARK)
    assert page.count("```mermaid") == len(CONVERSATIONS)
    for name, talk in CONVERSATIONS.items():
        assert f"(`{name}`)" in page
        assert f'begin(["{name}, version {talk.flow.version}"])' in page


def test_the_questions_follow_each_other_in_their_order() -> None:
    assert "begin --> s_name --> s_note --> s_guests --> s_time --> s_look --> done" in drawn()


def test_a_question_shows_its_label_name_and_class() -> None:
    assert 's_name["姓名<br/>name · TextStep"]' in drawn()
    assert 's_look[["核对<br/>look · ReviewStep"]]' in drawn()


def test_a_question_that_may_be_skipped_is_dashed_and_one_without_a_label_shows_its_name() -> None:
    assert 's_note["note<br/>note · TextStep"]:::optional' in drawn()


def test_the_questions_of_one_condition_stand_in_one_box() -> None:
    lines = drawn()
    box = lines.index('subgraph if_guests["if is late"]')
    inside = lines[box + 1 : lines.index("end")]
    assert [line.partition("[")[0] for line in inside] == ["s_guests", "s_time"]


def test_questions_that_each_have_their_own_condition_say_so() -> None:
    def picked(name: str) -> Step[str]:
        return TextStep(name, ask="join.name", when=lambda given: name in given.answers)

    lines = drawn(Flow("pick", version=1, steps=(picked("a"), picked("b"))))
    assert any(line.startswith('subgraph if_a["each if ') for line in lines)


def test_what_is_carried_along_is_drawn_beside_the_questions() -> None:
    assert 'carried["需求标题<br/>room"]:::carried' in drawn()


def test_a_question_shaped_by_an_earlier_answer_is_pointed_at_but_not_by_what_is_never_asked() -> None:
    assert "s_name -.-> s_guests" in drawn()
    assert "s_room -.-> s_guests" not in drawn()


def test_a_headed_question_shows_the_class_of_the_question_inside() -> None:
    assert 's_time["每年最多<br/>time · NumberStep"]' in drawn()


def test_quotes_in_words_do_not_break_the_drawing() -> None:
    assert 'begin(["the #quot;big#quot; one"])' in drawn(title='the "big" one')


def test_conditions_are_named_in_words() -> None:
    assert condition(is_late) == "is late"
    assert condition(always) == ""


def test_the_command_renews_the_page_below_its_mark_and_leaves_what_is_above(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Mine\n\n{MARK}\nold", encoding="utf-8")
    assert main([str(page)]) == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"# Mine\n\n{MARK}\n\n### ")
    assert "old" not in written.splitlines()


def test_without_a_page_the_command_writes_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("### ")


def test_a_page_without_the_mark_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Mine", encoding="utf-8")
    with pytest.raises(ValueError, match="no line"):
        main([str(page)])
    assert page.read_text(encoding="utf-8") == "# Mine"
