"""What an upgrade must not change: how many rows of money there are and what they add up to, the end of the history."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, inspect, select

from app.storage import audit
from app.storage.columns import MinorUnits
from app.storage.frozen import frozen_tables
from app.storage.record import Record


@dataclass(frozen=True)
class Figures:
    """Rows and sums by table and column, and where the history ends."""

    sums: dict[str, int] = field(default_factory=dict)
    end: tuple[int, bytes] | None = None

    def differing(self, later: Figures) -> list[str]:
        """What is no longer as it was."""
        found = [name for name, value in self.sums.items() if later.sums.get(name) != value]
        return found if self.end == later.end else [*found, "audit_head"]


def figures(connection: Connection) -> Figures:
    """The figures of a book of any revision: of what it has."""
    there = set(inspect(connection).get_table_names())
    sums: dict[str, int] = {}
    for table in Record.metadata.sorted_tables:
        money = [column for column in table.columns if isinstance(column.type, MinorUnits)]
        if table.name not in there or not (money or table.name in frozen_tables()):
            continue
        known = {column["name"] for column in inspect(connection).get_columns(table.name)}
        wanted = [column for column in money if column.name in known]
        row = connection.execute(
            select(func.count(), *(func.sum(column) for column in wanted)).select_from(table)
        ).one()
        names = ["rows", *(column.name for column in wanted)]
        sums |= {f"{table.name}.{name}": int(value or 0) for name, value in zip(names, row, strict=True)}
    end = connection.execute(audit.HEAD).first() if "audit_head" in there else None
    return Figures(sums, None if end is None else (end.sequence, end.hash))
