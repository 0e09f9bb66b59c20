"""The history seals what is issued: more guards, made like all others at the end of an upgrade; no table changes."""

from __future__ import annotations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision: a book that says 0009 has the guards."""


def downgrade() -> None:
    """Take the revision back."""
