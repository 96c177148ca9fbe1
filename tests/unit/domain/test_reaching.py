"""In which order somebody is reached: pure."""

from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from handlers.domain.people import Person
from handlers.domain.reaching import ORDERS, next_way, order_of, ways_outside

AT = datetime(2027, 3, 1, tzinfo=UTC)


def person(
    *order: str, email: str = "a@example.org", phone: str = "19900000001", bounced: str = ""
) -> Person:
    bad = [bounced] if bounced else []
    return Person(created_at=AT, email=email, phone=phone, reach_by=list(order), bounced=bad)


def test_a_way_is_open_when_it_is_configured_known_and_not_failed() -> None:
    assert ways_outside(person(), mail=True, hook=True) == ("mail", "hook")
    assert ways_outside(person(), mail=False, hook=True) == ("hook",)
    assert ways_outside(person(email=""), mail=True, hook=False) == ()
    assert ways_outside(person(phone=""), mail=True, hook=True) == ("mail",)
    assert ways_outside(person(email="无"), mail=True, hook=True) == ("hook",)
    assert ways_outside(person(bounced="a@example.org"), mail=True, hook=True) == ("hook",)
    assert ways_outside(person(bounced="old@example.org"), mail=True, hook=True) == ("mail", "hook")
    assert ways_outside(person("hook", "chat", "mail"), mail=True, hook=True) == ("hook", "mail")
    assert ways_outside(person("chat"), mail=True, hook=True) == ()


@pytest.mark.parametrize(
    ("order", "tried", "live", "way"),
    [
        ((), (), True, "chat"),
        ((), (), False, "mail"),
        ((), ("mail",), False, "hook"),
        ((), ("mail", "hook"), False, ""),
        ((), ("mail", "hook"), True, "chat"),
        (ORDERS["mail"], (), True, "mail"),
        (ORDERS["mail"], ("mail",), True, "chat"),
        (ORDERS["mail"], ("mail",), False, "hook"),
        (ORDERS["hook"], (), False, "hook"),
        (ORDERS["only_chat"], (), False, ""),
        (ORDERS["only_chat"], (), True, "chat"),
    ],
)
def test_each_way_is_taken_once_and_a_chat_counts_while_it_is_live(
    order: Collection[str], tried: Collection[str], live: bool, way: str
) -> None:
    who = person(*order)
    assert next_way(who, ways_outside(who, mail=True, hook=True), tried, live=live) == way


@pytest.mark.parametrize("name", sorted(ORDERS))
def test_an_order_that_was_chosen_is_known_again(name: str) -> None:
    assert order_of(person(*ORDERS[name])) == name
    assert order_of(person()) == "chat"
    assert order_of(person("pigeon")) == "chat"
