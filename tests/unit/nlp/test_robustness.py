"""Keywords and domains of whatever arrives: nothing raises, and the same input gives the same output."""

import hashlib
import subprocess
import sys

import pytest

from nlp.domains import tag
from nlp.keywords import keywords
from nlp.training.schemes import domains_of

NEED = (
    "铝合金压铸件气孔率高",
    "我们厂做新能源汽车电机壳体，ADC12压铸件气孔率8%左右，想降到3%以下，用过真空压铸，效果不稳定",
)
ODD = {
    "nothing": "",
    "one character": "铝",
    "one letter": "a",
    "emoji only": "😀🎉🚀" * 50,
    "mojibake": "é”åˆé‡‘åŽ‹é“¸ä»¶æ°”å­”çŽ‡é«˜",
    "replacement characters": "\ufffd" * 200,
    "control characters": "\x00\x01\x1b[31m轴承\x7f",
    "half a pair": "\ud800轴承",
    "blanks": " \t\n\u3000" * 100,
    "one character again and again": "轴" * 100_000,
    "a text of 100,000 characters": ("数控机床主轴颤振抑制，" * 10_000)[:100_000],
    "no punctuation": "气孔率高的铝合金压铸件" * 500,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_answered_as_title_and_as_text(text: str) -> None:
    for title, body in ((text, ""), ("", text), (text, text)):
        assert len(keywords(title, body)) <= 10
        assert len(tag(title, body).domains) <= 5


@pytest.mark.parametrize("name", ["nothing", "emoji only", "replacement characters", "blanks"])
def test_what_says_nothing_has_neither_keywords_nor_domains(name: str) -> None:
    assert keywords("", ODD[name]) == ()
    assert tag("", ODD[name]).domains == ()
    assert not tag("", ODD[name]).sure


def test_traditional_and_full_width_writing_have_the_same_domains() -> None:
    plain = tag("锂电池隔膜涂布不均", "PLC控制的涂布机，厚度偏差大")
    assert tag("鋰電池隔膜塗布不均", "ＰＬＣ控制的塗布機，厚度偏差大").domains == plain.domains


def test_an_english_need_of_known_words_is_tagged_and_never_sure_of_the_unknown() -> None:
    assert tag("PLC and CNC retrofit", "").domains
    assert not tag("something is wrong with the thing", "").sure


def test_every_process_gives_the_same_answer_whatever_its_hash_seed() -> None:
    code = (
        "from nlp.domains import tag; from nlp.keywords import keywords; import sys; "
        f"sys.stdout.buffer.write(repr((tag(*{NEED!r}), keywords(*{NEED!r}))).encode())"
    )
    answers = {
        hashlib.sha256(
            subprocess.run(
                [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
            ).stdout
        ).hexdigest()
        for seed in ("0", "1", "2")
    }
    assert len(answers) == 1


def test_the_codes_of_public_lists_mean_our_domains_by_their_longest_beginning() -> None:
    assert domains_of("ipc", "B24D3/02") == ("0505",)
    assert domains_of("ipc", "A23K10/00") == ("1502",)
    assert domains_of("gb4754", "1321") == ("1502",)
    assert domains_of("ipc", "Z99") == ()
