"""Whose an update is, so that it is forgotten with its person, and who was forgotten a moment ago."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds both. Whose the updates are that wait now cannot be told; their words go within a day."""
    op.add_column("updates", sa.Column("person", sa.String(64)))
    op.create_index("ix_updates_person", "updates", ["person"])
    op.create_table(
        "forgettings",
        sa.Column("whose", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("forgotten_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("whose", name="pk_forgettings"),
    )
    op.create_index("ix_forgettings_forgotten_at", "forgettings", ["forgotten_at"])


def downgrade() -> None:
    """Drops them again."""
    op.drop_table("forgettings")
    op.drop_index("ix_updates_person", "updates")
    op.drop_column("updates", "person")
