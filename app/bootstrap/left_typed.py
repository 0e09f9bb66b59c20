"""Staged for doors: forms that were typed in when a window was lost, and somebody else at work on the same client."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.staged import OFFICE, acting
from app.clients.commands import change_client
from app.clients.queries import ClientRow, client, clients
from app.kernel.typed import Typed
from app.kernel.words import _
from app.storage.keeping_typed import forget_typed, keep_typed

WORKER = "EF"
LOST = f"{socket.gethostname()}:999999999:lost"
"""A window whose process is no more."""
CLIENT = "Brightwater"
_MINE = ("22 Canal Walk\nExeter EX4 3SR\nEntrance in the yard", "brightwater-utilities.example")
_HERS = ("2 Canal Walk\nExeter EX4 3SR\nThird floor", "www.brightwater.example")


@contextmanager
def forms_left_open(desk: Desk, player: Player) -> Iterator[None]:
    """Two forms were being filled in when the window was lost; since then a colleague changed one of the records."""
    row = _client(player)
    base = {"address": row.address, "website": row.website, "email_domains": " ".join(row.email_domains)}
    left = _typed(row, base, base | {"address": _MINE[0], "website": _MINE[1]})
    note = {"seconds": "1.5", "note": "Call with Alice Mercer about the second phase; she sends the list of sites"}
    entry = Typed(
        key="staged entry",
        window=LOST,
        form="log_time",
        title=_("Add an entry"),
        kind=None,
        record_id=None,
        version=None,
        base={"seconds": "", "note": ""},
        content=note,
        shown=((_("Hours"), note["seconds"]), (_("Note"), note["note"])),
    )
    with acting(desk, player, WORKER):
        for one in (left, entry):
            player.act(keep_typed, typed=one)
    with acting(desk, player, OFFICE):
        version = player.act(change_client, client_id=row.id, version=row.version, address=_HERS[0], website=_HERS[1])
    try:
        yield
    finally:
        with acting(desk, player, OFFICE):
            player.act(change_client, client_id=row.id, version=version, address=row.address, website=row.website)
        with acting(desk, player, WORKER):
            player.act(forget_typed, keys=(left.key, entry.key))


@contextmanager
def somebody_at_work(desk: Desk, player: Player) -> Iterator[None]:
    """A colleague types in the form of the same client."""
    row = _client(player)
    hers = _typed(row, {"website": row.website}, {"website": _HERS[1]})
    with acting(desk, player, OFFICE):
        player.act(keep_typed, typed=hers)
    try:
        yield
    finally:
        with acting(desk, player, OFFICE):
            player.act(forget_typed, keys=(hers.key,))


def _client(player: Player) -> ClientRow:
    found = next(row for row in player.read(clients) if row.name.startswith(CLIENT))
    row: ClientRow = player.read(client, client_id=found.id)
    return row


def _typed(row: ClientRow, base: dict[str, str], content: dict[str, str]) -> Typed:
    labels = {"address": _("Address"), "website": _("Website"), "email_domains": _("Mail domains")}
    return Typed(
        key="staged client",
        window=LOST,
        form="change_client",
        title=row.name,
        kind="client",
        record_id=row.id,
        version=row.version,
        base=base,
        content=content,
        shown=tuple((labels[name], text) for name, text in content.items() if text != base[name]),
    )
