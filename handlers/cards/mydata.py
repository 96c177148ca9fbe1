"""What is kept about a person, and the questions before it is erased or moved."""

from handlers.cards.joining import profile
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.programme.rules import Rules


def mydata_card(  # noqa: PLR0913, PLR0917 - everything that is kept about somebody
    person: Person,
    expert: Expert | None,
    enterprises: tuple[Enterprise, ...],
    bureaus: tuple[str, ...],
    rules: Rules,
    actor: Actor,
    t: Translate,
) -> Message:
    """Show a person's own data with the ways to correct, export and erase it."""
    if not person.name and expert is None:
        language = Button(t("menu.language"), "do:language")
        return Message(lines=(t("mydata.nothing"),), rows=((language,),))
    fields = (
        (t("join.name_label"), person.name),
        (t("join.phone_label"), person.phone),
        *((t("join.enterprise_label"), _enterprise(one, actor, t)) for one in enterprises),
        *((t("mydata.bureau_label"), name) for name in bureaus),
        *(_profile(expert, rules, t) if expert else ()),
    )
    rows = (
        (
            Button(t("mydata.correct"), "mydata.correct", "primary"),
            Button(t("mydata.export"), "mydata.export"),
        ),
        (Button(t("menu.language"), "do:language"), Button(t("mydata.erase"), "mydata.erase")),
    )
    shown = tuple((label, value) for label, value in fields if value)
    return Message(heading=t("mydata.heading"), fields=shown, closing=(t("mydata.who_sees"),), rows=rows)


def erase_question(asked: int, t: Translate) -> Message:
    """Say what goes and what stays; `asked` in seconds since 1970 dates the second tap."""
    yes = Button(t("mydata.erase_yes"), f"mydata.erase_yes:{asked}", "danger")
    lines = (t("mydata.erase_goes"), t("mydata.erase_stays"), t("mydata.erase_final"))
    return Message(t("mydata.erase_sure"), lines, rows=((yes, Button(t("mydata.erase_no"), "do:mydata")),))


def languages(t: Translate) -> Message:
    """Offer the languages, each in its own words."""
    row = (Button(t("people.chinese"), "language:zh"), Button(t("people.english"), "language:en"))
    return Message(lines=(t("people.language_question"),), rows=(row,))


def move_card(code: str, links: tuple[str, ...], t: Translate) -> Message:
    """Show the ten-minute code, to be typed on the new device or opened there."""
    shown = f"{code[:3]} {code[3:6]} {code[6:]}"
    return Message(
        t("link.move_heading", code=shown), (t("link.move_how"), *links), closing=(t("link.move_warning"),)
    )


def _enterprise(enterprise: Enterprise, actor: Actor, t: Translate) -> str:
    return t("mydata.pending", name=enterprise.name) if enterprise.id in actor.pending else enterprise.name


def _profile(expert: Expert, rules: Rules, t: Translate) -> tuple[tuple[str, str], ...]:
    state = "mydata.confirmed" if expert.state == "confirmed" else "mydata.unverified"
    return (*profile(expert, rules, t), (t("mydata.state_label"), t(state)))
