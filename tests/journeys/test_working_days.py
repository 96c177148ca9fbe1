"""Promised days follow China's calendar: the golden week is passed over, working Saturdays count."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from handlers.domain.days import SHANGHAI
from handlers.programme.calendar import WorkCalendar
from tests.journeys.test_checking import Desk
from tests.support.inviting import Invited

BEFORE_THE_GOLDEN_WEEK = datetime(2026, 9, 29, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture
def world() -> Iterator[Invited]:
    """Return the sample world on the Tuesday before National Day of 2026, off from 1 to 7 October."""
    with Invited(BEFORE_THE_GOLDEN_WEEK) as opened:
        yield opened


def test_the_check_of_a_need_is_promised_for_after_the_golden_week(world: Invited) -> None:
    Desk(world).tang.hears("10月9日（周五）")


def test_an_expert_may_answer_until_after_the_golden_week_and_the_working_saturday(world: Invited) -> None:
    world.approved()
    world.invites(world.known("coordinator:320583"), "沈砚舟")
    (invitation,) = world.invitations()
    assert invitation.reply_by == date(2026, 10, 12)


def test_an_installations_own_day_off_is_passed_over_too(world: Invited) -> None:
    world.surroundings.calendar = WorkCalendar({date(2026, 10, 8): False})
    Desk(world).tang.hears("10月10日（周六）")
