"""Words: what is kept whole, what is folded together, and what is never written to disk."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from nlp.dictionary import build, dictionary, load
from nlp.text import LONGEST, clauses, fold, tidy
from nlp.words import cut, known, rarity, warm, words


def test_a_long_word_is_followed_for_search_by_the_words_inside_it() -> None:
    found = words("气孔率")
    assert "气孔率" in found
    assert "气孔" in found


def test_model_numbers_and_latin_words_stay_whole() -> None:
    found = cut("用HPLC-MS和ET-1检测42CrMo钢")
    assert {"hplc-ms", "et-1", "42crmo"} <= set(found)


def test_full_width_and_traditional_characters_are_compared_as_ordinary_ones() -> None:
    assert cut("ＰＬＣ控制") == cut("PLC控制")
    assert cut("機床顫振抑制") == cut("机床颤振抑制") == ("机床", "颤振", "抑制")


def test_our_own_terms_are_words() -> None:
    assert known("立方氮化硼")
    assert "立方氮化硼" in cut("高韧性立方氮化硼单晶")


def test_a_technical_word_is_rarer_than_an_everyday_one() -> None:
    assert rarity("颤振") > rarity("机床") > rarity("的")


def test_punctuation_and_emoji_are_no_words() -> None:
    assert words("，。！😀  ") == ()
    assert clauses("气孔率3.5%，怎么办？") == ("气孔率3.5%", "怎么办")


def test_every_thread_gets_the_same_words() -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(words, ["数控机床主轴颤振抑制"] * 64))
    assert len(answers) == 1


def test_of_a_hundred_thousand_unknown_characters_only_the_beginning_is_cut() -> None:
    assert words("龘" * 100_000) == words("龘" * LONGEST)


def test_nothing_is_written_to_the_shared_temp_folder(tmp_path: Path) -> None:
    temp, kept = tmp_path / "temp", tmp_path / "kept"
    temp.mkdir()
    code = f"from pathlib import Path; from nlp.words import cut, warm; warm(Path({str(kept)!r})); "
    code += "print(*cut('颤振抑制'))"
    env = {**os.environ, "TMPDIR": str(temp), "PYTHONIOENCODING": "utf-8"}
    once = [sys.executable, "-W", "error", "-c", code]
    for _ in ("builds the table", "reads it back"):
        done = subprocess.run(once, env=env, capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["颤振", "抑制"]
        assert done.stderr == ""
    assert list(temp.iterdir()) == []
    assert len(list(kept.iterdir())) == 2


def test_a_damaged_word_table_is_built_anew(tmp_path: Path) -> None:
    load(tmp_path)
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:1000])
    assert load(tmp_path).counts == dictionary().counts
    assert load(tmp_path).total == dictionary().total


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert load(blocked).knows("机床")


def test_the_beginnings_of_words_stand_in_the_table_without_being_words() -> None:
    table = build(["机床"], [7], ["颤振抑制"])
    assert table.counts["颤振抑"] == 0
    assert not table.knows("颤振抑")
    assert table.knows("颤振抑制")


def test_warming_up_twice_changes_nothing(tmp_path: Path) -> None:
    before = cut("机床颤振")
    warm()
    warm(tmp_path)
    assert cut("机床颤振") == before


def test_a_letter_whose_small_form_is_two_signs_keeps_its_place() -> None:
    assert fold("İ机床") == "İ机床"


@given(st.text())
def test_folding_keeps_every_place_in_the_text(text: str) -> None:
    assert len(fold(text)) == len(tidy(text)) <= LONGEST


@given(st.text())
def test_any_text_can_be_cut(text: str) -> None:
    assert all(words(text))
    assert all(word in fold(text) for word in cut(text))
