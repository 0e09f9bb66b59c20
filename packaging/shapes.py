"""Write migrations/shapes.json, what each revision makes of a file: `python packaging/shapes.py [--check]`.

A book is opened only when it has one of these shapes (`app.storage.shape`); a test compares file and revisions.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from app.storage import frozen, schema, shape
from app.storage.engine import sqlite_engine

FILE = Path(__file__).resolve().parent.parent / "migrations" / "shapes.json"


def text() -> str:
    """The whole file: revision after revision is made, and looked at as a book is when it opens."""
    earlier = json.loads(FILE.read_text(encoding="utf-8"))
    digests: dict[str, str] = {}
    scripts = schema.scripts()
    with tempfile.TemporaryDirectory() as scratch:
        steps = sqlite_engine(Path(scratch) / "steps.watertight", create=True)
        with steps.begin() as connection:
            context = MigrationContext.configure(connection)
            for step in reversed(list(scripts.iterate_revisions(schema.head(), "base"))):
                with Operations.context(context):
                    step.module.upgrade()
                context.stamp(scripts, step.revision)
                digests[step.revision] = shape.digest(_parts(connection))
            names = sorted({name for _kind, name, _table, _sql in _parts(connection)})
        steps.dispose()
    schema.load_records()
    guards = {one.name: shape.guard_digest(frozen.guard_text(one)) for one in frozen.triggers("sqlite")}
    before = {*earlier["known_guards"], *earlier["guards"].values()} - set(guards.values())
    found = {"digests": digests, "guards": guards, "known_guards": sorted(before), "names": names}
    return json.dumps(found, indent=1) + "\n"


def _parts(connection: Connection) -> list[shape.Part]:
    return shape.without_sqlites_own(shape.parts_of(connection))


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if FILE.read_text(encoding="utf-8") == text() else "shapes.json is not what the revisions make")
    FILE.write_text(text(), encoding="utf-8")
