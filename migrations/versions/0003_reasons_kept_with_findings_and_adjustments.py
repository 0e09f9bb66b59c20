"""A finding is kept with its reason; an adjustment says which reason of the list it has, a discount when it ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision: adjustments that are there keep their words and count as another reason."""
    op.create_table(
        "kept_finding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("check_key", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kept_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "check_key IN ('rates', 'hours', 'budget', 'purchase_order', 'tax', 'change_orders', 'receipts', 'once', "
            "'payer')",
            name=op.f("ck_kept_finding_check_key_word"),
        ),
        sa.CheckConstraint(
            "reason IN ('discount', 'rework', 'overrun', 'goodwill', 'promise', 'earlier work', 'other')",
            name=op.f("ck_kept_finding_reason_word"),
        ),
        sa.CheckConstraint(
            "amount_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_kept_finding_amount_minor_limit")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_kept_finding_invoice_id")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["person.id"], name=op.f("fk_kept_finding_kept_by_id")),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_kept_finding_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_finding")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_kept_finding_invoice_id"), "kept_finding", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_kept_finding_sow_id"), "kept_finding", ["sow_id"], unique=False)
    op.add_column("draft_line", sa.Column("why", sa.Text(), server_default="", nullable=False))
    op.add_column("draft_line", sa.Column("ends_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True))
    op.add_column("invoice_line", sa.Column("why", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("invoice_line", "why")
    op.drop_column("draft_line", "ends_on")
    op.drop_column("draft_line", "why")
    op.drop_index(op.f("ix_kept_finding_sow_id"), table_name="kept_finding")
    op.drop_index(op.f("ix_kept_finding_invoice_id"), table_name="kept_finding")
    op.drop_table("kept_finding")
