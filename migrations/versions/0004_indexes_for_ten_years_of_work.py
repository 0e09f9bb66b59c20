"""Lists of ten years of work are read by index; time that no bill has taken stands in a list the database keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEW = (
    ("ix_task_line", "task", ["sow_line_id"]),
    ("ix_time_entry_task", "time_entry", ["task_id", "day"]),
    ("ix_time_entry_recent", "time_entry", ["person_id", "logged_at", "task_id"]),
    ("ix_time_entry_own", "time_entry", ["person_id", "sow_id"]),
    (
        "ix_invoice_newest",
        "invoice",
        ["issued_on", "number", "client_id", "currency", "origin", "net_minor", "gross_minor"],
    ),
    ("ix_payment_newest", "payment", ["received_on"]),
    (
        "ix_payment_allocation_invoice",
        "payment_allocation",
        ["invoice_id", "allocated_on", "amount_minor", "payment_id"],
    ),
    ("ix_payment_allocation_payment", "payment_allocation", ["payment_id", "amount_minor", "invoice_id"]),
)
OLD = (
    ("ix_time_entry_task_id", "time_entry", ["task_id"]),
    ("ix_payment_allocation_invoice_id", "payment_allocation", ["invoice_id"]),
    ("ix_payment_allocation_payment_id", "payment_allocation", ["payment_id"]),
)
FILL = """
    INSERT INTO unbilled_time (entry_id) SELECT time_entry.id FROM time_entry
    WHERE time_entry.billable AND time_entry.sow_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM allocation WHERE unit_kind = 'time' AND unit_id = time_entry.id)
"""
ADD_TO = """
    CREATE TRIGGER unbilled_time_new AFTER INSERT ON time_entry WHEN NEW.billable AND NEW.sow_id IS NOT NULL BEGIN
        INSERT INTO unbilled_time (entry_id) VALUES (NEW.id);
    END
"""
LOOK_AGAIN = """
    CREATE TRIGGER unbilled_time_changed AFTER UPDATE OF billable, sow_id ON time_entry BEGIN
        DELETE FROM unbilled_time WHERE entry_id = NEW.id;
        INSERT INTO unbilled_time (entry_id) SELECT NEW.id WHERE NEW.billable AND NEW.sow_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM allocation WHERE unit_kind = 'time' AND unit_id = NEW.id);
    END
"""
TAKE_OUT = """
    CREATE TRIGGER unbilled_time_billed AFTER INSERT ON allocation WHEN NEW.unit_kind = 'time' BEGIN
        DELETE FROM unbilled_time WHERE entry_id = NEW.unit_id;
    END
"""
LOOK_AGAIN_FUNCTION = """
    CREATE FUNCTION keep_unbilled_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM unbilled_time WHERE entry_id = NEW.id;
        INSERT INTO unbilled_time (entry_id) SELECT NEW.id WHERE NEW.billable AND NEW.sow_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM allocation WHERE unit_kind = 'time' AND unit_id = NEW.id);
        RETURN NULL;
    END $$
"""
TAKE_OUT_FUNCTION = """
    CREATE FUNCTION leave_unbilled_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM unbilled_time WHERE entry_id = NEW.unit_id;
        RETURN NULL;
    END $$
"""
CALL_NEW = """
    CREATE TRIGGER unbilled_time_new AFTER INSERT ON time_entry
    FOR EACH ROW WHEN (NEW.billable AND NEW.sow_id IS NOT NULL) EXECUTE FUNCTION keep_unbilled_time()
"""
CALL_CHANGED = """
    CREATE TRIGGER unbilled_time_changed AFTER UPDATE OF billable, sow_id ON time_entry
    FOR EACH ROW EXECUTE FUNCTION keep_unbilled_time()
"""
CALL_BILLED = """
    CREATE TRIGGER unbilled_time_billed AFTER INSERT ON allocation
    FOR EACH ROW WHEN (NEW.unit_kind = 'time') EXECUTE FUNCTION leave_unbilled_time()
"""
ON_SQLITE = (ADD_TO, LOOK_AGAIN, TAKE_OUT)
ON_POSTGRESQL = (LOOK_AGAIN_FUNCTION, TAKE_OUT_FUNCTION, CALL_NEW, CALL_CHANGED, CALL_BILLED)
TRIGGERS = (
    ("unbilled_time_new", "time_entry"),
    ("unbilled_time_changed", "time_entry"),
    ("unbilled_time_billed", "allocation"),
)


def upgrade() -> None:
    """Apply the revision; the list is filled with what is there."""
    for name, table, _columns in OLD:
        op.drop_index(op.f(name), table_name=table)
    for name, table, columns in NEW:
        op.create_index(name, table, columns, unique=False)
    few = sa.text("kind = 'adjustment'")
    op.create_index(
        "ix_invoice_line_adjusted", "invoice_line", ["why", "reason"], sqlite_where=few, postgresql_where=few
    )
    op.create_table(
        "unbilled_time",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["time_entry.id"], name=op.f("fk_unbilled_time_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_unbilled_time")),
        sqlite_strict=True,
    )
    op.execute(FILL)
    for statement in ON_SQLITE if op.get_context().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take the revision back."""
    postgresql = op.get_context().dialect.name != "sqlite"
    for name, table in TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        op.execute("DROP FUNCTION keep_unbilled_time()")
        op.execute("DROP FUNCTION leave_unbilled_time()")
    op.drop_table("unbilled_time")
    op.drop_index("ix_invoice_line_adjusted", table_name="invoice_line")
    for name, table, _columns in NEW:
        op.drop_index(name, table_name=table)
    for name, table, columns in OLD:
        op.create_index(op.f(name), table, columns, unique=False)
