"""Starts the service many times for the price of one import: each order on stdin is a fork that runs `main`.

An order is one line of JSON: arguments, environment, log file. The answer is the pid, and after the child has
ended a second line with its exit status.
"""

import ctypes
import json
import os
import signal
import sys
from typing import NoReturn, TypedDict

import bot.serve  # noqa: F401 - loaded once, for all children
from bot.__main__ import main

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class Order(TypedDict):
    """What a child runs, under which environment, and where its words go."""

    arguments: list[str]
    environment: dict[str, str]
    log: str


def serve_orders() -> None:
    """Fork for each order until stdin ends; one child at a time."""
    die_with_parent()
    for line in sys.stdin:
        order: Order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            become(order)
        answer(pid)
        answer(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def become(order: Order) -> NoReturn:
    """Be the service until it ends."""
    die_with_parent()
    os.environ.clear()
    os.environ.update(order["environment"])
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(number, target)
    code = 1
    try:
        code = main(order["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def die_with_parent() -> None:
    """Leave nothing running when the tests are killed themselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def answer(number: int) -> None:
    """Tell one number."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve_orders()
