"""The secret that people are known by: whether it is the database's, and beginning with another one when it is lost."""

from __future__ import annotations

from pathlib import Path

from bot.assembly import people_of
from bot.commands import opening
from bot.commands.failures import BadInputError
from bot.settings import BotSettings
from bot.store.database import Database, engine_of, make_private
from bot.store.migrating import migrate
from bot.store.people import SECRET_FILE, People, kept_secret
from bot.store.secrecy import accept_secret, known_fingerprint, lost_secret, other_secret
from knowledge.settings import KnowledgeSettings


def secret_noticed(settings: BotSettings, home: Path) -> str:
    """How the secret and the database stand to each other; ``StoreError`` when they do not fit. Writes nothing."""
    known = known_fingerprint(_url(settings), home)
    if known is None:
        return "no database yet that knows one"
    if not settings.secret_key and not (home / SECRET_FILE).exists():
        raise lost_secret(home)
    if people_of(settings, home).fingerprint != known:
        raise other_secret()
    return "the one the database was filled with"


def accept(unlink: bool) -> None:
    """Makes the secret of the settings, or one kept under ``PLAN136_HOME``, the database's."""
    settings, home = opening.bot_settings(), KnowledgeSettings().plan136_home
    if not unlink:
        raise BadInputError(
            "a new key makes strangers of everybody: what is kept can no longer be forgotten by those who asked, "
            "opinions and settings are deleted; add --unlink-everybody if the old key is lost for good"
        )
    secret = settings.secret_key.get_secret_value() if settings.secret_key else kept_secret(home)
    database = Database(engine_of(_url(settings), home))
    if database.file is not None:
        make_private(database.file)
    try:
        migrate(database)
        unlinked = accept_secret(database, People(secret or ""))
    finally:
        database.close()
    opening.screen().print(f"The key is the database's now. Unlinked: {unlinked} answers.")


def _url(settings: BotSettings) -> str | None:
    return settings.database_url.get_secret_value() if settings.database_url else None
