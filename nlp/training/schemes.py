"""Which of our domains a code of a public classification may mean."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def domains_of(scheme: str, code: str) -> tuple[str, ...]:
    """Return the second-level domains of a code by the longest beginning that is listed; none if unknown."""
    begins = _listed()[scheme]
    for length in range(len(code), 0, -1):
        if code[:length] in begins:
            return begins[code[:length]]
    return ()


@cache
def _listed() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    text = files("nlp.training").joinpath("data", "schemes.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            scheme, domain, *begins = line.split()
            for begin in begins:
                held = found.setdefault(scheme, {}).get(begin, ())
                found[scheme][begin] = tuple(sorted({*held, domain}))
    return found
