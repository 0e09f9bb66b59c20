"""An invoice issued before the book may go again: other guards, made at the end of an upgrade; no table changes."""

from __future__ import annotations

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision: a book that says 0010 has the guards."""


def downgrade() -> None:
    """Take the revision back."""
