"""What of a bill is printed, and on which paper; a client may decline a change order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision: drafts that are there print every part, on the paper of the client's country."""
    op.create_table(
        "print_choice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=True),
        sa.CheckConstraint("paper IN ('A4', 'Letter')", name=op.f("ck_print_choice_paper_word")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_print_choice_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_choice")),
        sa.UniqueConstraint("client_id", name=op.f("uq_print_choice_client_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.add_column("draft", sa.Column("left_out", sa.Text(), server_default="", nullable=False))
    check = sa.CheckConstraint("paper IN ('A4', 'Letter')", name=op.f("ck_draft_paper_word"))
    op.add_column("draft", sa.Column("paper", sa.Text(), check, nullable=True))
    op.add_column("change_order", sa.Column("declined_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True))
    op.add_column("change_order", sa.Column("declined_reason", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("change_order", "declined_reason")
    op.drop_column("change_order", "declined_on")
    op.drop_column("draft", "paper")
    op.drop_column("draft", "left_out")
    op.drop_table("print_choice")
