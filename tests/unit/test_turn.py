"""What a turn knows: facts worked out for it, facts kept from earlier turns, and rows it may look up."""

from dataclasses import dataclass, field
from datetime import date
from typing import cast

import pytest

from bot import turn
from bot.storage.work import Happened, Work
from bot.turn import Known, Thoughts
from handlers.dialogue.step import Want
from handlers.ports.needs import OpenNeed
from handlers.programme.rules import Rules, YearsRule
from handlers.thinking import Keywords, LikelyDomains, NeedReading, ProgrammeRules, RankedExperts, SimilarNeed
from nlp.coach import words_tell

RULES = Rules(name="专家服务", province="320000", years=YearsRule(first_year=2026, last_year=2026))
DOMAINS = LikelyDomains("压铸件气孔", "气孔率高")
WORDS = Keywords("压铸件气孔", "气孔率高")
READING = NeedReading("压铸件气孔率高", date(2026, 3, 2))
SIMILAR = SimilarNeed(7, "压铸件气孔", "铝合金压铸件气孔率高，想降到3%以下")
OPEN = OpenNeed(3, "2026-0003", "压铸件气孔", "铝合金压铸件气孔率高，想降到3%以下")


@dataclass
class Shelf:
    """A unit of work in place of the real one: two things to look up, and how often that was done."""

    open_needs: tuple[OpenNeed, ...] = ()
    looks: list[str] = field(default_factory=list)

    @property
    def rules(self) -> Rules:
        self.looks.append("rules")
        return RULES

    @property
    def needs(self) -> "Shelf":
        return self

    def open_words(self, enterprise_id: int) -> tuple[OpenNeed, ...]:
        self.looks.append(f"needs of {enterprise_id}")
        return self.open_needs


def known(*worked_out: Want, thoughts: Thoughts | None = None, shelf: Shelf | None = None) -> Known:
    """Return what a turn knows when these were worked out for it."""
    facts = {want: f"worked out: {type(want).__name__}" for want in worked_out}
    return Known(facts, thoughts or Thoughts(), cast("Work", shelf or Shelf()))


def test_what_was_worked_out_for_the_turn_is_known() -> None:
    facts = known(DOMAINS)
    assert DOMAINS in facts
    assert facts[DOMAINS] == "worked out: LikelyDomains"


def test_what_takes_thought_and_was_not_worked_out_is_not_known() -> None:
    for want in (DOMAINS, WORDS, READING, RankedExperts(3)):
        assert want not in known()
        with pytest.raises(KeyError):
            known()[want]


def test_a_row_away_is_known_and_looked_up_once_a_turn() -> None:
    shelf = Shelf((OPEN,))
    facts = known(shelf=shelf)
    assert ProgrammeRules() in facts
    assert SIMILAR in facts
    assert shelf.looks == []
    assert facts[ProgrammeRules()] is facts[ProgrammeRules()] is RULES
    assert facts[SIMILAR] == facts[SIMILAR] == (3, "2026-0003")
    assert shelf.looks == ["rules", "needs of 7"]


def test_that_nothing_was_found_is_known_too_and_not_looked_up_again() -> None:
    shelf = Shelf()
    facts = known(shelf=shelf)
    assert facts[SIMILAR] is None
    assert facts[SIMILAR] is None
    assert shelf.looks == ["needs of 7"]


def test_it_can_answer_before_it_has_found_anything() -> None:
    facts = known()
    assert facts
    assert len(facts) == 0
    assert facts[ProgrammeRules()] is RULES
    assert list(facts) == [ProgrammeRules()]


def test_a_thought_about_words_serves_the_turns_to_come() -> None:
    thoughts = Thoughts()
    assert DOMAINS not in known(thoughts=thoughts)
    thoughts.kept({DOMAINS: "电子"})
    later = known(thoughts=thoughts)
    assert DOMAINS in later
    assert later[DOMAINS] == "电子"
    assert LikelyDomains("压铸件气孔", "气孔率高，很急") not in later


def test_what_was_worked_out_for_the_turn_comes_before_what_was_kept() -> None:
    thoughts = Thoughts()
    thoughts.kept({DOMAINS: "早先"})
    assert known(DOMAINS, thoughts=thoughts)[DOMAINS] == "worked out: LikelyDomains"


def test_a_thought_about_rows_serves_its_own_turn_only() -> None:
    thoughts = Thoughts()
    ranked = {RankedExperts(3): "李工", WORDS: ("气孔",)}
    assert thoughts.kept(ranked) == ranked
    assert RankedExperts(3) not in known(thoughts=thoughts)
    assert WORDS in known(thoughts=thoughts)


def test_the_oldest_thoughts_give_way_to_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "KEPT", 2)
    thoughts = Thoughts()
    wants = [Keywords("题", str(n)) for n in range(4)]
    for want in wants:
        thoughts.kept({want: ("词",)})
    assert [want in known(thoughts=thoughts) for want in wants] == [False, False, True, True]


def test_when_somebody_erases_their_words_no_thought_about_any_words_is_left() -> None:
    thoughts = Thoughts()
    thoughts.kept({DOMAINS: "电子"})
    thoughts.notice([Happened("need.filed", "need:1", 1)])
    assert DOMAINS in known(thoughts=thoughts)
    words_tell("主轴跳动 0.05 毫米")
    thoughts.notice([Happened("need.filed", "need:2", 1), Happened("person.erased", "person:1", 1)])
    assert DOMAINS not in known(thoughts=thoughts)
    assert words_tell.cache_info().currsize == 0
