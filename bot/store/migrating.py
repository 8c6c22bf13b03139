"""The tables of the store brought to what this program needs, step by step and all or nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store_errors import StoreError
from bot.time_limit import time_limit

SCRIPTS = Path(__file__).with_name("migrations")
VERSION_TABLE = "plan136_version"
MIGRATING_SECONDS = 600.0  # a large table takes its time; the server's own limit is lifted meanwhile
_LOCK = 136_2021  # any number, the same in every process


def migrate(database: Database) -> None:
    """Applies what is missing; several processes may ask at once. ``StoreError`` when a newer program made it."""
    if database.read(_version) == newest():
        return
    from alembic import command  # noqa: PLC0415 - a tenth of a second that only a change of the tables needs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    def upgrade(session: Session) -> None:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            for name in ("statement_timeout", "lock_timeout"):
                connection.execute(text(f"SET LOCAL {name} = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                "the database was made by a newer version of this program; run that version, or name another database"
            ) from error

    with time_limit(MIGRATING_SECONDS):
        database.write(upgrade)


def newest() -> str:
    """The revision of the last migration, by the names of their files: r0002_inbox.py makes 0002."""
    return max(path.stem[1:5] for path in SCRIPTS.glob("versions/r[0-9]*.py"))


def _version(session: Session) -> str | None:
    """Which migration the database is at; None when it is empty."""
    connection: Connection = session.connection()
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
