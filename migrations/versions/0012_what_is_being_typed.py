"""What somebody types is kept while it is typed, so that nothing of it is lost with its window."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _whole() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> Any:
    return sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "typed_form",
        sa.Column("id", _whole(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", _whole(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("window_name", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("record_id", _whole(), nullable=True),
        sa.Column("seen_version", _whole(), nullable=True),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("started_at", _instant(), nullable=False),
        sa.Column("touched_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_form")),
        sa.UniqueConstraint("key", name=op.f("uq_typed_form_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_typed_form_about", "typed_form", ["kind", "record_id"], unique=False)
    op.create_index("ix_typed_form_person", "typed_form", ["person_id"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("typed_form")
