"""Loads the invented sample people into an empty database: their own file, never mixed with real data."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Protocol

from bot.clock import day_of
from bot.planning import plan_years
from bot.storage.database import Connection
from bot.storage.work import Work, World
from handlers.cards.units import CONTACT
from handlers.domain.bureaus import OBSERVER, Bureau, Member
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Conflict, Expert
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.needs import APPROVED, Need
from handlers.domain.people import Person
from handlers.domain.programmes import Programme
from handlers.domain.regions import shared_digits
from handlers.programme.rules import as_json, read_rules, shipped

Ids = dict[str, int]
SAMPLE_NAME = {"name": "千名专家进千企（演示）", "name_en": "A thousand experts for a thousand firms (demo)"}


def load_samples(connection: Connection, world: World) -> Mapping[str, int]:
    """Make everything the sample files tell of; return the person ids by their sample keys.

    The keys are "expert:<key>", "contact:<key>", "coordinator:<area>" (its owner) and "coordinator:<key>",
    "department:<key>" and "observer:<area>". Days are counted from the clock's
    today, so the samples never grow old.
    """
    work = Work(connection, world)
    bureaus = _bureaus(work)
    people: Ids = {}
    _coordinators(work, bureaus, people)
    call = programme(work, present_day(work.today.year) | SAMPLE_NAME)
    enterprises = _enterprises(work, people)
    needs = _needs(work, enterprises, people, call)
    _experts(work, enterprises, needs, bureaus, people)
    work.flush()
    return people


def sample(name: str) -> dict[str, Any]:
    """Return one of the sample files as data."""
    return tomllib.loads(files("bot.samples").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def present_day(year: int) -> dict[str, Any]:
    """Return the programme file to start from, as data, for three years from this one."""
    return tomllib.loads(shipped("present-day")) | {"years": {"first_year": year, "last_year": year + 2}}


def programme(work: Work, data: dict[str, Any]) -> int:
    """Open a programme today and plan its years; return the id of the call that is open, 0 without one."""
    rules = read_rules(data)
    work.add(Programme(name=rules.name, area=rules.province, rules=as_json(data)))
    plan_years(work)
    calls = [call for cycle in work.calls.cycles() for call in work.calls.of_cycle(_id(cycle))]
    current = work.calls.current() or next(iter(calls), None)
    return _id(current) if current else 0


def _bureaus(work: Work) -> Ids:
    """Make bureaus and departments; return the ids of the former by area, of the latter by key."""
    told, found = sample("bureaus"), Ids()
    for entry in told["bureau"]:
        found[entry["area"]] = _id(work.add(_bureau(entry, found)))
    for entry in told["department"]:
        found[entry["key"]] = _id(work.add(_bureau(entry, found, kind="department")))
    return found


def _bureau(entry: Mapping[str, Any], known: Ids, kind: str = "bureau") -> Bureau:
    levels = {2: "province", 4: "city", 6: "county"}
    bureau = Bureau(
        name=entry["name"],
        kind=kind,
        level=levels[len(shared_digits(entry["area"]))],
        area=entry["area"],
        reports_to=known.get(entry["reports_to"]),
    )
    for name in CONTACT:
        setattr(bureau, name, entry.get(name, ""))
    return bureau


def _coordinators(work: Work, bureaus: Ids, people: Ids) -> None:
    told = sample("bureaus")
    for entry in told["coordinator"]:
        person = _seated(work, entry, bureaus[entry["area"]], entry["role"])
        people.setdefault(f"coordinator:{entry['area']}", person)
        people[f"coordinator:{entry['key']}"] = person
    for entry in told["department_member"]:
        department = entry["department"]
        people[f"department:{department}"] = _seated(work, entry, bureaus[department], entry["role"])
    for entry in told["observer"]:
        people[f"observer:{entry['area']}"] = _seated(work, entry, bureaus[entry["area"]], OBSERVER)


def _seated(work: Work, entry: Mapping[str, Any], bureau_id: int, role: str) -> int:
    person = _id(_person(work, entry["name"], entry["phone"]))
    duties = entry.get("duties", "")
    work.add(Member(bureau_id=bureau_id, person_id=person, role=role, duties=duties))
    return person


def _enterprises(work: Work, people: Ids) -> Ids:
    found: Ids = {}
    for entry in sample("enterprises")["enterprise"]:
        kept = work.add(
            Enterprise(
                name=entry["name"],
                credit_code=entry["credit_code"],
                county=entry["area"],
                created_at=work.now,
            )
        )
        person = _person(work, entry["contact"], entry["phone"])
        work.add(Contact(enterprise_id=_id(kept), person_id=_id(person), created_at=work.now))
        found[entry["key"]] = _id(kept)
        people[f"contact:{entry['key']}"] = _id(person)
    return found


def _needs(work: Work, enterprises: Ids, people: Ids, call: int) -> Ids:
    """Make all sample needs but the first, which is left for the visitor to file."""
    found: Ids = {}
    for entry in sample("needs")["need"][1:]:
        enterprise = work.session.get_one(Enterprise, enterprises[entry["enterprise"]])
        bureau = work.bureaus.nearest_staffed(enterprise.county)
        public = entry["text"]
        for secret in entry.get("confidential", []):
            public = public.replace(secret, "（不公开）")
        need = work.add(
            Need(
                number=work.needs.next_number(work.today.year),
                call_id=call,
                enterprise_id=_id(enterprise),
                author_id=people[f"contact:{entry['enterprise']}"],
                bureau_id=bureau.id if bureau else None,
                kind=entry["kind"],
                title=entry["title"],
                detail=entry["text"],
                public_detail=public,
                confidential="\n".join(entry.get("confidential", [])),
                domains=entry["domains"],
                keywords=entry.get("terms", []),
                county=enterprise.county,
                deadline=work.today + timedelta(days=entry.get("wish_in_days", 45)),
                conditions=entry.get("conditions", ""),
                state=APPROVED,
                submitted_at=_before(work, 12),
                checked_at=_before(work, 10),
            )
        )
        found[entry["key"]] = _id(need)
    return found


def _experts(work: Work, enterprises: Ids, needs: Ids, bureaus: Ids, people: Ids) -> None:
    host = next(iter(needs.values()))
    for entry in sample("experts")["expert"]:
        expert = _expert(work, entry, needs, people)
        for conflict in entry.get("conflict", []):
            enterprise = enterprises[conflict["enterprise"]]
            work.add(
                Conflict(
                    expert_id=_id(expert),
                    enterprise_id=enterprise,
                    kind=conflict["kind"],
                    reason=conflict.get("note", ""),
                )
            )
        for _ in range(entry.get("accepted_this_year", 0)):
            work.add(
                Invitation(
                    need_id=host,
                    expert_id=_id(expert),
                    bureau_id=bureaus["320000"],
                    invited_by=people["coordinator:320000"],
                    year=work.today.year,
                    state=ACCEPTED,
                    reply_by=day_of(_before(work, 60)),
                    sent_at=_before(work, 70),
                    answered_at=_before(work, 65),
                )
            )


def _expert(work: Work, entry: dict[str, Any], needs: Ids, people: Ids) -> Expert:
    person = _person(work, entry["name"], entry["phone"])
    people[f"expert:{entry['key']}"] = _id(person)
    exception = entry.get("exception", {})
    return work.add(
        Expert(
            person_id=_id(person),
            unit=entry["unit"],
            unit_type=entry["unit_type"],
            title=entry["title"],
            degree=entry["degree"],
            categories=entry.get("categories", []),
            directions=entry["directions"],
            domains=entry.get("domains", []),
            works=entry.get("works", []),
            county=entry["area"],
            areas=entry["willing_areas"],
            months=entry["months"],
            online_only=entry.get("online_only", False),
            yearly_cap=entry["yearly_cap"],
            state="confirmed" if entry.get("confirmed", True) else "unverified",
            exception=exception.get("reason", ""),
            exception_need_id=needs.get(exception.get("need", "")),
            created_at=work.now,
        )
    )


def _person(work: Work, name: str, phone: str) -> Person:
    return work.add(Person(name=name, phone=phone, consented_at=work.now, created_at=work.now))


def _before(work: Work, days: int) -> datetime:
    return work.now - timedelta(days=days)


class _Kept(Protocol):
    id: int | None


def _id(noun: _Kept) -> int:
    if noun.id is None:
        raise ValueError("a noun has an id once it is kept")
    return noun.id
