"""What a free message says: whether it is a need, its title, days, money, phones, places, targets."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.days import find_days, read_day
from nlp.money import Money, find_money
from nlp.numbers import read_number
from nlp.phones import find_phones, read_phone, without_phones
from nlp.phrases import phrases
from nlp.places import find_pairs, find_places
from nlp.targets import Target, find_targets
from nlp.text import fold, tidy
from nlp.titles import find_title

__all__ = [
    "Kind", "Money", "Reading", "Target", "looks_like_need",
    "read_day", "read_need", "read_number", "read_phone", "wants_confidential",
]  # fmt: skip

Kind = Literal["技术", "项目", "人才"]
"""The three kinds of need in the notices: 技术需求, 项目需求, 人才需求."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Suggestions read from one message; each is to be shown to the person before it counts."""

    looks_like_need: bool
    kind: Kind
    title: str
    day: date | None
    """The limit that the text sets, or else the first day to come that it names."""
    days: tuple[date, ...]
    money: tuple[Money, ...]
    phones: tuple[str, ...]
    places: tuple[str, ...]
    pairs: tuple[str, ...]
    """Words side by side, among which a city and its county may be."""
    targets: tuple[Target, ...]
    confidential: bool

    @property
    def budget(self) -> Money | None:
        """The first sum that the text offers."""
        return next((money for money in self.money if money.is_budget), None)


def read_need(text: str, today: date) -> Reading:
    """Read a free message; `today` is the day it was written, in the writer's time zone."""
    plain = without_phones(tidy(text))
    said = find_days(plain, today)
    limits = [one.day for one in said if one.is_limit] + [one.day for one in said if one.day >= today]
    return Reading(
        looks_like_need=looks_like_need(text),
        kind=_kind(plain),
        title=find_title(text),
        day=limits[0] if limits else None,
        days=tuple(dict.fromkeys(one.day for one in said)),
        money=find_money(plain),
        phones=find_phones(text),
        places=find_places(plain),
        pairs=find_pairs(plain),
        targets=find_targets(plain),
        confidential=wants_confidential(text),
    )


_SHORTEST_NEED = 10
_TERMS_OF_A_NEED = 2
_TERMS_OF_A_PAPER = 12
"""So many technical words are neither a complaint nor a question about the programme."""
_WANT = re.compile(
    r"想|请(?!问)\S{0,12}(?:专家|教授|老师|博士|工程师)|指导|联合申报|合作|希望|需要|急需|亟需|寻求|寻找|求购|求助|征集|需求|攻关|招聘|引进|"
    r"解决|降低|降到|降至|减少|提高|提升|改[进善造]|替代|开发|研[发制]|优化|缩短|延长|消除|防止|避免|"
    r"能不能|有没有(?:办法|技术|专家|老师)|怎[么样](?:解决|处理|提高|降低|才能|办|去除|控制|避免)|如何|"
    r"need|want|reduce|improve|looking for|solve"
)
_TROUBLE = re.compile(
    r"难题|瓶颈|开裂|裂纹|变形|磨损|腐蚀|泄漏|漏[油水气]|堵塞|断裂|脱落|气孔|缩孔|振纹|超标|不良|不稳|不达标|不合格|"
    r"误差大|偏差大|不均|不一(?!样|定|般|会)|色差|死[了亡]|报废|太[高低慢大小多少差贵]|过[高低慢大]|偏[高低大小]|老是|总是|一直|经常|故障|死亡率|发病|减产|"
    r"[率度量耗比]\S{0,6}[高低]|上不去|下不来|做不[出好到]|解决不了|卡脖子"
)
_ABOUT_PROGRAMME = re.compile(
    r"截止|截至|报名|申报(?:条件|材料|时间|流程)|怎么(?:报|填|用|操作|注册|登录|改|申请|联系|查)|几份|职称|补贴|政策|名额|"
    r"审[核批]|进度|到哪一?步|什么时候|多久|多长时间|哪天|几号|谁(?:负责|审)|在哪里?(?:看|填|交|下载)|验证码|链接|"
    r"deadline|how (?:do|can|to)|when |where |who "
)
_TO_STAFF = re.compile(
    r"投诉|态度|没人(?:理|管|回|接)|不理|敷衍|骗|太垃圾|垃圾(?:平台|系统|软件|服务)|退出|取消|撤回|怎么还|还没(?:有)?(?:回|消息|联系|结果)|"
    r"你们(?:的)?(?:工作|服务|系统|平台|软件|机器人|效率|办事)|打不开|进不去|登不上|收不到|点不了"
)


def looks_like_need(text: str) -> bool:
    """Tell whether a message states a technical need; in doubt it does not."""
    folded = fold(text).strip()
    wants, troubles = bool(_WANT.search(folded)), bool(_TROUBLE.search(folded))
    if len(folded) < _SHORTEST_NEED or not (wants or troubles):
        return False
    terms = {word for phrase in phrases(text) if len(phrase.words) == 1 for word in phrase.words}
    if len(terms) >= _TERMS_OF_A_PAPER:
        return True
    if _TO_STAFF.search(folded):
        return False
    if _ABOUT_PROGRAMME.search(folded) and not troubles and not find_targets(text):
        return False
    return len(terms) >= _TERMS_OF_A_NEED


_TALENT = re.compile(
    r"招聘|招(?:收|录|几|一|两|\d)?\S{0,4}(?:工程师|博士|硕士|研究生|技术员|人才)|引进?\S{0,4}人才|人才引进|引才|博士后|"
    r"引[进才]\S{0,14}(?:博士|硕士|研究生|工程师|团队)|年薪|(?:全职|兼职|柔性)\S{0,4}(?:专家|人才|教授)|科技副总|recruit|hire"
)
_PROJECT = re.compile(
    r"(?:联合|共同|合作)申报|合作开发|联合(?:开发|研发)|共建\S{0,6}(?:实验室|研究院|中心|平台)|申报\S{0,8}项目|项目(?:合作|申报|对接|落地)|成果转[化让]|产业化项目|中试|技术转让|招商|合作建厂|融资"
)


def _kind(text: str) -> Kind:
    if _TALENT.search(text):
        return "人才"
    return "项目" if _PROJECT.search(text) else "技术"


_CONFIDENTIAL = re.compile(
    r"保密|涉密|机密|商业秘密|(?:不|别|勿)(?:要|能|想|便|宜|得|可以)?(?:对外)?(?:公开|外传|透露|泄露|公布)|confidential|\bnda\b"
)
_NOT_CONFIDENTIAL = re.compile(
    r"(?:不|无|没有?)(?:需要?|用|必|涉及?|存在)?\s*(?:保密|涉密|机密)|(?<!不)可以?公开"
)


def wants_confidential(text: str) -> bool:
    """Tell whether the writer asks to keep something secret (保密, 不要公开)."""
    folded = fold(text)
    return bool(_CONFIDENTIAL.search(_NOT_CONFIDENTIAL.sub("", folded)))
