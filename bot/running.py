"""How a process that stays is run: by the fastest loop there is, and with garbage collected less often."""

import gc

try:
    from uvloop import new_event_loop
except ImportError:  # it is not built for every platform; asyncio's own loop does the same more slowly
    from asyncio import new_event_loop  # type: ignore[assignment] # a loop is a loop

__all__ = ["new_event_loop", "settle_memory"]


def settle_memory() -> None:
    """Spare the garbage collector what stays for good, and let it look less often: a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
