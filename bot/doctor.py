"""`expertbot doctor`: what is configured, reachable and migrated, one line each; 1 when a thing is wrong."""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.channels.telegram_api import TelegramApi
from bot.settings import Mistake, Settings, read_settings
from bot.storage.database import StorageBusy, make_engine
from bot.storage.migrate import standing

ROOM = 200 * 1024 * 1024  # bytes that should be free in the data folder


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    good: bool
    what: str
    detail: str


def doctor() -> int:
    """Look at everything and print it."""
    try:
        settings = read_settings()
    except Mistake as mistake:
        sys.stdout.write(f"[ ! ] settings: {mistake}\n")
        return 1
    findings = list(examine(settings))
    for finding in findings:
        sys.stdout.write(f"[{' ok' if finding.good else ' ! '}] {finding.what}: {finding.detail}\n")
    return 0 if all(finding.good for finding in findings) else 1


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what was found, in the order in which an operator mends it."""
    yield Finding(good=True, what="settings", detail="valid")
    yield _database(settings)
    yield _room(settings)
    yield _public(settings)
    yield asyncio.run(_telegram(settings))


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
    if not stands.known:
        return Finding(
            good=False, what="database", detail=f"{kind}: schema {stands.database} is newer than this code"
        )
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
