"""After quiet hours: what was held leaves as one message, with the buttons that act on each part of it."""

from datetime import datetime

from handlers.domain.days import SHANGHAI
from handlers.domain.invitations import EXPIRED
from tests.support.inviting import Invited
from tests.support.world import Visitor

HEADING = "免打扰时间里的"


def gathered(visitor: Visitor) -> list[str]:
    """Return the messages of several that came."""
    return [message.plain() for message in visitor.buzzed if HEADING in message.heading]


def ended_at_night(world: Invited, *names: str) -> Visitor:
    """Let invitations end at midnight without an answer; return the coordinator, who has read everything."""
    world.approved()
    desk = world.known("coordinator:320583")
    for name in names:
        world.joins(name).says("我的邀请")
    world.invites(desk, *names)
    world.passes_until(datetime(2026, 5, 19, 0, 5, tzinfo=SHANGHAI))
    assert {each.state for each in world.invitations()} == {EXPIRED}
    desk.read = len(desk.buzzed)
    return desk


def test_what_ended_at_night_is_one_message_in_the_morning_with_a_line_and_a_button_each() -> None:
    with Invited() as world:
        desk = ended_at_night(world, "沈砚舟", "陆怀谷")
        world.passes_until(datetime(2026, 5, 19, 8, 0, tzinfo=SHANGHAI))
        desk.hears_nothing()
        world.passes(seconds=5)
        (message,) = gathered(desk)
        assert message.splitlines()[0] == "免打扰时间里的 2 条消息"
        assert {line[3:6] for line in message.splitlines()[1:3]} == {"沈砚舟", "陆怀谷"}
        assert all("到期没有答复" in line for line in message.splitlines()[1:3])
        assert [b.label for b in desk.buzzed[-1].buttons] == ["1. 下一批候选人", "2. 下一批候选人", "少提醒"]
        desk.taps("2. 下一批候选人").hears("候选专家")


def test_one_alone_stays_the_card_it_is() -> None:
    with Invited() as world:
        desk = ended_at_night(world, "沈砚舟")
        world.passes_until(datetime(2026, 5, 19, 8, 0, tzinfo=SHANGHAI))
        world.passes(seconds=5)
        desk.hears("沈砚舟到期没有答复")
        assert gathered(desk) == []


def test_the_cards_that_are_on_a_screen_are_renewed_without_a_sound() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        for name in ("沈砚舟", "陆怀谷"):
            world.joins(name).says("我的邀请")
        world.invites(desk, "沈砚舟", "陆怀谷")
        for one in world.invitations():
            desk.taps_action(f"i.see:{one.id}:{one.revision}")
        world.passes_until(datetime(2026, 5, 19, 8, 0, tzinfo=SHANGHAI))
        world.passes(seconds=5)
        cards = [m.plain() for m in desk.screen if "到期没有答复" in m.plain() and HEADING not in m.heading]
        assert len(cards) == 2
        assert len(gathered(desk)) == 1


def test_the_preview_shows_what_will_leave_together() -> None:
    with Invited() as world:
        desk = ended_at_night(world, "沈砚舟", "陆怀谷")
        desk.says("明日预览").hears("免打扰时间里的 2 条消息")
        assert not any("跳过" in label for label in desk.labels)
