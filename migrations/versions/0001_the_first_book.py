"""The first book."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_name_hash", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("sequence", name=op.f("uq_audit_entry_sequence")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_entry_record"), "audit_entry", ["record"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "audit_salt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_salt")),
        sa.UniqueConstraint("record", name=op.f("uq_audit_salt_record")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "billing_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("through", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("invoice_date", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_run")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "command_id",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_command_id")),
        sa.UniqueConstraint("key", name=op.f("uq_command_id_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "firm",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("tax_number", sa.Text(), nullable=False),
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("bank_name", sa.Text(), nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("payment_page", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("terms_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dispute_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("next_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("next_number >= 1", name=op.f("ck_number_series_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("key", "year", name=op.f("uq_number_series_key_year")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("access_role", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("weekly_seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("os_account", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "access_role IN ('setup', 'consultant', 'manager', 'office_manager', 'partner', 'accountant')",
            name=op.f("ck_person_access_role_word"),
        ),
        sa.CheckConstraint("active IN (TRUE, FALSE)", name=op.f("ck_person_active_flag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("initials", name=op.f("uq_person_initials")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "rate_card",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_card")),
        sa.UniqueConstraint("name", name=op.f("uq_rate_card_name")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "tax_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("category IN ('S', 'Z', 'E', 'AE', 'O')", name=op.f("ck_tax_code_category_word")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_code")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_tax_code_code_valid_from")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_absence_person_id_day")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "calendar_source",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_source_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_source")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_calendar_source_person_id_name")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "client",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("tax_number", sa.Text(), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("po_rule", sa.Text(), nullable=False),
        sa.Column("email_domains", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("po_rule IN ('none', 'every_invoice')", name=op.f("ck_client_po_rule_word")),
        sa.CheckConstraint("state IN ('intake', 'active', 'closed')", name=op.f("ck_client_state_word")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_client_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("name", name=op.f("uq_client_name")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_setting_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", "person_id", name=op.f("uq_setting_key_person_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "client_terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.CheckConstraint("kind IN ('days', 'day_of_next_month')", name=op.f("ck_client_terms_kind_word")),
        sa.CheckConstraint("number BETWEEN 0 AND 365", name=op.f("ck_client_terms_days")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_terms_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_terms")),
        sa.UniqueConstraint("client_id", "valid_from", name=op.f("uq_client_terms_client_id_valid_from")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payer", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("payer IN (TRUE, FALSE)", name=op.f("ck_contact_payer_flag")),
        sa.CheckConstraint("sponsor IN (TRUE, FALSE)", name=op.f("ck_contact_sponsor_flag")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_contact_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_contact_client_id"), "contact", ["client_id"], unique=False)
    op.create_table(
        "engagement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_engagement_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_engagement_client_id"), "engagement", ["client_id"], unique=False)
    op.create_table(
        "occurrence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("rid", sa.Text(), nullable=False),
        sa.Column("day", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("guests", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_occurrence_person_id")),
        sa.ForeignKeyConstraint(["source_id"], ["calendar_source.id"], name=op.f("fk_occurrence_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("person_id", "uid", "rid", name=op.f("uq_occurrence_person_id_uid_rid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_occurrence_day", "occurrence", ["person_id", "day"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("external_key", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "amount_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_payment_amount_minor_limit")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_payment_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("external_key", name=op.f("uq_payment_external_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payment_client_id"), "payment", ["client_id"], unique=False)
    op.create_table(
        "sow",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("engagement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("start_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("end_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("budget_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("capped", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thresholds", sa.Text(), nullable=False),
        sa.Column("expense_rule", sa.Text(), nullable=False),
        sa.Column("rounding_mode", sa.Text(), nullable=False),
        sa.Column("rounding_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("show_budget", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("expense_rule IN ('at_cost', 'included')", name=op.f("ck_sow_expense_rule_word")),
        sa.CheckConstraint("rounding_mode IN ('none', 'nearest', 'up')", name=op.f("ck_sow_rounding_mode_word")),
        sa.CheckConstraint("state IN ('draft', 'sold', 'open', 'finished')", name=op.f("ck_sow_state_word")),
        sa.CheckConstraint(
            "budget_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_sow_budget_minor_limit")
        ),
        sa.CheckConstraint("capped IN (TRUE, FALSE)", name=op.f("ck_sow_capped_flag")),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_sow_dates")),
        sa.CheckConstraint("show_budget IN (TRUE, FALSE)", name=op.f("ck_sow_show_budget_flag")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_sow_client_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_sow_engagement_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_sow_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sow")),
        sa.UniqueConstraint("number", name=op.f("uq_sow_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sow_client_id"), "sow", ["client_id"], unique=False)
    op.create_index(op.f("ix_sow_engagement_id"), "sow", ["engagement_id"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("budget_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("used_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("crossed_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "budget_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_alert_budget_minor_limit")
        ),
        sa.CheckConstraint(
            "used_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_alert_used_minor_limit")
        ),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_alert_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("sow_id", "percent", "budget_minor", name=op.f("uq_alert_sow_id_percent_budget_minor")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "brought_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("used_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "amount_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_brought_in_amount_minor_limit")
        ),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_brought_in_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought_in")),
        sa.UniqueConstraint("sow_id", "source", name=op.f("uq_brought_in_sow_id_source")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "change_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("drafted_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("sent_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("accepted_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "amount_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_change_order_amount_minor_limit")
        ),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_change_order_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_order")),
        sa.UniqueConstraint("sow_id", "number", name=op.f("uq_change_order_sow_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("period_first", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("period_last", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("invoice_date", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("po_number", sa.Text(), nullable=False),
        sa.Column("hold_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state IN ('open', 'hold', 'approved')", name=op.f("ck_draft_state_word")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_draft_client_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_draft_decided_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["billing_run.id"], name=op.f("fk_draft_run_id")),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_draft_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_draft_run_id"), "draft", ["run_id"], unique=False)
    op.create_index(op.f("ix_draft_sow_id"), "draft", ["sow_id"], unique=False)
    op.create_table(
        "expense",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("net_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("billable", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("approved IN (TRUE, FALSE)", name=op.f("ck_expense_approved_flag")),
        sa.CheckConstraint("billable IN (TRUE, FALSE)", name=op.f("ck_expense_billable_flag")),
        sa.CheckConstraint(
            "net_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_expense_net_minor_limit")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_expense_quantity")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expense_person_id")),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_expense_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_expense_sow", "expense", ["sow_id", "billable", "day"], unique=False)
    op.create_table(
        "grade_budget",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_grade_budget_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_budget")),
        sa.UniqueConstraint("sow_id", "grade", name=op.f("uq_grade_budget_sow_id_grade")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("issued_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("period_first", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("period_last", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("net_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tax_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gross_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("po_number", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("issued_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.CheckConstraint("origin IN ('issued', 'opening')", name=op.f("ck_invoice_origin_word")),
        sa.CheckConstraint(
            "gross_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_invoice_gross_minor_limit")
        ),
        sa.CheckConstraint("net_minor + tax_minor = gross_minor", name=op.f("ck_invoice_sums")),
        sa.CheckConstraint(
            "net_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_invoice_net_minor_limit")
        ),
        sa.CheckConstraint(
            "tax_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_invoice_tax_minor_limit")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_invoice_client_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["person.id"], name=op.f("fk_invoice_issued_by_id")),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_invoice_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_invoice_draft_id")),
        sa.UniqueConstraint("number", name=op.f("uq_invoice_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_invoice_client_id"), "invoice", ["client_id"], unique=False)
    op.create_index(op.f("ix_invoice_sow_id"), "invoice", ["sow_id"], unique=False)
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("valid_to", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "amount_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_purchase_order_amount_minor_limit")
        ),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_purchase_order_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint("sow_id", "number", name=op.f("uq_purchase_order_sow_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "rate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rate_card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(grade IS NULL) <> (person_id IS NULL)", name=op.f("ck_rate_subject")),
        sa.CheckConstraint("(sow_id IS NULL) <> (rate_card_id IS NULL)", name=op.f("ck_rate_owner")),
        sa.CheckConstraint("rate >= 0", name=op.f("ck_rate_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rate_person_id")),
        sa.ForeignKeyConstraint(["rate_card_id"], ["rate_card.id"], name=op.f("fk_rate_rate_card_id")),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_rate_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
        sa.UniqueConstraint(
            "sow_id",
            "rate_card_id",
            "grade",
            "person_id",
            "valid_from",
            name=op.f("uq_rate_sow_id_rate_card_id_grade_person_id_valid_from"),
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_rate_sow_id"), "rate", ["sow_id"], unique=False)
    op.create_table(
        "sow_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("arrangement", sa.Text(), nullable=False),
        sa.Column("monthly_fee_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("included_seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("extra_rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "arrangement IN ('time_and_materials', 'fixed_milestones', 'retainer')",
            name=op.f("ck_sow_line_arrangement_word"),
        ),
        sa.CheckConstraint(
            "monthly_fee_minor BETWEEN -10000000000000 AND 10000000000000",
            name=op.f("ck_sow_line_monthly_fee_minor_limit"),
        ),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_sow_line_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sow_line")),
        sa.UniqueConstraint("sow_id", "position", name=op.f("uq_sow_line_sow_id_position")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "sow_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signed_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_sow_version_sow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sow_version")),
        sa.UniqueConstraint("sow_id", "number", name=op.f("uq_sow_version_sow_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_acknowledgement_alert_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("alert_id", name=op.f("uq_acknowledgement_alert_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "draft_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("net_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fee', 'milestone', 'retainer', 'extra', 'expense', 'adjustment')",
            name=op.f("ck_draft_line_kind_word"),
        ),
        sa.CheckConstraint(
            "net_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_draft_line_net_minor_limit")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_line_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_line_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_line")),
        sa.UniqueConstraint("draft_id", "position", name=op.f("uq_draft_line_draft_id_position")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "invoice_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_file_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_file")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_invoice_file_invoice_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("net_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fee', 'milestone', 'retainer', 'extra', 'expense', 'adjustment')",
            name=op.f("ck_invoice_line_kind_word"),
        ),
        sa.CheckConstraint(
            "net_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_invoice_line_net_minor_limit")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invoice_line_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_line_invoice_id_position")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "invoice_tax",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("net_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tax_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("category IN ('S', 'Z', 'E', 'AE', 'O')", name=op.f("ck_invoice_tax_category_word")),
        sa.CheckConstraint(
            "net_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_invoice_tax_net_minor_limit")
        ),
        sa.CheckConstraint(
            "tax_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_invoice_tax_tax_minor_limit")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_tax_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_tax")),
        sa.UniqueConstraint("invoice_id", "tax_code", name=op.f("uq_invoice_tax_invoice_id_tax_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("delivered_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("accepted_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "amount_minor BETWEEN -10000000000000 AND 10000000000000", name=op.f("ck_milestone_amount_minor_limit")
        ),
        sa.ForeignKeyConstraint(["sow_line_id"], ["sow_line.id"], name=op.f("fk_milestone_sow_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("sow_line_id", "number", name=op.f("uq_milestone_sow_line_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "payment_allocation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allocated_on", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "amount_minor BETWEEN -10000000000000 AND 10000000000000",
            name=op.f("ck_payment_allocation_amount_minor_limit"),
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_allocation_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_allocation_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_allocation")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payment_allocation_invoice_id"), "payment_allocation", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_payment_allocation_payment_id"), "payment_allocation", ["payment_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sow_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("change_order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("match_words", sa.Text(), nullable=False),
        sa.Column("billable", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("active", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("active IN (TRUE, FALSE)", name=op.f("ck_task_active_flag")),
        sa.CheckConstraint("billable IN (TRUE, FALSE)", name=op.f("ck_task_billable_flag")),
        sa.ForeignKeyConstraint(["change_order_id"], ["change_order.id"], name=op.f("fk_task_change_order_id")),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_task_sow_id")),
        sa.ForeignKeyConstraint(["sow_line_id"], ["sow_line.id"], name=op.f("fk_task_sow_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("sow_id", "name", name=op.f("uq_task_sow_id_name")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "allocation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate_rule", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "unit_kind IN ('time', 'expense', 'milestone', 'retainer')", name=op.f("ck_allocation_unit_kind_word")
        ),
        sa.ForeignKeyConstraint(["invoice_line_id"], ["invoice_line.id"], name=op.f("fk_allocation_invoice_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("unit_kind", "unit_id", "part", name=op.f("uq_allocation_unit_kind_unit_id_part")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_allocation_invoice_line_id"), "allocation", ["invoice_line_id"], unique=False)
    op.create_table(
        "draft_unit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate_rule", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "unit_kind IN ('time', 'expense', 'milestone', 'retainer')", name=op.f("ck_draft_unit_unit_kind_word")
        ),
        sa.ForeignKeyConstraint(["draft_line_id"], ["draft_line.id"], name=op.f("fk_draft_unit_draft_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_unit")),
        sa.UniqueConstraint("unit_kind", "unit_id", "part", name=op.f("uq_draft_unit_unit_kind_unit_id_part")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_draft_unit_draft_line_id"), "draft_unit", ["draft_line_id"], unique=False)
    op.create_table(
        "match_rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("times", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_match_rule_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_match_rule_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_rule")),
        sa.UniqueConstraint("person_id", "title", "task_id", name=op.f("uq_match_rule_person_id_title_task_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "time_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sow_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("day", sa.Date().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("billable", sa.Boolean().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state IN ('open', 'submitted', 'approved')", name=op.f("ck_time_entry_state_word")),
        sa.CheckConstraint("billable IN (TRUE, FALSE)", name=op.f("ck_time_entry_billable_flag")),
        sa.CheckConstraint("seconds BETWEEN 1 AND 90000", name=op.f("ck_time_entry_seconds")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_time_entry_approved_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_time_entry_person_id")),
        sa.ForeignKeyConstraint(["sow_id"], ["sow.id"], name=op.f("fk_time_entry_sow_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_time_entry_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entry")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_time_entry_burn",
        "time_entry",
        ["sow_id", "billable", "day", "person_id", "task_id", "seconds"],
        unique=False,
    )
    op.create_index("ix_time_entry_state", "time_entry", ["state", "sow_id", "day"], unique=False)
    op.create_index(op.f("ix_time_entry_task_id"), "time_entry", ["task_id"], unique=False)
    op.create_index("ix_time_entry_week", "time_entry", ["person_id", "day", "task_id", "seconds"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_fingerprint", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("news IN ('', 'moved', 'cancelled', 'back')", name=op.f("ck_suggestion_news_word")),
        sa.CheckConstraint(
            "state IN ('suggested', 'accepted', 'dismissed', 'changed', 'withdrawn')",
            name=op.f("ck_suggestion_state_word"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["time_entry.id"], name=op.f("fk_suggestion_entry_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_suggestion_occurrence_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_suggestion_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_suggestion_entry_id")),
        sa.UniqueConstraint("occurrence_id", name=op.f("uq_suggestion_occurrence_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_suggestion_state", "suggestion", ["state", "occurrence_id"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index("ix_suggestion_state", table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_index("ix_time_entry_week", table_name="time_entry")
    op.drop_index(op.f("ix_time_entry_task_id"), table_name="time_entry")
    op.drop_index("ix_time_entry_state", table_name="time_entry")
    op.drop_index("ix_time_entry_burn", table_name="time_entry")
    op.drop_table("time_entry")
    op.drop_table("match_rule")
    op.drop_index(op.f("ix_draft_unit_draft_line_id"), table_name="draft_unit")
    op.drop_table("draft_unit")
    op.drop_index(op.f("ix_allocation_invoice_line_id"), table_name="allocation")
    op.drop_table("allocation")
    op.drop_table("task")
    op.drop_index(op.f("ix_payment_allocation_payment_id"), table_name="payment_allocation")
    op.drop_index(op.f("ix_payment_allocation_invoice_id"), table_name="payment_allocation")
    op.drop_table("payment_allocation")
    op.drop_table("milestone")
    op.drop_table("invoice_tax")
    op.drop_table("invoice_line")
    op.drop_table("invoice_file")
    op.drop_table("draft_line")
    op.drop_table("acknowledgement")
    op.drop_table("sow_version")
    op.drop_table("sow_line")
    op.drop_index(op.f("ix_rate_sow_id"), table_name="rate")
    op.drop_table("rate")
    op.drop_table("purchase_order")
    op.drop_index(op.f("ix_invoice_sow_id"), table_name="invoice")
    op.drop_index(op.f("ix_invoice_client_id"), table_name="invoice")
    op.drop_table("invoice")
    op.drop_table("grade_budget")
    op.drop_index("ix_expense_sow", table_name="expense")
    op.drop_table("expense")
    op.drop_index(op.f("ix_draft_sow_id"), table_name="draft")
    op.drop_index(op.f("ix_draft_run_id"), table_name="draft")
    op.drop_table("draft")
    op.drop_table("change_order")
    op.drop_table("brought_in")
    op.drop_table("alert")
    op.drop_index(op.f("ix_sow_engagement_id"), table_name="sow")
    op.drop_index(op.f("ix_sow_client_id"), table_name="sow")
    op.drop_table("sow")
    op.drop_index(op.f("ix_payment_client_id"), table_name="payment")
    op.drop_table("payment")
    op.drop_index("ix_occurrence_day", table_name="occurrence")
    op.drop_table("occurrence")
    op.drop_index(op.f("ix_engagement_client_id"), table_name="engagement")
    op.drop_table("engagement")
    op.drop_index(op.f("ix_contact_client_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_table("client_terms")
    op.drop_table("setting")
    op.drop_table("client")
    op.drop_table("calendar_source")
    op.drop_table("absence")
    op.drop_table("tax_code")
    op.drop_table("rate_card")
    op.drop_table("person")
    op.drop_table("number_series")
    op.drop_table("holiday")
    op.drop_table("firm")
    op.drop_table("command_id")
    op.drop_table("billing_run")
    op.drop_table("audit_salt")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_entry_record"), table_name="audit_entry")
    op.drop_table("audit_entry")
