"""A world full of 昆山's matters, every button their people have on the screen, and what has changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel

from bot.storage.tables import metadata
from bot.storage.work import Work
from handlers.commands import COMMANDS
from handlers.domain.activities import Activity, Host, Participant, Visit
from handlers.domain.consultations import Consultation
from handlers.domain.enterprises import Contact
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from handlers.domain.people import Person
from tests.support.filing import Filings
from tests.support.joining import all_of, joins_as_expert
from tests.support.world import Visitor

OPENING = frozenset((
    "need", "task", "i.see", "filing", "fl.paper", "b", "b.book", "b.staff", "b.who", "b.link", "b.over",
    "b.to", "b.talks", "b.talk", "call", "c.unit", "c.firm", "twins", "up", "up.one", "pv", "reach",
    "match", "export", "cal.new", "act", "act.checks", "act.visits", "act.ics", "act.new", "v.see",
    "v.fix", "i.for", "dg.file", "n.on", "n.back", "n.tags", "less"
))  # fmt: skip
"""Verbs by which a rightful person looks further into things."""
QUEUES = frozenset((
    "inbox", "outbox", "dialogue", "timer", "card", "parked", "lease", "metronome", "event", "weblogin",
    "websession", "webchat", "notice"
))  # fmt: skip
"""Tables of what is said and remembered along the way; whatever a message says is looked at on the screen."""
WORDS = ("模具热处理后变形超差", "由科技局推荐三名专家", "请您回电谈谈报价")
"""Words that stand in 昆山's needs, log and tickets."""


class Kunshan(Filings):
    """昆山 in February with a need of every stage, people to confirm, a ticket, a filing, a consultation."""

    def __init__(self) -> None:
        """Begin with nobody."""
        super().__init__()
        self.rightful: dict[str, Visitor] = {}
        self._others: dict[str, Visitor] = {}

    def trespasser(self, key: str) -> Visitor:
        """Return somebody whom nothing here concerns: a stranger, or a sample person."""
        if key not in self._others:
            self._others[key] = self.arrive("路人") if key == "stranger" else self.known(key)
            self._others[key].commands("help")
        return self._others[key]

    def furnish(self) -> None:
        """Let everything happen that leaves buttons on the screens of those whom it concerns."""
        self._others["coordinator:320500"], province = self.owed()
        xu, firm = self.known("coordinator:320583"), self.known("contact:kunshan_casting")
        mould, shen = self.known("contact:kunshan_mould"), self.known("expert:die_casting")
        self.rightful = {"xu": xu, "firm": firm, "mould": mould, "shen": shen, "province": province}
        firm.says("铝合金压铸件气孔率高，废品率8%左右，想降到3%以下，希望专家到厂看看").taps("提交")
        xu.taps("通过")
        self._invited(xu, self._need(0))
        mould.says("模具热处理后变形超差，寿命短，希望专家下月来厂分析原因").taps("提交")
        self._asks_to_join(firm)
        joins_as_expert(self.arrive("张").commands("start", "expert"))
        mould.says("找人工").says("请您回电谈谈报价").sends("报价单")
        self._consults(xu)
        people = (mould.person_id, shen.person_id, xu.person_id)
        self.change(lambda work: _arranged(work, *people))
        for person in self.rightful.values():
            self._looks_around(person)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Words and numbers that are for the people of 昆山 alone."""
        people = {person.id: person for person in all_of(self, Person)}
        theirs = [people[self.rightful[name].person_id].phone for name in ("firm", "mould", "shen")]
        return (*WORDS, *theirs, "13700137000", "13811112222")

    def _need(self, place: int) -> Need:
        author = self.rightful["firm"].person_id
        return [need for need in all_of(self, Need) if need.author_id == author][-1 - place]

    def _invited(self, xu: Visitor, need: Need) -> None:
        """Invite an expert who can be reached and one who has to be called."""
        xu.taps_action(f"match:{need.id}")
        names = [b.label for b in xu.last.buttons if "沈砚舟" in b.label] + [
            b.label for b in xu.last.buttons if b.label.startswith("☐") and "沈砚舟" not in b.label
        ][:1]
        for name in names:
            xu.taps(name)
        xu.taps("选好了").taps("双方商定").taps("2").taps("企业承担").taps("确认发出")
        assert all_of(self, Invitation)

    def _asks_to_join(self, firm: Visitor) -> None:
        number = firm.person_id
        code = self.look(lambda work: work.enterprises.of_person(number)[0].credit_code)
        second = self.arrive("王").commands("start", "enterprise")
        for words in ("同意", "某某公司", code or "", "昆山", "王敏", "13811112222", "提交"):
            second.says(words)
        assert [one for one in all_of(self, Contact) if one.state == "pending"]

    def _consults(self, xu: Visitor) -> None:
        xu.says("会商").taps("记一次会商")
        for words in ("昨天", "市科技局", "由科技局推荐三名专家", "发汇总表", "3月20日"):
            xu.says(words)
        assert all_of(self, Consultation)

    def _looks_around(self, person: Visitor) -> None:
        """Send every command but those that end something, then open whatever can be opened, twice over."""
        for name in sorted(COMMANDS.keys() - {"english", "chinese", "language", "cancel", "group"}):
            person.commands(name).says("取消")
        for _ in range(2):
            opening = {a for a in self.buttons([person]) if a.partition(":")[0] in OPENING}
            for action in sorted(opening):
                person.taps_action(action).says("取消")

    def buttons(self, people: Iterable[Visitor]) -> set[str]:
        """Return the action of every button that was ever sent to these people, commands left out."""
        numbers = [person.person_id for person in people]
        bodies = self.look(lambda work: [row for n in numbers for row in _bodies(work, n)])
        found = {action for body in bodies for row in body.get("rows", []) for _, action, _ in row}
        return {action for action in found if action.partition(":")[0] != "do"}

    def standing(self, but: Iterable[int]) -> Mapping[str, Sequence[Any]]:
        """Return every row of what counts, apart from what belongs to these people themselves."""
        return self.look(lambda work: _rows(work, frozenset(but)))


def _arranged(work: Work, host: int, expert: int, desk: int) -> None:
    """Put an activity into the record that is over and that nobody has confirmed yet."""
    enterprise, profile = work.enterprises.of_person(host)[0], work.experts.of_person(expert)
    bureau, day = work.bureaus.of_person(desk)[0], work.today - timedelta(days=3)
    assert profile is not None
    activity = work.add(
        Activity(
            number=work.activities.next_number(day.year), year=day.year, kind="single_visit",
            organiser="city", bureau_id=bureau.id or 0, title="模具热处理后变形超差", area=enterprise.county,
            starts=day, ends=day, made_by=desk, made_at=work.now,
        )
    )  # fmt: skip
    number, firm, goes = activity.id or 0, enterprise.id or 0, profile.id or 0
    checks = [{"code": "room", "words": "二楼检测室", "done": ""}]
    work.add(Host(activity_id=number, enterprise_id=firm, preparation=checks))
    work.add(Participant(activity_id=number, expert_id=goes))
    work.add(Visit(activity_id=number, expert_id=goes, enterprise_id=firm, planned_on=day))


def _bodies(work: Work, person: int) -> list[dict[str, Any]]:
    rows = work.statements.rows("SELECT body FROM outbox WHERE person_id = :id", id=person)
    return [json.loads(row[0]) for row in rows]


def _rows(work: Work, but: frozenset[int]) -> dict[str, Sequence[Any]]:
    tables = [name for name in SQLModel.metadata.tables if name not in QUEUES and name in metadata.tables]
    return {name: [row for row in _table(work, name) if not _own(name, row, but)] for name in tables}


def _table(work: Work, name: str) -> list[dict[str, Any]]:
    columns = [column.name for column in metadata.tables[name].columns]
    chosen = ", ".join(f'"{column}"' for column in columns)
    order = "id" if "id" in columns else columns[0]
    rows = work.statements.rows(f'SELECT {chosen} FROM "{name}" ORDER BY {order}')  # noqa: S608 - our own tables
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _own(name: str, row: Mapping[str, Any], but: frozenset[int]) -> bool:
    """Say whether a row is the trespasser's own: themselves, a link, a ticket, a list they made."""
    keys = ("person_id", "made_by", "author_id", "submitted_by") if name != "person" else ("id",)
    return any(row.get(key) in but for key in keys)
