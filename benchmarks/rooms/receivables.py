"""receivables: what is owed, and the page of collections."""

from __future__ import annotations

from app.receivables.queries import collections, owed
from benchmarks.harness import Benchmark

BENCHMARKS = (
    Benchmark("receivables", "owed", lambda desk: desk.query("GB", owed)),
    Benchmark("receivables", "collections", lambda desk: desk.query("GB", collections)),
)
