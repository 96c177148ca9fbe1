"""`python -m benchmarks`: the steps a CPU-second carries, how soon a reply comes, what it all weighs."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report
from benchmarks.botapi import BotApi
from benchmarks.form import Filler
from benchmarks.load import Crowd
from benchmarks.machine import LOAD_CORE, memory, pin
from benchmarks.people import furnish
from benchmarks.process import SECRET, Measured, start_floor, start_service
from benchmarks.profile import Profile, profile, sampler
from benchmarks.receipts import Kept, kept
from benchmarks.wire import Webhook
from bot.clock import SystemClock

CONNECTIONS = 40  # what the service asks of Telegram for its webhook
RATE = 150.0  # steps a second while delays are measured
FEW = 1_000
RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people, how many of them wait at once, and how long each phase lasts, in seconds."""

    people: tuple[int, ...] = (FEW, 10_000)
    at_once: int = 128
    warm_up: float = 3.0
    closed: float = 20.0
    open: float = 15.0
    floor: float = 10.0


QUICK = Plan(people=(FEW,), warm_up=1.5, closed=6.0, open=5.0, floor=4.0)


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
    floor = await _floor(_made(folder / "floor"), plan)
    figures = report.Figures(SystemClock().now().date(), plan.at_once, plan.closed, RATE, floor)
    for count in plan.people:
        figures.services[count] = await _service(_made(folder / str(count)), plan, count)
    if with_profile:
        figures.profile = await _profile(_made(folder / "profile"), plan)
    return figures


async def _floor(folder: Path, plan: Plan) -> report.Floor:
    _say(f"floor: {plan.floor:.0f} s of full load, then {RATE:.0f} steps a second")
    async with _running(folder, [Filler(1 + n) for n in range(FEW)], start_floor) as (floor, crowd):
        throughput = await crowd.closed(floor.pid, plan.at_once, plan.warm_up / 2, plan.floor)
        latency = await crowd.open(RATE, plan.open / 3)
        return report.Floor(throughput, latency, memory(floor.pid))


async def _service(folder: Path, plan: Plan, count: int) -> report.Service:
    file = folder / "expertbot.db"
    _say(f"{count} people: leading each to a question of the form")
    fillers = await furnish(file, count)
    _say(f"{count} people: starting the service")
    async with _running(folder, fillers, start_service) as (service, crowd):
        fresh, before = memory(service.pid), kept(file)
        _say(f"{count} people: ready after {service.started:.2f} s; {plan.closed:.0f} s of full load")
        throughput = await crowd.closed(service.pid, plan.at_once, plan.warm_up, plan.closed)
        _say(f"{count} people: {plan.open:.0f} s of {RATE:.0f} steps a second")
        latency = await crowd.open(RATE, plan.open)
        done = await _all_kept(file, before, crowd.posted)
        return report.Service(throughput, latency, service.started, fresh, memory(service.pid), done)


async def _profile(folder: Path, plan: Plan) -> Profile:
    _say(f"profile: {FEW} people, {plan.closed / 2:.0f} s of full load")
    fillers = await furnish(folder / "expertbot.db", FEW)
    async with _running(folder, fillers, start_service) as (service, crowd):
        sampling = asyncio.create_task(profile(service.pid, plan.warm_up, plan.closed / 2))
        await crowd.closed(service.pid, plan.at_once, plan.warm_up, plan.closed / 2 + 2)
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


async def _all_kept(file: Path, before: Kept, posted: int) -> Kept:
    """Return what was made durable meanwhile. Raises `RuntimeError` when a step has no receipt."""
    done = before
    for _ in range(100):
        done = kept(file) - before
        if done.handled == posted <= done.receipted and done.open == 0:
            return done
        await asyncio.sleep(0.1)
    raise RuntimeError(f"{posted} steps were posted, but {done}")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _say(words: str) -> None:
    sys.stdout.write(f"· {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
