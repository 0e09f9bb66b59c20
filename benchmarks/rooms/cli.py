"""cli: a verb from the start of its process to its end, against a Python that does nothing."""

from __future__ import annotations

from benchmarks.child import run_child
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject


def _owed(desk: Desk) -> Subject:
    arguments = ("-m", "app", "--book", str(desk.pristine), "--as", "GB", "owed", "--json")
    return Subject(lambda: run_child(*arguments)[0], lambda: run_child("-c", "pass")[0], "empty Python")


def _help(_desk: Desk) -> Subject:
    return Subject(lambda: run_child("-m", "app", "--help")[0], lambda: run_child("-c", "pass")[0], "empty Python")


BENCHMARKS = (Benchmark("cli", "owed", _owed), Benchmark("cli", "help", _help))
