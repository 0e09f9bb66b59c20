"""Several statements to PostgreSQL in one way there and back, by the pipeline mode of its protocol.

The first way of a look at the book begins its transaction too, which sees the book as it is then, whatever others save.

SQLAlchemy looks at the columns of a result as soon as its statement is sent; in a pipeline they have not come yet. What
it looks for are the codes of their types, and these it needs for numbers with a fraction alone, which no table of ours
holds: a statement that computes one waits for its columns the first time, then they are remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, TypeDecorator, event, types
from sqlalchemy.exc import DBAPIError

LOOKING: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
"""How a connection is asked for that reads this way: that it begins and ends is said here, not by the driver."""
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_PIPELINE = "pipeline"
_columns: dict[str, Any] = {}
"""The columns of each statement that went this way, by its text before lists of values are written out in it."""


Wave = Sequence[tuple[Executable, dict[str, Any]]]


def send_at_once(connection: Connection, wave: Wave) -> list[CursorResult[*tuple[Any, ...]]]:
    """The results of some statements, all of which have come."""
    from psycopg import Error
    from psycopg.pq import TransactionStatus

    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline() as pipeline:
            if driver.info.transaction_status == TransactionStatus.IDLE:
                driver.execute(_BEGIN)
            options = {_PIPELINE: pipeline}
            return [connection.execute(statement, values, execution_options=options) for statement, values in wave]
    except Error as error:
        if driver.closed:
            connection.exec_driver_sql("")  # fails: so the pool is told that the server is away
        raise DBAPIError.instance(None, None, error, Error, hide_parameters=True) from error


def send_in_turn(connection: Connection, wave: Wave) -> list[CursorResult[*tuple[Any, ...]]]:
    """The same where nothing is far away."""
    return [connection.execute(statement, parameters) for statement, parameters in wave]


def remembering_cursor() -> type:
    """What the connections of an engine read with, so that it can `send_at_once`."""
    from psycopg import Cursor

    class Remembering(Cursor[Any]):
        """Knows its columns before they have come."""

        pipeline: Any = None
        text = ""

        @property
        def description(self) -> Any:
            """As the driver says it; in a pipeline as the statement says it, or as the driver said it the last time."""
            if self.pipeline is None:
                return super().description
            if self.text not in _columns:
                self.pipeline.sync()
                _columns[self.text] = [tuple(column) for column in super().description or ()]
            return _columns[self.text]

    return Remembering


def _said_by(compiled: Any) -> list[tuple[Any, ...]] | None:
    """The columns of a statement by their names; None where the driver must be asked for the codes of their types."""
    columns = compiled._result_columns  # noqa: SLF001 - what SQLAlchemy compares the driver's columns with
    kinds = [column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type for column in columns]
    if not compiled._ordered_columns or any(isinstance(kind, types.Numeric | types.Float) for kind in kinds):  # noqa: SLF001
        return None
    return [(column.keyname, None) for column in columns]


def listen(engine: Engine) -> None:
    """Tell the cursors of an engine what they are asked in a pipeline."""

    @event.listens_for(engine, "do_execute")
    def told(cursor: Any, _statement: str, _parameters: Any, context: Any) -> None:
        pipeline = context.execution_options.get(_PIPELINE)
        if pipeline is not None:
            cursor.pipeline, cursor.text = pipeline, context.compiled.string
            if cursor.text not in _columns and (said := _said_by(context.compiled)) is not None:
                _columns[cursor.text] = said
