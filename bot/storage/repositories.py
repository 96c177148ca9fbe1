"""Enterprises, experts, needs, invitations, bureaus, tasks and events, behind the ports of the core."""

from collections.abc import Mapping, Sequence

from sqlalchemy import case, func, literal, or_
from sqlmodel import Session, col, select

from bot.storage.nouns import Nouns
from bot.storage.profiles import Profiles, profile
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.events import Event
from handlers.domain.experts import Conflict, Expert
from handlers.domain.invitations import CONDITIONAL, OPEN, STANDING, Invitation
from handlers.domain.masks import ExpertView
from handlers.domain.needs import APPROVED, OPEN_STATES, SUBMITTED, Need
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.ports.enterprises import OwnFirm
from handlers.ports.needs import Beside, OpenNeed

_RANKS = {"owner": 0, "deputy": 1}
_BESIDE = (
    "SELECT (SELECT name FROM enterprise WHERE id = :firm), (SELECT name FROM person WHERE id = :author),"
    " (SELECT phone FROM person WHERE id = :author), (SELECT name FROM bureau WHERE id = :bureau),"
    " (SELECT area FROM bureau WHERE id = :bureau)"
)
_OUTCOMES = (
    "SELECT f.id, t.outcome FROM filing f JOIN task t ON t.about = 'filing:' || CAST(f.id AS TEXT)"
    " WHERE f.call_id = :call AND f.to_id = :bureau AND t.kind = 'phone' ORDER BY t.id"
)
_NAMES = (
    "SELECT e.id, p.name FROM expert e JOIN person p ON p.id = e.person_id"
    " WHERE e.id IN ({ids}) AND e.state NOT IN ('erased', 'merged')"
)


class _Rows:
    def __init__(self, nouns: Nouns) -> None:
        self._nouns = nouns

    @property
    def _session(self) -> Session:
        return self._nouns.session


class EnterpriseRows(_Rows):
    """Enterprises and their contacts."""

    def by_code(self, credit_code: str) -> Enterprise | None:
        """Return the enterprise of this unified social credit code."""
        return self._session.exec(select(Enterprise).where(Enterprise.credit_code == credit_code)).first()

    def named(self, name: str, county: str) -> Enterprise | None:
        """Return the enterprise of this name in this county."""
        found = select(Enterprise).where(Enterprise.name == name, Enterprise.county == county)
        first = self._session.exec(found.order_by(col(Enterprise.merged_into).isnot(None))).first()
        while first is not None and first.merged_into is not None:
            first = self._nouns.get(Enterprise, first.merged_into)
        return first

    def mentioned(self, words: str) -> Sequence[Enterprise]:
        """Return the enterprises whose whole name stands somewhere in these words."""
        inside = literal(words).contains(col(Enterprise.name), autoescape=False)
        inside &= col(Enterprise.merged_into).is_(None)
        return self._session.exec(select(Enterprise).where(inside).order_by(col(Enterprise.id))).all()

    def search(self, piece: str, limit: int = 8) -> Sequence[Enterprise]:
        """Return enterprises whose name or credit code holds this piece, the exact one first."""
        held = col(Enterprise.name).contains(piece, autoescape=True)
        found = select(Enterprise).where(or_(held, col(Enterprise.credit_code) == piece))
        found = found.where(col(Enterprise.merged_into).is_(None))
        exact = case((col(Enterprise.name) == piece, 0), else_=1)
        return self._session.exec(found.order_by(exact, col(Enterprise.id)).limit(limit)).all()

    def of_person(self, person_id: int, state: str = "active") -> Sequence[Enterprise]:
        """Return the enterprises a person speaks for."""
        found = select(Enterprise).join(Contact, col(Contact.enterprise_id) == Enterprise.id)
        found = found.where(Contact.person_id == person_id, Contact.state == state)
        return self._session.exec(found.order_by(col(Contact.id))).all()

    def spoken_for(self, person_id: int) -> Sequence[OwnFirm]:
        """Return the enterprises a person speaks for."""
        rows = self._nouns.rows(
            "SELECT e.id, e.name, e.county FROM contact c JOIN enterprise e ON e.id = c.enterprise_id"
            " WHERE c.person_id = :person AND c.state = 'active' ORDER BY c.id",
            person=person_id,
        )
        return [OwnFirm(*row) for row in rows]

    def contacts(self, enterprise_id: int) -> Sequence[Contact]:
        """Return all contacts in the order they joined."""
        found = select(Contact).where(Contact.enterprise_id == enterprise_id)
        return self._session.exec(found.order_by(col(Contact.id))).all()


class ExpertRows(_Rows):
    """Experts, conflicts, loads."""

    def __init__(self, nouns: Nouns, profiles: Profiles) -> None:
        super().__init__(nouns)
        self._profiles = profiles

    def of_person(self, person_id: int) -> Expert | None:
        """Return a person's profile."""
        return self._session.exec(select(Expert).where(Expert.person_id == person_id)).first()

    def all(self) -> Sequence[tuple[Expert, Person]]:
        """Return every expert who is not erased, with the person."""
        found = select(Expert, Person).join(Person, col(Expert.person_id) == Person.id)
        there = col(Expert.state).notin_(("erased", "merged"))
        return self._session.exec(found.where(there).order_by(col(Expert.id))).all()

    def views(self, year: int) -> Sequence[ExpertView]:
        """Return everybody as matching sees them, with the load of a year."""
        return self._profiles.all(self._nouns, year)

    def view(self, expert_id: int, year: int) -> ExpertView | None:
        """Return one of them."""
        return profile(self._nouns, expert_id, year)

    def names(self, expert_ids: Sequence[int]) -> Mapping[int, str]:
        """Return names by expert id."""
        ids = ",".join(str(int(number)) for number in expert_ids)
        rows = self._nouns.rows(_NAMES.format(ids=ids)) if ids else ()
        return {row[0]: row[1] for row in rows}

    def conflicts(self, enterprise_id: int) -> Sequence[Conflict]:
        """Return what keeps experts away from an enterprise."""
        return self._session.exec(select(Conflict).where(Conflict.enterprise_id == enterprise_id)).all()

    def conflicts_of(self, expert_id: int) -> Sequence[Conflict]:
        """Return what keeps an expert away from enterprises."""
        return self._session.exec(select(Conflict).where(Conflict.expert_id == expert_id)).all()

    def declaring(self, name: str) -> Sequence[Expert]:
        """Return the experts in whose declared conflicts this enterprise name stands."""
        held = col(Expert.declared).contains(name, autoescape=True)
        return self._session.exec(select(Expert).where(held).order_by(col(Expert.id))).all()

    def pool(self, words: str, first: int, limit: int) -> tuple[int, Sequence[tuple[Expert, Person]]]:
        """Return how many experts have these words in name or unit, and some of them, from the `first` on."""
        named = or_(*(col(where).contains(words, autoescape=True) for where in (Person.name, Expert.unit)))
        there = (col(Expert.state).notin_(("erased", "merged")), named)
        found = select(Expert, Person).join(Person, col(Expert.person_id) == Person.id).where(*there)
        count = select(func.count()).select_from(found.subquery())
        page = found.order_by(col(Expert.id)).offset(first).limit(limit)
        return self._session.exec(count).one(), self._session.exec(page).all()


class NeedRows(_Rows):
    """Needs."""

    def of_enterprise(self, enterprise_id: int) -> Sequence[Need]:
        """Return an enterprise's needs, the newest first."""
        found = select(Need).where(Need.enterprise_id == enterprise_id)
        return self._session.exec(found.order_by(col(Need.id).desc())).all()

    def beside(self, need: Need) -> Beside:
        """Return the names of a need's enterprise, author and bureau."""
        (row,) = self._nouns.rows(
            _BESIDE, firm=need.enterprise_id, author=need.author_id, bureau=need.bureau_id
        )
        return Beside(*(each or "" for each in row))

    def open_words(self, enterprise_id: int) -> Sequence[OpenNeed]:
        """Return what an enterprise's open needs say, the newest first."""
        rows = self._nouns.rows(
            "SELECT id, number, title, detail, state FROM need WHERE enterprise_id = :firm ORDER BY id DESC",
            firm=enterprise_id,
        )
        return [OpenNeed(*row[:4]) for row in rows if row[4] in OPEN_STATES]

    def waiting(self, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return the needs that wait to be checked, the longest waiting first."""
        found = select(Need).where(Need.state == SUBMITTED, col(Need.bureau_id).in_(bureau_ids))
        return self._session.exec(found.order_by(col(Need.id))).all()

    def of_bureau(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Need]:
        """Return the needs of bureaus, the newest first."""
        found = select(Need).where(col(Need.bureau_id).in_(bureau_ids))
        return self._session.exec(found.order_by(col(Need.id).desc()).limit(limit)).all()

    def unmatched(self, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return the approved needs to which nobody is invited now, the oldest first."""
        standing = select(Invitation.id).where(
            col(Invitation.need_id) == col(Need.id), col(Invitation.state).in_(STANDING)
        )
        found = select(Need).where(Need.state == APPROVED, col(Need.bureau_id).in_(bureau_ids))
        return self._session.exec(found.where(~standing.exists()).order_by(col(Need.id))).all()

    def of_call(self, call_id: int, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return a call's needs that these bureaus check or have been sent, by id."""
        theirs = or_(col(Need.bureau_id).in_(bureau_ids), col(Need.sent_up_to).in_(bureau_ids))
        return self._session.exec(
            select(Need).where(Need.call_id == call_id, theirs).order_by(col(Need.id))
        ).all()

    def counts(self, call_id: int) -> Sequence[tuple[int | None, int | None, str, int]]:
        """Count a call's needs by bureau, the one they were sent up to, and state."""
        rows = self._nouns.rows(
            "SELECT bureau_id, sent_up_to, state, COUNT(*) FROM need WHERE call_id = :call"
            " GROUP BY bureau_id, sent_up_to, state",
            call=call_id,
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def by_number(self, number: str) -> Need | None:
        """Return the need with this receipt number."""
        return self._session.exec(select(Need).where(Need.number == number)).first()

    def next_number(self, year: int) -> str:
        """Return the next receipt number of the year."""
        last = self._nouns.value("SELECT number FROM need WHERE id = (SELECT MAX(id) FROM need)")
        if last and not last.startswith(f"{year}-"):
            newest = "SELECT number FROM need WHERE number LIKE :year ORDER BY id DESC LIMIT 1"
            last = self._nouns.value(newest, year=f"{year}-%")
        return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:04d}"


class InvitationRows(_Rows):
    """Invitations."""

    def of_need(self, need_id: int) -> Sequence[Invitation]:
        """Return a need's invitations in the order they were sent."""
        found = select(Invitation).where(Invitation.need_id == need_id)
        return self._session.exec(found.order_by(col(Invitation.id))).all()

    def states_of(self, need_id: int) -> Sequence[tuple[int, str]]:
        """Return which expert was invited to a need, and how that stands, in the order of sending."""
        sql = "SELECT expert_id, state FROM invitation WHERE need_id = :need ORDER BY id"
        return [(row[0], row[1]) for row in self._nouns.rows(sql, need=need_id)]

    def of_expert(self, expert_id: int) -> Sequence[Invitation]:
        """Return an expert's invitations, the newest first."""
        found = select(Invitation).where(Invitation.expert_id == expert_id)
        return self._session.exec(found.order_by(col(Invitation.id).desc())).all()

    def standing_of(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Invitation]:
        """Return the open and conditional invitations that these bureaus sent, the oldest first."""
        found = select(Invitation).where(
            col(Invitation.bureau_id).in_(bureau_ids), col(Invitation.state).in_((OPEN, CONDITIONAL))
        )
        return self._session.exec(found.order_by(col(Invitation.id)).limit(limit)).all()

    def sent_by(self, bureau_id: int, states: Sequence[str]) -> Sequence[Invitation]:
        """Return the invitations that a bureau sent and that are in one of these states, by id."""
        found = select(Invitation).where(Invitation.bureau_id == bureau_id, col(Invitation.state).in_(states))
        return self._session.exec(found.order_by(col(Invitation.id))).all()


class TaskRows(_Rows):
    """Tasks of bureaus."""

    def open_of(self, bureau_ids: Sequence[int]) -> Sequence[Task]:
        """Return the open tasks, the oldest first."""
        found = select(Task).where(Task.state == "open", col(Task.bureau_id).in_(bureau_ids))
        return self._session.exec(found.order_by(col(Task.id))).all()

    def unassigned(self) -> Sequence[Task]:
        """Return the open tasks that no bureau has, the oldest first."""
        found = select(Task).where(Task.state == "open", col(Task.bureau_id).is_(None))
        return self._session.exec(found.order_by(col(Task.id))).all()

    def outcomes(self, call_id: int, bureau_id: int) -> Sequence[tuple[int, str]]:
        """Return what came of calls about filings that a bureau is owed in a call."""
        rows = self._nouns.rows(_OUTCOMES, call=call_id, bureau=bureau_id)
        return [(row[0], row[1]) for row in rows]

    def about(self, about: str, kind: str = "") -> Sequence[Task]:
        """Return the tasks about a subject, of one kind or all."""
        found = select(Task).where(Task.about == about)
        found = found.where(Task.kind == kind) if kind else found
        return self._session.exec(found.order_by(col(Task.id))).all()


class EventRows(_Rows):
    """The record."""

    def of(self, subject: str) -> Sequence[Event]:
        """Return a subject's events in the order they happened."""
        return self._session.exec(select(Event).where(Event.subject == subject).order_by(col(Event.id))).all()
