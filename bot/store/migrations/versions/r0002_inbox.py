"""The inbox of updates in place of their ids alone, and an index to find the last answer of a conversation by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table and the index; the ids seen before go, for nothing was ever answered by them."""
    op.drop_table("seen_updates")
    op.create_table(
        "updates",
        sa.Column("update_key", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("owner", sa.String(32)),
        sa.Column("lease_until", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.Double(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("update_key", name="pk_updates"),
    )
    for column in ("owner", "lease_until", "taken_at"):
        op.create_index(f"ix_updates_{column}", "updates", [column])
    op.create_index("ix_answers_conversation", "answers", ["conversation"])


def downgrade() -> None:
    """Drops them again."""
    op.drop_index("ix_answers_conversation", "answers")
    op.drop_table("updates")
    op.create_table(
        "seen_updates",
        sa.Column("update_key", sa.String(64), nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("update_key", name="pk_seen_updates"),
    )
    op.create_index("ix_seen_updates_seen_at", "seen_updates", ["seen_at"])
