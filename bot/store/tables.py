"""The tables of the store. No table holds a text with personal data in it, nor an id of a channel: but ``updates``
holds what a reply needs to find its way, until it is sent.

Times are seconds since 1970. A change here needs a migration beside it: a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Double, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

KEY = String(64)  # a keyed hash or a digest, in hexadecimal
SHARE_ID = String(22)


class Table(DeclarativeBase):
    """What all tables share: names of constraints that are the same in every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class EditionRow(Table):
    """A document as it was when an answer cited it, under the digest of its content: one row for all answers."""

    __tablename__ = "editions"

    digest: Mapped[str] = mapped_column(KEY, primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class AnswerRow(Table):
    """An answer as it was given; only that it was shared, and its link to a person, are ever changed."""

    __tablename__ = "answers"

    share_id: Mapped[str] = mapped_column(SHARE_ID, primary_key=True)
    person: Mapped[str | None] = mapped_column(KEY, index=True)
    conversation: Mapped[str | None] = mapped_column(KEY, index=True)
    channel: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(40))
    kept_at: Mapped[float] = mapped_column(Double, index=True)
    body: Mapped[str] = mapped_column(Text)
    shared_at: Mapped[float | None] = mapped_column(Double)  # when the person gave its link away


class AnswerEdition(Table):
    """Which editions an answer cites."""

    __tablename__ = "answer_editions"

    share_id: Mapped[str] = mapped_column(ForeignKey(AnswerRow.share_id, ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey(EditionRow.digest), primary_key=True, index=True)


class TurnRow(Table):
    """What a conversation carries over."""

    __tablename__ = "turns"

    conversation: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str | None] = mapped_column(KEY, index=True)
    kept_at: Mapped[float] = mapped_column(Double, index=True)
    body: Mapped[str] = mapped_column(Text)


class TurnEdition(Table):
    """Which editions a turn cites."""

    __tablename__ = "turn_editions"

    conversation: Mapped[str] = mapped_column(ForeignKey(TurnRow.conversation, ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey(EditionRow.digest), primary_key=True, index=True)


class FeedbackRow(Table):
    """What a person thinks of an answer."""

    __tablename__ = "feedback"

    share_id: Mapped[str] = mapped_column(ForeignKey(AnswerRow.share_id, ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True, index=True)
    useful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[float] = mapped_column(Double)


class UpdateRow(Table):
    """An update of a channel on its way to its reply: taken, then sending, then done, when its body is deleted."""

    __tablename__ = "updates"

    update: Mapped[str] = mapped_column("update_key", KEY, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    person: Mapped[str | None] = mapped_column(KEY, index=True)  # until it is done
    state: Mapped[str] = mapped_column(String(8))
    owner: Mapped[str | None] = mapped_column(String(32), index=True)
    lease_until: Mapped[float] = mapped_column(Double, index=True)
    attempts: Mapped[int]
    taken_at: Mapped[float] = mapped_column(Double, index=True)
    body: Mapped[str] = mapped_column(Text)


class NoteRow(Table):
    """What a channel remembers between updates."""

    __tablename__ = "notes"

    note: Mapped[str] = mapped_column("note_key", KEY, primary_key=True)
    person: Mapped[str | None] = mapped_column(KEY, index=True)
    kept_at: Mapped[float] = mapped_column(Double, index=True)
    body: Mapped[str] = mapped_column(Text)


class ForgettingRow(Table):
    """That a person or a conversation was forgotten a moment ago; the mark tells one forgetting from another."""

    __tablename__ = "forgettings"

    whose: Mapped[str] = mapped_column(KEY, primary_key=True)
    mark: Mapped[str] = mapped_column(String(16))
    at: Mapped[float] = mapped_column("forgotten_at", Double, index=True)


class LimitRow(Table):
    """When a bucket of questions is full again."""

    __tablename__ = "limits"

    bucket: Mapped[str] = mapped_column(String(96), primary_key=True)
    person: Mapped[str | None] = mapped_column(KEY, index=True)
    full_at: Mapped[float] = mapped_column(Double, index=True)


class MarkRow(Table):
    """What is noted of the database itself: the fingerprint of its secret, that its free pages were scrubbed."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))


class CollectionStateRow(Table):
    """The one row every change of the collection locks and counts up."""

    __tablename__ = "collection_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


class CollectionDocumentRow(Table):
    """A document a person added: the text of its edition as JSON, null where only its entries are known."""

    __tablename__ = "collection_documents"

    document: Mapped[str] = mapped_column(Text, primary_key=True)
    body: Mapped[str | None] = mapped_column(Text)


class CollectionEntryRow(Table):
    """A target, an indicator or a rejected figure of an added document, its fields as JSON."""

    __tablename__ = "collection_entries"

    document: Mapped[str] = mapped_column(
        ForeignKey(CollectionDocumentRow.document, ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[int] = mapped_column("entry_key", primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)


class CollectionEventRow(Table):
    """What was done to an added document, when and by whom; never changed."""

    __tablename__ = "collection_events"

    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text, index=True)
    what: Mapped[str] = mapped_column(String(16))
    target: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    at: Mapped[float] = mapped_column("done_at", Double)
    by: Mapped[str] = mapped_column("done_by", String(64))


class CollectionImportRow(Table):
    """A file of an older version that was imported, under the digest of its content."""

    __tablename__ = "collection_imports"

    digest: Mapped[str] = mapped_column(KEY, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    at: Mapped[float] = mapped_column("imported_at", Double)
