"""What an operator does from the command line besides running the service."""

import shutil
import sys
from pathlib import Path

from bot.beside import engine_of
from bot.settings import Mistake, Settings, read_settings
from bot.storage.migrate import back_up, migrate, standing


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
        if before.refusal:
            raise Mistake(before.refusal)
        migrate(engine, None if settings.on_postgres else settings.data_dir / "before-migration.db")
    finally:
        engine.dispose()
    sys.stdout.write(f"migrated from {before.database or 'empty'} to {before.code}\n")
    return 0


def backup(folder: Path) -> int:
    """Copy a live SQLite database, its files and own templates into an empty folder."""
    settings = _on_sqlite(read_settings())
    file = _file(settings)
    if not file.exists():
        raise Mistake(f"There is no database at {file} yet.")
    if folder.exists() and any(folder.iterdir()):
        raise Mistake(f"{folder} is not empty; name a new folder.")
    back_up(file, folder / "expertbot.db")
    _copy(settings.data_dir, folder)
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
    _copy(folder, settings.data_dir)
    sys.stdout.write(f"已恢复到 {file}\n")
    return 0


def _copy(source: Path, target: Path) -> None:
    """Copy the attachments and the operator's own templates."""
    for name in ("files", "templates"):
        if (source / name).exists():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)


def _file(settings: Settings) -> Path:
    return Path(settings.database().removeprefix("sqlite:///"))


def _on_sqlite(settings: Settings) -> Settings:
    if settings.on_postgres:
        raise Mistake("The database is PostgreSQL: use pg_dump and pg_restore; attachments are rows in it.")
    return settings
