"""Files sent while another question stands open are kept, whatever the question."""

from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Sent, SentFile
from handlers.dialogue.steps.papers import FilesStep
from handlers.dialogue.steps.review import ReviewStep
from handlers.dialogue.steps.words import TextStep
from tests.support.chat import Chat

TITLE = TextStep("title", ask="need.title", least=4)
DETAIL = TextStep("detail", ask="need.detail", least=10)
FILES = FilesStep("files", ask="need.files", optional=True)
REVIEW = ReviewStep("review", ask="need.review")
FORM = Flow("form", version=1, steps=(TITLE, DETAIL, FILES, REVIEW))


def photo(name: str, caption: str = "", size: int = 1000) -> Sent:
    return Sent((SentFile("photo", remote=name, name=name, size=size),), caption=caption)


def names(chat: Chat) -> list[str]:
    return [file.name for file in chat.answers.get(FILES) or ()]


def test_a_photo_instead_of_words_is_kept_and_the_words_are_asked() -> None:
    chat = Chat(FORM).replies(photo("气孔.jpg"))
    assert "气孔.jpg" in chat.last.plain()
    assert "4 至 60" in chat.last.plain()
    assert names(chat) == ["气孔.jpg"]


def test_a_caption_answers_the_open_question() -> None:
    chat = Chat(FORM).replies(photo("气孔.jpg", caption="压铸件气孔多"))
    assert chat.answers[TITLE] == "压铸件气孔多"
    assert names(chat) == ["气孔.jpg"]


def test_an_album_is_answered_in_one_message() -> None:
    chat = Chat(FORM).replies(photo("1.jpg")).replies(photo("2.jpg")).replies(photo("3.jpg"))
    assert names(chat) == ["1.jpg", "2.jpg", "3.jpg"]
    assert chat.state.asked == 2


def test_the_rest_of_an_album_whose_caption_answered_is_kept_too() -> None:
    chat = Chat(FORM).says("压铸件气孔多")
    chat.replies(photo("1.jpg", caption="X光探伤废品率百分之八，想降到三")).replies(photo("2.jpg"))
    assert names(chat) == ["1.jpg", "2.jpg"]
    assert chat.answers.has(DETAIL)


def test_files_gathered_before_are_not_asked_for_again() -> None:
    chat = Chat(FORM).replies(photo("1.jpg")).says("压铸件气孔多").says("X光探伤废品率百分之八，想降到三")
    assert "提交" in chat.labels


def test_a_photo_for_the_review_card_joins_the_others() -> None:
    chat = (
        Chat(FORM).says("压铸件气孔多").says("X光探伤废品率百分之八，想降到三").sends("1.jpg").taps("发完了")
    )
    chat.replies(photo("2.jpg", caption="再补一张"))
    assert names(chat) == ["1.jpg", "2.jpg"]
    assert "提交" in chat.labels


def test_a_file_too_large_is_refused_and_the_others_stay() -> None:
    chat = Chat(FORM).replies(photo("1.jpg")).replies(photo("huge.jpg", size=30 * 1024 * 1024))
    assert "20 MB" in chat.last.plain()
    assert names(chat) == ["1.jpg"]
