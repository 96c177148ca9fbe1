"""A question answered by files: photos, papers, voice notes, one by one or as an album."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from typing_extensions import override

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, Tapped
from handlers.dialogue.step import Answered, Reading, Refused, Step, Unfinished, View

LARGEST = 20 * 1024 * 1024  # what Telegram lets a bot download
MOST = 10
_DONE_WORDS = frozenset({"好", "ok", "完成"})


@dataclass(frozen=True)
class FilesStep(Step[tuple[SentFile, ...]]):
    """Up to ten files; every piece of an album is counted in the same message."""

    live: ClassVar[bool] = True
    gathers: ClassVar[bool] = True

    @override
    def question(self, view: View) -> Message:
        files = self._kept(view)
        message = super().question(view)
        if not files:
            return message
        message = message.before(view.t("dialogue.files_kept", count=len(files), names=_names(files, view)))
        return message.with_rows((self.button(view, view.t("dialogue.files_done"), "ok", "primary"),))

    @override
    def read(self, reply: Reply, view: View) -> Reading[tuple[SentFile, ...]]:
        kept = self._kept(view)
        match reply:
            case Sent(files=files):
                return self._more(kept, files)
            case Tapped(action="ok") if kept:
                return Answered(kept)
            case Said(text=words) if kept and words.strip() in {view.t("dialogue.files_done"), *_DONE_WORDS}:
                return Answered(kept)
            case _:
                raise Refused("dialogue.files_wanted")

    @override
    def show(self, value: tuple[SentFile, ...], view: View) -> str:
        return view.t("dialogue.files_kept", count=len(value), names=_names(value, view))

    @override
    def encode(self, value: tuple[SentFile, ...]) -> list[dict[str, Any]]:
        return [asdict(file) for file in value]

    @override
    def decode(self, data: list[dict[str, Any]]) -> tuple[SentFile, ...]:
        return tuple(SentFile(**file) for file in data)

    def _more(self, kept: tuple[SentFile, ...], files: tuple[SentFile, ...]) -> Unfinished:
        if any(file.size > LARGEST for file in files):
            raise Refused("dialogue.file_too_large", most=LARGEST // 1024 // 1024)
        known = {file.remote for file in kept}
        both = (*kept, *(file for file in files if file.remote not in known))
        if len(both) > MOST:
            raise Refused("dialogue.files_too_many", most=MOST)
        return Unfinished({"files": self.encode(both)})

    def _kept(self, view: View) -> tuple[SentFile, ...]:
        return self.decode(view.partial.get("files", view.former or []))


def _names(files: tuple[SentFile, ...], view: View) -> str:
    return "、".join(file.name or view.t(f"dialogue.file_{file.kind}") for file in files)
