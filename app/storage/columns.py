"""Column types that mean the same on SQLite (STRICT tables) and PostgreSQL.

Whole numbers are INTEGER / BIGINT, days ISO text / DATE, instants ISO text in UTC / TIMESTAMPTZ, flags 0 or 1 /
BOOLEAN, rates and quantities whole ten-thousandths. Nothing is stored as a floating number.

A read makes a value of each cell, so what comes again and again (days, words, flags, rates) is made once and looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, LargeBinary, Text, TypeDecorator
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
STEP = Decimal(10000)
REMEMBERED = 20_000
"""Values of a kind that are kept: the days of fifty years, or the quantities of some thousand lines."""


class _Known(dict[Any, Any]):
    """Values by what the database holds of them."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        """Nothing stays nothing; all else is made when it is first met."""
        super().__init__({None: None})
        self._make = make

    def __missing__(self, kept: Any) -> Any:
        """A value that was not met yet."""
        value = self._make(kept)
        if len(self) < REMEMBERED:
            self[kept] = value
        return value


class Day(TypeDecorator[date]):
    """A local date."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, DATE elsewhere."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """ISO text on SQLite."""
        return value.isoformat() if value is not None and dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], date | None]:
        """A date again."""
        return _DAYS.__getitem__


class Instant(TypeDecorator[datetime]):
    """An instant in UTC, to the microsecond."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, TIMESTAMPTZ elsewhere."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Sortable ISO text on SQLite."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """An aware instant again."""
        return _instant


class Flag(TypeDecorator[bool]):
    """Yes or no."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """0 or 1 on SQLite, BOOLEAN elsewhere."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """A whole number on SQLite."""
        return int(value) if value is not None and dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bool | None]:
        """A truth value again."""
        return _FLAGS.__getitem__


class TenThousandths(TypeDecorator[Decimal]):
    """A rate or a quantity with up to four decimals, kept as a whole number of ten-thousandths."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite, BIGINT elsewhere."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Whole ten-thousandths; ValueError when the value is finer."""
        if value is None:
            return None
        scaled = Decimal(value) * STEP
        if scaled != scaled.to_integral_value():
            message = f"{value} has more than four decimals"
            raise ValueError(message)
        return int(scaled)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """The decimal again, without trailing zeros."""
        return _DECIMALS.__getitem__


class Choice(TypeDecorator[StrEnum]):
    """One word of an enumeration, kept as text and guarded by a CHECK."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        """A column of the words of an enumeration."""
        super().__init__()
        self.words = words
        self._known = _Known(words)

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """The word; ValueError when it is not one of the enumeration."""
        return None if value is None else str(self.words(value).value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:
        """The member again."""
        return self._known.__getitem__


def _day(kept: Any) -> date:
    found: date = date.fromisoformat(kept) if isinstance(kept, str) else kept
    return found


def _instant(kept: Any) -> datetime | None:
    if isinstance(kept, str):
        return datetime.fromisoformat(kept)
    found: datetime | None = kept.astimezone(UTC) if kept is not None else None
    return found


def _decimal(kept: Any) -> Decimal:
    return Decimal(kept) / STEP


_DAYS, _FLAGS, _DECIMALS = _Known(_day), _Known(bool), _Known(_decimal)


class MinorUnits(TypeDecorator[int]):
    """Money in minor units of the currency that stands beside it."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite, BIGINT elsewhere."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


Minor = Annotated[int, mapped_column(MinorUnits())]
"""Money at rest: whole minor units."""


def choice(words: type[StrEnum], **options: Any) -> MappedColumn[Any]:
    """A column that holds one word of an enumeration."""
    return mapped_column(Choice(words), **options)


def personal(**options: Any) -> MappedColumn[Any]:
    """A column with personal data: the audit keeps only a salted hash of it."""
    return mapped_column(info={"personal": True}, **options)


TYPES: dict[Any, Any] = {
    int: WHOLE,
    str: Text(),
    bool: Flag(),
    date: Day(),
    datetime: Instant(),
    Decimal: TenThousandths(),
    bytes: LargeBinary(),
}
