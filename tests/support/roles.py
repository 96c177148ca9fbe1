"""Everybody who may turn up in the table of who may do what: parties to a matter, desks at each place."""

from handlers.domain.actors import Actor, Desk, Subject
from handlers.domain.bureaus import DEPUTY, MEMBER, OBSERVER, OWNER

CHANGSHU, ZHANGJIAGANG, SUZHOU, KUNSHAN, JIANGSU, EDUCATION, ZHEJIANG, MINISTRY = range(1, 9)
"""Bureaus by id: 常熟 and 张家港 report to 苏州, 昆山 beside it to 江苏, 省教育厅 is a department of 江苏."""

FIRM, INVITED, AGREED = 31, 42, 43
"""The enterprise of the matter, an expert who was invited to it, one who has agreed."""

PARTIES: dict[str, Actor] = {
    "stranger": Actor(101),
    "pending contact": Actor(102, pending=(FIRM,)),
    "contact": Actor(103, enterprises=(FIRM,)),
    "contact of another enterprise": Actor(104, enterprises=(32,)),
    "expert": Actor(105, expert_id=41),
    "invited expert": Actor(106, expert_id=INVITED),
    "agreed expert": Actor(107, expert_id=AGREED),
}
PLACES: dict[str, Desk] = {
    "常熟": Desk(CHANGSHU, "320581", ""),
    "张家港": Desk(ZHANGJIAGANG, "320582", ""),
    "苏州": Desk(SUZHOU, "320500", "", excluded=("320583",)),
    "昆山": Desk(KUNSHAN, "320583", ""),
    "江苏": Desk(JIANGSU, "320000", ""),
    "教育厅": Desk(EDUCATION, "320000", "", kind="department"),
    "浙江": Desk(ZHEJIANG, "330000", ""),
    "部": Desk(MINISTRY, "000000", ""),
}
ROLES = (OBSERVER, MEMBER, DEPUTY, OWNER)


def everybody() -> dict[str, Actor]:
    """Return the parties, then observer, member, deputy and owner at each place."""
    desks = {f"{place} {role}": _at(desk, role) for place, desk in PLACES.items() for role in ROLES}
    return PARTIES | desks


def _at(desk: Desk, role: str) -> Actor:
    place = Desk(desk.bureau_id, desk.area, role, desk.kind, desk.excluded, desk.included)
    return Actor(200 + desk.bureau_id * 10 + ROLES.index(role), desks=(place,))


IN_CHANGSHU = Subject(
    area="320581",
    enterprise_id=FIRM,
    expert_id=INVITED,
    person_id=103,
    bureau_id=CHANGSHU,
    invited=(INVITED,),
    agreed=(AGREED,),
    to_id=SUZHOU,
    to_area="320500",
    line=(SUZHOU, JIANGSU, MINISTRY),
)
"""A need, a filing, an expert's matter, a bureau of 常熟, which files with 苏州."""

IN_KUNSHAN = Subject(
    area="320583",
    enterprise_id=FIRM,
    expert_id=INVITED,
    person_id=103,
    bureau_id=KUNSHAN,
    invited=(INVITED,),
    agreed=(AGREED,),
    to_id=JIANGSU,
    to_area="320000",
    line=(JIANGSU, MINISTRY),
)
"""The same in 昆山, which files with the province beside 苏州."""
