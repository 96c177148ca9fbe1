"""What people see when they have joined, and the cards by which experts and contacts are confirmed."""

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.bureaus import OBSERVER, Bureau
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.domain.regions import COUNTRY, full_name, region
from handlers.programme.rules import Rules
from nlp.domains import domain_name

ALL_MONTHS = 12


def enterprise_joined(enterprise: Enterprise, bureau: Bureau | None, t: Translate) -> Message:
    """Tell the first contact that the enterprise is registered and what can be done now."""
    lines = (t("join.enterprise_done", enterprise=enterprise.name), _served_by(bureau, t))
    rows = (
        (do("new", "menu.new", t, "primary"),),
        (do("mydata", "menu.mydata", t), do("talk", "menu.talk", t)),
    )
    return Message(lines=lines, rows=rows)


def expert_joined(expert: Expert, bureau: Bureau | None, t: Translate) -> Message:
    """Tell an expert who confirms the profile and what comes then."""
    who = t("join.expert_done", bureau=bureau.name) if bureau else t("join.expert_done_no_bureau")
    lines = (who, *([t("join.exception_kept")] if expert.exception else []))
    return Message(lines=lines, rows=((do("mydata", "menu.mydata", t), do("talk", "menu.talk", t)),))


def coordinator_joined(bureau: Bureau, role: str, t: Translate) -> Message:
    """Welcome a coordinator with the two things to do first, an observer with what there is to see."""
    own = do("bureau", "menu.bureau", t)
    if role == OBSERVER:
        words = t("join.observer_done", bureau=bureau.name)
        return Message(lines=(words,), rows=((do("needs", "menu.needs", t), own),))
    first = (do("tasks", "menu.tasks", t, "primary"), do("link", "menu.link", t))
    words = t("join.coordinator_done", bureau=bureau.name)
    return Message(
        lines=(words, t("join.coordinator_role", role=t(f"bureau.role.{role}"))), rows=(first, (own,))
    )


def expert_decided(bureau: Bureau | None, t: Translate, *, yes: bool) -> Message:
    """Tell an expert what the bureau decided."""
    name = bureau.name if bureau else t("join.the_bureau")
    rows = ((do("mydata", "menu.mydata", t), do("talk", "menu.talk", t)),)
    return Message(
        lines=(t("join.expert_confirmed" if yes else "join.expert_put_off", bureau=name),), rows=rows
    )


def contact_decided(enterprise: Enterprise, t: Translate, *, yes: bool) -> Message:
    """Tell a second contact whether they may act for the enterprise."""
    if yes:
        rows = ((do("new", "menu.new", t, "primary"), do("needs", "menu.needs", t)),)
        return Message(lines=(t("join.contact_confirmed", enterprise=enterprise.name),), rows=rows)
    talk = do("talk", "menu.talk", t)
    return Message(lines=(t("join.contact_refused", enterprise=enterprise.name),), rows=((talk,),))


def contact_to_confirm(
    contact: Contact, enterprise: Enterprise, person: Person, t: Translate, *, for_bureau: bool
) -> Message:
    """Ask whether somebody belongs to the enterprise. Only the bureau sees the phone number."""
    fields = [(t("join.enterprise_label"), enterprise.name), (t("join.name_label"), person.name)]
    if for_bureau:
        fields.append((t("join.phone_label"), person.phone))
    if contact.state != "pending":
        return Message(heading=t(f"join.contact_is_{contact.state}"), fields=tuple(fields))
    yes = Button(t("join.contact_yes"), f"contact.yes:{contact.id}", "primary")
    whose = "_for_bureau" if for_bureau else ""
    no = Button(t(f"join.contact_no{whose}"), f"contact.no:{contact.id}", "danger")
    heading = t(f"join.contact_question{whose}", name=person.name)
    return Message(heading, (t("join.contact_why"),), tuple(fields), rows=((yes, no),))


def expert_to_confirm(  # noqa: PLR0913 - a card shows all that a decision needs
    expert: Expert,
    who: tuple[str, str],
    rules: Rules,
    t: Translate,
    *,
    avoided: tuple[str, ...] = (),
    same_phone: str = "",
    put_off: bool = False,
) -> Message:
    """Show an expert's profile to a coordinator; `who` is name and phone."""
    heading = t("join.expert_is_confirmed" if expert.state == "confirmed" else "join.expert_question")
    remarks = (
        t("join.same_phone", names=same_phone) if same_phone else "",
        t("join.expert_is_put_off") if put_off and expert.state == "unverified" else "",
    )
    named = ((t("join.name_label"), who[0]), (t("join.phone_label"), who[1]))
    fields = (*named, *profile(expert, rules, t))
    if avoided:
        fields = (*fields, (t("join.avoided_label"), "、".join(avoided)))
    lines = tuple(remark for remark in remarks if remark)
    return Message(heading, lines, fields, rows=_decisions(expert, t))


def profile(expert: Expert, rules: Rules, t: Translate) -> tuple[tuple[str, str], ...]:
    """Return the profile as labelled fields, without name and phone; empty ones are left out."""
    language = t("people.language_code")
    found = (
        ("join.unit", _unit(expert, rules, language)),
        ("join.title", f"{expert.title} · {rules.listed('degree', expert.degree, language)}"),
        ("join.eligible", t("join.is_eligible" if expert.qualified else "join.is_exception")),
        ("join.exception", expert.exception),
        (
            "join.categories",
            "、".join(rules.listed("preferred_category", c, language) for c in expert.categories),
        ),
        ("join.directions", "；".join(expert.directions)),
        ("join.domains", "；".join(domain_name(code) for code in expert.domains)),
        ("join.works", "；".join(expert.works)),
        ("join.expert_county", full_name(expert.county)),
        ("join.areas", areas_shown(expert, t)),
        ("join.months", months_shown(expert.months, t)),
        ("join.load", t("join.load_shown", count=expert.yearly_cap)),
        ("join.declared", expert.declared),
    )
    return tuple((t(f"{key}_label"), value) for key, value in found if value)


def areas_shown(expert: Expert, t: Translate) -> str:
    """Say where an expert is willing to go."""
    if expert.online_only:
        return t("join.online_only")
    return "、".join(t("join.anywhere") if code == COUNTRY else place_shown(code) for code in expert.areas)


def place_shown(code: str) -> str:
    """Write a place shortly: its own name where it is a province or city, with the city where a county."""
    here = region(code)
    return full_name(code) if here is None or here.level == "county" else here.name


def months_shown(months: list[int], t: Translate) -> str:
    """Say in which months somebody is willing to travel."""
    if len(months) == ALL_MONTHS:
        return t("join.any_month")
    return "、".join(t("join.month", month=month) for month in sorted(months))


def do(command: str, key: str, t: Translate, style: str = "") -> Button:
    """Return a button that runs a command."""
    return Button(t(key), f"do:{command}", "primary" if style else "")


def _unit(expert: Expert, rules: Rules, language: str) -> str:
    kind = rules.listed("unit_type", expert.unit_type, language)
    return f"{expert.unit}（{kind}）" if kind else expert.unit


def _decisions(expert: Expert, t: Translate) -> tuple[tuple[Button, ...], ...]:
    avoid = Button(t("join.mark_conflict"), f"expert.avoid:{expert.id}")
    if expert.state != "unverified":
        return ((avoid,),)
    at = f"{expert.id}:{expert.revision}"
    yes = Button(t("join.expert_yes"), f"expert.yes:{at}", "primary")
    not_now = Button(t("join.expert_not_now"), f"expert.no:{at}")
    return ((yes, not_now), (avoid,))


def _served_by(bureau: Bureau | None, t: Translate) -> str:
    return t("join.served_by", bureau=bureau.name) if bureau else t("join.served_by_nobody_yet")
