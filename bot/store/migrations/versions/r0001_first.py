"""The first tables: answers with the editions they cite, turns, feedback, updates taken up, limits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.String(64)
_SHARE_ID = sa.String(22)


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "editions",
        sa.Column("digest", _KEY, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_editions"),
    )
    op.create_table(
        "answers",
        sa.Column("share_id", _SHARE_ID, nullable=False),
        sa.Column("person", _KEY),
        sa.Column("conversation", _KEY),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("kept_at", sa.Double(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("share_id", name="pk_answers"),
    )
    op.create_table(
        "turns",
        sa.Column("conversation", _KEY, nullable=False),
        sa.Column("person", _KEY),
        sa.Column("kept_at", sa.Double(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_turns"),
    )
    _citing("answer_editions", "answers", "share_id", _SHARE_ID)
    _citing("turn_editions", "turns", "conversation", _KEY)
    op.create_table(
        "feedback",
        sa.Column("share_id", _SHARE_ID, nullable=False),
        sa.Column("person", _KEY, nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("given_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("share_id", "person", name="pk_feedback"),
        sa.ForeignKeyConstraint(["share_id"], ["answers.share_id"], name="fk_feedback_share_id", ondelete="CASCADE"),
    )
    op.create_table(
        "seen_updates",
        sa.Column("update_key", _KEY, nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("update_key", name="pk_seen_updates"),
    )
    op.create_table(
        "limits",
        sa.Column("bucket", sa.String(96), nullable=False),
        sa.Column("person", _KEY),
        sa.Column("full_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_limits"),
    )
    for table, column in (
        ("answers", "person"),
        ("answers", "kept_at"),
        ("turns", "person"),
        ("turns", "kept_at"),
        ("feedback", "person"),
        ("seen_updates", "seen_at"),
        ("limits", "person"),
        ("limits", "full_at"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _citing(name: str, owner: str, key: str, kind: sa.String) -> None:
    """A table of the editions that rows of another cite."""
    op.create_table(
        name,
        sa.Column(key, kind, nullable=False),
        sa.Column("digest", _KEY, nullable=False),
        sa.PrimaryKeyConstraint(key, "digest", name=f"pk_{name}"),
        sa.ForeignKeyConstraint([key], [f"{owner}.{key}"], name=f"fk_{name}_{key}", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["digest"], ["editions.digest"], name=f"fk_{name}_digest"),
    )
    op.create_index(f"ix_{name}_digest", name, ["digest"])


def downgrade() -> None:
    """Drops them again."""
    for table in (
        "limits",
        "seen_updates",
        "feedback",
        "turn_editions",
        "answer_editions",
        "turns",
        "answers",
        "editions",
    ):
        op.drop_table(table)
