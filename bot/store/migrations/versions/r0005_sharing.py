"""When an answer was shared on purpose, marks of the database itself, and no answers of people who were forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds both. Messengers have no links to share: what forgetting unlinked there before was to be deleted."""
    op.add_column("answers", sa.Column("shared_at", sa.Double()))
    op.create_table(
        "marks",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.execute("DELETE FROM answers WHERE person IS NULL AND conversation IS NULL AND channel <> 'web'")


def downgrade() -> None:
    """Drops them again."""
    op.drop_table("marks")
    op.drop_column("answers", "shared_at")
