"""Every button and every command, tapped by somebody whom the matter does not concern: nothing comes of it.

The buttons are those that the people of 昆山 have on their screens. A new action that forgets to ask `may`
changes something here, or shows one of the words that are nobody else's.
"""

from collections.abc import Iterable, Iterator

import pytest

from handlers.actions.table import ACTIONS
from handlers.commands import COMMANDS
from tests.support.trespass import Kunshan
from tests.support.world import Visitor

OWN = frozenset((
    "join", "language", "mydata.correct", "mydata.erase", "mydata.erase_yes", "mydata.export", "form.open",
    "form.delete", "form.delete_yes", "less", "less.all", "less.mute", "less.set", "link"
))  # fmt: skip
"""Verbs about the person who taps: they have no other subject."""
POOL = frozenset(("expert.yes", "expert.no", "expert.avoid", "expert.confirm"))
"""The pool of experts is one for all bureaus: any of them may confirm."""
STRANGERS = (
    "stranger",
    "contact:haian_motor",
    "expert:squeeze_casting",
    "coordinator:321283",
    "coordinator:320500",
)
NUMBERED = frozenset(("need", "i.see", "filing", "task", "b", "call", "b.talk", "act"))


@pytest.fixture(scope="module")
def world() -> Iterator[Kunshan]:
    """Furnish once: whoever trespasses leaves everything as it was."""
    with Kunshan() as opened:
        opened.furnish()
        yield opened


def taken_by(
    world: Kunshan, key: str, taps: Iterable[str], commands: Iterable[str] = ()
) -> list[tuple[object, ...]]:
    """Let somebody tap all that and send all that; return the rows that changed and the secrets shown."""
    visitor = world.trespasser(key)
    before, found = world.standing([visitor.person_id]), list[tuple[object, ...]]()
    for action in taps:
        found += [(action, word) for word in shown(world, visitor.taps_action(action))]
    for name in commands:
        for rest in ("", "昆山", "1"):
            found += [(name, rest, word) for word in shown(world, visitor.commands(name, rest))]
        visitor.says("取消")
    after = world.standing([visitor.person_id])
    return found + [(table, row) for table, rows in after.items() for row in rows if row not in before[table]]


def shown(world: Kunshan, visitor: Visitor) -> list[str]:
    words = "\n".join(message.plain() for message in (*visitor.fresh, visitor.last))
    return [word for word in world.secrets if word in words]


@pytest.mark.parametrize("key", STRANGERS)
def test_a_button_of_somebody_elses_screen_does_and_shows_nothing(world: Kunshan, key: str) -> None:
    own = OWN | (POOL if key.startswith(("coordinator", "department")) else frozenset())
    actions = sorted(a for a in world.buttons(world.rightful.values()) if a.partition(":")[0] not in own)
    assert len(actions) > 100
    assert taken_by(world, key, actions) == []


@pytest.mark.parametrize("key", ["stranger", "coordinator:321283"])
def test_a_button_that_is_made_up_does_and_shows_nothing(world: Kunshan, key: str) -> None:
    actions = made_up(world)
    assert len(actions) > 100
    assert taken_by(world, key, actions) == []


def test_an_observer_of_the_bureau_changes_nothing_and_sees_no_number(world: Kunshan) -> None:
    actions = sorted(a for a in world.buttons(world.rightful.values()) if a.partition(":")[0] not in OWN)
    read = {"模具热处理后变形超差", "由科技局推荐三名专家"}
    assert [each for each in taken_by(world, "observer:320583", actions) if not read & set(each)] == []


def made_up(world: Kunshan) -> list[str]:
    """Return buttons that nobody was shown here, with the number of one of 昆山's matters of each kind."""
    seen = world.buttons(world.rightful.values())
    verbs = sorted(ACTIONS.keys() - OWN - POOL - {action.partition(":")[0] for action in seen})
    numbers = {
        verb: action.split(":")[1] for action in seen if (verb := action.partition(":")[0]) in NUMBERED
    }
    return [f"{verb}:{number}:1" for verb in verbs for number in sorted(set(numbers.values()))]


@pytest.mark.parametrize("key", STRANGERS)
def test_a_command_shows_nobody_elses_matters(world: Kunshan, key: str) -> None:
    assert taken_by(world, key, (), sorted(COMMANDS.keys() - {"english", "language"})) == []
