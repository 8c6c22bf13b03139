"""Answers kept as they were given; implements ``bot.store_ports.Answers``."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.messages import Reply
from bot.store.database import Database
from bot.store.discretion import discreet_reply
from bot.store.editions import Editions
from bot.store.forgettings import refuse_if_forgotten
from bot.store.people import People, checked_person
from bot.store.shapes import Edition, ShapeError, as_text, decoded, encoded, from_text
from bot.store.tables import AnswerEdition, AnswerRow
from bot.store_errors import StoreDamagedError

_SHARE_BYTES = 16  # 128 bits: 22 characters of an address
_SHARE_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class SqlAnswers:
    """Answers in a database. A reply is written once and never changed."""

    def __init__(self, database: Database, editions: Editions, people: People, clock: Callable[[], float]) -> None:
        self._database = database
        self._editions = editions
        self._people = people
        self._clock = clock

    def keep(
        self, reply: Reply, conversation: str, channel: str, person: str | None = None, share_id: str | None = None
    ) -> str:
        """Keeps a reply with the documents it cites; gives its share id."""
        aside: dict[str, Edition] = {}
        body = as_text(encoded(discreet_reply(reply), aside))
        key = share_id or secrets.token_urlsafe(_SHARE_BYTES)
        if not _SHARE_ID.fullmatch(key):
            raise ValueError(f"{key!r} is no share id; give 22 characters of A-Z, a-z, 0-9, - and _")
        whose = None if person is None else checked_person(person)

        def write(session: Session) -> None:
            refuse_if_forgotten(session)
            self._editions.hold(session, aside.values())
            session.add(
                AnswerRow(
                    share_id=key,
                    person=whose,
                    conversation=self._people.conversation(conversation),
                    channel=channel,
                    status=reply.status.value,
                    kept_at=self._clock(),
                    body=body,
                )
            )
            session.flush()
            session.add_all(AnswerEdition(share_id=key, digest=digest) for digest in aside)

        self._database.write(write)
        return key

    def share(self, share_id: str, person: str) -> bool:
        """Marks an answer of this person as shared; False when there is none such, or it is somebody else's."""
        whose = checked_person(person)

        def write(session: Session) -> bool:
            row = session.get(AnswerRow, share_id, with_for_update=True)
            if row is None or row.person != whose:
                return False
            row.shared_at = row.shared_at or self._clock()
            return True

        return _SHARE_ID.fullmatch(share_id) is not None and self._database.write(write)

    def get(self, share_id: str) -> Reply | None:
        """The reply as it was kept; ``StoreDamagedError`` when its row was damaged."""
        if not _SHARE_ID.fullmatch(share_id):
            return None
        found = self._read(select(AnswerRow).where(AnswerRow.share_id == share_id))
        return None if found is None else found[1]

    def given_at(self, share_id: str) -> float | None:
        """When the reply was kept, which is when it was given."""
        if not _SHARE_ID.fullmatch(share_id):
            return None
        kept_at = select(AnswerRow.kept_at).where(AnswerRow.share_id == share_id)
        return self._database.read(lambda session: session.scalar(kept_at))

    def latest(self, conversation: str) -> tuple[str, Reply] | None:
        """Share id and reply of the last answer of a conversation; ``StoreDamagedError`` when its row was damaged."""
        key = self._people.conversation(conversation)
        order = AnswerRow.kept_at.desc(), AnswerRow.share_id
        return self._read(select(AnswerRow).where(AnswerRow.conversation == key).order_by(*order).limit(1))

    def _read(self, one: Select[AnswerRow]) -> tuple[str, Reply] | None:
        def read(session: Session) -> tuple[str, Reply] | None:
            row = session.scalar(one)
            if row is None:
                return None
            data = from_text(row.body)
            reply: Reply = decoded(Reply, data, lambda d: self._editions.find(session, d), lenient=True)
            return row.share_id, reply

        try:
            return self._database.read(read)
        except ShapeError as error:
            raise StoreDamagedError(
                f"a kept answer cannot be read ({error}); put a copy of the database in its place"
            ) from error
