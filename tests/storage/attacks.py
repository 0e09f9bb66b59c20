"""Attacks on what is issued, paid and told: statements that the database itself must refuse, on both systems.

Each says who refuses it. Of those a guard alone refuses, the test also shows that they succeed without guards.
"""

from __future__ import annotations

from dataclasses import dataclass

ISSUED = "(SELECT min(id) FROM invoice WHERE origin = 'issued')"
OTHER = "(SELECT max(id) FROM invoice)"
LINE = f"(SELECT min(id) FROM invoice_line WHERE invoice_id = {ISSUED})"
PAID = "(SELECT min(id) FROM payment)"
LAST = "(SELECT max(sequence) FROM audit_entry)"
END = f"(SELECT hash FROM audit_entry WHERE sequence = {LAST})"
SERIES = "(SELECT min(id) FROM number_series WHERE key = 'invoice')"
ENTRY = "sequence, at, actor_id, actor_name_hash, command, command_id, record, action, changes, previous, hash"
HEADS = (
    "number, series, origin, client_id, sow_id, issued_on, due_on, period_first, period_last, currency, net_minor,"
    " tax_minor, gross_minor, po_number, issued_at, issued_by_id, snapshot"
)
LINES = "invoice_id, position, kind, title, detail, quantity, unit, rate, net_minor, tax_code, person_id, reason, why"

ADDED = (
    f"INSERT INTO invoice_line ({LINES}) SELECT {LINES.replace('position', '99')} FROM invoice_line WHERE id = {LINE}"
)


@dataclass(frozen=True)
class Attack:
    """What somebody tries; `said` is a part of the refusal, `guard` whether nothing but a guard stands in the way."""

    name: str
    sql: str
    said: str = "frozen"
    guard: bool = True
    on: str = "both"


def _entry(record: str, *, sequence: str, previous: str, action: str = "new") -> str:
    return (
        f"INSERT INTO audit_entry ({ENTRY}) SELECT {sequence}, at, actor_id, actor_name_hash, command, command_id,"
        f" {record}, '{action}', changes, {previous}, hash FROM audit_entry WHERE sequence = 1"
    )


def _invoice(**other: str) -> str:
    values = ", ".join(other.get(name, name) for name in HEADS.split(", "))
    return f"INSERT INTO invoice ({HEADS}) SELECT {values} FROM invoice WHERE id = {ISSUED}"


def _pays(amount: str, *, invoice: str, payment: str = PAID) -> str:
    return (
        "INSERT INTO payment_allocation (payment_id, invoice_id, amount_minor, allocated_on)"
        f" SELECT {payment}, {invoice}, {amount}, issued_on FROM invoice WHERE id = {ISSUED}"
    )


SQLITE, POSTGRES = "sqlite", "postgresql"
CONSTRAINT = "UNIQUE|duplicate|unique"
NO_RIGHT = "not authorized|prohibited|cannot VACUUM|may not be modified"
ATTACKS = (
    # -------------------------------------------------------------------------------- issued documents
    Attack(
        "another sum",
        f"UPDATE invoice SET net_minor = net_minor + 1, gross_minor = gross_minor + 1 WHERE id = {ISSUED}",
    ),
    Attack("another number", f"UPDATE invoice SET number = 'X-1' WHERE id = {ISSUED}"),
    Attack("another day", f"UPDATE invoice SET issued_on = due_on WHERE id = {ISSUED}"),
    Attack("another client", f"UPDATE invoice SET client_id = (SELECT max(id) FROM client) WHERE id = {ISSUED}"),
    Attack("other words", "UPDATE invoice SET snapshot = '{}'"),
    Attack("another id", f"UPDATE invoice SET id = id + 1000 WHERE id = {ISSUED}", guard=False),
    Attack("an invoice removed", f"DELETE FROM invoice WHERE id = {ISSUED}", guard=False),
    Attack("all invoices removed", "DELETE FROM invoice", guard=False),
    Attack(
        "an upsert on an invoice",
        f"INSERT INTO invoice (id, {HEADS}) SELECT id, {HEADS} FROM invoice WHERE id = {OTHER}"
        " ON CONFLICT (id) DO UPDATE SET snapshot = '{}'",
    ),
    Attack(
        "an invoice replaced",
        f"REPLACE INTO invoice (id, {HEADS}) SELECT id, {HEADS} FROM invoice WHERE id = {OTHER}",
        guard=False,
        on=SQLITE,
    ),
    Attack("a line of another sum", f"UPDATE invoice_line SET net_minor = net_minor + 1 WHERE id = {LINE}"),
    Attack("other words in a line", f"UPDATE invoice_line SET title = 'Advice' WHERE id = {LINE}"),
    Attack(
        "a line moved to another invoice",
        f"UPDATE invoice_line SET invoice_id = {OTHER}, position = 99 WHERE id = {LINE}",
    ),
    Attack("a line removed", f"DELETE FROM invoice_line WHERE id = {LINE}", guard=False),
    Attack(
        "a line that takes the place of another",
        "UPDATE OR REPLACE invoice_line SET id = (SELECT max(id) FROM invoice_line) WHERE id = " + LINE,
        guard=False,
        on=SQLITE,
    ),
    Attack(
        "a line added",
        ADDED,
        "was issued",
    ),
    Attack(
        "a line replaced",
        f"REPLACE INTO invoice_line (id, {LINES}) SELECT id, {LINES.replace('invoice_id', OTHER)} FROM invoice_line"
        f" WHERE id = {LINE}",
        "was issued|frozen",
        guard=False,
        on=SQLITE,
    ),
    Attack("another tax", "UPDATE invoice_tax SET tax_minor = 0"),
    Attack("a tax removed", "DELETE FROM invoice_tax"),
    Attack(
        "a tax added",
        "INSERT INTO invoice_tax (invoice_id, tax_code, name, category, percent, net_minor, tax_minor, reason)"
        " SELECT invoice_id, 'other', name, category, percent, 0, 0, reason FROM invoice_tax",
        "was issued",
    ),
    Attack(
        "other bytes of the paper",
        "UPDATE invoice_file SET content = (SELECT hash FROM audit_entry WHERE sequence = 1)",
    ),
    Attack("another digest of the paper", "UPDATE invoice_file SET digest = 'x'"),
    Attack("the paper removed", "DELETE FROM invoice_file"),
    Attack(
        "a paper given later",
        f"INSERT INTO invoice_file (invoice_id, digest, content) SELECT {OTHER}, digest, content FROM invoice_file",
        "was issued",
    ),
    Attack("fewer hours billed", "UPDATE allocation SET seconds = 0"),
    Attack("billed by another line", "UPDATE allocation SET invoice_line_id = (SELECT max(id) FROM invoice_line)"),
    Attack("billed no more", "DELETE FROM allocation"),
    Attack(
        "billed later",
        "INSERT INTO allocation (invoice_line_id, unit_kind, unit_id, part, seconds, rate, rate_rule)"
        f" VALUES ({LINE}, 'time', 99999, '', 1, 0, '')",
        "was issued",
    ),
    Attack("what was signed, altered", "UPDATE sow_version SET terms = '{}'"),
    Attack("what was signed, removed", "DELETE FROM sow_version"),
    # -------------------------------------------------------------------------------- numbers, issuing
    Attack("a number given twice", _invoice(), CONSTRAINT + "|series gave last", guard=False),
    Attack("a number skipped", _invoice(number="'INV-2026-0999'"), "series gave last"),
    Attack("a number of no series", _invoice(series="'none'", number="'X'"), "series gave last", guard=False),
    Attack("the counter set back", f"UPDATE number_series SET next_number = 1 WHERE id = {SERIES}", "given once"),
    Attack("the counter removed", f"DELETE FROM number_series WHERE id = {SERIES}", "given once"),
    Attack(
        "an invoice without its lines told as issued",
        _invoice(number="'OLD-1'", origin="'opening'", net_minor="100", tax_minor="0", gross_minor="100")
        + ";"
        + _entry("(SELECT 'Invoice:' || max(id) FROM invoice)", sequence=f"{LAST} + 1", previous=END),
        "does not add up",
    ),
    # -------------------------------------------------------------------------------- payments
    Attack("a payment of another sum", f"UPDATE payment SET amount_minor = amount_minor + 1 WHERE id = {PAID}"),
    Attack("a payment of another client", "UPDATE payment SET client_id = (SELECT max(id) FROM client)"),
    Attack("a payment removed", "DELETE FROM payment", guard=False),
    Attack("a share of another sum", "UPDATE payment_allocation SET amount_minor = 1"),
    Attack("a share moved to another invoice", f"UPDATE payment_allocation SET invoice_id = {OTHER}"),
    Attack("a share removed", "DELETE FROM payment_allocation"),
    Attack(
        "a payment spent twice",
        _pays("(SELECT amount_minor FROM payment WHERE id = " + PAID + ")", invoice=ISSUED),
        "cannot pay",
    ),
    Attack(
        "more than an invoice owes",
        _pays(
            f"(SELECT gross_minor + 1 FROM invoice WHERE id = {ISSUED})",
            invoice=ISSUED,
            payment="(SELECT max(id) FROM payment)",
        ),
        "cannot pay",
    ),
    Attack("another client's invoice paid", _pays("1", invoice=OTHER), "cannot pay"),
    Attack("a share below nothing", _pays("-99999999", invoice=ISSUED), "cannot pay"),
    Attack(
        "half a cent",
        "INSERT INTO payment (client_id, received_on, amount_minor, currency, method, recorded_at, reference)"
        " SELECT client_id, received_on, '1.5', currency, method, recorded_at, reference FROM payment",
        "cannot store|of type bigint|invalid input",
        guard=False,
    ),
    Attack(
        "half a cent as a number",
        "INSERT INTO payment (client_id, received_on, amount_minor, currency, method, recorded_at, reference)"
        " SELECT client_id, received_on, 1.5, currency, method, recorded_at, reference FROM payment",
        "cannot store REAL",
        guard=False,
        on=SQLITE,
    ),
    Attack(
        "an absurd sum",
        "INSERT INTO payment (client_id, received_on, amount_minor, currency, method, recorded_at, reference)"
        " SELECT client_id, received_on, 99999999999999, currency, method, recorded_at, reference FROM payment",
        "CHECK|check constraint",
        guard=False,
    ),
    # -------------------------------------------------------------------------------- the history
    Attack("an entry altered", "UPDATE audit_entry SET changes = '{}' WHERE sequence = 2"),
    Attack("another person named", "UPDATE audit_entry SET actor_id = 1 WHERE sequence = 2"),
    Attack("the last entry removed", f"DELETE FROM audit_entry WHERE sequence = {LAST}"),
    Attack("the history removed", "DELETE FROM audit_entry"),
    Attack(
        "an entry replaced",
        f"REPLACE INTO audit_entry (id, {ENTRY}) SELECT id, {ENTRY} FROM audit_entry WHERE sequence = 2",
        "does not follow|frozen",
        guard=False,
        on=SQLITE,
    ),
    Attack(
        "an upsert on an entry",
        f"INSERT INTO audit_entry (id, {ENTRY}) SELECT id, {ENTRY} FROM audit_entry WHERE sequence = 2"
        " ON CONFLICT (id) DO UPDATE SET changes = '{}'",
    ),
    Attack("an entry after a gap", _entry("record", sequence=f"{LAST} + 2", previous=END), "does not follow"),
    Attack(
        "an entry that follows another one",
        _entry("record", sequence=f"{LAST} + 1", previous="(SELECT hash FROM audit_entry WHERE sequence = 1)"),
        "does not follow",
    ),
    Attack(
        "the end set back",
        "UPDATE audit_head SET sequence = sequence - 1, hash = (SELECT hash FROM audit_entry"
        f" WHERE sequence = {LAST} - 1)",
        "ends with its last entry",
    ),
    Attack("the end set ahead", "UPDATE audit_head SET sequence = sequence + 5", "ends with its last entry"),
    Attack(
        "another end", "UPDATE audit_head SET hash = (SELECT hash FROM audit_entry WHERE sequence = 1)", "ends with its"
    ),
    Attack("no end", "DELETE FROM audit_head"),
    Attack(
        "a second end",
        "INSERT INTO audit_head (id, sequence, hash) SELECT 2, sequence, hash FROM audit_head",
        "one end",
    ),
    Attack(
        "another key of a person",
        "UPDATE audit_salt SET salt = (SELECT hash FROM audit_entry WHERE sequence = 1)",
        "only destroyed",
    ),
    Attack(
        "a key put over another",
        "REPLACE INTO audit_salt (record, salt) SELECT record, salt FROM audit_salt",
        "only destroyed",
        on=SQLITE,
    ),
    Attack(
        "an upsert on a key",
        "INSERT INTO audit_salt (record, salt) SELECT record, salt FROM audit_salt WHERE TRUE"
        " ON CONFLICT (record) DO UPDATE SET salt = (SELECT hash FROM audit_entry WHERE sequence = 1)",
        "only destroyed",
    ),
    Attack("another answer of a command", "UPDATE command_id SET result = '1'"),
    Attack("a command forgotten", "DELETE FROM command_id"),
    Attack(
        "a command put over another",
        "REPLACE INTO command_id SELECT * FROM command_id",
        on=SQLITE,
    ),
    # -------------------------------------------------------------------------------- past all of it, by what a file is
    *(
        Attack(name, sql, NO_RIGHT, guard=False, on=SQLITE)
        for name, sql in (
            ("a guard dropped", "DROP TRIGGER frozen_invoice_update"),
            ("a table dropped", "DROP TABLE invoice_file"),
            ("a table renamed", "ALTER TABLE invoice RENAME TO other"),
            ("a column added", "ALTER TABLE invoice ADD COLUMN other TEXT"),
            ("a trigger added", "CREATE TRIGGER thief AFTER INSERT ON payment BEGIN DELETE FROM draft; END"),
            (
                "a trigger of the moment",
                "CREATE TEMP TRIGGER thief AFTER INSERT ON payment BEGIN DELETE FROM draft; END",
            ),
            ("a table before another", "CREATE TEMP TABLE audit_entry (record TEXT)"),
            ("an index dropped", "DROP INDEX ix_audit_entry_record"),
            ("a view added", "CREATE VIEW owed AS SELECT 1"),
            ("another file", "ATTACH ':memory:' AS other"),
            ("another file written", "VACUUM INTO '/nonexistent/other'"),
            ("the list of parts opened", "PRAGMA writable_schema = ON"),
            ("the list of parts altered", "DELETE FROM sqlite_master WHERE type = 'trigger'"),
            ("ids given again", "DELETE FROM sqlite_sequence"),
            ("replacing without triggers", "PRAGMA recursive_triggers = OFF"),
            ("no foreign keys", "PRAGMA foreign_keys = OFF"),
            ("no checks", "PRAGMA ignore_check_constraints = ON"),
            ("no journal", "PRAGMA journal_mode = OFF"),
            ("no waiting for the disk", "PRAGMA synchronous = OFF"),
            ("trust in what comes by mail", "PRAGMA trusted_schema = ON"),
            ("another key of the file", "PRAGMA rekey = 'x'"),
            ("a library loaded", "SELECT load_extension('thief')"),
            ("another version", "UPDATE alembic_version SET version_num = '0001'"),
        )
    ),
    # -------------------------------------------------------------------------------- by what a server is
    *(
        Attack(name, sql, said, on=POSTGRES)
        for name, sql, said in (
            ("all invoices truncated", "TRUNCATE invoice CASCADE", "frozen"),
            ("the history truncated", "TRUNCATE audit_entry", "frozen"),
            ("the end truncated", "TRUNCATE audit_head", "frozen"),
            ("the keys truncated", "TRUNCATE audit_salt", "one by one"),
            ("the counters truncated", "TRUNCATE number_series CASCADE", "given once"),
            ("the commands truncated", "TRUNCATE command_id", "frozen"),
            (
                "a history of one's own before the book's",
                f"CREATE TEMP TABLE audit_entry (record TEXT);{ADDED}",
                "was issued",
            ),
            (
                "an invoice merged",
                "MERGE INTO invoice USING (SELECT 1) AS one ON TRUE WHEN MATCHED THEN UPDATE SET snapshot = '{}'",
                "frozen",
            ),
        )
    ),
)
