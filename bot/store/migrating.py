"""The tables of the store brought to what this program needs, step by step and all or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store_ports import StoreError

SCRIPTS = Path(__file__).with_name("migrations")
VERSION_TABLE = "plan136_version"
_LOCK = 136_2021  # any number, the same in every process


def migrate(database: Database) -> None:
    """Applies what is missing; several processes may ask at once. ``StoreError`` when a newer program made it."""
    newest = _scripts().get_current_head()
    if database.read(_version) == newest:
        return

    def upgrade(session: Session) -> None:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                "the database was made by a newer version of this program; run that version, or name another database"
            ) from error

    database.write(upgrade)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _version(session: Session) -> str | None:
    """Which migration the database is at; None when it is empty."""
    connection: Connection = session.connection()
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
