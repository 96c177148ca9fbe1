"""What an operator does from the command line besides running the service."""

import hashlib
import shutil
import sys
from pathlib import Path

from bot.beside import change, engine_of
from bot.clock import SystemClock
from bot.documents.rendering import qr_terminal
from bot.settings import Mistake, Settings, read_settings
from bot.storage.migrate import back_up, migrate, standing
from bot.storage.work import Work, World
from handlers.domain.bureaus import Bureau
from handlers.domain.people import Link
from handlers.domain.regions import Region, find_regions, full_name, path, region
from handlers.ports import Doors


def invite(area: str, name: str) -> int:
    """Print a coordinator's single-use link and its QR code; makes the bureau when the area has none yet."""
    settings = read_settings()
    place = _place(area)
    clock = SystemClock()
    token = clock.token()
    world = World(clock, Doors(_public_url(settings)))

    def unit(work: Work) -> str:
        bureau = work.bureaus.at(place.code) or work.add(_bureau(work, place, name))
        digest = hashlib.sha256(token.encode()).hexdigest()
        work.add(
            Link(token_hash=digest, kind="coordinator", bureau_id=bureau.id, made_at=work.now, uses_left=1)
        )
        work.record("link.made", f"bureau:{bureau.id}", kind="coordinator")
        return bureau.name

    bureau_name = change(settings, world, unit)
    url = f"{world.doors.public_url}/chat#t={token}"
    sys.stdout.write(f"{bureau_name}：经办人入口（仅可使用一次）\n{url}\n\n{qr_terminal(url)}\n")
    return 0


def migrate_schema(*, check: bool = False) -> int:
    """Bring the schema up to date, or only say where it stands (1 when it is not up to date)."""
    settings = read_settings()
    if check and not settings.on_postgres and not _file(settings).exists():
        sys.stdout.write("database empty, it will be made at the first start\n")
        return 1
    engine = engine_of(settings)
    try:
        before = standing(engine)
        if check or before.current:
            sys.stdout.write(f"database {before.database or 'empty'}, code {before.code}\n")
            return 0 if before.current else 1
        if not before.known:
            raise Mistake("The database is newer than this code; install the newer release.")
        migrate(engine, None if settings.on_postgres else settings.data_dir / "before-migration.db")
    finally:
        engine.dispose()
    sys.stdout.write(f"migrated from {before.database or 'empty'} to {before.code}\n")
    return 0


def backup(folder: Path) -> int:
    """Copy a live SQLite database and its files into an empty folder."""
    settings = _on_sqlite(read_settings())
    file = _file(settings)
    if not file.exists():
        raise Mistake(f"There is no database at {file} yet.")
    if folder.exists() and any(folder.iterdir()):
        raise Mistake(f"{folder} is not empty; name a new folder.")
    back_up(file, folder / "expertbot.db")
    files = settings.data_dir / "files"
    if files.exists():
        shutil.copytree(files, folder / "files")
    sys.stdout.write(f"已备份到 {folder}\n")
    return 0


def restore(folder: Path) -> int:
    """Put a backup in place; refuses where a database stands already."""
    settings = _on_sqlite(read_settings())
    file = _file(settings)
    if file.exists():
        raise Mistake(f"A database stands at {file}; move it away first, nothing is overwritten.")
    source = folder / "expertbot.db"
    if not source.exists():
        raise Mistake(f"{folder} holds no expertbot.db.")
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    back_up(source, file)
    if (folder / "files").exists():
        shutil.copytree(folder / "files", settings.data_dir / "files", dirs_exist_ok=True)
    sys.stdout.write(f"已恢复到 {file}\n")
    return 0


def _place(area: str) -> Region:
    place = region(area) or next(iter(find_regions(area)), None)
    if place is None:
        raise Mistake(f"No area is called {area}; give its GB/T 2260 code, as 320583.")
    return place


def _bureau(work: Work, place: Region, name: str) -> Bureau:
    above = [step.code for step in reversed(path(place.code)[:-1])]
    parent = next((bureau for code in above if (bureau := work.bureaus.at(code))), None)
    return Bureau(
        name=name or f"{full_name(place.code)}人力资源和社会保障局", level=place.level, area=place.code,
        reports_to=parent.id if parent else None,
    )  # fmt: skip


def _file(settings: Settings) -> Path:
    return Path(settings.database().removeprefix("sqlite:///"))


def _on_sqlite(settings: Settings) -> Settings:
    if settings.on_postgres:
        raise Mistake("The database is PostgreSQL: use pg_dump and pg_restore; attachments are rows in it.")
    return settings


def _public_url(settings: Settings) -> str:
    return settings.public_url or f"http://{settings.http_host}:{settings.http_port}"
