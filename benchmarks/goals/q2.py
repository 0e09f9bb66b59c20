"""Q2: what the indexes are worth: a read against the same SQL on a copy that has none of them on time."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.reads import reads
from benchmarks.statements import bare, by_hand


def measure(ground: Ground) -> Iterator[Part]:
    """Both are the bare SQL, so that nothing but the plan differs."""
    book = ground.act_as("EF")
    place = ground.copy("without")
    without = bare(str(place))
    names = without.execute("SELECT name FROM sqlite_master WHERE type='index' AND tbl_name='time_entry' AND sql > ''")
    for (name,) in names.fetchall():
        without.execute(f'DROP INDEX "{name}"')
    having = bare(book.place)
    wanted = reads(book, ground.person("PR"))
    ground.act_as("EF")
    for name in ("burn of open work", "a week"):
        sent = ground.sent_by(wanted[name])
        pair = ground.pair(by_hand(having, sent), by_hand(without, sent))
        yield Part(name, pair.ratio, pair, _plans(having, sent))
    having.close()
    without.close()


def _plans(connection: object, sent: list[tuple[str, object]]) -> str:
    """The steps that read a whole table."""
    execute = connection.execute  # type: ignore[attr-defined]
    found: dict[str, None] = {}
    for statement, parameters in sent:
        for row in execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
            if str(row[3]).startswith("SCAN"):
                found[str(row[3])] = None
    return f"whole tables read: {'; '.join(found) or 'none'}"
