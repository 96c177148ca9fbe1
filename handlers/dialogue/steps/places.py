"""A question answered by a county: a piece of its name typed, or tapped down from the province."""

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Said, Tapped
from handlers.dialogue.step import Answered, Reading, Refused, Step, Unfinished, View
from handlers.dialogue.steps.choices import rows_of
from handlers.domain.regions import Region, children, find_regions, full_name, provinces, region, short_name

PAGE = 12


@dataclass(frozen=True)
class PlaceStep(Step[str]):
    """A county's GB/T 2260 code. Names that repeat show their city; `home` is the province offered first."""

    live: ClassVar[bool] = True
    home: str = ""

    @override
    def question(self, view: View) -> Message:
        regions = self._offered(view)
        page = int(view.partial.get("page", 0))
        shown = regions[page * PAGE : (page + 1) * PAGE]
        buttons = [self.button(view, _label(item, view), item.code) for item in shown]
        rows = (*rows_of(buttons), *self._paging(view, page, len(regions)))
        return super().question(view).with_rows(*rows)

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        match reply:
            case Tapped(action="more"):
                return Unfinished({**view.partial, "page": int(view.partial.get("page", 0)) + 1})
            case Tapped(action="all"):
                return Unfinished({"within": "all"})
            case Tapped(action=code) if found := region(code):
                return self._narrowed(found, view)
            case Said(text=words):
                return self._found(words, view)
            case _:
                raise Refused("dialogue.place_wanted")

    @override
    def show(self, value: str, view: View) -> str:
        return full_name(value)

    def _found(self, words: str, view: View) -> Reading[str]:
        found = find_regions(words.strip())
        if not found:
            raise Refused("dialogue.place_unknown", words=words.strip()[:20])
        exact = [item for item in found if item.name == words.strip()]
        if len(found) == 1 or len(exact) == 1:
            return self._narrowed((exact or list(found))[0], view)
        return Unfinished({"found": [item.code for item in found]}, view.t("dialogue.place_which"))

    def _narrowed(self, found: Region, view: View) -> Reading[str]:
        if found.level == "county" or not children(found.code):
            return Answered(found.code, view.t("dialogue.understood", value=full_name(found.code)))
        return Unfinished({"within": found.code}, view.t("dialogue.place_in", place=full_name(found.code)))

    def _offered(self, view: View) -> tuple[Region, ...]:
        if codes := view.partial.get("found"):
            return tuple(item for code in codes if (item := region(code)))
        within = view.partial.get("within", self.home)
        return provinces() if within in ("", "all") else children(within)

    def _paging(self, view: View, page: int, count: int) -> tuple[tuple[Button, ...], ...]:
        row: list[Button] = []
        if (page + 1) * PAGE < count:
            of = -(-count // PAGE)
            row.append(self.button(view, view.t("dialogue.more", page=page + 1, of=of), "more"))
        if view.partial.get("within", self.home) not in ("", "all") or view.partial.get("found"):
            row.append(self.button(view, view.t("dialogue.all_provinces"), "all"))
        return (tuple(row),) if row else ()


def _label(item: Region, view: View) -> str:
    return short_name(item.code) if view.partial.get("found") else item.name
