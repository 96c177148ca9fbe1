"""Free messages: what is taken for a need, and what is read out of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.money import find_money
from nlp.phones import find_phones, without_phones
from nlp.places import find_pairs, find_places
from nlp.reading import looks_like_need, read_need, read_number, read_phone, wants_confidential
from nlp.targets import Target, find_targets
from nlp.text import LONGEST, tidy
from nlp.titles import find_title

TODAY = date(2026, 11, 22)
CASTING = (
    "我们厂在昆山做压铸件，气孔率一直在8%左右，想在下月底前降到3%以下，"
    "预算30到50万，12月10日可以来现场，电话138 0013 8000，图纸请保密"
)


def test_one_phone_message_fills_the_card() -> None:
    reading = read_need(CASTING, TODAY)
    assert reading.looks_like_need
    assert reading.kind == "技术"
    assert reading.title == "压铸件，气孔率一直在8%左右"
    assert reading.day == date(2026, 12, 31)
    assert reading.days == (date(2026, 12, 31), date(2026, 12, 10))
    assert reading.budget is not None
    assert (reading.budget.lowest, reading.budget.highest) == (Decimal(30), Decimal(50))
    assert reading.phones == ("13800138000",)
    assert "昆山" in reading.places
    assert reading.targets == (Target("气孔率", "8%左右", "3%以下"),)
    assert reading.confidential


@pytest.mark.parametrize(
    "said",
    [
        "数控机床加工42CrMo钢时主轴颤振，表面有振纹，想请专家来看看",
        "我们做酱油的，夏天发酵老是酸，怎么解决",
        "猪场粪污处理成本太高，有没有好办法",
        "急需引进一名焊接工艺方面的博士，解决铝合金焊接变形问题",
        "想联合申报省重大专项，方向是氢燃料电池双极板",
        "廢水COD總是超標，希望降到50mg/L以下",
        "We need to reduce porosity in aluminium die casting below 3%",
    ],
)
def test_a_technical_trouble_or_wish_is_a_need(said: str) -> None:
    assert looks_like_need(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "你好",
        "您好，请问在吗",
        "谢谢老师，辛苦了，祝工作顺利",
        "什么时候截止报名？",
        "没有职称能报吗",
        "我的需求到哪一步了？",
        "请问专家什么时候来现场？",
        "你们怎么还没人联系我，态度太差",
        "我要投诉你们平台的服务",
        "系统打不开了，怎么登录",
        "想取消上次提交的需求",
        "我想找专家",
        "希望尽快回复，谢谢",
        "我想改一下联系电话",
        "今天天气不错",
        "123456789012345",
        "😀😀😀😀😀😀😀😀😀😀😀😀",
    ],
)
def test_greetings_questions_and_complaints_are_no_needs(said: str) -> None:
    assert not looks_like_need(said)


def test_a_question_that_tells_a_trouble_is_a_need_all_the_same() -> None:
    assert looks_like_need("什么时候能请专家来？我们的轴承套圈淬火总是开裂")


def test_a_long_description_is_a_need_even_if_it_mentions_a_cancelled_trial() -> None:
    text = (
        "轴承套圈淬火开裂，曾取消感应加热试验。"
        "磨削烧伤、滚道波纹、保持架断裂、密封圈磨损、润滑脂泄漏也要解决。"
    )
    assert looks_like_need(text)


@pytest.mark.parametrize(
    ("said", "kind"),
    [("招聘两名模具工程师", "人才"), ("想联合申报省科技重大专项项目", "项目"), ("轴承淬火开裂", "技术")],
)
def test_the_kind_is_guessed(said: str, kind: str) -> None:
    assert read_need(said, TODAY).kind == kind


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("您好，请问猪场粪污处理成本太高怎么办", "猪场粪污处理成本太高怎么办"),
        ("小麦赤霉病防治", "小麦赤霉病防治"),
        ("13800138000", ""),
        ("好的", ""),
        ("", ""),
    ],
)
def test_a_title_is_a_phrase_of_the_text_without_its_politeness(said: str, title: str) -> None:
    assert find_title(said) == title


def test_a_long_sentence_is_shortened_between_words() -> None:
    title = find_title("高速数控机床主轴颤振抑制与铝合金薄壁零件铣削加工表面振纹在线监测控制技术开发")
    assert len(title) <= 30
    assert title.endswith(("表面", "振纹", "加工"))


def test_one_endless_word_is_cut_all_the_same() -> None:
    assert find_title("x" * 50) == "x" * 30


def test_the_first_day_to_come_counts_when_no_limit_is_set() -> None:
    assert read_need("2025年3月1日试制过，12月10日请来看轴承", TODAY).day == date(2026, 12, 10)
    assert read_need("2025年3月1日试制过", TODAY).day is None


@pytest.mark.parametrize(
    ("said", "low", "high", "is_budget"),
    [
        ("预算30到50万", "30", "50", True),
        ("预算30万-50万元", "30", "50", True),
        ("经费三十万元左右", "30", "30", True),
        ("预算100万以内", None, "100", True),
        ("不超过50万元", None, "50", False),
        ("预算至少10万", "10", None, True),
        ("出资1.5亿元", "15000", "15000", True),
        ("年销售收入2,000万元", "2000", "2000", False),
        ("每套8000元", "0.8", "0.8", False),
        ("¥50,000元", "5", "5", False),
    ],
)
def test_money_is_read_in_ten_thousand_yuan(
    said: str, low: str | None, high: str | None, *, is_budget: bool
) -> None:
    (money,) = find_money(said)
    assert (money.lowest, money.highest) == (low and Decimal(low), high and Decimal(high))
    assert money.is_budget == is_budget


@pytest.mark.parametrize(
    "said", ["年产30万吨", "100万只轴承", "预算20-30", "三五十万", "几十万元", "寿命5000小时"]
)
def test_other_large_numbers_are_no_money(said: str) -> None:
    assert find_money(said) == ()


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("气孔率降到3%以下", Target("气孔率", "", "3%以下")),
        ("能耗从120kWh/t降到100kWh/t", Target("能耗", "120kWh/t", "100kWh/t")),
        ("合格率由85%提高到95%以上", Target("合格率", "85%", "95%以上")),
        ("堆积密度≥1.80克/立方厘米", Target("堆积密度", "", "≥1.80克/立方厘米")),
        ("目前氨氮是40mg/L，要求低于15mg/L", Target("氨氮", "40mg/L", "低于15mg/L")),
    ],
)
def test_a_target_tells_what_from_where_to_where(said: str, target: Target) -> None:
    assert find_targets(said) == (target,)


def test_a_present_value_alone_is_no_target() -> None:
    assert find_targets("良率只有60%") == ()


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("电话138 0013 8000", "13800138000"),
        ("+86-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0371-6590 0000", "037165900000"),
        ("(0371)65900000转801", "037165900000-801"),
        ("400-123-4567", "4001234567"),
        ("+852 2345 6789", "+85223456789"),
        ("专利号201310586887", None),
        ("13800138000123", None),
        ("没有", None),
    ],
)
def test_a_phone_number_is_read_as_digits(said: str, phone: str | None) -> None:
    assert read_phone(said) == phone


def test_phones_are_blanked_before_the_rest_is_read() -> None:
    text = "电话138 0013 8000，预算30万元"
    assert "138" not in without_phones(text)
    assert len(without_phones(text)) == len(text)
    assert find_phones(text + text) == ("13800138000",)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("我们厂在昆山做压铸件", "昆山"),
        ("河南省洛阳市涧西区的轴承厂", "涧西区"),
        ("公司位于新乡市长垣县，主要做起重机", "长垣县"),
        ("昆山压铸厂气孔率高", "昆山"),
    ],
)
def test_pieces_that_may_be_places_are_offered(said: str, place: str) -> None:
    assert place in find_places(said)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("30", "30"),
        ("大概三十五人", "35"),
        ("１２台", "12"),
        ("1.5万", "15000"),
        ("两万三", "23000"),
        ("二百五", "250"),
        ("一百零五", "105"),
        ("一千二", "1200"),
        ("三千万", "30000000"),
        ("2,500.5", "2500.5"),
        ("半天", "0.5"),
        ("十", "10"),
        ("二〇二七", "2027"),
    ],
)
def test_a_number_is_read_as_people_say_it(said: str, number: str) -> None:
    assert read_number(said) == Decimal(number)


def test_no_number_is_none() -> None:
    assert read_number("不知道") is None
    assert read_number("") is None


@pytest.mark.parametrize(
    "said", ["图纸请保密", "配方不要公开", "不便公开", "涉密项目", "請保密", "under NDA"]
)
def test_a_wish_for_secrecy_is_heard(said: str) -> None:
    assert wants_confidential(said)


@pytest.mark.parametrize("said", ["不需要保密", "可以公开", "无需保密，可公开", "轴承开裂", ""])
def test_openness_is_heard_too(said: str) -> None:
    assert not wants_confidential(said)


@pytest.mark.parametrize(
    "said",
    ["1" * 100_000, "我" * 100_000, "在" * 100_000, "%3降到" * 20_000, "((((0371" * 20_000, "a b " * 25_000],
)
def test_of_the_longest_and_strangest_text_only_the_beginning_is_read(said: str) -> None:
    assert read_need(said, TODAY) == read_need(said[:LONGEST], TODAY)


@given(st.text() | st.text(st.sampled_from("0123456789.-/+%年月日号周万元零一二十百千降到在保密省市前内 ")))
def test_any_message_can_be_read(text: str) -> None:
    reading = read_need(text, TODAY)
    assert len(reading.title) <= 30
    assert all(piece in tidy(text) for piece in reading.title.split("，"))
    assert all(target.wanted for target in reading.targets)
    read_number(text)


@pytest.mark.parametrize(
    ("said", "pair"),
    [
        ("南通如东养虾的，塘里对虾红体", "南通如东"),
        ("我们是苏州昆山做压铸的", "苏州昆山"),
        ("江苏南通如东县养虾", "南通如东县"),
    ],
)
def test_a_city_and_a_county_side_by_side_are_one_pair(said: str, pair: str) -> None:
    assert pair in find_pairs(said)


@pytest.mark.parametrize("said", ["常州新北方机械厂的机床坏了", "盐城大丰收农机齿轮箱漏油"])
def test_a_pair_is_made_of_whole_words(said: str) -> None:
    assert not {"常州新北", "盐城大丰"} & set(find_pairs(said))


@given(st.text(max_size=200))
def test_pairs_are_found_in_any_text(text: str) -> None:
    assert all(len(pair) <= len(text) for pair in find_pairs(text))
