"""What was done with the keys of a book, when, where and by whom, is kept in rows that are only added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "key_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "act IN ('made', 'passphrase set', 'passphrase changed', 'passphrase removed', 'remembered', 'forgotten', "
            "'code shown', 'renewed', 'encrypted')",
            name=op.f("ck_key_change_act_word"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_key_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_change")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("key_change")
