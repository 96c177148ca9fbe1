"""What an enterprise does with its needs: file (提交), mend after a return (修改), withdraw (撤回)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.cards.needs import enterprise_card, language, receipt_card
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import SentFile
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.attachments import Attachment
from handlers.domain.bureaus import Bureau
from handlers.domain.confidential import public_version, stands_in
from handlers.domain.days import spoken
from handlers.domain.enterprises import Enterprise
from handlers.domain.needs import OPEN_STATES, RETURNED, SUBMITTED, WITHDRAWN, Need
from handlers.domain.regions import full_name, region
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.climbing import await_check, check_day, stop_waiting
from handlers.usecases.locking import CHANGES, refuse_locked
from handlers.usecases.need_views import (
    name_of,
    need_facts,
    once_each,
    show_bureau,
    show_need,
    subject_of,
    tell_enterprise,
)
from handlers.usecases.watching import need_changed
from handlers.usecases.withdrawing import close_invitations


@dataclass(frozen=True, slots=True)
class FileNeed:
    """A need as its form gives it. `secret` are the pieces kept from experts; `channel` brought the files."""

    enterprise_id: int
    kind: str
    title: str
    detail: str
    domains: tuple[str, ...]
    keywords: tuple[str, ...]
    county: str
    deadline: date | None = None
    conditions: str = ""
    budget: str = ""
    phone: str = ""
    secret: tuple[str, ...] = ()
    files: tuple[SentFile, ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class MendNeed:
    """The answer to a returned need: the new value of the field, and the files that came with it."""

    need_id: int
    field: str
    value: Any
    keywords: tuple[str, ...] = ()
    files: tuple[SentFile, ...] = ()
    channel: str = ""


def file_need(command: FileNeed, uow: UnitOfWork, actor: Actor) -> Effects:
    """File a need with the nearest bureau that has somebody; the same need is not filed twice.

    A coordinator of the area may file it for the enterprise (代填); its contact is the author then, and told.
    """
    author = _author(command, uow, actor)
    if same := _same_need(command, uow):
        return tell(uow, actor.person_id, _receipt(uow, same, "need.filed_already"), card=name_of(same))
    _keep_secrets_out(command)
    need = _made(command, uow, author)
    _keep_files(need, command.files, command.channel, uow, actor)
    facts: dict[str, Any] = {"bureau": need.bureau_id, "files": len(need.files)}
    facts |= {} if author == actor.person_id else {"behalf_of": author, "by_phone": True}
    uow.record("need.filed", name_of(need), by=actor.person_id, **facts)
    waiting = (*await_check(uow, need), *need_changed(uow, need))
    if command.enterprise_id not in actor.enterprises:
        return (*_filed_for(uow, need, actor), *waiting)
    receipt = tell(uow, actor.person_id, _receipt(uow, need, "need.filed"), card=name_of(need))
    return once_each((*receipt, *show_bureau(uow, need, line("check.new"), buzz=True), *waiting))


def mend_need(command: MendNeed, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take what the bureau asked for; the need goes back to the bureau at once."""
    need = own_need(uow, actor, command.need_id, "mend_need")
    if need.state != RETURNED or need.returned_field != command.field:
        return show_need(uow, need, actor, line("need.nothing_to_mend"))
    if command.field in {"title", "conditions"}:
        _keep_secret_out(command.field, str(command.value), pieces_kept_back(need))
    if command.field != "files":  # kept with whatever else was sent along
        setattr(need, command.field, list(command.value) if command.field == "domains" else command.value)
    need.public_detail = public_version(need.detail, pieces_kept_back(need))
    need.keywords = list(command.keywords) or need.keywords
    need.state, need.returned_field, need.note = SUBMITTED, "", ""
    need.revision += 1
    _keep_files(need, command.files, command.channel, uow, actor)
    uow.record("need.mended", name_of(need), by=actor.person_id, field=command.field)
    waiting = await_check(uow, need)
    receipt = tell(uow, actor.person_id, _receipt(uow, need, "need.mended"), card=name_of(need))
    told = tell_enterprise(uow, need, _mended("need.mended_by_colleague", command.field))
    bureau = show_bureau(uow, need, _mended("check.mended", command.field), buzz=True)
    return once_each((*receipt, *told, *bureau, *waiting))


def withdraw_need(need_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take a need back, whatever stage it has reached. Twice is once."""
    need = own_need(uow, actor, need_id, "withdraw_need")
    if need.state not in OPEN_STATES:
        return show_need(uow, need, actor, line("need.not_open"))
    need.state = WITHDRAWN
    need.revision += 1
    uow.record("need.withdrawn", name_of(need), by=actor.person_id)
    closed = close_invitations(uow, need, actor, translator("zh")("need.withdrawn_reason"))
    bureau = show_bureau(uow, need, line("check.withdrawn"), buzz=True)
    mine = show_need(uow, need, actor, line("need.withdrawn"))
    told = tell_enterprise(uow, need, line("need.withdrawn"))
    gone = (*stop_waiting(need), *need_changed(uow, need))
    return once_each((*mine, *told, *bureau, *closed, *gone))


def own_need(uow: UnitOfWork, actor: Actor, need_id: int, action: str) -> Need:
    """Return a need the actor may do this with. Raises `Refused`: none, another's, or submitted up (上报)."""
    need = uow.get(Need, need_id)
    if need is None:
        raise Refused("need.gone")
    subject = subject_of(uow, need)
    if action in CHANGES and need.sent_up_to is not None and may(actor, "see_need", subject):
        refuse_locked(uow, need, actor)
    if not may(actor, action, subject):
        raise Refused("need.may_not")
    return need


def _author(command: FileNeed, uow: UnitOfWork, actor: Actor) -> int:
    """Return who the need is from: the actor, or the contact for whom a coordinator fills it in."""
    if may(actor, "file_need", Subject(enterprise_id=command.enterprise_id)):
        return actor.person_id
    enterprise = uow.get(Enterprise, command.enterprise_id)
    if enterprise is None or not may(actor, "file_need_for", Subject(area=enterprise.county)):
        raise Refused("need.may_not_file")
    contacts = uow.enterprises.contacts(command.enterprise_id)
    return next((each.person_id for each in contacts if each.state == "active"), actor.person_id)


def _filed_for(uow: UnitOfWork, need: Need, actor: Actor) -> Effects:
    """Show a coordinator the need that was filled in for an enterprise, and tell the enterprise."""
    bureau = uow.get(Bureau, need.bureau_id) if need.bureau_id else None
    news = line("call.filled_in_news", bureau=bureau.name if bureau else uow.rules.name)
    mine = show_need(uow, need, actor, line("call.filled_in", number=need.number))
    told = tell_enterprise(uow, need, news)
    return once_each((*mine, *told, *show_bureau(uow, need, line("check.new"), buzz=True)))


def _made(command: FileNeed, uow: UnitOfWork, author: int) -> Need:
    if region(command.county) is None:
        raise Refused("need.county_unknown", step="county")
    bureau_id = uow.bureaus.nearest_staffed_id(command.county)
    need = uow.add(
        Need(
            number=uow.needs.next_number(uow.today.year),
            call_id=uow.call_id,
            enterprise_id=command.enterprise_id,
            author_id=author,
            bureau_id=bureau_id,
            kind=command.kind,
            title=command.title,
            detail=command.detail,
            confidential="\n".join(command.secret),
            public_detail=public_version(command.detail, command.secret),
            domains=list(command.domains),
            keywords=list(command.keywords),
            county=command.county,
            deadline=command.deadline,
            conditions=command.conditions,
            budget=command.budget,
            phone=command.phone,
            files=[],
            submitted_at=uow.now,
            check_by=check_day(uow),
        )
    )
    if bureau_id is None:
        uow.add(Task(kind="no_bureau", about=name_of(need), words=need.number, made_at=uow.now))
    return need


def _same_need(command: FileNeed, uow: UnitOfWork) -> Need | None:
    for need in uow.needs.open_words(command.enterprise_id):
        if (need.title, need.detail) == (command.title, command.detail):
            return uow.get(Need, need.id)
    return None


def _keep_secrets_out(command: FileNeed) -> None:
    for field, text in (("title", command.title), ("conditions", command.conditions)):
        _keep_secret_out(field, text, command.secret)


def _keep_secret_out(field: str, text: str, pieces: tuple[str, ...]) -> None:
    """Title and conditions are public: a confidential piece in them has to be taken out by its author."""
    if piece := next((piece for piece in pieces if piece != "*" and stands_in(piece, text)), ""):
        raise Refused(f"need.{field}_is_public", step=field, piece=piece)


def pieces_kept_back(need: Need) -> tuple[str, ...]:
    """Return what of a need is kept from experts."""
    return tuple(need.confidential.split("\n")) if need.confidential else ()


def _keep_files(need: Need, files: tuple[SentFile, ...], channel: str, uow: UnitOfWork, actor: Actor) -> None:
    if files:
        kept = uow.keep_files(actor.person_id, name_of(need), channel, files)
        known = {file["id"] for file in need.files}
        need.files = [*need.files, *(_file_view(file) for file in kept if file.id not in known)]


def _file_view(file: Attachment) -> dict[str, Any]:
    return {"id": file.id, "name": file.name or file.kind, "kind": file.kind}


def _receipt(uow: UnitOfWork, need: Need, key: str) -> Make:
    """Say the number, who will see the need, what happens next and by which day."""
    facts = need_facts(uow, need)

    def make(t: Translate) -> Message:
        if need.state != SUBMITTED:
            return enterprise_card(facts, t).before(t(key, number=need.number))
        day = spoken(need.check_by or uow.today, uow.today, language(t))
        next_step = t("need.next_check", day=day) if need.bureau_id else t("need.next_nobody", day=day)
        lines = (t(key, number=need.number), _who_sees(uow, need, t), next_step)
        return receipt_card(facts, t).before(*lines)

    return make


def _who_sees(uow: UnitOfWork, need: Need, t: Translate) -> str:
    beside = uow.needs.beside(need)
    if not beside.bureau:
        return t("need.seen_by_nobody", county=full_name(need.county))
    key = "need.seen_by" if beside.bureau_area == need.county else "need.seen_by_above"
    return t(key, county=full_name(need.county), bureau=beside.bureau)


def _mended(key: str, field: str) -> Make:
    return lambda t: Message(lines=(t(key, field=t(f"need.{field}_label")),))
