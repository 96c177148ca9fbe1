"""Questions answered by tapping: one of a few, several of a few."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from typing_extensions import override

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Said, Tapped
from handlers.dialogue.step import Answered, Reading, Refused, Step, Unfinished, View

PAGE = 8
WIDE = 8  # a longer label gets a row of its own


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: a code that lasts and a label for this person."""

    code: str
    label: str


Options = Callable[[View], Sequence[Option]]


def fixed(*keys: tuple[str, str]) -> Options:
    """Return options from (code, text key) pairs."""
    return lambda view: tuple(Option(code, view.t(key)) for code, key in keys)


def nothing(_: View) -> tuple[Option, ...]:
    """Return no options."""
    return ()


@dataclass(frozen=True)
class PickOne(Step[str]):
    """One of the options, tapped, typed by its label, or by its number in the list."""

    options: Options = field(default=nothing)

    @override
    def question(self, view: View) -> Message:
        buttons = [self.button(view, option.label, option.code) for option in self.options(view)]
        return super().question(view).with_rows(*rows_of(buttons))

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        option = chosen(reply, self.options(view))
        if option is None:
            raise Refused("dialogue.tap_wanted")
        return Answered(option.code)

    @override
    def show(self, value: str, view: View) -> str:
        return next((option.label for option in self.options(view) if option.code == value), value)


@dataclass(frozen=True)
class PickMany(Step[tuple[str, ...]]):
    """Several of the options, ticked one by one; `preset` is ticked at first, `find` adds what is typed."""

    live: ClassVar[bool] = True
    options: Options = field(default=nothing)
    preset: Callable[[View], tuple[str, ...]] = field(default=lambda _: ())
    find: Callable[[str, View], tuple[Option, ...]] = field(default=lambda _words, _view: ())
    least: int = 0

    @override
    def question(self, view: View) -> Message:
        ticked = self._ticked(view)
        offered = self._offered(view)
        buttons = [self._box(view, option, ticked=option.code in ticked) for option in offered]
        done = self.button(view, view.t("dialogue.done_ticking", count=len(ticked)), "ok", "primary")
        return super().question(view).with_rows(*rows_of(buttons), (done,))

    @override
    def read(self, reply: Reply, view: View) -> Reading[tuple[str, ...]]:
        ticked = self._ticked(view)
        if says_done(reply):
            if len(ticked) < self.least:
                raise Refused("dialogue.tick_some", least=self.least)
            return Answered(ticked)
        option = chosen(reply, self._offered(view))
        if option is None and isinstance(reply, Said):
            return self._search(reply.text, view, ticked)
        if option is None:
            raise Refused("dialogue.tap_wanted")
        return Unfinished({**view.partial, "ticked": _toggled(ticked, option.code)})

    @override
    def show(self, value: tuple[str, ...], view: View) -> str:
        labels = {option.code: option.label for option in self._named(value, view)}
        if not labels.keys() >= set(value):
            labels = {option.code: option.label for option in self.options(view)} | labels
        shown = [labels.get(code, code) for code in value]
        between = "；" if any("、" in label for label in shown) else "、"
        return between.join(shown) or view.t("dialogue.none")

    @override
    def encode(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    @override
    def decode(self, data: list[str]) -> tuple[str, ...]:
        return tuple(data)

    def _search(self, words: str, view: View, ticked: tuple[str, ...]) -> Unfinished:
        found = self.find(words, view)
        if not found:
            raise Refused("dialogue.nothing_found", words=words[:20])
        added = [*view.partial.get("added", []), *([o.code, o.label] for o in found[:3])]
        if len(found) == 1 and found[0].code not in ticked:
            ticked = (*ticked, found[0].code)
        return Unfinished({"added": added, "ticked": list(ticked)})

    def _offered(self, view: View) -> tuple[Option, ...]:
        offered = {option.code: option for option in self.options(view)}
        for code, label in view.partial.get("added", []):
            offered.setdefault(code, Option(code, label))
        for option in self._named(self._ticked(view), view):
            offered.setdefault(option.code, option)
        return tuple(offered.values())

    def _named(self, codes: tuple[str, ...], view: View) -> tuple[Option, ...]:
        return tuple(option for code in codes for option in self.find(code, view)[:1])

    def _ticked(self, view: View) -> tuple[str, ...]:
        if "ticked" in view.partial:
            return tuple(view.partial["ticked"])
        return self.decode(view.former) if view.former is not None else self.preset(view)

    def _box(self, view: View, option: Option, *, ticked: bool) -> Button:
        mark = view.t("dialogue.ticked" if ticked else "dialogue.unticked", label=option.label)
        return self.button(view, mark, option.code)


_DONE_WORDS = frozenset({"选好了", "选好", "好", "好了", "好的", "完成", "可以", "确定", "done", "ok"})


def says_done(reply: Reply) -> bool:
    """Say whether a reply ends a ticked list: its button, or 好, 选好了 and the like."""
    if isinstance(reply, Tapped):
        return reply.action == "ok"
    return isinstance(reply, Said) and reply.text.strip().strip("。.!！").lower() in _DONE_WORDS


def rows_of(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons two in a row where their labels are short, one in a row where not."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        fits = rows and len(rows[-1]) == 1 and len(rows[-1][0].label) <= WIDE and len(button.label) <= WIDE
        rows[-1:] = [(*rows[-1], button)] if fits else [*rows[-1:], (button,)]
    return tuple(rows)


def chosen(reply: Reply, options: Sequence[Option]) -> Option | None:
    """Return the option a reply means: by code when tapped, by label or number in the list when typed."""
    match reply:
        case Tapped(action=code):
            return next((option for option in options if option.code == code), None)
        case Said(text=words):
            words = words.strip().lower()
            if words.isdecimal() and 1 <= int(words) <= len(options):
                return options[int(words) - 1]
            exact = next((option for option in options if option.label.lower() == words), None)
            return exact or _meant(words, options)
        case _:
            return None


_NOT = re.compile(r"[不没无非未别]|not|n't")
_LONGEST_MEANT, _SHORTEST_MEANT = 12, 2


def _meant(words: str, options: Sequence[Option]) -> Option | None:
    """Return the one option whose label stands in a few words (博士研究生: 博士)."""
    if _NOT.search(words) or not _SHORTEST_MEANT <= len(words) <= _LONGEST_MEANT:
        return None
    found = [o for o in options if o.label.lower() in words and len(o.label) >= _SHORTEST_MEANT]
    return found[0] if len(found) == 1 else None


def _toggled(ticked: tuple[str, ...], code: str) -> list[str]:
    return [kept for kept in ticked if kept != code] if code in ticked else [*ticked, code]
