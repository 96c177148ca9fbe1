"""A question that may be answered by typing or by a voice note."""

from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Sent, SentFile
from handlers.dialogue.steps.papers import LARGEST, FilesStep
from handlers.dialogue.steps.telling import TellStep, Told
from tests.support.chat import Chat

WHAT = TellStep("what", ask="talk.words", least=2)
MORE = TellStep("more", ask="talk.words")
PHOTOS = FilesStep("photos", ask="filing.files_asked", optional=True)
STORY = Flow("story", version=1, steps=(WHAT, MORE, PHOTOS))


def voice(name: str = "v1", size: int = 1000, caption: str = "") -> Sent:
    return Sent((SentFile("voice", remote=name, size=size),), caption)


def test_typed_words_are_the_answer() -> None:
    chat = Chat(STORY).says("换了模具温度控制")
    assert chat.answers[WHAT] == Told("换了模具温度控制")


def test_a_voice_note_is_the_answer_and_is_kept() -> None:
    chat = Chat(STORY).replies(voice(caption="补充一句"))
    assert chat.answers[WHAT] == Told("补充一句", (SentFile("voice", remote="v1", size=1000),))
    assert "语音已收到" in chat.heard[-1].plain()


def test_a_photo_in_between_goes_to_the_papers_and_answers_nothing() -> None:
    chat = Chat(STORY).sends("workshop.jpg")
    assert not chat.answers.has(WHAT)
    assert "workshop.jpg" in chat.heard[-1].plain()
    chat.replies(voice()).says("省了很多返工")
    assert chat.answers[MORE] == Told("省了很多返工")


def test_one_character_and_a_voice_note_of_thirty_megabytes_are_asked_again() -> None:
    assert "至少写 2 个字" in Chat(STORY).says("好").heard[-1].plain()
    assert "20" in Chat(STORY).replies(voice(size=LARGEST + 1)).heard[-1].plain()


def test_without_a_place_for_papers_a_photo_is_asked_to_be_told_instead() -> None:
    chat = Chat(Flow("short", version=1, steps=(WHAT, MORE))).sends("workshop.jpg")
    assert "发一段语音" in chat.heard[-1].plain()
