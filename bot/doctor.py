"""`expertbot doctor`: what is configured, reachable and migrated, one line each; 1 when a thing is wrong.

[ ok] is as it should be, [ ? ] works but wants somebody's eye, [ ! ] is wrong.
"""

import asyncio
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yarl import URL

from bot.channels.outside import hook_fault, hook_template, mail_fault, mail_server
from bot.channels.telegram_api import TelegramApi
from bot.clock import SystemClock
from bot.documents.bulletins import TEMPLATE, BadTemplate, bulletin_docx, own_template
from bot.settings import PREFIX, Mistake, Settings, read_settings
from bot.storage.database import StorageBusy, make_engine
from bot.storage.migrate import standing
from bot.storage.work import Work, World
from handlers.domain.days import SHANGHAI
from handlers.ports.work import Doors
from handlers.programme.plan import year_of

NAMED = 5  # bureaus without an owner that are named
ROOM = 200 * 1024 * 1024  # bytes that should be free in the data folder


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: good, wrong, or good with something to see to (`doubtful`)."""

    good: bool
    what: str
    detail: str
    doubtful: bool = False

    @property
    def mark(self) -> str:
        """Return what stands in front of it."""
        return " ! " if not self.good else " ? " if self.doubtful else " ok"


def doctor() -> int:
    """Look at everything and print it."""
    try:
        settings = read_settings()
    except Mistake as mistake:
        sys.stdout.write(f"[ ! ] settings: {mistake}\n")
        return 1
    findings = list(examine(settings))
    for finding in findings:
        sys.stdout.write(f"[{finding.mark}] {finding.what}: {finding.detail}\n")
    return 0 if all(finding.good for finding in findings) else 1


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what was found, in the order in which an operator mends it."""
    yield Finding(good=True, what="settings", detail="valid")
    yield _database(settings)
    yield _calendar(settings)
    yield from _programme(settings)
    yield from _template(settings)
    yield _room(settings)
    yield _public(settings)
    yield asyncio.run(_telegram(settings))
    yield asyncio.run(_mail(settings))
    yield asyncio.run(_webhook(settings))


def _database(settings: Settings) -> Finding:
    kind = (
        "PostgreSQL" if settings.on_postgres else f"SQLite, {settings.database().removeprefix('sqlite:///')}"
    )
    if not settings.on_postgres and _will_be_made(settings):
        return Finding(good=True, what="database", detail=f"{kind}: will be made at the first start")
    engine = make_engine(settings.database())
    try:
        stands = standing(engine)
    except StorageBusy as busy:
        return Finding(good=False, what="database", detail=f"{kind}: {busy}")
    finally:
        engine.dispose()
    if stands.refusal:
        return Finding(good=False, what="database", detail=f"{kind}: {stands.refusal}")
    if not stands.current and settings.on_postgres:
        return Finding(
            good=False,
            what="database",
            detail=f"{kind}: schema {stands.database or 'empty'}; run expertbot migrate",
        )
    return Finding(
        good=True,
        what="database",
        detail=f"{kind}: schema {stands.database or 'empty, made at the first start'}",
    )


def _will_be_made(settings: Settings) -> bool:
    """Say whether the first start makes the SQLite file. Connecting would make it, and block a restore."""
    file = Path(settings.database().removeprefix("sqlite:///"))
    return not file.exists() and (file.parent == settings.data_dir or file.parent.exists())


def _calendar(settings: Settings) -> Finding:
    last = settings.work_calendar().last_known
    year = SystemClock().now().astimezone(SHANGHAI).year
    detail = f"working days are known up to {last}"
    return Finding(good=True, what="calendar", detail=detail, doubtful=last.year < year)


def _programme(settings: Settings) -> Sequence[Finding]:
    """Look at the programme of a database that is there and current; elsewhere there is nothing to say."""
    if not settings.on_postgres and _will_be_made(settings):
        return ()
    engine = make_engine(settings.database())
    try:
        if not standing(engine).current:
            return ()
        with engine.connect() as connection:
            world = World(SystemClock(), Doors(""), calendar=settings.work_calendar())
            return look_at_programme(Work(connection, world))
    except StorageBusy:
        return ()
    finally:
        engine.dispose()


def look_at_programme(work: Work) -> Sequence[Finding]:
    """Say which programme runs, which of its days are only expected (预计), which bureaus have no owner."""
    programme = work.calls.programme()
    if programme is None:
        return (Finding(good=True, what="programme", detail="none yet", doubtful=True),)
    years, this = work.rules.years, work.today.year
    detail = f"{programme.name}, {years.first_year} to {years.last_year}"
    if this not in years.all:
        detail += f": it has no year {this}, so nothing is planned and nobody reminded"
    runs = Finding(good=True, what="programme", detail=detail, doubtful=this not in years.all)
    return (runs, _deadlines(work, (this, this + 1)), _owners(work))


def _deadlines(work: Work, years: Sequence[int]) -> Finding:
    planned = [year_of(work.rules, year, work.calendar) for year in years]
    filings = [each for year in planned for each in year.filings]
    expected = sorted({each.aim.aim for each in filings if each.aim.expected})
    if not expected:
        detail = f"{len(filings)} of this year and the next, all on days that the calendar knows"
        return Finding(good=True, what="deadlines", detail=detail)
    days = ", ".join(map(str, expected))
    detail = f"only expected (预计), the calendar does not know: {days}; set EXPERTBOT_CALENDAR or upgrade"
    return Finding(good=True, what="deadlines", detail=detail, doubtful=True)


def _owners(work: Work) -> Finding:
    missing = [bureau.name for bureau in work.bureaus.ownerless()]
    if not missing:
        return Finding(good=True, what="owners", detail="every bureau has one")
    named = ", ".join(missing[:NAMED]) + (f" and {len(missing) - NAMED} more" if len(missing) > NAMED else "")
    return Finding(good=True, what="owners", detail=f"none in {len(missing)}: {named}", doubtful=True)


def _template(settings: Settings) -> Sequence[Finding]:
    """Look at the operator's own template of the bulletin (通报), if there is one."""
    template = own_template(settings.data_dir)
    if template is None:
        return ()
    try:
        bulletin_docx({}, template)
    except BadTemplate as bad:
        return (Finding(good=False, what="template", detail=f"templates/{TEMPLATE} cannot be used: {bad}"),)
    return (Finding(good=True, what="template", detail=f"templates/{TEMPLATE} takes the place of ours"),)


def _room(settings: Settings) -> Finding:
    folder = next(p for p in (settings.data_dir, *settings.data_dir.absolute().parents) if p.exists())
    free = shutil.disk_usage(folder).free
    return Finding(
        good=free > ROOM, what="disk", detail=f"{free // 1024 // 1024} MB free for {settings.data_dir}"
    )


def _public(settings: Settings) -> Finding:
    if not settings.public_url:
        detail = "EXPERTBOT_PUBLIC_URL is not set: links work on this machine only"
        return Finding(good=True, what="public address", detail=detail)
    secure = settings.public_url.startswith("https://")
    return Finding(
        good=secure, what="public address", detail=settings.public_url + ("" if secure else " is not https")
    )


async def _telegram(settings: Settings) -> Finding:
    token = settings.telegram_token.get_secret_value()
    if not token:
        return Finding(
            good=True,
            what="telegram",
            detail="off (no EXPERTBOT_TELEGRAM_TOKEN); the web chat works without it",
        )
    api = TelegramApi(token, url=settings.telegram_api_url)
    await api.start()
    try:
        async with asyncio.timeout(10):
            me = await api.whoami()
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator wants its name
        return Finding(
            good=False,
            what="telegram",
            detail=f"{settings.telegram_api_url} does not answer ({type(error).__name__})",
        )
    finally:
        await api.close()
    mode = "webhook" if settings.telegram_webhook_url else "long polling"
    return Finding(good=True, what="telegram", detail=f"@{me.username}, {mode}")


async def _mail(settings: Settings) -> Finding:
    server = mail_server(settings)
    if server is None:
        return Finding(good=True, what="mail", detail=f"off (no {PREFIX}SMTP_HOST)")
    where = f"{server.host}:{server.open_port}"
    if fault := await mail_fault(server):
        return Finding(good=False, what="mail", detail=f"{where} {fault}")
    login = "login accepted" if server.user else "no login"
    return _outside(settings, "mail", f"{where}, {server.tls}, {login}, from {server.address}")


async def _webhook(settings: Settings) -> Finding:
    try:
        template = hook_template(settings)
    except Mistake as mistake:
        return Finding(good=False, what="webhook", detail=str(mistake))
    if template is None:
        return Finding(good=True, what="webhook", detail=f"off (no {PREFIX}HOOK_URL)")
    url = settings.hook_url.get_secret_value()
    if fault := await hook_fault(url):
        return Finding(good=False, what="webhook", detail=f"{URL(url).host} {fault}")
    read_by = "for one person" if template.private else "for a group, so without personal links"
    return _outside(settings, "webhook", f"{URL(url).host}, {settings.hook_template}, {read_by}")


def _outside(settings: Settings, what: str, detail: str) -> Finding:
    """Say so when the links in messages would lead nowhere."""
    if settings.public_url:
        return Finding(good=True, what=what, detail=detail)
    links = f"set {PREFIX}PUBLIC_URL: links in messages lead to this machine only"
    return Finding(good=True, what=what, detail=f"{detail}; {links}", doubtful=True)
