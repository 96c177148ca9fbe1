"""A typical case (典型事例): whether the enterprise tells it, and the draft with what may be done."""

from collections.abc import Sequence
from datetime import date

from handlers.cards.needs import cut, language
from handlers.cards.pairs import Pair
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.attachments import Attachment
from handlers.domain.days import spoken_day
from handlers.domain.outcomes import ASKED, DRAFT, DROPPED, PROMOTED, REPORTED, SUMMARISED, TypicalCase

LEVELS = {DRAFT: SUMMARISED, SUMMARISED: REPORTED, REPORTED: PROMOTED}
"""How a case goes on: 总结、上报、推广."""
OPENLY, NAMELESS, INSIDE = "openly", "nameless", "inside"
"""What the enterprise agrees to: told with its name, without it, or kept inside the bureaus."""


def invitation_to_tell(pair: Pair, case: TypicalCase, t: Translate) -> Message:
    """Ask the enterprise to tell how it went; nobody has to."""
    words = t("case.asked", count=len(pair.rules.case_question), **pair.values())
    rows = (
        (Button(t("case.tell"), f"case.tell:{case.id}", "primary"),),
        (Button(t("case.not"), f"case.not:{case.id}"),),
    )
    return Message(lines=(words,), rows=rows)


def case_card(
    pair: Pair, case: TypicalCase, files: Sequence[Attachment], t: Translate, *, acts: bool
) -> Message:
    """Return the draft, the consent, what was published where; with the buttons of whoever `acts`."""
    fields = (
        (t("case.draft_label"), case.draft or t("case.no_draft")),
        (t("case.consent_label"), t(f"case.consent.{consent_of(case)}")),
        (t("case.state_label"), t(f"case.state.{case.state}")),
        *((t("case.media_label"), media_line(each, pair.today, t)) for each in case.media),
    )
    message = Message(heading=t("case.heading", **pair.values()), fields=fields)
    rows = tuple((Button(_file_name(file, t), f"case.file:{case.id}:{file.id}"),) for file in files)
    return message.with_rows(*rows, *(_rows(case, t) if acts else ()))


def consent_of(case: TypicalCase) -> str:
    """Return what the enterprise agreed to; inside the bureaus as long as it said nothing."""
    kept = case.answers.get("consent", {}).get("words", INSIDE)
    return kept if kept in {OPENLY, NAMELESS} else INSIDE


def media_line(medium: dict[str, str], today: date, t: Translate) -> str:
    """Return where and when a case was published."""
    day = spoken_day(date.fromisoformat(medium["on"]), today, language(t))
    return t("case.media_line", medium=t(f"case.medium_{medium['medium']}"), day=day, words=medium["words"])


def _rows(case: TypicalCase, t: Translate) -> tuple[tuple[Button, ...], ...]:
    mark = f"{case.id}:{case.revision}"
    if case.state in {ASKED, DROPPED}:
        return ()
    further = LEVELS.get(case.state)
    go_on = (Button(t(f"case.go_on.{further}"), f"case.on:{mark}", "primary"),) if further else ()
    edit, drop = Button(t("case.edit"), f"case.edit:{mark}"), Button(t("case.drop"), f"case.drop:{mark}")
    media = (Button(t("case.add_media"), f"case.media:{mark}"),) if case.state in {REPORTED, PROMOTED} else ()
    return tuple(row for row in (go_on, (edit, drop), media) if row)


def _file_name(file: Attachment, t: Translate) -> str:
    return cut(file.name or t(f"dialogue.file_{file.kind}"))
