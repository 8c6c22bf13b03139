"""The collection of a person's documents as commands open it: in the database of the settings."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from bot.settings import BotSettings
from bot.store.collection import SqlCollection
from bot.store.database import SQLITE_FILE, Database, engine_of, make_private
from bot.store.lazy_collection import LazyCollection
from bot.store.migrating import migrate
from knowledge.collection import CollectionError
from knowledge.file_layout import has_files, import_files

WAIT_SECONDS = 60.0  # that a command waits for the changes of others: a person would only type it again

log = logging.getLogger(__name__)


def open_collection(settings: BotSettings, home: Path, wait_seconds: float = WAIT_SECONDS) -> LazyCollection:
    """What a person added, in the database of the settings; files of an older version are imported at first use.

    ``wait_seconds`` is how long a call may take, the waiting for changes of others with it.
    """
    url = settings.database_url

    def opened() -> SqlCollection:
        database = Database(engine_of(url.get_secret_value() if url else None, home), wait_seconds)
        try:
            if database.file is not None:
                make_private(database.file)
            migrate(database)
            collection = SqlCollection(database, time.time)
            for problem in import_files(collection, home):
                log.warning("left out: %s", problem)
        except OSError as error:
            database.close()
            raise CollectionError(f"{home}: its files cannot be read ({error}); check their rights") from error
        except BaseException:
            database.close()
            raise
        return collection

    def absent() -> bool:
        return url is None and not (home / SQLITE_FILE).exists() and not has_files(home)

    return LazyCollection(opened, absent)
