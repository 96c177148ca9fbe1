"""The commands, buttons and timers about people: joining, own data, forms, links, help. Tables only."""

from collections.abc import Callable, Mapping

from handlers.actions import confirming, entering, forms, helping, inviting, own
from handlers.context import Context
from handlers.effects import Effects
from handlers.usecases.people import token_in


def _move(context: Context, rest: str) -> Effects:
    """Give a code for the new device; on the new device, take it."""
    code = token_in(rest)
    return entering.by_token(context, code) if code else own.move(context)


COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {
    "start": entering.start_here,
    "help": lambda context, _: helping.show_help(context),
    "continue": lambda context, _: forms.continue_form(context),
    "cancel": lambda context, _: forms.cancel_form(context),
    "language": own.choose_language,
    "chinese": lambda context, _: own.choose_language(context, "zh"),
    "english": lambda context, _: own.choose_language(context, "en"),
    "mydata": lambda context, _: own.show_mydata(context),
    "move": _move,
    "talk": helping.talk_to_a_person,
    "link": inviting.offer_links,
}

ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "join": entering.join,
    "language": own.choose_language,
    "mydata.correct": own.correct_mydata,
    "mydata.export": own.export_mydata,
    "mydata.erase": own.ask_to_erase,
    "mydata.erase_yes": own.erase_mydata,
    "form.open": forms.open_form,
    "form.delete": forms.ask_to_delete,
    "form.delete_yes": forms.delete_form,
    "link": inviting.make_join_link,
    "expert.yes": confirming.expert_yes,
    "expert.no": confirming.expert_no,
    "expert.avoid": confirming.expert_avoid,
    "contact.yes": confirming.contact_yes,
    "contact.no": confirming.contact_no,
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {"nudge": forms.nudge}

MENU: Mapping[str, tuple[tuple[str, str], ...]] = {
    role: tuple((name, f"menu.{name}") for name in names)
    for role, names in {
        "stranger": ("start", "help", "continue", "talk", "language"),
        "pending": ("mydata", "talk", "continue", "move", "language", "help"),
        "enterprise": ("new", "needs", "continue", "talk", "mydata", "move", "help"),
        "expert": ("invitations", "continue", "talk", "mydata", "move", "language", "help"),
        "coordinator": ("tasks", "call", "calendar", "preview", "link", "bureau", "help"),
        "department": ("tasks", "experts", "link", "bureau", "mydata", "move", "help"),
        "observer": ("needs", "calendar", "bureau", "mydata", "move", "language", "help"),
    }.items()
}
"""What a role's menu shows, at most seven: command and text key, the most used first."""
