"""The base of every record: identity, strict types, checks that come with the types, versions, frozen tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, dataclass_transform

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column, relationship

from app.kernel.money import LIMIT
from app.storage.columns import TYPES, Choice, Flag, MinorUnits, choice, personal

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """What the database itself refuses: `when` a row comes `on` INSERT, UPDATE, DELETE or TRUNCATE.

    `when` is SQL that SQLite and PostgreSQL both speak, with the rows OLD and NEW; empty for always.
    """

    name: str
    on: str
    when: str = ""
    said: str = ""


@dataclass_transform(
    eq_default=False, kw_only_default=True, field_specifiers=(mapped_column, relationship, personal, choice)
)
class Record(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """A mapped dataclass with an `id`, and with a word of the trade for one of its kind.

    It is itself and equals nothing else, and no trace of a failure tells what stands in it.

    `class Task(Record, called=lambda: _("This task"))`: said in the reader's language when one of them is spoken about.
    Set `__frozen__ = True` where rows may only be added: the database itself then refuses to change or delete them.
    `__may_go__` is the exception: a condition in SQL over OLD under which such a row may be deleted, never changed.
    `__guards__` are what else it refuses; `__whole__` what must hold of a record when the history says that it is new.
    """

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES
    __frozen__: ClassVar[bool] = False
    __may_go__: ClassVar[str] = ""
    __guards__: ClassVar[tuple[Guard, ...]] = ()
    __whole__: ClassVar[str] = ""
    called: ClassVar[Callable[[], str]]

    id: Mapped[int] = mapped_column(primary_key=True, init=False, sort_order=-10)

    def __init_subclass__(cls, *, called: Callable[[], str] | None = None, **options: Any) -> None:
        """Make the table strict and add the checks its column types ask for."""
        super().__init_subclass__(**options)
        if called is not None:
            cls.called = staticmethod(called)
        table = cls.__dict__.get("__table__")
        if isinstance(table, Table):
            _harden(table, frozen=cls.__frozen__)
            table.info["guards"] = cls.__guards__
            table.info["may_go"] = cls.__may_go__


class Versioned(MappedAsDataclass, kw_only=True, repr=False, eq=False):
    """A record people edit: the second writer is told that somebody was faster."""

    version: Mapped[int] = mapped_column(init=False, nullable=False, sort_order=100)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands in the class
        """Count versions in the `version` column."""
        return {"version_id_col": cls.version}


def _harden(table: Table, *, frozen: bool) -> None:
    table.dialect_options["sqlite"]["strict"] = True
    table.dialect_options["sqlite"]["autoincrement"] = True
    table.info["frozen"] = frozen
    for column in table.columns:
        if isinstance(column.type, Choice):
            words = ", ".join(f"'{word.value}'" for word in column.type.words)
            table.append_constraint(CheckConstraint(f"{column.name} IN ({words})", name=f"{column.name}_word"))
        elif isinstance(column.type, MinorUnits):
            limit = f"{column.name} BETWEEN -{LIMIT} AND {LIMIT}"
            table.append_constraint(CheckConstraint(limit, name=f"{column.name}_limit"))
        elif isinstance(column.type, Flag):
            table.append_constraint(CheckConstraint(f"{column.name} IN (TRUE, FALSE)", name=f"{column.name}_flag"))
