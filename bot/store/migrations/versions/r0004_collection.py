"""What a person added: documents with their entries, the history of both, and which old files were imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "collection_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collection_state"),
    )
    op.create_table(
        "collection_documents",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("body", sa.Text()),
        sa.PrimaryKeyConstraint("document", name="pk_collection_documents"),
    )
    op.create_table(
        "collection_entries",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("entry_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", "kind", "entry_key", name="pk_collection_entries"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["collection_documents.document"],
            name="fk_collection_entries_document",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "collection_events",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("target", sa.Text()),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("done_at", sa.Double(), nullable=False),
        sa.Column("done_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("revision", "number", name="pk_collection_events"),
    )
    op.create_index("ix_collection_events_document", "collection_events", ["document"])
    op.create_table(
        "collection_imports",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_collection_imports"),
    )


def downgrade() -> None:
    """Drops them again."""
    for table in ("imports", "events", "entries", "documents", "state"):
        op.drop_table(f"collection_{table}")
