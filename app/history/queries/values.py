"""Values of the history as people read them: sums with their currency, days, states, names instead of numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement

from app.history.queries.statements import pointers
from app.history.things import all_words
from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.storage.audit import salted
from app.storage.columns import Choice, Day, Flag, Instant, MinorUnits, TenThousandths
from app.storage.record import Record

LONGEST = 400
RATES = frozenset({"rate", "extra_rate"})
Key = tuple[type[Record], int]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the records that entries are about, as it is now."""

    formats: Formats
    names: Mapping[Key, str] = field(default_factory=dict)
    currencies: Mapping[Key, str] = field(default_factory=dict)
    present: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)
    salts: Mapping[str, bytes] = field(default_factory=dict)


def spelled(around: Around, key: Key, name: str, raw: Any, currency: str | None) -> str:
    """A value of a field for people; "" for nothing."""
    kind = key[0]
    column = kind.__table__.columns[name]
    if raw is None or raw == "":
        return ""
    if column.info.get("personal"):
        return _personal(around, key, name, raw)
    if name in pointers(kind):
        there = pointers(kind)[name], int(raw)
        return around.names.get(there) or _("one that was removed")
    words = all_words().kinds[kind].values.get(name)
    if words is not None:
        return words.get(str(raw), str(raw))
    return _by_type(around.formats, column, name, raw, currency)


def _by_type(formats: Formats, column: ColumnElement[Any], name: str, raw: Any, currency: str | None) -> str:
    kind = column.type
    if isinstance(kind, Choice):
        return all_words().choices[kind.words].get(str(raw), str(raw))
    if isinstance(kind, Flag):
        return _("Yes") if raw else _("No")
    if isinstance(kind, MinorUnits):
        return formats.money(Money(int(raw), currency)) if currency else formats.number(Decimal(raw) / 100)
    if isinstance(kind, TenThousandths):
        known = currency and name in RATES
        return formats.rate(Decimal(raw), currency or "") if known else formats.quantity(Decimal(raw))
    if isinstance(kind, Day):
        return formats.date(date.fromisoformat(raw))
    if isinstance(kind, Instant):
        return when(formats, datetime.fromisoformat(raw))
    if name.endswith("seconds"):
        return formats.hours(int(raw), unit=True)
    text = str(raw).replace("\n", ", ")
    return text if len(text) <= LONGEST else text[:LONGEST] + "\u2026"


def _personal(around: Around, key: Key, name: str, raw: Any) -> str:
    """The history has no personal words; those that still stand in the book are told."""
    kind, number = key
    salt = around.salts.get(f"{kind.__name__}:{number}")
    now = around.present.get(key, {}).get(name)
    if now is not None and salt is not None and salted(str(now), salt) == raw:
        return str(now)
    return _("not kept in the history")


def when(formats: Formats, at: datetime) -> str:
    """A day and a time where the reader is."""
    return _("{day}, {time}").format(day=formats.date(local_date(at, formats.zone)), time=formats.time(at))


def fields_of(changes: str) -> dict[str, Any]:
    """What an entry says, field by field: a value, or before and after."""
    found: dict[str, Any] = json.loads(changes)
    return found
