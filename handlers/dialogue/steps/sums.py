"""A question answered by an amount of money, in units of ten thousand yuan (万元)."""

from dataclasses import dataclass

from typing_extensions import override

from handlers.dialogue.replies import Reply
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.words import typed
from nlp.money import find_money
from nlp.numbers import read_number

DEAREST = 100_000_000
"""万元; more than that is a slip."""


@dataclass(frozen=True)
class SumStep(Step[float]):
    """An amount in 万元: "20", "二十万", "200000元"; echoed before it counts."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[float]:
        words = typed(reply) or ""
        sums = [money.highest or money.lowest for money in find_money(f"费用{words}")]
        amount = sums[0] if sums else read_number(words)
        if amount is None or not 0 <= amount <= DEAREST:
            raise Refused("dialogue.sum_wanted")
        return Answered(float(amount), view.t("dialogue.understood", value=self.show(float(amount), view)))

    @override
    def show(self, value: float, view: View) -> str:
        return view.t("dialogue.sum", amount=f"{value:g}")
