"""What a person does in a conversation, freed of its channel."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

FileKind = Literal["photo", "document", "voice"]


@dataclass(frozen=True, slots=True)
class Said:
    """Typed words; `ref` is the channel's id of the message, `corrects` says that it was edited into this."""

    text: str
    corrects: bool = False
    ref: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Tapped:
    """A pressed button, by its action; `on` is the channel's id of the message that carried it."""

    action: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """One photo, paper or voice note. `remote` is the channel's id of it; `size` in bytes, 0 if unknown."""

    kind: FileKind
    remote: str
    name: str = ""
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Files with an optional caption; pieces of one album share `group`."""

    files: tuple[SentFile, ...]
    caption: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card; `own` says that the channel vouches it is the sender's own."""

    phone: str
    name: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Commanded:
    """A slash command without the slash, with the rest of its line (a deep link's token for start)."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """The channel says whether this address can be written to (blocked, unblocked, left)."""

    open: bool


@dataclass(frozen=True, slots=True)
class Fired:
    """The clock's own message: a timer that is due. `what` names the rule, `about` its subject."""

    what: str
    about: str
    late: bool = False
    data: dict[str, Any] = field(default_factory=dict)


Reply = Said | Tapped | Sent | SharedContact | Commanded | Reached | Fired

_KINDS: dict[str, type[Any]] = {
    "said": Said,
    "tapped": Tapped,
    "sent": Sent,
    "contact": SharedContact,
    "command": Commanded,
    "reached": Reached,
    "fired": Fired,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def reply_as_json(reply: Reply) -> dict[str, Any]:
    """Return the reply as JSON data, tagged with its kind."""
    data = {"kind": _NAMES[type(reply)], **{name: getattr(reply, name) for name in reply.__slots__}}
    return {**data, "files": [asdict(file) for file in reply.files]} if isinstance(reply, Sent) else data


def reply_from_json(data: dict[str, Any]) -> Reply:
    """Return the reply that `reply_as_json` wrote."""
    fields = {key: value for key, value in data.items() if key != "kind"}
    if data["kind"] == "sent":
        fields["files"] = tuple(SentFile(**file) for file in fields["files"])
    reply: Reply = _KINDS[data["kind"]](**fields)
    return reply
