"""Who may do what: role x place x action, written out. A new action without its rows here fails.

Columns, in groups: stranger, pending contact, contact, contact of another enterprise, expert, invited expert,
agreed expert; then observer, member, deputy and owner of 常熟, 张家港, 苏州, 昆山, 江苏, 省教育厅 (a
department), 浙江 and the ministry. # may, . may not. Behind + stands what is special about the subject.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.domain.actors import NOTHING, RULES, Actor, Subject, may
from tests.support.roles import (
    CHANGSHU,
    EDUCATION,
    IN_CHANGSHU,
    IN_KUNSHAN,
    JIANGSU,
    KUNSHAN,
    MINISTRY,
    SUZHOU,
    everybody,
)

ROOT = Path(__file__).parents[3]

MATTER_IN_CHANGSHU = """
file_need                        ..#.... .... .... .... .... .... .... .... ....
mend_need                        ..#.... .... .... .... .... .... .... .... ....
withdraw_need                    ..#.... .### .... .### .... .### .... .... .###
see_need                         ..#..## #### .... #### .... #### .... .... ####
see_file                         ..#...# .### .... .### .... .### .... .... .###
check_need                       ....... .### .... .### .... .### .... .... .###
hand_on_need                     ....... .### .... .### .... .### .... .... .###
return_sent_up                   ....... .### .... .### .... .### .... .... .###
see_candidates                   ....... .### .... .### .... .### .... .... .###
invite                           ....... .### .... .### .... .### .... .... .###
answer_invitation                .....#. .... .... .... .... .... .... .... ....
answer_by_phone                  ....... .### .... .### .... .### .... .... .###
withdraw_invitation              ....... .### .... .### .... .### .... .... .###
withdraw_acceptance              .....#. .### .... .### .... .### .... .... .###
plan_outing                      ....... .### .... .### .... .### .... .... .###
see_outing                       ..#...# #### .... #### .... #### .... .... ####
prepare_host                     ..#.... .### .... .### .... .### .... .... .###
raise_problem                    ..#...# .### .... .### .... .### .... .... .###
confirm_as_expert                .....#. .... .... .... .... .... .... .... ....
confirm_as_host                  ..#.... .... .... .... .... .... .... .... ....
settle_visit                     ....... .### .... .### .... .### .... .... .###
see_pair                         ..#..#. #### .... #### .... #### .... .... ####
record_result                    ..#..#. .### .... .### .... .### .... .... .###
strike_result                    ....... .### .... .### .... .### .... .... .###
tell_case                        ..#.... .... .... .... .... .... .... .... ....
see_case                         ....... #### .... #### .... #### .... .... ####
edit_case                        ....... .### .... .### .... .### .... .... .###
answer_questionnaire             ..#..#. .... .... .... .... .... .... .... ....
answer_questionnaire_by_phone    ....... .### .... .### .... .### .... .... .###
see_shared_words                 ..#..#. .... .... .... .... .... .... .... ....
see_words                        ....... .### .... .### .... .### .... .... .###
see_satisfaction                 ....... #### .... #### .... #### .... .... ####
see_mydata                       ..#.... .... .... .... .... .... .... .... ....
see_contacts                     ..#...# .### .... .### .... .### .... .... .###
see_experts                      ....... #### #### #### #### #### #### #### ####
see_expert_contact               ....... .### .... .### .... .### .... .... .###
set_reach                        ....... .### .... .### .... .### .... .... .###
confirm_expert                   ....... .### .### .### .### .### .... .### .###
mark_conflict                    ....... .### .### .### .### .### .... .### .###
confirm_contact                  ..#.... .### .... .### .... .### .... .... .###
make_link                        ....... .### .### .### .### .### .### .### .###
import_people                    ....... .### .... .### .... .### .... .... .###
export                           ....... .### .... .### .... .### .... .... .###
see_tasks                        ....... .### .... .### .... .### .... .... .###
do_task                          ....... .### .... .### .... .### .... .... .###
see_filing                       ....... #### .... #### .... #### .... .... ####
submit_filing                    ....... .### .... .... .... .... .... .... ....
fill_in_filing                   ....... .... .... .### .... .### .... .... .###
receive_filing                   ....... .... .... .### .... .### .... .... .###
return_filing                    ....... .... .... .### .... .### .... .... .###
extend_filing                    ....... .... .... .### .... .### .... .... .###
chase_filing                     ....... .... .... .### .... .### .... .... .###
open_call                        ....... .### .... .### .... .### .... .... .###
reach_enterprise                 ....... .### .... .### .... .### .... .... .###
file_need_for                    ....... .### .... .### .... .### .... .... .###
see_call                         ....... #### .... #### .... #### .... .... ####
preview                          ....... #### .... #### .... #### .... .... ####
skip_reminder                    ....... .### .... .### .... .### .... .... .###
put_off_reminder                 ....... .### .... .### .... .### .... .... .###
see_directory                    ....... #### .... #### .... #### .... .... ####
edit_bureau                      ....... ...# .... .... .... .... .... .... ....
set_roles                        ....... ...# .... .... .... .... .... .... ....
invite_colleague                 ....... ...# .... .... .... .... .... .... ....
handover                         ....... ...# .... .... .... .... .... .... ....
see_consultations                ....... #### .... #### .... #### .... .... ####
log_consultation                 ....... .### .... .... .... .... .... .... ....
see_indicators                   ....... #### .... #### .... #### .... .... ####
see_holdings                     ....... #### .... #### .... #### .... .... ####
keep_holdings                    ....... .### .... .... .... .... .... .... ....
see_fund                         ....... #### .... #### .... #### .... .... ####
answer_fund                      ....... .... .... .### .... .### .... .... .###
read_paper                       ....... #### .... #### .... #### .... .... ####
check_need +sent_up              ....... .... .... .### .... .### .... .... .###
hand_on_need +sent_up            ....... .... .... .### .... .### .... .... .###
withdraw_need +sent_up           ..#.... .... .... .### .... .### .... .... .###
return_sent_up +sent_up          ....... .... .... .### .... .### .... .... .###
edit_bureau +ownerless           ....... ...# .... ..## .... ..## .... .... ..##
set_roles +ownerless             ....... ...# .... ..## .... ..## .... .... ..##
invite_colleague +ownerless      ....... ...# .... ..## .... ..## .... .... ..##
handover +ownerless              ....... ...# .... ..## .... ..## .... .... ..##
"""
MATTER_IN_KUNSHAN = """
file_need                        ..#.... .... .... .... .... .... .... .... ....
mend_need                        ..#.... .... .... .... .... .... .... .... ....
withdraw_need                    ..#.... .... .... .... .### .### .... .... .###
see_need                         ..#..## .... .... .... #### #### .... .... ####
see_file                         ..#...# .... .... .... .### .### .... .... .###
check_need                       ....... .... .... .... .### .### .... .... .###
hand_on_need                     ....... .... .... .... .### .### .... .... .###
return_sent_up                   ....... .... .... .... .### .### .... .... .###
see_candidates                   ....... .... .... .... .### .### .... .... .###
invite                           ....... .... .... .... .### .### .... .... .###
answer_invitation                .....#. .... .... .... .... .... .... .... ....
answer_by_phone                  ....... .... .... .... .### .### .... .... .###
withdraw_invitation              ....... .... .... .... .### .### .... .... .###
withdraw_acceptance              .....#. .... .... .... .### .### .... .... .###
plan_outing                      ....... .... .... .... .### .### .... .... .###
see_outing                       ..#...# .... .... .... #### #### .... .... ####
prepare_host                     ..#.... .... .... .... .### .### .... .... .###
raise_problem                    ..#...# .... .... .... .### .### .... .... .###
confirm_as_expert                .....#. .... .... .... .... .... .... .... ....
confirm_as_host                  ..#.... .... .... .... .... .... .... .... ....
settle_visit                     ....... .... .... .... .### .### .... .... .###
see_pair                         ..#..#. .... .... .... #### #### .... .... ####
record_result                    ..#..#. .... .... .... .### .### .... .... .###
strike_result                    ....... .... .... .... .### .### .... .... .###
tell_case                        ..#.... .... .... .... .... .... .... .... ....
see_case                         ....... .... .... .... #### #### .... .... ####
edit_case                        ....... .... .... .... .### .### .... .... .###
answer_questionnaire             ..#..#. .... .... .... .... .... .... .... ....
answer_questionnaire_by_phone    ....... .... .... .... .### .### .... .... .###
see_shared_words                 ..#..#. .... .... .... .... .... .... .... ....
see_words                        ....... .... .... .... .### .### .... .... .###
see_satisfaction                 ....... .... .... .... #### #### .... .... ####
see_mydata                       ..#.... .... .... .... .... .... .... .... ....
see_contacts                     ..#...# .... .... .... .### .### .... .... .###
see_experts                      ....... #### #### #### #### #### #### #### ####
see_expert_contact               ....... .... .... .... .### .### .... .... .###
set_reach                        ....... .... .... .... .### .### .... .... .###
confirm_expert                   ....... .### .### .### .### .### .... .### .###
mark_conflict                    ....... .### .### .### .### .### .... .### .###
confirm_contact                  ..#.... .... .... .... .### .### .... .... .###
make_link                        ....... .### .### .### .### .### .### .### .###
import_people                    ....... .... .... .... .### .### .... .... .###
export                           ....... .... .... .... .### .### .... .... .###
see_tasks                        ....... .... .... .... .### .### .... .... .###
do_task                          ....... .... .... .... .### .### .... .... .###
see_filing                       ....... .... .... .... #### #### .... .... ####
submit_filing                    ....... .... .... .... .### .... .... .... ....
fill_in_filing                   ....... .... .... .... .... .### .... .... .###
receive_filing                   ....... .... .... .... .... .### .... .... .###
return_filing                    ....... .... .... .... .... .### .... .... .###
extend_filing                    ....... .... .... .... .... .### .... .... .###
chase_filing                     ....... .... .... .... .... .### .... .... .###
open_call                        ....... .... .... .... .### .### .... .... .###
reach_enterprise                 ....... .... .... .... .### .### .... .... .###
file_need_for                    ....... .... .... .... .### .### .... .... .###
see_call                         ....... .... .... .... #### #### .... .... ####
preview                          ....... .... .... .... #### #### .... .... ####
skip_reminder                    ....... .... .... .... .### .### .... .... .###
put_off_reminder                 ....... .... .... .... .### .### .... .... .###
see_directory                    ....... .... .... .... #### #### .... .... ####
edit_bureau                      ....... .... .... .... ...# .... .... .... ....
set_roles                        ....... .... .... .... ...# .... .... .... ....
invite_colleague                 ....... .... .... .... ...# .... .... .... ....
handover                         ....... .... .... .... ...# .... .... .... ....
see_consultations                ....... .... .... .... #### #### .... .... ####
log_consultation                 ....... .... .... .... .### .... .... .... ....
see_indicators                   ....... .... .... .... #### #### .... .... ####
see_holdings                     ....... .... .... .... #### #### .... .... ####
keep_holdings                    ....... .... .... .... .### .... .... .... ....
see_fund                         ....... .... .... .... #### #### .... .... ####
answer_fund                      ....... .... .... .... .... .### .... .... .###
read_paper                       ....... .... .... .... #### #### .... .... ####
check_need +sent_up              ....... .... .... .... .... .### .... .... .###
hand_on_need +sent_up            ....... .... .... .... .... .### .... .... .###
withdraw_need +sent_up           ..#.... .... .... .... .... .### .... .... .###
return_sent_up +sent_up          ....... .... .... .... .... .### .... .... .###
edit_bureau +ownerless           ....... .... .... .... ...# ..## .... .... ..##
set_roles +ownerless             ....... .... .... .... ...# ..## .... .... ..##
invite_colleague +ownerless      ....... .... .... .... ...# ..## .... .... ..##
handover +ownerless              ....... .... .... .... ...# ..## .... .... ..##
"""
OTHER_MATTERS = """
see_filing +to_nobody            ....... .... .... .... .... #### .... .... ####
submit_filing +to_nobody         ....... .... .... .... .... .### .... .... ....
receive_filing +to_nobody        ....... .... .... .... .... .... .... .... .###
extend_filing +to_nobody         ....... .... .... .... .... .... .... .... .###
chase_filing +to_nobody          ....... .... .... .... .... .... .... .... .###
fill_in_filing +to_nobody        ....... .... .... .... .... .... .... .... .###
return_filing +to_nobody         ....... .... .... .... .... .... .... .... .###
open_call +programme             ....... .... .... .... .... .### .... .... .###
export +programme                ....... .... .... .... .... .### .... .... .###
confirm_expert +department       ....... .### .### .### .### .### .### .### .###
see_expert_contact +department   ....... .... .... .... .... .... .### .... ....
set_reach          +department   ....... .... .... .... .... .... .### .... ....
mark_conflict +department        ....... .### .### .### .### .### .### .### .###
do_task +department              ....... .... .... .... .... .... .### .... ....
see_tasks +department            ....... .... .... .... .... .... .### .... ....
import_people +department        ....... .... .... .... .... .... .### .... ....
export +department               ....... .... .... .... .... .... .### .... ....
edit_bureau +department          ....... .... .... .... .... .... ...# .... ....
handover +department             ....... .... .... .... .... .... ...# .... ....
see_directory +department        ....... .... .... .... .... .... #### .... ....
log_consultation +department     ....... .... .... .... .... .... .### .... ....
check_need +department           ....... .... .... .... .... .... .... .... ....
see_need +department             ....... .... .... .... .... .... .... .... ....
invite +department               ....... .... .... .... .... .... .... .... ....
handover +lost_department        ....... .... .... .... .... ..## ...# .... ..##
see_directory +above             ....... #### .... #### #### #### #### .... ####
"""


SPECIAL: Mapping[str, Callable[[Subject], Subject]] = {
    "": lambda matter: matter,
    "sent_up": lambda matter: replace(matter, sent_up_area=matter.to_area),
    "ownerless": lambda matter: replace(matter, ownerless=True),
    "to_nobody": lambda _: Subject(area="320000", bureau_id=JIANGSU, line=(MINISTRY,)),
    "programme": lambda _: Subject(area="320000"),
    "department": lambda _: Subject(bureau_id=EDUCATION, line=(JIANGSU, MINISTRY)),
    "lost_department": lambda _: Subject(bureau_id=EDUCATION, line=(JIANGSU, MINISTRY), ownerless=True),
    "above": lambda _: Subject(
        area="320000", bureau_id=JIANGSU, line=(MINISTRY,), line_of=(CHANGSHU, SUZHOU, KUNSHAN, EDUCATION)
    ),
}
"""sent_up: a need submitted up (上报); to_nobody: what the province owes and nobody receives;
lost_department: one without an owner; above: the bureau of the province, as those below look at it."""


def rows_of(table: str) -> list[tuple[str, str, str]]:
    """Return action, what is special, and the marks of each row, one mark a person."""
    lines = [line.split() for line in table.strip().splitlines()]
    return [
        (action, rest[0][1:], "".join(rest[1:])) if rest[0].startswith("+") else (action, "", "".join(rest))
        for action, *rest in lines
    ]


ROWS = [
    *((IN_CHANGSHU, *row) for row in rows_of(MATTER_IN_CHANGSHU)),
    *((IN_KUNSHAN, *row) for row in rows_of(MATTER_IN_KUNSHAN)),
    *((IN_CHANGSHU, *row) for row in rows_of(OTHER_MATTERS)),
]


@pytest.mark.parametrize(("matter", "action", "special", "marks"), ROWS)
def test_everybody_may_just_what_the_table_says(
    matter: Subject, action: str, special: str, marks: str
) -> None:
    people, subject = everybody(), SPECIAL[special](matter)
    assert len(marks) == len(people)
    allowed = {name for name, mark in zip(people, marks, strict=True) if mark == "#"}
    assert {name for name, actor in people.items() if may(actor, action, subject)} == allowed


@pytest.mark.parametrize("table", [MATTER_IN_CHANGSHU, MATTER_IN_KUNSHAN])
def test_the_table_holds_every_action_there_is(table: str) -> None:
    assert sorted(action for action, special, _ in rows_of(table) if not special) == sorted(RULES)


@pytest.mark.parametrize("action", RULES)
def test_a_stranger_may_nothing_and_nobody_may_anything_with_nothing(action: str) -> None:
    assert not may(Actor(1), action, IN_CHANGSHU)
    allowed = [name for name, actor in everybody().items() if may(actor, action, NOTHING)]
    assert not allowed or action in {"see_experts", "make_link", "confirm_expert", "mark_conflict"}


def test_what_has_no_rule_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        may(Actor(1), "fly", IN_CHANGSHU)


def test_every_rule_is_asked_for_somewhere() -> None:
    files = (file for file in (ROOT / "handlers").rglob("*.py") if file.name != "actors.py")
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [action for action in RULES if f'"{action}"' not in code] == []
