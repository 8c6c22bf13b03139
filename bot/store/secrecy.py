"""Whether the secret is the one this database was filled with: another one knows nobody, and can forget nobody."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, inspect, update
from sqlalchemy.orm import Session

from bot.store.database import SQLITE_FILE, Database, engine_of
from bot.store.people import SECRET_FILE, People
from bot.store.tables import AnswerRow, FeedbackRow, ForgettingRow, LimitRow, MarkRow, NoteRow, TurnRow, UpdateRow
from bot.store_errors import StoreError

FINGERPRINT = "secret"
LOOKING_SECONDS = 3.0
REMEDY = (
    f"restore PLAN136_HOME/{SECRET_FILE} or SECRET_KEY from its backup; if it is lost for good, "
    "'plan136 accept-key --unlink-everybody' begins with a new one and unlinks everybody known before"
)


class OtherSecretError(StoreError):
    """The secret is lost, or another than the database's; nothing was written."""


def check_secret(database: Database, people: People) -> None:
    """Notes the secret's fingerprint in a database without one; ``OtherSecretError`` when it has another's."""
    found = database.read(_noted)
    if found is None:
        database.write(lambda session: _note(session, people))
        found = database.read(_noted)
    if found != people.fingerprint:
        raise other_secret()


def known_fingerprint(url: str | None, home: Path) -> str | None:
    """The fingerprint a database holds; None when there is no database yet, or one without. Writes nothing."""
    if not url and not (home / SQLITE_FILE).exists():
        return None
    database = Database(engine_of(url, home), LOOKING_SECONDS)
    try:
        return database.read(_noted)
    finally:
        database.close()


def other_secret() -> OtherSecretError:
    """What is said where the secret is not the database's."""
    return OtherSecretError(f"the secret key is not the one the database was filled with: {REMEDY}")


def lost_secret(home: Path) -> OtherSecretError:
    """What is said where a database knows a secret and there is none any more."""
    return OtherSecretError(f"{home / SECRET_FILE} is missing, and the database was filled with it: {REMEDY}")


def accept_secret(database: Database, people: People) -> int:
    """Makes this secret the database's: whoever was known before is unlinked. How many answers were unlinked."""

    def write(session: Session) -> int:
        linked = session.query(AnswerRow).where(AnswerRow.person.is_not(None)).count()
        session.execute(update(AnswerRow).values(person=None, conversation=None))
        session.execute(update(UpdateRow).values(person=None))
        for table in (TurnRow, LimitRow, NoteRow, FeedbackRow, ForgettingRow):
            session.execute(delete(table))
        session.execute(delete(MarkRow).where(MarkRow.name == FINGERPRINT))
        session.flush()
        _note(session, people)
        return linked

    return database.write(write)


def _noted(session: Session) -> str | None:
    if not inspect(session.connection()).has_table(MarkRow.__tablename__):
        return None
    row = session.get(MarkRow, FINGERPRINT)
    return None if row is None else row.value


def _note(session: Session, people: People) -> None:
    if session.get(MarkRow, FINGERPRINT) is None:
        session.add(MarkRow(name=FINGERPRINT, value=people.fingerprint))
