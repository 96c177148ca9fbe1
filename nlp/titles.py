"""A short title for a text: the phrase of it that says most."""

import re

from nlp.phones import without_phones
from nlp.phrases import phrases
from nlp.text import clauses, tidy
from nlp.words import cut, rarity

_LONGEST, _SHORTEST, _SHORT = 30, 2, 14
_MOST_CLAUSES = 100
_LATER = 0.1
"""How much less each later clause weighs."""
_OPENING = re.compile(
    r"^(?:您好|你好|请问|请教|老师|各位|专家|(?:我们?|本|贵)?(?:公司|厂里?|企业|单位)|我们|这边|现在|目前|由于|因为|就是|主要是?|"
    r"特别是?|一直|想要?|希望能?|需要|急需|寻求|寻找|求助?|能不能|有没有|能否|是否|可以|如何|怎么|帮忙?|看看|一下|针对|关于|"
    r"需求(?:内容|名称)|技术需求|项目名称|\d+[.)、]|在[\u4e00-\u9fff]{2,6}?(?:做|生产)|做|搞|[的在把将对以]|\s)+"
)
_ASKS = re.compile(
    r"降低?|提高|提升|减少|解决|改[进善]|优化|开发|研[发制究]|攻关|替代|怎[么样]|如何|问题|难题|不[良稳]|开裂|变形|"
    r"磨损|气孔|振纹|超标|脱落|太[高低慢大小]|老是|总是|\d%"
)
_ASKS_MORE = 1.5
_ENDING = re.compile(
    r"(?:[吗呢吧啊呀了的]|一下|好吗|行吗|可以吗|谢谢|请教| (?:in|of|to|for|the|an?|with|by|on))+$"
)


def find_title(text: str) -> str:
    """Find the clause that says most, at most 30 characters, never cut inside a word; empty when none does.

    A short clause takes the one before it along: 压铸件，气孔率一直在8%左右.
    """
    pieces = _pieces(text)
    weights = [_weigh(piece) / (1 + _LATER * number) for number, piece in enumerate(pieces)]
    best = max(range(len(pieces)), key=lambda number: weights[number], default=0)
    if not pieces or not weights[best]:
        return ""
    joined = f"{pieces[best - 1]}，{pieces[best]}" if best and weights[best - 1] else pieces[best]
    is_short = len(pieces[best]) < _SHORT and len(joined) <= _LONGEST
    return joined if is_short else pieces[best]


def _pieces(text: str) -> list[str]:
    plain = without_phones(tidy(text))
    trimmed = (_trim(clause) for clause in clauses(plain)[:_MOST_CLAUSES])
    return [piece for piece in trimmed if len(piece) >= _SHORTEST]


def _trim(clause: str) -> str:
    piece = _ENDING.sub("", _OPENING.sub("", clause)).strip()
    return piece if len(piece) <= _LONGEST else _shorten(piece)


def _shorten(piece: str) -> str:
    """Keep the opening words that fit; a word longer than that is cut all the same."""
    end = 0
    for word in cut(piece):
        place = piece.lower().find(word, end)
        reached = place + len(word) if place >= 0 else end + len(word)
        if reached > _LONGEST:
            break
        end = reached
    return piece[: end or _LONGEST].strip()


def _weigh(piece: str) -> float:
    terms = {word for phrase in phrases(piece) for word in phrase.words}
    weight = sum(rarity(word) for word in terms)
    return weight * (_ASKS_MORE if _ASKS.search(piece) else 1.0)
