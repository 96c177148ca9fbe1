"""Opening a call for needs (部署征集): by the clock on its day, or earlier by the province with a second tap.

Bureaus and enterprises are told a county at a time, each in a turn of its own, and never in quiet hours.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial

from handlers.cards.call_firms import Asked, opening_card, reminder_of_call
from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken, spoken_day
from handlers.domain.programmes import Call
from handlers.domain.regions import contains
from handlers.effects import Cancel, Effects, Schedule, Tell
from handlers.ports.enterprises import Speaker
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.calls import (
    CLOSED,
    OPEN,
    PLANNED,
    asked_in,
    call_of,
    counties_of,
    every_call,
    name_of_call,
)
from handlers.usecases.preferences import DEADLINE, GENTLE, willing
from handlers.usecases.quiet import held, hold, is_late
from handlers.usecases.skipping import was_skipped
from handlers.usecases.subjects import area_subject
from handlers.usecases.year_rows import CALL_RUNG

TELL = "call_tell"
"""The timer that tells the enterprises of one county that a call has begun."""


def open_by_clock(uow: UnitOfWork, call_id: int, fired: Fired) -> Effects:
    """Open a call on its day; one that somebody has opened before is left alone."""
    call = uow.get(Call, call_id)
    if call is None or call.state != PLANNED:
        return ()
    return hold(uow, f"call:{call_id}:open", fired) or opened_call(uow, call)


def ask_to_open(call_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Ask the province once more, with how many will be told, before a call opens early."""
    call = _to_open(uow, call_id, actor)
    if call.state != PLANNED:
        return _open_already(uow, call, actor)
    speakers = [each for county in counties_of(uow) for each in uow.firms.speakers(county)]
    counts = {
        "bureaus": sum(bool(uow.bureaus.staff(bureau.id or 0)) for bureau in _bureaus(uow)),
        "firms": len({each.enterprise_id for each in speakers}),
        "people": len({each.person_id for each in speakers}),
    }

    def make(t: Translate) -> Message:
        lang = language(t)
        name = name_of_call(uow, call, lang)
        words = t("call.open_sure", call=name, day=spoken_day(call.opens, uow.today, lang), **counts)
        quiet = (t("call.open_quiet"),) if held(uow) else ()
        yes = Button(t("call.open_yes"), f"c.open2:{call.id}", "danger")
        return Message(lines=(words, *quiet), rows=((yes, Button(t("call.open_not"), f"call:{call.id}")),))

    return tell(uow, actor.person_id, make)


def open_early(call_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Open a call before its day; the second tap of two is told so."""
    call = _to_open(uow, call_id, actor)
    if call.state != PLANNED:
        return _open_already(uow, call, actor)
    call.opens = uow.today
    return (Cancel(f"call:{call.id}:open"), *opened_call(uow, call, by=actor.person_id))


def opened_call(uow: UnitOfWork, call: Call, by: int | None = None) -> Effects:
    """Open a call and close the former one; bureaus and enterprises are told once it is not quiet."""
    for former in every_call(uow):
        if former.state == OPEN and former.id != call.id:
            former.state = CLOSED
            uow.record("call.closed", f"call:{former.id}")
    call.state, call.opened_at = OPEN, uow.now
    uow.record("call.opened", f"call:{call.id}", by=by, code=call.code)
    moment = held(uow) or uow.now
    bureaus = _county_timer(call, "", moment, TELL)
    firms = tuple(_county_timer(call, county, moment, TELL) for county in counties_of(uow))
    return (bureaus, *firms, *(_own_word(uow, call, by) if by is not None else ()))


def tell_county(uow: UnitOfWork, call_id: int, fired: Fired) -> Effects:
    """Tell the enterprises of one county that a call has begun; without a county, the bureaus."""
    call, county = uow.get(Call, call_id), str(fired.data.get("county", ""))
    if call is None or call.state != OPEN:
        return ()
    if waiting := hold(uow, _key(call, county, TELL), fired):
        return waiting
    return _tell_firms(uow, call, county) if county else _tell_bureaus(uow, call)


def remind_firms(uow: UnitOfWork, call_id: int, fired: Fired) -> Effects:
    """Remind the enterprises that are silent: spread over the counties, then each county in its own turn."""
    call, county = uow.get(Call, call_id), str(fired.data.get("county", ""))
    code, late = str(fired.data.get("code", "")), is_late(fired)
    if call is None or call.state != OPEN:
        return ()
    if was_skipped(uow, f"call:{call.id}", code):
        return ()
    if late and uow.rules.deadlines.late == "expire":
        uow.record("reminder.expired", f"call:{call.id}", code=code, county=county)
        return ()
    key = _key(call, county, f"firms:{code}") if county else f"call:{call.id}:firms:{code}"
    if waiting := hold(uow, key, fired):
        return waiting
    if not county:
        data = {"code": code, "late": late}
        return tuple(
            _county_timer(call, each, uow.now, CALL_RUNG, f"firms:{code}", **data)
            for each in counties_of(uow)
        )
    return _remind_county(uow, call, county, code, late=late)


def say_to_firms(
    uow: UnitOfWork,
    call: Call,
    county: str,
    speakers: Sequence[Speaker],
    make: Callable[[Asked, Translate], Message],
) -> Effects:
    """Return the effects that say something of a call to contacts of a county, as bulk, each on its card."""
    asked = cache(partial(asked_in, uow, call, county))

    def words(speaker: Speaker, t: Translate) -> Message:
        base = asked(language(t))
        return make(replace(base, enterprise_id=speaker.enterprise_id, enterprise=speaker.enterprise), t)

    return tuple(
        replace(effect, bulk=True)
        for each in speakers
        for effect in tell(
            uow, each.person_id, partial(words, each), card=f"call:{call.id}:e{each.enterprise_id}"
        )
        if isinstance(effect, Tell)
    )


def _tell_firms(uow: UnitOfWork, call: Call, county: str) -> Effects:
    hearing = _willing(uow, call, uow.firms.silent(call.id or 0, county), GENTLE)
    uow.record("firms.told", f"call:{call.id}", county=county, people=[each.person_id for each in hearing])
    return say_to_firms(uow, call, county, hearing, opening_card)


def _remind_county(uow: UnitOfWork, call: Call, county: str, code: str, *, late: bool) -> Effects:
    hearing = _willing(uow, call, uow.firms.silent(call.id or 0, county), DEADLINE)
    if not hearing:
        return ()
    people = [each.person_id for each in hearing]
    uow.record("reminder.sent", f"call:{call.id}", code=code, county=county, people=people, late=late)
    return say_to_firms(uow, call, county, hearing, partial(reminder_of_call, late=late))


def _willing(uow: UnitOfWork, call: Call, speakers: Sequence[Speaker], kind: str) -> list[Speaker]:
    """Return those who want to hear of the call, and can be reached."""
    able = set(willing(uow, (each.person_id for each in speakers), f"call:{call.id}", kind))
    return [each for each in speakers if each.person_id in able and uow.people.reachable(each.person_id)]


def _tell_bureaus(uow: UnitOfWork, call: Call) -> Effects:
    due = {filing.bureau_id: filing.aim for filing in uow.filings.of_call(call.id or 0) if filing.to_id}
    return tuple(
        effect
        for bureau in _bureaus(uow)
        for person in uow.bureaus.staff(bureau.id or 0)
        for effect in tell(uow, person, partial(_bureau_words, uow, call, due.get(bureau.id or 0)))
    )


def _bureau_words(uow: UnitOfWork, call: Call, day: date | None, t: Translate) -> Message:
    lang = language(t)
    lines = [t("call.opened", call=name_of_call(uow, call, lang))]
    lines += [t("call.opened_yours", day=spoken(day, uow.today, lang))] if day else []
    return Message(lines=tuple(lines), rows=((Button(t("call.progress"), f"call:{call.id}", "primary"),),))


def _own_word(uow: UnitOfWork, call: Call, person_id: int) -> Effects:
    """Tell whoever opened it what happens now, when the others hear of it later."""
    key = "call.open_quiet" if held(uow) else "call.open_begun"
    return tell(uow, person_id, lambda t: Message(lines=(t(key, call=name_of_call(uow, call, language(t))),)))


def _open_already(uow: UnitOfWork, call: Call, actor: Actor) -> Effects:
    def make(t: Translate) -> Message:
        words = t("call.open_already", call=name_of_call(uow, call, language(t)))
        return Message(lines=(words,), rows=((Button(t("call.progress"), f"call:{call.id}"),),))

    return tell(uow, actor.person_id, make)


def _to_open(uow: UnitOfWork, call_id: int, actor: Actor) -> Call:
    if not may(actor, "open_call", area_subject(uow.rules.province)):
        raise Refused("call.may_not")
    return call_of(uow, call_id)


def _bureaus(uow: UnitOfWork) -> list[Bureau]:
    return [bureau for bureau in uow.bureaus.all() if contains(uow.rules.province, bureau.area)]


def _county_timer(
    call: Call, county: str, due: datetime, what: str, name: str = TELL, **data: object
) -> Schedule:
    return Schedule(_key(call, county, name), due, what, f"call:{call.id}", {"county": county, **data})


def _key(call: Call, county: str, name: str) -> str:
    return f"call:{call.id}:{name}:{county}"
