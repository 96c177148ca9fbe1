"""Bodies of messages are forgotten after the days that are set, on both databases, and leave no trace."""

from datetime import timedelta
from pathlib import Path

from bot.storage.work import Work
from tests.support.world import World

SECRET = "chengshi-4711"


def bodies(world: World) -> list[str]:
    """Return what the queues still hold of messages in and out."""

    def read(work: Work) -> list[str]:
        letters = work.statements.rows("SELECT reply FROM inbox")
        return [row[0] for row in (*letters, *work.statements.rows("SELECT body FROM outbox"))]

    return world.look(read)


def on_disk(world: World) -> list[str]:
    """Return the names of the SQLite files in which the words can be read; none on PostgreSQL."""
    files = [each for each in world.folder.iterdir() if each.is_file()]
    return [each.name for each in files if SECRET.encode() in Path(each).read_bytes()]


def test_bodies_are_kept_as_long_as_is_set_and_then_nothing_is_left_of_them(probed: World) -> None:
    probed.service.kept = timedelta(days=3)
    tang = probed.arrive("唐以宁").commands("echo", SECRET).hears(SECRET)
    probed.clock.move(days=2)
    probed.run(probed.service.forget())
    assert sum(SECRET in body for body in bodies(probed)) == 2
    probed.clock.move(days=1, seconds=1)
    tang.commands("echo", "later")
    probed.run(probed.service.forget())
    assert [body for body in bodies(probed) if SECRET in body] == []
    assert len([body for body in bodies(probed) if "later" in body]) == 2
    assert on_disk(probed) == []


def test_forgetting_again_and_again_beside_other_work_never_fails(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    for day in range(3):
        tang.commands("echo", f"day {day}")
        probed.clock.move(days=31)
        probed.run(probed.service.forget())
    assert [body for body in bodies(probed) if "day" in body] == []
