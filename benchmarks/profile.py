"""Where the service spends its time under load: sampled from outside by py-spy, which hardly slows it."""

import asyncio
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HERTZ = 250
WAITING = ("EpollSelector.select ", "SqliteDatabase._write ", "_worker ")  # where threads wait for work


@dataclass(frozen=True, slots=True)
class Profile:
    """How often which function was found at work itself, over all threads, of how many samples."""

    own: Counter[str]

    def hottest(self, most: int = 15) -> list[tuple[str, float]]:
        """Return the functions with the largest share of own time, 0 to 1."""
        return [(name, count / self.own.total()) for name, count in self.own.most_common(most)]


def sampler() -> str:
    """Return where py-spy is, or an empty text."""
    beside = Path(sys.executable).with_name("py-spy")
    return str(beside) if beside.exists() else shutil.which("py-spy") or ""


async def profile(pid: int, seconds: float) -> Profile:
    """Sample a process for so many seconds."""
    with TemporaryDirectory(prefix="expertbot-profile-") as folder:
        out = Path(folder, "stacks")
        py_spy = await asyncio.create_subprocess_exec(
            sampler(), "record", "--pid", str(pid), "--duration", str(round(seconds)), "--rate", str(HERTZ),
            "--function", "--format", "raw", "--output", str(out),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await py_spy.wait()
        return Profile(own_time(await asyncio.to_thread(out.read_text, encoding="utf-8")))


def own_time(stacks: str) -> Counter[str]:
    """Return how often each function stood on top, from lines of "frame;frame;frame count"."""
    found: Counter[str] = Counter()
    for line in stacks.splitlines():
        frames, _, count = line.rpartition(" ")
        function = frames.rpartition(";")[2]
        if not function.startswith(WAITING):
            found[function] += int(count)
    return found
