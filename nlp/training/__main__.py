"""`python -m nlp.training domains --data FOLDER --patents FILE`: makes the weights in `nlp/data` anew."""

import argparse
import sys
from pathlib import Path

from nlp.linear import pack

_DATA = Path(__file__).parent.parent / "data"


def main() -> int:
    """Train what was asked for and write it."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("what", choices=["domains"])
    parser.add_argument("--data", type=Path, required=True, help="folder with taxonomy/ and papers/")
    parser.add_argument("--patents", type=Path, required=True, help="IPC in Chinese: CODE<tab>TITLE a line")
    chosen = parser.parse_args()
    from nlp.training.domains import papers_model, trade

    (_DATA / "papers.model").write_bytes(pack(papers_model(chosen.data)))
    (_DATA / "trade.model").write_bytes(pack(trade(chosen.data, chosen.patents)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
