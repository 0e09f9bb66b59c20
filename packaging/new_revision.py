"""Write the next alembic revision from what the records say: `python packaging/new_revision.py 0002 "subject"`.

When it says what it should, `python packaging/shapes.py` writes down what it makes of a file: others are not opened.
Types are written in plain SQLAlchemy, so that a revision never changes when the program's own types do.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

from app.storage import columns, schema
from app.storage.engine import sqlite_engine

PLAIN = {
    columns.Day: "sa.Date().with_variant(sa.Text(), 'sqlite')",
    columns.Instant: "sa.DateTime(timezone=True).with_variant(sa.Text(), 'sqlite')",
    columns.Flag: "sa.Boolean().with_variant(sa.Integer(), 'sqlite')",
    columns.TenThousandths: "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
    columns.MinorUnits: "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
    columns.Choice: "sa.Text()",
}


def plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Render our own types as plain ones; False leaves all else to alembic."""
    return PLAIN.get(type(item), False) if kind == "type" else False


def main(number: str, subject: str) -> None:
    """Compare the records with the newest revision and write the difference."""
    records = schema.whole_records()
    folder = Path(__file__).resolve().parent.parent / "migrations" / "versions"
    known = sorted(path.stem.split("_")[0] for path in folder.glob("[0-9]*.py"))
    with tempfile.TemporaryDirectory() as scratch:
        engine = sqlite_engine(Path(scratch) / "fresh.watertight", create=True)
        if known:
            schema.upgrade(engine)
        with engine.connect() as connection:
            options = {"render_item": plain, "sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op."}
            context = MigrationContext.configure(connection, opts=options)
            script = produce_migrations(context, records)
            if script.upgrade_ops is None or script.downgrade_ops is None:
                sys.exit("the records could not be compared")
            up = render_python_code(script.upgrade_ops, render_item=plain, migration_context=context)
            down = render_python_code(script.downgrade_ops, render_item=plain, migration_context=context)
        engine.dispose()
    name = subject.lower().replace(" ", "_")
    body = (
        f'"""{subject[0].upper()}{subject[1:]}."""\n\nfrom __future__ import annotations\n\n'
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        f"revision = {number!r}\ndown_revision = {(known[-1] if known else None)!r}\n"
        "branch_labels = None\ndepends_on = None\n\n\n"
        f'def upgrade() -> None:\n    """Apply the revision."""\n    {_indent(up)}\n\n\n'
        f'def downgrade() -> None:\n    """Take the revision back."""\n    {_indent(down)}\n'
    )
    (folder / f"{number}_{name}.py").write_text(body, encoding="utf-8")


def _indent(code: str) -> str:
    kept = (line for line in code.splitlines() if "### " not in line and not line.strip().startswith("info={"))
    return "\n".join(kept).strip()


if __name__ == "__main__":
    main(*sys.argv[1:3])
