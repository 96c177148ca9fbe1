"""`python -m benchmarks`: the steps a CPU-second carries, how soon a reply comes, what it all weighs."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import report
from benchmarks.botapi import BotApi
from benchmarks.form import Filler
from benchmarks.load import Crowd, Throughput
from benchmarks.machine import LOAD_CORE, memory, pin
from benchmarks.people import furnish
from benchmarks.process import SECRET, Measured, start_floor, start_floor_on_uvloop, start_service
from benchmarks.profile import Profile, profile, sampler
from benchmarks.receipts import Kept, kept, waiting
from benchmarks.wire import Webhook
from bot.clock import SystemClock

CONNECTIONS = 40  # what the service asks of Telegram for its webhook
RATE = 150.0  # steps a second while delays are measured
FEW = 1_000
RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people, how many of them wait at once, and how long each stretch lasts, in seconds.

    Service and floor take turns at full load, because the machine's speed changes with what else it does.
    """

    people: tuple[int, ...] = (FEW, 10_000)
    at_once: int = 128
    turns: int = 4
    closed: float = 5.0
    floor: float = 2.0
    open: float = 15.0


QUICK = Plan(people=(FEW,), turns=2, closed=3.0, open=4.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write it down when asked to."""
    chosen = _parser().parse_args(arguments)
    if chosen.profile and not sampler():
        sys.stderr.write("--profile needs py-spy: pip install py-spy\n")
        return 1
    pin(os.getpid(), LOAD_CORE)
    with tempfile.TemporaryDirectory(prefix="expertbot-bench-") as folder:
        plan = QUICK if chosen.quick else Plan()
        figures = asyncio.run(_measure(Path(folder), plan, with_profile=chosen.profile))
    sys.stdout.write(f"\n{report.table(figures)}\n{report.hottest(figures)}\n")
    if chosen.write:
        RESULTS.write_text(report.page(figures), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="1,000 people and short phases: under 40 seconds"
    )
    parser.add_argument(
        "--profile", action="store_true", help="also sample where the service spends its time"
    )
    parser.add_argument("--write", action="store_true", help="write the results to benchmarks/RESULTS.md")
    return parser


async def _measure(folder: Path, plan: Plan, *, with_profile: bool) -> report.Figures:
    seconds = plan.turns * plan.closed
    figures = report.Figures(SystemClock().now().date(), plan.at_once, seconds, RATE)
    for count in plan.people:
        figures.columns[count] = await _column(_made(folder / str(count)), plan, count)
    if with_profile:
        figures.profile = await _profile(_made(folder / "profile"), plan)
    return figures


async def _column(folder: Path, plan: Plan, count: int) -> report.Column:
    file = folder / "expertbot.db"
    _say(f"{count} people: leading each to a question of the form")
    people = await furnish(file, count)
    strangers, others = ([Filler(1 + n) for n in range(FEW)] for _ in range(2))
    _say(f"{count} people: starting the service, and the floor beside it")
    async with (
        _running(folder, people, start_service) as (service, crowd),
        _running(folder, strangers, start_floor) as (floor, floor_crowd),
        _running(folder, others, start_floor_on_uvloop) as (quick, quick_crowd),
    ):
        fresh, before = memory(service.pid), kept(file)
        _say(f"{count} people: ready after {service.started:.2f} s; full load in {plan.turns} turns")
        await crowd.warm(plan.at_once)
        await floor_crowd.warm(plan.at_once)
        await quick_crowd.warm(plan.at_once)
        settled = partial(_all_sent, file)
        reached, bare, quicker = [], [], []
        for _ in range(plan.turns):
            await settled()
            bare.append(await floor_crowd.closed(floor.pid, plan.at_once, plan.floor, _at_once))
            quicker.append(await quick_crowd.closed(quick.pid, plan.at_once, plan.floor, _at_once))
            reached.append(await crowd.closed(service.pid, plan.at_once, plan.closed, settled))
        _say(f"{count} people: {RATE:.0f} steps a second")
        delays = await crowd.open(RATE, plan.open), await floor_crowd.open(RATE, plan.open / 3)
        await settled()
        done = _proved(kept(file) - before, crowd)
        return report.Column(
            report.Reached(_whole(reached), delays[0], memory(service.pid)),
            report.Reached(_whole(bare), delays[1], memory(floor.pid)),
            _whole(quicker), service.started, fresh, done,
        )  # fmt: skip


def _whole(stretches: Sequence[Throughput]) -> Throughput:
    first, *others = stretches
    return sum(others, start=first)


async def _profile(folder: Path, plan: Plan) -> Profile:
    seconds = 2 * plan.closed
    _say(f"profile: {FEW} people, {seconds:.0f} s of full load")
    people = await furnish(folder / "expertbot.db", FEW)
    async with _running(folder, people, start_service) as (service, crowd):
        await crowd.warm(plan.at_once)
        sampling = asyncio.create_task(profile(service.pid, seconds))
        await crowd.closed(service.pid, plan.at_once, seconds + 1.0, _at_once)
        return await sampling


@asynccontextmanager
async def _running(
    folder: Path, fillers: Sequence[Filler], start: Callable[[Path, int], Measured]
) -> AsyncIterator[tuple[Measured, Crowd]]:
    """Start the stand-in for Telegram and a process, ready to be written to; stop both in the end."""
    api = BotApi()
    await api.start()
    process = start(folder, api.port)
    try:
        await process.ready()
        webhook = Webhook(process.port, SECRET, CONNECTIONS)
        await webhook.open()
        crowd = Crowd(webhook, fillers)
        api.heard = crowd.heard
        yield process, crowd
        webhook.close()
    finally:
        process.stop()
        await api.stop()


async def _all_sent(file: Path) -> None:
    """Return when the outbox is empty: what goes to coordinators may take longer than the replies."""
    for _ in range(300):
        if waiting(file) == 0:
            return
        await asyncio.sleep(0.1)
    raise RuntimeError(f"{waiting(file)} rows of the outbox were not sent within 30 s")


async def _at_once() -> None:
    """Return: the floor has settled when the last reply has arrived, but for one commit."""


def _proved(done: Kept, crowd: Crowd) -> Kept:
    """Return what was made durable. Raises `RuntimeError` when a step has no receipt, or a tap no answer."""
    if done.handled == crowd.posted <= done.receipted and crowd.taps == crowd.answered_taps:
        return done
    answered = f"{crowd.answered_taps} of {crowd.taps} taps were answered"
    raise RuntimeError(f"{crowd.posted} steps were posted, but {done}, {answered}")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _say(words: str) -> None:
    sys.stdout.write(f"· {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
