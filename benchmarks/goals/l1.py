"""L1: what is owed by age from the command line, against what text ledgers and GnuCash take for a balance.

Where they are not installed their figures of November 2026 stand in, measured on a computer like this one (two shared
processors): the ratio is then as rough as the difference of two computers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from benchmarks.child import run_child
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.peers import gnucash_book, journal
from benchmarks.pair import Pair, Taken, command, compared, in_turn

LEDGER, GNUCASH = 0.49, 3.15
"""Seconds of processor time: ledger over 100,000 postings, gnucash-cli's balance sheet over 10,000 transactions."""
BARE = """
import sys
import sqlcipher3
sqlcipher3.connect(sys.argv[1]).execute("SELECT count(*) FROM invoice").fetchone()
"""


def measure(ground: Ground) -> Iterator[Part]:
    """The whole process, as GB."""
    place = ground.copy("owed")
    words = ("-m", "app", "--book", str(place), "--as", "GB", "owed", "--json")
    with_peers: list[tuple[str, list[str]]] = []
    if shutil.which("ledger"):
        file = journal(ground.folder / "100k.journal", 50_000)
        with_peers.append(("ledger", ["ledger", "-f", str(file), "bal", "AR"]))
    if shutil.which("gnucash-cli"):
        file = gnucash_book(ground.folder / "10k.gnucash", 10_000)
        out = str(ground.folder / "balance.html")
        with_peers.append(
            (
                "gnucash-cli",
                ["gnucash-cli", "--report", "run", "--name", "Balance Sheet", "--output-file", out, str(file)],
            )
        )
    for name, line in with_peers:
        one, other = in_turn(
            (lambda: run_child(*words)[0], lambda line=line: command(line)),  # type: ignore[misc]
            rounds=ground.rounds,
            before=lambda: None,
            patience=2 * ground.patience,
        )
        pair = compared(one, other)
        yield Part(name, pair.ratio, pair)
    one, other = in_turn(
        (lambda: run_child(*words)[0], lambda: run_child("-c", BARE, str(place))[0]),
        rounds=ground.rounds,
        before=lambda: None,
        patience=2 * ground.patience,
    )
    pair = compared(one, other)
    reason = f"an empty Python with the driver takes {pair.other.median:.0f} ms; ours imports and reads"
    for name, recorded in (("ledger", LEDGER), ("gnucash-cli", GNUCASH)):
        if name not in dict(with_peers):
            yield Part(
                f"{name}, as recorded", round(pair.one.median / 1000 / recorded, 3), _against(one, recorded), reason
            )


def _against(ours: list[Taken], recorded: float) -> Pair:
    return compared(ours, [Taken(recorded, recorded)] * len(ours))
