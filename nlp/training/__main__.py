"""`python -m nlp.training domains|keywords --data FOLDER [--patents FILE]`: makes the weights anew."""

import argparse
import sys
from pathlib import Path

from nlp.linear import pack

_DATA = Path(__file__).parent.parent / "data"


def main() -> int:
    """Train what was asked for and write it."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("what", choices=["domains", "keywords"])
    parser.add_argument("--data", type=Path, required=True, help="folder with taxonomy/ and papers/")
    parser.add_argument("--patents", type=Path, help="for domains: IPC in Chinese, CODE<tab>TITLE a line")
    chosen = parser.parse_args()
    if chosen.what == "keywords":
        _keywords(chosen.data)
    elif chosen.patents is None:
        parser.error("domains are learnt from patents too: --patents FILE")
    else:
        _domains(chosen.data, chosen.patents)
    return 0


def _keywords(data: Path) -> None:
    from nlp.training.keywords import learn, read

    (_DATA / "keywords.model").write_text(learn(read(data)), encoding="utf-8")


def _domains(data: Path, patents: Path) -> None:
    from nlp.training.domains import papers_model, trade

    (_DATA / "papers.model").write_bytes(pack(papers_model(data)))
    (_DATA / "trade.model").write_bytes(pack(trade(data, patents)))


if __name__ == "__main__":
    sys.exit(main())
