"""Chance goes by seed and name alone."""

from collections import Counter

from bot.simulate.chance import Chance


def test_the_same_seed_and_name_give_the_same_number_whatever_was_drawn_between() -> None:
    first = Chance(7).share("firm", 3)
    other = Chance(7)
    other.share("expert", 9)
    assert other.share("firm", 3) == first


def test_another_seed_and_another_name_give_other_numbers() -> None:
    assert len({Chance(7).share("firm", 3), Chance(8).share("firm", 3), Chance(7).share("firm", 4)}) == 3


def test_numbers_reach_both_ends_and_never_beyond() -> None:
    drawn = Counter(Chance(1).number(2, 4, each) for each in range(300))
    assert set(drawn) == {2, 3, 4}
    assert min(drawn.values()) > 60


def test_weights_need_not_add_up_to_one() -> None:
    drawn = Counter(Chance(1).weighted((("often", 3), ("seldom", 1)), each) for each in range(400))
    assert 250 < drawn["often"] < 350


def test_a_weight_of_nothing_is_never_drawn() -> None:
    drawn = {Chance(1).weighted((("never", 0.0), ("always", 1.0)), each) for each in range(100)}
    assert drawn == {"always"}
