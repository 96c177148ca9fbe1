"""Draws every conversation: `python -m handlers.flows docs/conversations.md` renews what the page draws."""

import inspect
import sys
from pathlib import Path

from handlers.conversation import Conversation
from handlers.dialogue.diagram import flowchart
from handlers.dialogue.texts import text, translator
from handlers.flows.catalogue import CONVERSATIONS

MARK = "<!-- drawn by python -m handlers.flows docs/conversations.md; edit above this line only -->"


def renewed(page: str) -> str:
    """Return the page with today's drawings below its mark. Raises ValueError when it has none."""
    above, mark, _ = page.partition(MARK)
    if not mark:
        raise ValueError(f"the page has no line {MARK}")
    return f"{above}{MARK}\n\n{drawings()}"


def drawings() -> str:
    """Return every registered conversation in the catalogue's order."""
    return "\n".join(section(talk) for talk in CONVERSATIONS.values())


def section(talk: Conversation) -> str:
    """Return one conversation: heading, where it is declared, what it is, its drawing."""
    module = inspect.getmodule(talk.finish)
    file = talk.finish.__module__.replace(".", "/") + ".py"
    chart = flowchart(
        talk.flow, f"{talk.flow.name}, version {talk.flow.version}", _does(talk), translator("zh")
    )
    return "\n".join(
        (
            f"### {text('zh', talk.title)} · {text('en', talk.title)} (`{talk.flow.name}`)",
            "",
            f"[{file}](../{file}): {_first_line(module)}",
            "",
            "```mermaid",
            chart,
            "```",
            "",
        )
    )


def main(arguments: list[str]) -> int:
    """Renew the pages that are named; without a name write the drawings to the terminal."""
    if not arguments:
        sys.stdout.write(drawings())
    for name in arguments:
        page = Path(name)
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def _does(talk: Conversation) -> str:
    return _first_line(talk.finish).partition(". ")[0].partition(";")[0].rstrip(".")


def _first_line(described: object) -> str:
    return (inspect.getdoc(described) or "").partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
