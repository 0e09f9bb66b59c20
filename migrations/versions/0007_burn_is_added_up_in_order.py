"""What a person worked on a task lies together in the index of burn: it is added up in order, without being sorted."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BEFORE = ["sow_id", "billable", "day", "person_id", "task_id", "seconds"]
NOW = ["sow_id", "billable", "person_id", "task_id", "day", "seconds"]


def upgrade() -> None:
    """Apply the revision."""
    _index(NOW)


def downgrade() -> None:
    """Take the revision back."""
    _index(BEFORE)


def _index(columns: list[str]) -> None:
    op.drop_index("ix_time_entry_burn", table_name="time_entry")
    op.create_index("ix_time_entry_burn", "time_entry", columns, unique=False)
