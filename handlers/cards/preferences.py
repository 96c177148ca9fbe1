"""Being told less (少提醒): the button on what comes by itself, the question it leads to, the settings."""

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.people import ALL, DEADLINES, DIGEST


def less_button(subject: str, t: Translate) -> Button:
    """Return [少提醒] for a message about a subject ("filing:3", "call:2", "digest")."""
    return Button(t("less.button"), f"less:{subject}")


def less_question(subject: str, t: Translate, *, officer: bool, duty: bool) -> Message:
    """Ask what to be told from now on; a duty is not offered to be muted, and the message says why."""
    rows = [*_choices(t, officer=officer)]
    if not duty:
        rows.append((Button(t("less.mute"), f"less.mute:{subject}"),))
    lines = (t("less.question"), *((t("less.duty"),) if duty else ()))
    return Message(lines=lines, rows=tuple(rows))


def preferences_card(notify: str, mutes: int, t: Translate, *, officer: bool) -> Message:
    """Show what the person hears now and what can be changed."""
    fields = (
        (t("less.now_label"), t(f"less.now.{notify}")),
        *(((t("less.mutes_label"), t("less.mutes", count=mutes)),) if mutes else ()),
    )
    rows = [row for row in _choices(t, officer=officer) if row[0].action != f"less.set:{notify}"]
    if notify != ALL or mutes:
        rows.append((Button(t("less.all"), "less.all"),))
    if officer:
        rows.append((Button(t("digest.hour"), "digest.hour"),))
    return Message(heading=t("less.heading"), fields=fields, rows=tuple(rows))


def _choices(t: Translate, *, officer: bool) -> tuple[tuple[Button, ...], ...]:
    """Return the ways to hear less; only who works for a bureau has a daily digest."""
    digest = ((Button(t("less.digest"), f"less.set:{DIGEST}"),),) if officer else ()
    return (*digest, (Button(t("less.deadlines"), f"less.set:{DEADLINES}"),))
