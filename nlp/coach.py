"""What would make a need easier to match: a value now, a value wanted and by when, what was tried, papers.

The tests are those by which a technology broker judges a need: precise, quantified, owned, documented.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.targets import find_targets
from nlp.text import fold

PARTS = ("wanted", "present", "tried", "papers", "day")
"""What may be missing, the most helpful first."""

_NUMBER = re.compile(
    r"\d(?:[\d.,]*)\s*(?:%|‰|℃|度|[μun]?m|[mck]m|k?g|mg|t|[kmg]?pa|k?hz|[km]?[wva]|hr[abc]|ppm|rpm|"
    r"倍|次|小时|分钟|秒|天|个月|年|元|万|吨|公斤|克|毫米|微米|米|台|件|个|人|级|目|转|头|亩|条)",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"试过|试了|尝试|做过|做了\S{0,6}(?:试验|实验|改)|换过|换了|调整过|调过|调了|改过|请过|用过|联系过|"
    r"已(?:经)?(?:调|换|改|试|做|请)|效果(?:不|没)|没有效果|仍然|还是(?:不|没)|tried|changed|without success",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"图纸|图样|检测报告|报告|数据|样品|样件|照片|视频|工艺卡|参数表|曲线|附件|drawings?|reports?|samples?|data",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Coaching:
    """Which of `PARTS` a need tells already."""

    told: frozenset[str]

    @property
    def score(self) -> int:
        """How many of the five, 0 to 5."""
        return len(self.told)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not told, the most helpful first."""
        return tuple(part for part in PARTS if part not in self.told)


def coach(text: str, *, has_day: bool = False, has_papers: bool = False) -> Coaching:
    """Judge a need's words; a day and papers that were given beside them count as told."""
    beside = {"day": has_day, "papers": has_papers}
    return Coaching(words_tell(text) | {part for part, yes in beside.items() if yes})


@lru_cache(maxsize=1000)
def words_tell(text: str) -> frozenset[str]:
    """Return which of `PARTS` the words themselves tell; kept, for the same need is looked at many times."""
    folded = fold(text)
    targets = find_targets(text)
    told = {
        "wanted": any(target.wanted for target in targets),
        "present": any(target.present for target in targets) or _has_present(folded, len(targets)),
        "tried": _TRIED.search(folded) is not None,
        "papers": _PAPERS.search(folded) is not None,
    }
    return frozenset(part for part, yes in told.items() if yes)


def _has_present(folded: str, wanted: int) -> bool:
    """Say whether there are more quantities than those that are wanted."""
    return len(_NUMBER.findall(folded)) > wanted
