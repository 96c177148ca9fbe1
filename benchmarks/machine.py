"""What the kernel says of this machine and of one process: CPU seconds, memory, who else was busy."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SERVICE_CORE = 0
LOAD_CORE = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of a process in MiB, now and at its highest."""

    now: float
    peak: float


def pin(pid: int, core: int) -> None:
    """Keep a process on one core; on a machine with a single core it stays there."""
    os.sched_setaffinity(pid, {core if core < (os.cpu_count() or 1) else 0})


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process with all its threads, user and system, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def busy_seconds(core: int) -> float:
    """Return for how long a core has been busy since boot, with whatever, in seconds."""
    lines = Path("/proc/stat").read_text(encoding="ascii").splitlines()
    times = next(line for line in lines if line.startswith(f"cpu{core} ")).split()[1:]
    user, nice, system, _idle, _iowait, *rest = (int(ticks) for ticks in times)
    return (user + nice + system + sum(rest[:3])) / TICKS


def memory(pid: int) -> Memory:
    """Return what a process holds in memory."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)
                 if name in {"VmRSS", "VmHWM"}}  # fmt: skip
    return Memory(kilobytes["VmRSS"] / 1024, kilobytes["VmHWM"] / 1024)


def description() -> str:
    """Return the machine in one line: cores, processor, Python, kernel."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return (
        f"{os.cpu_count()} cores, {model or platform.machine()}, "
        f"Python {platform.python_version()}, Linux {platform.release().partition('-')[0]}"
    )
