"""How people answer the questions of a form: as most do, one after the other, now and then not at all."""

from datetime import timedelta

from bot.simulate.sight import Deed, Sight
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, Tapped

USUAL = {
    "visit": "agreed",
    "days": "2",
    "pays": "host",
    "kind": "online",
    "consent": "openly",
}
"""What is tapped at a question; others are skipped, or answered with the first choice."""
CONTROLS = frozenset("<|=")
SKIP, DONE = ">", "ok"
LEAVES = 0.02
"""How often a form is left at a question; the service asks after it."""
MOST = 7
"""How often one question is answered at most: who is refused so often gives up."""
INVITED = 2
"""Experts that a coordinator invites to one need at once, at most."""
WORDS = "情况属实，细节电话沟通。"
NOTICE_DAYS = 7
FILES, DAY = "files", "day"


def answered(sight: Sight) -> Deed | None:
    """Return the answer to the question on the screen, if there is one."""
    codes = [button.action.split(":", 3) for button in sight.buttons.get("f", ())]
    if not codes:
        return None
    _, dialogue, step, _ = codes[-1]
    asked = f"f:{dialogue}:{step}"
    turn = next((n for n in range(MOST) if not sight.planned(f"{sight.chat}|{asked}|{n}")), MOST)
    if turn == MOST or sight.share("leaves", asked, sight.day) < LEAVES:
        return None
    offered = [code for _, _, each, code in codes if each == step and code not in CONTROLS]
    return sight.once(_answer(sight, asked, step, offered, turn), asked, turn)


def _answer(sight: Sight, asked: str, step: str, offered: list[str], turn: int) -> Reply:
    if step == FILES and not turn:
        return Sent((SentFile("document", remote=f"{sight.chat}-{asked}", name="申报材料.pdf", size=20_000),))
    code = _code(sight, asked, step, offered, turn)
    if code:
        return Tapped(f"{asked}:{code}")
    words = f"{sight.day + timedelta(days=NOTICE_DAYS):%Y-%m-%d}" if step == DAY else WORDS
    return Said(words, ref=f"{sight.chat}|{asked}|{turn}")


def _code(sight: Sight, asked: str, step: str, offered: list[str], turn: int) -> str:
    choices = [code for code in offered if code not in (SKIP, DONE)]
    if step == "experts":
        return _ticked(choices, 1 + int(sight.share("how many", asked) * INVITED), turn)
    if DONE in offered:  # several may be ticked: what was found is right, else the first of them
        return DONE if turn != 1 or not choices else choices[0]
    if USUAL.get(step) in choices:
        return USUAL[step]
    if SKIP in offered:
        return SKIP
    return choices[turn % len(choices)] if choices else ""


def _ticked(choices: list[str], wanted: int, turn: int) -> str:
    """Tick one after the other, then say that it is done; when nobody is left of them tick further ones."""
    turns = [*choices[:wanted], DONE, *(code for each in choices[wanted:] for code in (each, DONE))]
    return turns[turn] if turn < len(turns) else DONE
