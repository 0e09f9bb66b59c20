"""Write docs/tables.md, the one-page map of the tables, from the records: `python packaging/table_map.py [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.storage import schema
from app.storage.record import Record

PAGE = Path(__file__).resolve().parent.parent / "docs" / "tables.md"
HEAD = """# The tables on one page

Drawn from the records by `python packaging/table_map.py`; a test compares it. An arrow is a foreign key. A table marked
**frozen** takes new rows only: the database itself refuses to change or remove one. Every table has an `id`; in a table
that people edit, a `version` tells the second writer that somebody was faster. Money is whole minor units, time whole
seconds, rates and quantities whole ten-thousandths, days ISO text or DATE, instants ISO text in UTC or TIMESTAMPTZ.
"""


def page() -> str:
    """The whole page."""
    schema.load_records()
    rooms: dict[str, list[str]] = {}
    kinds = {kind.__tablename__: kind for kind in (mapper.class_ for mapper in Record.registry.mappers)}
    for name, kind in sorted(kinds.items()):
        table = Record.metadata.tables[name]
        room = kind.__module__.split(".")[1]
        arrows = sorted(
            f"{key.parent.name} \u2192 {key.column.table.name}"
            for column in table.columns
            for key in column.foreign_keys
        )
        keys = {key.parent.name for column in table.columns for key in column.foreign_keys}
        plain = [c.name for c in table.columns if c.name not in keys and c.name not in ("id", "version")]
        marks = " **frozen**" if table.info.get("frozen") else ""
        doc = (kind.__doc__ or "").split(". ")[0].split("\n")[0].rstrip(".")
        rooms.setdefault(room, []).append(
            f"| `{table.name}`{marks} | {doc} | {', '.join(plain)} | {', '.join(arrows)} |"
        )
    parts = [HEAD]
    for room in (*schema.ROOMS, "storage"):
        lines = rooms.get(room, [])
        parts.append(
            f"\n## {room}\n\n| table | one row is | holds | points to |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"
        )
    return "".join(parts)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else "docs/tables.md is out of date")
    PAGE.write_text(page(), encoding="utf-8")
