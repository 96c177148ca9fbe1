"""The figures as a table and as a page."""

from dataclasses import dataclass, field
from datetime import date

from benchmarks.load import Latency, Throughput
from benchmarks.machine import Memory, description
from benchmarks.profile import HERTZ, Profile
from benchmarks.receipts import Kept


@dataclass(frozen=True, slots=True)
class Reached:
    """What a process reached: at full load, at a steady rate, and the memory it took."""

    throughput: Throughput
    latency: Latency
    memory: Memory


@dataclass(frozen=True, slots=True)
class Column:
    """The service with so many people, and in turns with it the floor, also on the service's own event loop.

    `started` in seconds.
    """

    service: Reached
    floor: Reached
    on_uvloop: Throughput
    started: float
    fresh: Memory
    kept: Kept

    @property
    def share(self) -> float:
        """The service's steps per CPU-second as a share of the floor's."""
        return self.service.throughput.per_cpu_second / self.floor.throughput.per_cpu_second

    @property
    def share_on_uvloop(self) -> float:
        """The same as a share of the floor on uvloop."""
        return self.service.throughput.per_cpu_second / self.on_uvloop.per_cpu_second


@dataclass
class Figures:
    """Everything measured in one run."""

    day: date
    at_once: int
    seconds: float
    rate: float
    columns: dict[int, Column] = field(default_factory=dict)
    profile: Profile | None = None


def table(figures: Figures) -> str:
    """Return the results side by side, in Markdown."""
    heads = ["", *(f"{count:,} people" for count in figures.columns)]
    rule = ["---", *("---:" for _ in heads[1:])]
    names = [
        "durable steps per CPU-second",
        "the floor in turns with it",
        "share of the floor",
        "the floor on uvloop, as the service, and the share of it",
        "steps a second by the clock, on one core (floor)",
        "share of that core taken by others (floor)",
        f"delay at {figures.rate:.0f} steps a second, p50 (floor)",
        "… p99 (floor)",
        "from start to /readyz",
        "memory when ready",
        "memory under load, at its highest (floor)",
    ]
    lines = [heads, rule, *zip(names, *map(_cells, figures.columns.values()), strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cells(column: Column) -> list[str]:
    ours, bare = column.service, column.floor
    return [
        f"**{ours.throughput.per_cpu_second:,.0f}**",
        f"{bare.throughput.per_cpu_second:,.0f}",
        f"**{column.share:.2f}**",
        f"{column.on_uvloop.per_cpu_second:,.0f}, {column.share_on_uvloop:.2f}",
        f"{ours.throughput.per_second:,.0f} ({bare.throughput.per_second:,.0f})",
        f"{ours.throughput.others:.0%} ({bare.throughput.others:.0%})",
        f"{ours.latency.p50:.1f} ms ({bare.latency.p50:.1f} ms)",
        f"{ours.latency.p99:.1f} ms ({bare.latency.p99:.1f} ms)",
        f"{column.started:.2f} s",
        f"{column.fresh.now:.0f} MiB",
        f"{ours.memory.peak:.0f} MiB ({bare.memory.peak:.0f} MiB)",
    ]


def hottest(figures: Figures) -> str:
    """Return the functions with the most own time, in Markdown; nothing without a profile."""
    if figures.profile is None:
        return ""
    rows = "\n".join(f"| {share:.1%} | `{name}` |" for name, share in figures.profile.hottest())
    return f"| own time | function |\n| ---: | --- |\n{rows}\n"


def page(figures: Figures) -> str:
    """Return the page for RESULTS.md."""
    steps = sum(column.kept.handled for column in figures.columns.values())
    profiled = _PROFILE.format(hertz=HERTZ, hottest=hottest(figures)) if figures.profile else ""
    return _PAGE.format(
        day=figures.day.isoformat(), machine=description(), table=table(figures), at_once=figures.at_once,
        seconds=figures.seconds, rate=figures.rate, steps=steps, profile=profiled,
    )  # fmt: skip


_PROFILE = """
## Where the time goes

The service process under full load with 1,000 people, in a run of its own, all threads, {hertz} samples a
second by py-spy: the share of samples in which the function itself was at work, with the C code it called.
Threads that waited for work are left out.

{hottest}"""

_PAGE = """\
# How fast the service answers

Measured {day} on {machine}.

{table}
A *step* is one update of a person who fills in the need form: received over Telegram's webhook, stored,
handled, answered by `sendMessage` or `editMessageText`, receipted in the outbox. Each of the {steps:,} steps
of this run was found handled and receipted in the database afterwards.

## How it was measured

- The service is `expertbot serve --no-samples` in a process of its own on core 0: SQLite with
  `synchronous=FULL`, webhook mode. Load generator and stand-in for the Bot API share a process on core 1.
- The people stand in the middle of the real form, one ninth at each question. The first 540 were led there
  through the flow itself, the others have copies of their conversations; each has an enterprise of their own.
  They answer what the last message offers, submit, and begin anew: `/new` or 提需求, kind, title, detail,
  domains, deadline, conditions, secret, files, review. So every tenth step files a need, which also reaches
  its bureau's coordinators in the web chat.
- Steps per CPU-second: {at_once} people wait for an answer at any time over 40 connections (what the service
  asks of Telegram), {seconds:.0f} s after a warm-up, in turns with the floor, because the speed of a shared
  machine changes; user and system time of all threads from `/proc/<pid>/stat`. The bot keeps to one message
  a second in a chat, which caps 1,000 people at 1,000 steps a second.
- Delay: from the POST of the update to the arrival of the reply, open loop.
- The service runs on uvloop, the floor on asyncio's own loop; the row below the share has it on uvloop too.
- The floor does the same HTTP and no conversation: webhook POST in by aiohttp, JSON parsed, a row through one
  group-committing writer thread (raw `sqlite3`, `synchronous=FULL`), 200, `sendMessage` out by aiohttp's
  session, receipt stored. The service's `sendMessage` goes over its own kept connections
  (`bot/channels/telegram_wire.py`), which cost less than aiohttp's session. The floor does not give the empty
  `answerCallbackQuery` that Telegram wants for a tap, five or six of the form's ten steps; the service gives
  it in its response to the webhook, and every tap of this run was found answered.

To repeat: `make bench` prints the table; `make bench ARGS=--quick` takes under 40 seconds; `--write` writes
this page; `--profile` adds the profile and wants `py-spy` installed. Nothing leaves the loopback.
{profile}"""
