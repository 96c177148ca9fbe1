"""`expertbot tag`: JSON lines through standard input and output; faults and progress on standard error.

Knows only `nlp`, so that it starts as fast as the word table loads.
"""

import os
import sys
from collections.abc import Callable

from nlp.lines import Record, Unreadable, read


def tag() -> int:
    """Tag each line of standard input: {"id", "title", "text"} in; id, keywords and domains out."""
    from nlp.tagging import tag_line

    return answer(tag_line)


def answer(one: Callable[[Record], str | Unreadable]) -> int:
    """Answer each line of standard input on standard output, in order; a faulty one is told and passed over.

    Whoever reads may stop reading (`| head`): then there is nothing left to do, and that is no fault.
    """
    from tqdm import tqdm

    with tqdm(unit=" lines", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        try:
            for record in read(sys.stdin.buffer):
                said = one(record) if isinstance(record, Record) else record
                if isinstance(said, Unreadable):
                    bar.write(f"line {said.number} {said.why}", file=sys.stderr)
                else:
                    sys.stdout.buffer.write(said.encode())
                bar.update()
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
