"""The history is read by person, by day, and by what was removed: it holds millions of entries after ten years."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REMOVED = sa.text("action = 'removed'")


def upgrade() -> None:
    """Apply the revision."""
    op.create_index("ix_audit_entry_at", "audit_entry", ["at", "sequence"], unique=False)
    op.create_index("ix_audit_entry_actor", "audit_entry", ["actor_id", "sequence"], unique=False)
    op.create_index(
        "ix_audit_entry_removed",
        "audit_entry",
        ["record"],
        unique=False,
        sqlite_where=REMOVED,
        postgresql_where=REMOVED,
        postgresql_ops={"record": "text_pattern_ops"},
    )


def downgrade() -> None:
    """Take the revision back."""
    for name in ("removed", "actor", "at"):
        op.drop_index(f"ix_audit_entry_{name}", table_name="audit_entry")
