from handlers.cards.experts import candidate_lines, circumstances, further_rows, nobody_card, reasons
from handlers.dialogue.texts import translator
from handlers.domain.candidates import Candidates
from handlers.domain.masks import ExpertView, Limits, NeedView
from handlers.domain.regions import Distance
from handlers.matchmaking.ranking import public_reason, rank
from tests.unit.matching.builders import expert, need

T = translator("zh")
LIMITS = Limits()
FLOOR = expert(
    id=2, name="闻人朴", unit="云渚重机集团", directions=("压铸车间现场管理，废品率统计",), works=()
)
DYER = expert(
    id=3, name="许静之", unit="望溪纺织大学", directions=("棉针织物活性染色",), works=(), domains=("1201",)
)


def ranked(*experts: ExpertView, wanted: NeedView | None = None) -> Candidates:
    return rank(wanted or need(), experts, LIMITS)


def names(found: Candidates) -> list[str]:
    return [each.name for each in found.fit]


def test_who_shares_more_comes_first_and_who_shares_nothing_is_not_offered() -> None:
    found = ranked(DYER, FLOOR, expert())
    assert names(found) == ["沈砚舟", "闻人朴"]
    assert [each.name for each in found.others] == ["许静之"]


def test_the_reasons_are_words_that_stand_in_the_need_and_the_works_that_hold_them() -> None:
    (first, *_) = ranked(expert(), DYER, FLOOR).fit
    words = "；".join(reasons(first.reason, T))
    assert "压铸" in words
    assert all(term in need().title + need().text for term in first.reason.terms)


def test_a_term_is_shown_as_the_need_writes_it() -> None:
    inspector = expert(directions=("X光探伤图像判级",))
    (first,) = ranked(inspector, DYER).fit
    assert "X光探伤" in first.reason.terms


def test_the_nearer_of_two_equals_comes_first() -> None:
    far = expert(id=1, county="320300")
    near = expert(id=2, name="周近人", county="320581")
    found = ranked(far, near, DYER)
    assert names(found) == ["周近人", "沈砚舟"]
    assert [each.reason.distance for each in found.fit] == [Distance.SAME_CITY, Distance.SAME_PROVINCE]


def test_a_preferred_category_lifts_a_little_and_says_so() -> None:
    plain = expert(id=1)
    honoured = expert(id=2, name="陆先行", categories=("state_allowance",))
    found = ranked(plain, honoured, DYER)
    assert names(found) == ["陆先行", "沈砚舟"]
    assert "优先类别专家" in circumstances(found.fit[0].reason, T)


def test_the_load_is_shown_against_the_own_cap() -> None:
    (busy,) = ranked(expert(accepted=1, open=1), DYER).fit
    assert "今年任务 1.5/3" in circumstances(busy.reason, T)


def test_a_near_miss_names_the_one_rule_and_what_would_help() -> None:
    found = ranked(expert(state="unverified"), FLOOR, DYER)
    assert names(found) == ["闻人朴"]
    lines = candidate_lines(found, T)
    assert lines[-1] == "· 沈砚舟（江汀理工大学材料成形学院）：还未核实（核实后即可邀请）"


def test_one_rule_alone_comes_before_several_among_the_near_misses() -> None:
    both = expert(id=1, state="unverified", months=(8,))
    one = expert(id=2, name="单一因", months=(8,))
    assert [near.candidate.name for near in ranked(both, one, DYER).near] == ["单一因", "沈砚舟"]


def test_whoever_is_invited_already_is_no_near_miss() -> None:
    found = ranked(expert(invited=True), FLOOR, DYER)
    assert found.near == ()
    assert names(found) == ["闻人朴"]


def test_only_who_lacks_nothing_but_verification_gets_a_button_for_it() -> None:
    found = ranked(
        expert(id=1, state="unverified"), expert(id=2, name="双因", state="unverified", months=(8,)), DYER
    )
    actions = [button.action for row in further_rows(found, 7, T) for button in row]
    assert actions == ["expert.confirm:1", "n.avoid:7"]


def test_when_nobody_can_be_invited_the_card_says_what_can_be_done() -> None:
    card = nobody_card("候选专家", (), ranked(expert(state="unverified"), DYER), 7, T)
    assert "确认" in card.plain()
    assert "沈砚舟" in card.plain()
    assert "暂时没有对口专家" in nobody_card("候选专家", (), ranked(), 7, T).plain()


def test_nothing_that_is_kept_back_is_told_as_a_reason() -> None:
    (first,) = ranked(expert(directions=("压铸件气孔", "X光探伤")), DYER).fit
    told = public_reason(first.reason, "铝合金压铸件气孔率高")
    assert "X光探伤" in first.reason.terms
    assert "X光探伤" not in told.terms
    assert told.terms


def test_a_work_is_not_told_when_the_term_that_led_to_it_is_kept_back() -> None:
    (first,) = ranked(expert(directions=("压铸件气孔",), works=("X光探伤判级软件",)), DYER).fit
    assert first.reason.works == ("X光探伤判级软件",)
    assert public_reason(first.reason, "铝合金压铸件气孔率高").works == ()


def test_the_order_of_the_pool_does_not_matter() -> None:
    people = (FLOOR, DYER, expert())
    assert ranked(*people) == ranked(*reversed(people))


def test_no_experts_at_all_are_no_candidates() -> None:
    assert ranked() == Candidates()
