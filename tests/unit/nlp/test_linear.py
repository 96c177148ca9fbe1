"""Linear models in whole numbers: exact, the same everywhere, packed in one file."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.domains import DOMAINS
from nlp.grams import ONCE, late, plain, telling
from nlp.linear import Model, load, pack, unpack, value

SMALL = Model(
    classes=("机械", "食品"),
    bias=(0.0, -0.5),
    step=0.01,
    places={"轴承": 0, "面粉": 1},
    rarities=bytes([32, 64]),
    weights=bytes([128 + 100, 128 - 50, 128 - 127, 128 + 127]),
)


def test_a_feature_speaks_for_its_class_and_against_the_others() -> None:
    assert SMALL.scores({"轴承": ONCE}) == [1.0, -1.0]
    assert SMALL.scores({"面粉": ONCE}) == [-1.27, 0.77]
    assert SMALL.scores({}) == SMALL.scores({"齿轮": ONCE}) == [0.0, -0.5]


def test_a_packed_model_is_the_same_model() -> None:
    assert unpack(pack(SMALL)) == SMALL


def test_the_sums_are_those_of_the_slow_way() -> None:
    model = load("trade")
    counts = telling("数控机床主轴颤振抑制", "铝合金压铸件气孔率高，希望降到3%以下")
    values = model.values(counts)
    length = sum(value * value for value in values.values()) ** 0.5
    width = len(model.classes)
    for number, score in enumerate(model.scores(counts)):
        slow = sum(worth * (model.weights[place * width + number] - 128) for place, worth in values.items())
        assert abs(score - slow * model.step / length - model.bias[number]) < 1e-9


def test_the_shipped_models_know_every_domain() -> None:
    assert set(load("trade").classes) == {domain.code for domain in DOMAINS if domain.parent}
    assert len(load("papers").classes) == 67


def test_more_mentions_say_more_but_ever_less_so() -> None:
    said = [value(times * ONCE, 100) for times in (1, 2, 3, 100, 1000)]
    assert said == sorted(said)
    assert said[1] - said[0] > said[2] - said[1]
    assert said[3] == said[4]


def test_the_title_counts_more_and_the_end_of_a_text_less() -> None:
    assert telling("轴承", "")["轴承"] == 3 * ONCE
    assert telling("", "轴承")["轴承"] == ONCE
    assert late(0) == ONCE > late(300) > late(3_000)
    assert plain("轴承", "轴承")["轴承"] == 3 * ONCE


def test_what_every_need_says_and_latin_fragments_are_no_features() -> None:
    counts = telling("希望解决PLC问题", "")
    assert "希望" not in counts
    assert "=plc" in counts
    assert "lc" not in counts


@given(st.text(), st.text())
def test_any_text_has_scores_for_all_classes(title: str, text: str) -> None:
    for model, counts in ((load("trade"), telling(title, text)), (load("papers"), plain(title, text))):
        assert len(model.scores(counts)) == len(model.classes)
