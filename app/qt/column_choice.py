"""What a reader chose about the columns of a list - order, hidden ones, widths, sorting - kept on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.qt import memory
from app.qt.columns import Column


@dataclass
class ColumnChoice:
    """The choices for one list. `name` is where they are kept; without one they end with the list."""

    name: str = ""
    order: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    widths: dict[str, int] = field(default_factory=dict)
    """By key, at a text size of 100 %."""
    sort_key: str = ""
    descending: bool = False

    @classmethod
    def of(cls, columns: Sequence[Column], name: str = "") -> ColumnChoice:
        """What was kept for these columns, or how they are declared; new columns stand where they are declared."""
        kept: dict[str, Any] = memory.recall(f"list.{name}", {}) if name else {}
        declared = [column.key for column in columns]
        words = _words(kept.get("order"))
        order = [key for key in words if key in declared]
        for place, key in enumerate(declared):
            if key not in order:
                before = declared[place - 1] if place else ""
                order.insert(order.index(before) + 1 if before else 0, key)
        known = set(words)
        wanted = {column.key for column in columns if not column.shown and column.key not in known}
        widths = kept.get("widths")
        sort_key = kept.get("sort", "")
        return cls(
            name,
            order,
            {key for key in _words(kept.get("hidden")) if key in declared and may_hide(columns, key)} | wanted,
            {key: wide for key, wide in widths.items() if key in declared and type(wide) is int and wide > 0}
            if isinstance(widths, dict)
            else {},
            sort_key if sort_key in declared else "",
            kept.get("descending") is True,
        )

    def keep(self) -> None:
        """Remember it from now on."""
        if self.name:
            memory.keep(
                f"list.{self.name}",
                {
                    "order": self.order,
                    "hidden": sorted(self.hidden),
                    "widths": self.widths,
                    "sort": self.sort_key,
                    "descending": self.descending,
                },
            )

    def forget(self, columns: Sequence[Column]) -> None:
        """Back to the columns as they are declared, in the order given."""
        if self.name:
            memory.forget(f"list.{self.name}")
        fresh = ColumnChoice.of(columns)
        self.order, self.hidden, self.widths = fresh.order, fresh.hidden, fresh.widths
        self.sort_key, self.descending = "", False

    def move(self, key: str, step: int) -> bool:
        """Move a column by some places; False at an end."""
        place = self.order.index(key)
        target = place + step
        if not 0 <= target < len(self.order):
            return False
        self.order.insert(target, self.order.pop(place))
        return True


def may_hide(columns: Sequence[Column], key: str) -> bool:
    """Ticks and the first column with words stay: without them nobody knows what a row is."""
    named = next((one.key for one in columns if one.kind != "check" and one.title), "")
    return key != named and all(one.kind != "check" for one in columns if one.key == key)


def _words(found: object) -> list[str]:
    """Kept texts, each once; anything else in a damaged file is left out."""
    return list(dict.fromkeys(word for word in found if isinstance(word, str))) if isinstance(found, list) else []
