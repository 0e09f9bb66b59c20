"""Words of entries, clients, people there, statements of work and invoices are found at once; triggers keep them."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEARCHED = (
    ("time_entry", ("note",)),
    ("client", ("name", "legal_name")),
    ("contact", ("name", "job", "email")),
    ("sow", ("number", "title")),
    ("invoice", ("number", "po_number")),
)
ASCII_BETWEEN = "!\"#$&()*+,-./:;<=>?@[\\]^_`{|}~''"
BETWEEN = (
    f"{ASCII_BETWEEN}\u2013\u2014\u2026\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u00b7\u2022\u00a7\u20ac\u00a3\u00a0"
)
"""What stands between words, as an SQL string: PostgreSQL would keep `a.mercer@brightwater.example` in one piece."""


def _joined(row: str, columns: tuple[str, ...]) -> str:
    return " || ' ' || ".join(f"coalesce({row}{column}, '')" for column in columns)


def _on_sqlite(table: str, columns: tuple[str, ...]) -> list[str]:
    """A list of words without the texts themselves; an entry's words are kept with whose it is."""
    who = ", 'p' || {row}person_id" if table == "time_entry" else ", ''"
    watched = (*columns, "person_id") if table == "time_entry" else columns
    words = f"{table}_words"
    add = f"INSERT INTO {words} (rowid, words, who) "
    new = f"{add}VALUES (NEW.id, {_joined('NEW.', columns)}{who.format(row='NEW.')});"
    gone = f"DELETE FROM {words} WHERE rowid = OLD.id;"  # noqa: S608
    how = "content='', contentless_delete=1, detail=column, tokenize='unicode61 remove_diacritics 2'"
    return [
        f"CREATE VIRTUAL TABLE {words} USING fts5(words, who, {how})",
        f"{add}SELECT id, {_joined('', columns)}{who.format(row='')} FROM {table} ORDER BY id",  # noqa: S608
        f"CREATE TRIGGER {words}_new AFTER INSERT ON {table} BEGIN {new} END",
        f"CREATE TRIGGER {words}_changed AFTER UPDATE OF {', '.join(watched)} ON {table} BEGIN {gone} {new} END",
        f"CREATE TRIGGER {words}_gone AFTER DELETE ON {table} BEGIN {gone} END",
    ]


def _on_postgresql(table: str, columns: tuple[str, ...]) -> list[str]:
    """An index of an expression: the database itself keeps it."""
    spaces = " " * len(BETWEEN)
    words = f"to_tsvector('simple', translate({_joined('', columns)}, '{BETWEEN}' || chr(37), '{spaces}'))"
    return [f"CREATE INDEX ix_{table}_words ON {table} USING gin ({words})"]


def upgrade() -> None:
    """Apply the revision; the lists are filled with what is there."""
    connection = op.get_bind()
    make = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    for table, columns in SEARCHED:
        for statement in make(table, columns):
            connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Take the revision back."""
    connection = op.get_bind()
    for table, _columns in SEARCHED:
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql(f"DROP INDEX ix_{table}_words")
            continue
        for event in ("new", "changed", "gone"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_words_{event}")
        connection.exec_driver_sql(f"DROP TABLE {table}_words")
