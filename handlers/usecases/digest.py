"""The daily digest (每日提要): one a working day for whoever acts for a bureau, if anything waits.

What it puts first is kept as an event, so that a line can be shown as done once somebody has done it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.cards.digest import Digest, Line, Top, digest_card, first_of
from handlers.cards.digest_lines import done_words
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor
from handlers.domain.bureaus import OBSERVER, Bureau, Member
from handlers.domain.events import Event
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import line, tell
from handlers.usecases.digest_sources import SOURCES, Look, Source, horizon
from handlers.usecases.preferences import DAILY, wants
from handlers.usecases.quiet import held

WHAT = "digest"
"""The name of the timer."""
SUBJECT = "digest"
"""The name by which it is muted (少提醒)."""


def ensure_digests(uow: UnitOfWork) -> Effects:
    """Set the timer of everybody who acts for a bureau, once each; what is due already is left to fire."""
    effects: list[Schedule] = []
    seen: set[int] = set()
    for seat in uow.figures.coordinators():
        if seat.person_id in seen:
            continue
        seen.add(seat.person_id)
        wanted = _timer(uow, seat.member_id, seat.digest_at)
        standing = uow.timers.get(wanted.key)
        if standing is None or (standing.due > uow.now and standing.due != wanted.due):
            effects.append(wanted)
    return tuple(effects)


def send_digest(uow: UnitOfWork, member_id: int, *, late: bool = False) -> Effects:
    """Send one person's digest if today is a working day and something waits, and set the next one."""
    member = uow.get(Member, member_id)
    if member is None or not member.active or member.role == OBSERVER:
        return ()
    actor = uow.people.actor(member.person_id)
    if _bureaus(actor)[:1] != [member.bureau_id]:
        return ()  # somebody of two bureaus gets one digest, with the place taken first
    following = _timer(uow, member_id, member.digest_at)
    if not _may_speak(uow, late=late) or not _is_wanted(uow, actor):
        return (following,)
    return (following, *_sent(uow, actor, late=late))


def show_digest(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show the digest as things stand, whenever it is asked for."""
    look = Look(uow, require_bureau(actor))
    if _kept(uow, actor.person_id) is None:
        _keep(uow, actor, first_of(look.sections(translator(actor.language))), "digest.shown")
    return _shown(look, actor, buzz=True)


def refreshed(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show today's digests anew where what was just recorded concerns one of the things to do first.

    Those of the actor and of colleagues in the same bureaus; without a sound.
    """
    if not (bureaus := _bureaus(actor)):
        return ()
    staff = (each for bureau in bureaus for each in uow.bureaus.staff(bureau))
    people = dict.fromkeys((actor.person_id, *staff))
    actors = (uow.people.actor(each) for each in people if _concerns(_kept(uow, each), uow.recorded))
    return tuple(effect for each in actors for effect in _shown(Look(uow, _bureaus(each)), each))


def set_hour(uow: UnitOfWork, actor: Actor, hour: str) -> Effects:
    """Send the digest at another hour ("08:30") from the next one on."""
    seats = [seat for bureau in require_bureau(actor) if (seat := uow.bureaus.seat(bureau, actor.person_id))]
    for seat in seats:
        seat.digest_at = hour
    uow.record("digest.hour", f"person:{actor.person_id}", by=actor.person_id, hour=hour)
    said = tell(uow, actor.person_id, line("digest.hour_set", hour=hour))
    return (*said, _timer(uow, seats[0].id or 0, hour))


def require_bureau(actor: Actor) -> list[int]:
    """Return the bureaus for which the actor acts. Raises `Refused` when there are none."""
    if not (bureaus := _bureaus(actor)):
        raise Refused("digest.only_bureaus")
    return bureaus


def hour_of(uow: UnitOfWork, actor: Actor) -> str:
    """Return the hour of the actor's digest, chosen or the programme's."""
    bureaus = _bureaus(actor)
    seat = uow.bureaus.seat(bureaus[0], actor.person_id) if bureaus else None
    return (seat.digest_at if seat else "") or uow.rules.digest.at


def _sent(uow: UnitOfWork, actor: Actor, *, late: bool) -> Effects:
    look = Look(uow, _bureaus(actor))
    if not (sections := look.sections(translator(actor.language))):
        return ()
    _keep(uow, actor, first_of(sections), "digest.sent", late=late)
    return _shown(look, actor, buzz=True)


def _shown(look: Look, actor: Actor, *, buzz: bool = False) -> Effects:
    uow = look.uow
    names = tuple(bureau.name for each in look.bureaus if (bureau := uow.get(Bureau, each)))
    kept = _kept(uow, actor.person_id)
    facts = kept.facts if kept else {}

    def make(t: Translate) -> Message:
        tops = _tops(look, facts.get("top", ()), t)
        late = bool(facts.get("late"))
        return digest_card(Digest(uow.today, names, look.sections(t), tops, late=late), t)

    return tell(uow, actor.person_id, make, card=f"digest:{uow.today}", buzz=buzz)


def _tops(look: Look, codes: Sequence[str], t: Translate) -> tuple[Top, ...]:
    """Return the things to do first as they stand now."""
    waiting = {code: (s, noun) for s in SOURCES for code, noun in look.waiting[s.name].items()}
    return tuple(_top(look, code, waiting.get(code), t) for code in codes)


def _top(look: Look, code: str, here: tuple[Source, object] | None, t: Translate) -> Top:
    if here is None:
        return Top(code, done_words(look.uow, code, t))
    source, noun = here
    written = (line for section in look.sections(t) for line in section.lines if line.code == code)
    line = next(written, None) or source.line(look, noun, t)
    words = t(f"digest.todo.{source.name}", words=line.words) if line.button else line.words
    return Top(code, words, line.button)


def _keep(uow: UnitOfWork, actor: Actor, tops: Sequence[Line], action: str, *, late: bool = False) -> None:
    codes = [top.code for top in tops]
    watch = sorted({subject for code in codes for subject in _watched(uow, code)})
    uow.record(action, _subject(uow, actor.person_id), top=codes, watch=watch, late=late)


def _kept(uow: UnitOfWork, person_id: int) -> Event | None:
    """Return what today's digest put first; None on a day without one."""
    return next(reversed(uow.events.of(_subject(uow, person_id))), None)


def _watched(uow: UnitOfWork, code: str) -> tuple[str, ...]:
    """Return the subjects whose events change a line: "need:12", or a kind where any of it may ("filing")."""
    section, _, number = code.partition(":")
    match section:
        case "task":
            task = uow.get(Task, int(number))
            return (code, task.about) if task else (code,)
        case "check":
            return (f"need:{number}",)
        case "match":
            return (f"need:{number}", "invitation")
        case "decide" | "unanswered":
            return (f"invitation:{number}",)
        case _:
            return ("filing",)


def _concerns(kept: Event | None, recorded: Sequence[str]) -> bool:
    watch = set(kept.facts.get("watch", ())) if kept else set()
    return any(subject in watch or subject.partition(":")[0] in watch for subject in recorded)


def _subject(uow: UnitOfWork, person_id: int) -> str:
    return f"digest:{person_id}:{uow.today}"


def _bureaus(actor: Actor) -> list[int]:
    """Return the bureaus for which the actor acts; an observer only looks on and has no digest."""
    return [desk.bureau_id for desk in actor.desks if desk.acts]


def _timer(uow: UnitOfWork, member_id: int, hour: str) -> Schedule:
    due = _next(uow, hour or uow.rules.digest.at)
    return Schedule(f"digest:{member_id}", due, WHAT, f"member:{member_id}")


def _next(uow: UnitOfWork, hour: str) -> datetime:
    """Return the next moment after now at this hour of a working day."""
    day = uow.calendar.on_or_after(uow.today)
    due = at(day, hour)
    return due if due > uow.now else at(uow.calendar.on_or_after(day + timedelta(days=1)), hour)


def _may_speak(uow: UnitOfWork, *, late: bool) -> bool:
    """Say whether today is a working day and, for one that comes late, the quiet hours are over."""
    return uow.calendar.is_workday(uow.today) and not (late and held(uow))


def _is_wanted(uow: UnitOfWork, actor: Actor) -> bool:
    """Say whether anything waits, today's was not sent yet, and the person wants one."""
    if not uow.figures.anything_for(_bureaus(actor), horizon(uow)):
        return False
    person = uow.get(Person, actor.person_id)
    if person is None or not wants(person, SUBJECT, DAILY):
        return False
    return all(event.action != "digest.sent" for event in uow.events.of(_subject(uow, actor.person_id)))
