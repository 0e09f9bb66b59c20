"""Several statements to PostgreSQL in one way there and back, by the pipeline mode of its protocol.

The first way of a look at the book begins its transaction too, which sees the book as it is then, whatever others save.

SQLAlchemy looks at the columns of a result as soon as its statement is sent; in a pipeline they have not come yet. They
are the same each time, so they are remembered: only the first time a statement waits for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, event
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
            """As the driver says it; in a pipeline as it said the last time."""
            if self.pipeline is None:
                return super().description
            if self.text not in _columns:
                self.pipeline.sync()
                _columns[self.text] = [tuple(column) for column in super().description or ()]
            return _columns[self.text]

    return Remembering


def listen(engine: Engine) -> None:
    """Tell the cursors of an engine what they are asked in a pipeline."""

    @event.listens_for(engine, "do_execute")
    def told(cursor: Any, _statement: str, _parameters: Any, context: Any) -> None:
        pipeline = context.execution_options.get(_PIPELINE)
        if pipeline is not None:
            cursor.pipeline, cursor.text = pipeline, context.compiled.string
