"""Columns: a list's columns declared once, as data; what each cell says, sorts by and sums to."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _

Kind = Literal[
    "text",
    "two_line",
    "money",
    "hours",
    "date",
    "number",
    "percent",
    "chip",
    "shape",
    "avatar",
    "person",
    "check",
    "bar",
    "progress",
]
DASH = "–"
NUMERIC = frozenset(("money", "hours", "number", "percent"))


@dataclass(frozen=True)
class Column:
    """One column of a list. `value` takes the row; None is shown as a dash.

    Values by kind: money `Money`; hours whole seconds or `Decimal` hours; date `date`; number `int` or `Decimal`;
    percent per cent; bar a ratio (1 = full); check True, False or None (cannot be changed: not ticked, or always ticked
    with the tone "ok"); avatar the initials; person the name, with `initials` for the circle before it; progress the
    words ("11 of 19"), with `tone` for the shape before and `ratio` for the bar behind them; chip and shape the word,
    with `tone` for the shape; the tone "muted" makes words quieter. `sub` is a second line (for an avatar the person's
    name), in the color of `sub_tone`.
    `total` is "sum" or a function of all rows; `width` 0 stretches. A heading too narrow for words has a `name`.
    `gives_way` 0 stays in a narrow window; of the others the highest leaves first. `shown` False waits in the chooser.
    """

    key: str
    title: str
    value: Callable[[Any], object]
    _: KW_ONLY
    kind: Kind = "text"
    width: int = 0
    least: int = 150
    name: str = ""
    gives_way: int = 0
    shown: bool = True
    sub: Callable[[Any], str] | None = None
    sub_tone: Callable[[Any], str] | None = None
    initials: Callable[[Any], str] | None = None
    ratio: Callable[[Any], float] | None = None
    tone: Callable[[Any], str] | None = None
    sort: Callable[[Any], object] | None = None
    total: Literal["sum"] | Callable[[Sequence[Any]], object] | None = None
    bold: bool = False
    muted: bool = False
    right: bool | None = None

    @property
    def numeric(self) -> bool:
        """Whether cells stand at the right edge."""
        return self.kind in NUMERIC if self.right is None else self.right

    @property
    def spoken(self) -> str:
        """What the column is called where its heading is not in sight."""
        return self.name or self.title or self.key


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows."""

    text: str
    sub: str = ""
    tone: str = ""
    ratio: float = 0.0
    checked: bool | None = None
    sub_tone: str = ""
    initials: str = ""


def text_of(kind: Kind, value: object, formats: Formats) -> str:
    """A value as the reader sees it."""
    if value is None or (kind == "two_line" and value == ""):
        return "" if kind in {"check", "chip", "shape", "avatar", "progress"} else DASH
    if isinstance(value, Money):
        return formats.money(value)
    if isinstance(value, date):
        return formats.date(value)
    if kind == "check":
        return _("ticked") if value else _("not ticked")
    if isinstance(value, (int, float, Decimal)):
        return _number_text(kind, value, formats)
    return str(value)


def _number_text(kind: Kind, value: float | Decimal, formats: Formats) -> str:
    """A number as its kind is written: hours, per cent, or a plain number."""
    if kind == "hours":
        return formats.hours(value if isinstance(value, (int, Decimal)) else Decimal(str(value)))
    if kind in {"percent", "bar"}:
        ratio = Decimal(str(value))
        return formats.percent(ratio * 100 if kind == "bar" else ratio)
    return formats.number(value) if isinstance(value, int) else formats.quantity(Decimal(str(value)))


def search_text(columns: Sequence[Column], row: object, formats: Formats) -> str:
    """What the filter of a list looks through: the words of a row's cells and their second lines, folded."""
    words: list[str] = []
    for column in columns:
        words.append(text_of(column.kind, column.value(row), formats))
        words.append(column.sub(row) if column.sub is not None else "")
    return folded(" ".join(words))


def cell_of(column: Column, row: object, formats: Formats) -> Cell:
    """The cell of a row."""
    value = column.value(row)
    return Cell(
        text=text_of(column.kind, value, formats),
        sub=column.sub(row) if column.sub is not None else "",
        tone=column.tone(row) if column.tone is not None else "",
        ratio=_ratio(column, row, value),
        checked=bool(value) if column.kind == "check" and value is not None else None,
        sub_tone=column.sub_tone(row) if column.sub_tone is not None else "",
        initials=column.initials(row) if column.initials is not None else "",
    )


def _ratio(column: Column, row: object, value: object) -> float:
    """How full the bar of a cell is."""
    if column.ratio is not None:
        return float(column.ratio(row))
    return float(value) if column.kind == "bar" and isinstance(value, (int, float, Decimal)) else 0.0


def folded(text: str) -> str:
    """A text without capitals and accents: what sorting and filtering compare."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def sort_value(column: Column, row: object) -> Any:
    """What a row sorts by in a column; None sorts last in both directions (see `sorted_rows`)."""
    value = column.sort(row) if column.sort is not None else column.value(row)
    if isinstance(value, Money):
        return (value.currency, value.minor)
    if isinstance(value, str):
        return folded(value) or None
    return value


def sorted_rows(rows: Sequence[Any], column: Column, *, descending: bool) -> list[Any]:
    """Rows in the order of a column; equal ones keep their order, empty ones come last."""
    keyed = [(sort_value(column, row), row) for row in rows]
    full = [pair for pair in keyed if pair[0] is not None]
    full.sort(key=lambda pair: pair[0], reverse=descending)
    return [row for _value, row in full] + [row for value, row in keyed if value is None]


def total_text(column: Column, rows: Sequence[Any], formats: Formats) -> str:
    """The foot of a column: sums of money stand per currency and are never mixed."""
    if column.total is None:
        return ""
    if callable(column.total):
        return text_of(column.kind, column.total(rows), formats)
    values = [value for value in (column.value(row) for row in rows) if value is not None]
    if column.kind == "money":
        sums: dict[str, int] = {}
        for value in values:
            if isinstance(value, Money):
                sums[value.currency] = sums.get(value.currency, 0) + value.minor
        return " + ".join(formats.money(Money(minor, currency)) for currency, minor in sums.items()) or DASH
    whole: Any = sum((value for value in values if isinstance(value, (int, Decimal))), start=0)
    return text_of(column.kind, whole, formats)
