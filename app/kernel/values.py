"""Values as canonical JSON and back: what a command answered, what an audit row says."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

_AS_IT_IS = frozenset({str, int, bool, type(None)})
_SPELLED: dict[type, Callable[[Any], str]] = {
    Decimal: lambda value: format(value, "f"),
    datetime: datetime.isoformat,
    date: date.isoformat,
    bytes: bytes.hex,
}
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    spelled = _SPELLED.get(kind)
    return _as_plain(value) if spelled is None else spelled(value)


def _as_plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, int | str):
        return value
    for kind, spelled in _SPELLED.items():
        if isinstance(value, kind):
            return spelled(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted((_plain(item) for item in value), key=str)
    message = f"{type(value).__name__} has no plain form"
    raise TypeError(message)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in dataclasses.fields(kind))


def to_json(value: object) -> str:
    """Canonical JSON: keys sorted, no blanks, decimals and dates as text, bytes as hex. TypeError for floats."""
    return _ENCODER.encode(_plain(value))


def from_json(text: str, kind: Any) -> Any:
    """The value of a type from its canonical JSON; a field that was added since takes its default."""
    return _typed(json.loads(text), kind)


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _typed(value: Any, kind: Any) -> Any:
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _typed(value, next(item for item in arguments if item is not type(None)))
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_typed(item, arguments[0]) for item in value)
        return tuple(_typed(item, part) for item, part in zip(value, arguments, strict=True))
    if origin in (list, frozenset):
        return origin(_typed(item, arguments[0]) for item in value)
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            return kind(
                **{
                    field.name: _typed(value[field.name], hints[field.name])
                    for field in dataclasses.fields(kind)
                    if field.name in value or not _has_default(field)
                }
            )
        if issubclass(kind, Enum | Decimal):
            return kind(value)
        if issubclass(kind, datetime | date):
            return kind.fromisoformat(value)
        if issubclass(kind, bytes):
            return bytes.fromhex(value)
    return value
