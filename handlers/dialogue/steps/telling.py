"""A question answered by telling: typed words, or a voice note that is kept for whoever listens to it."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from typing_extensions import override

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Sent, SentFile
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.papers import LARGEST
from handlers.dialogue.steps.words import TextStep


@dataclass(frozen=True, slots=True)
class Told:
    """What was told: words, or voice notes (which nobody transcribes), or both."""

    words: str = ""
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True)
class TellStep(Step[Told]):
    """`least` to `most` characters, or a voice note of at most 20 MB; its caption counts as words."""

    least: int = 1
    most: int = 2000

    @override
    def hears(self, reply: Sent) -> bool:
        return bool(reply.files) and all(file.kind == "voice" for file in reply.files)

    @override
    def question(self, view: View) -> Message:
        placeholder = view.t(f"{self.ask}_label")[:60]
        return replace(super().question(view), placeholder=placeholder)

    @override
    def read(self, reply: Reply, view: View) -> Reading[Told]:
        if isinstance(reply, Sent):
            return self._heard(reply, view)
        match self._words.read(reply, view):
            case Answered(value=words):
                return Answered(Told(words))
            case other:
                return other

    @override
    def show(self, value: Told, view: View) -> str:
        voice = view.t("dialogue.file_voice") if value.files else ""
        return " ".join(part for part in (value.words, voice) if part)

    @override
    def encode(self, value: Told) -> dict[str, Any]:
        return {"words": value.words, "files": [asdict(file) for file in value.files]}

    @override
    def decode(self, data: Any) -> Told:
        return Told(data["words"], tuple(SentFile(**file) for file in data["files"]))

    def _heard(self, reply: Sent, view: View) -> Answered[Told]:
        if not self.hears(reply):
            raise Refused("dialogue.tell_wanted")
        if any(file.size > LARGEST for file in reply.files):
            raise Refused("dialogue.file_too_large", most=LARGEST // 1024 // 1024)
        return Answered(Told(reply.caption.strip(), reply.files), view.t("dialogue.voice_kept"))

    @property
    def _words(self) -> TextStep:
        return TextStep(self.name, self.ask, least=self.least, most=self.most)
