"""shell: what the pages of several rooms ask the book for, each in one look."""

from __future__ import annotations

from app.invoices.queries import run_overview
from app.shell.pages.client_overview import client_overview
from app.shell.pages.engagement_facts import engagement_view
from app.shell.pages.engagement_list import engagement_list
from app.shell.pages.today import today_view
from benchmarks.harness import Benchmark

BENCHMARKS = (
    Benchmark("shell", "today", lambda desk: desk.query("EF", today_view)),
    Benchmark("shell", "clients", lambda desk: desk.query("EF", client_overview)),
    Benchmark("shell", "engagements", lambda desk: desk.query("EF", engagement_list)),
    Benchmark(
        "shell", "one engagement", lambda desk: desk.query("EF", engagement_view, sow_id=desk.sow("SOW-2026-014"))
    ),
    Benchmark("shell", "billing run", lambda desk: desk.query("GB", run_overview)),
)
