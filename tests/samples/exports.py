"""Files of an export, read back."""

from __future__ import annotations

import csv
import io

from app.exports.domain import ExportBundle, Target


def rows_of(bundle: ExportBundle, target: Target) -> list[dict[str, str]]:
    """The rows of one of the files, by the names of its columns."""
    content = next(content for name, content in bundle.files if name.startswith(f"{target.value}_"))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
