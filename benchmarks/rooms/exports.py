"""exports: the books of a month as CSV files."""

from __future__ import annotations

from datetime import date

from app.exports.queries import export_books
from app.kernel.periods import Period
from benchmarks.harness import Benchmark

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))

BENCHMARKS = (Benchmark("exports", "a month", lambda desk: desk.query("GB", export_books, period=APRIL)),)
