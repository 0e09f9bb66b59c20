"""firm: the people, and the tax rule of a day."""

from __future__ import annotations

from datetime import date

from app.firm.queries import people, tax_rule
from benchmarks.harness import Benchmark

BENCHMARKS = (
    Benchmark("firm", "people", lambda desk: desk.query("EF", people)),
    Benchmark("firm", "tax rule of a day", lambda desk: desk.query("EF", tax_rule, code=None, on=date(2026, 4, 30))),
)
