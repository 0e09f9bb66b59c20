"""burn: the budgets of all open work, one of them in depth, and the alerts."""

from __future__ import annotations

from app.burn.queries import alerts, burn_of, burn_views
from benchmarks.harness import Benchmark

BENCHMARKS = (
    Benchmark("burn", "budgets of open work", lambda desk: desk.query("EF", burn_views)),
    Benchmark("burn", "one budget", lambda desk: desk.query("EF", burn_of, sow_id=desk.sow("SOW-2026-014"))),
    Benchmark("burn", "alerts", lambda desk: desk.query("EF", alerts)),
)
