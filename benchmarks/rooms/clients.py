"""clients: the list, and one client with contacts and terms."""

from __future__ import annotations

from app.clients.queries import client, clients
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject


def _one(desk: Desk) -> Subject:
    rows = desk.act_as("EF").read(clients)
    return desk.query("EF", client, client_id=next(row.id for row in rows if row.name.startswith("Brightwater")))


BENCHMARKS = (
    Benchmark("clients", "list", lambda desk: desk.query("EF", clients)),
    Benchmark("clients", "one client", _one),
)
