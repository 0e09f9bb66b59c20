"""All time of a firm is listed by its day: any part of ten years is read by index, and so are its sums."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_index("ix_time_entry_day", "time_entry", ["day", "id", "person_id", "seconds"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index("ix_time_entry_day", table_name="time_entry")
