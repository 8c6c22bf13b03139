"""Notes a channel keeps between updates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "notes",
        sa.Column("note_key", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64)),
        sa.Column("kept_at", sa.Double(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("note_key", name="pk_notes"),
    )
    for column in ("person", "kept_at"):
        op.create_index(f"ix_notes_{column}", "notes", [column])


def downgrade() -> None:
    """Drops it again."""
    op.drop_table("notes")
