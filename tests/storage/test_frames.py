"""The log looked at frame by frame: no false alarm after kills and power cuts, none missed in an earlier commit."""

from __future__ import annotations

import random
from pathlib import Path

import sqlcipher3
from hypothesis import given
from hypothesis import strategies as st

from app.storage.frames import Cut, Log, cut_off, journal_of
from tests.storage.logs import FRAME, HEADER, PAGE, Disk

Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["commit", "commit", "commit", "cut", "kill", "begin"]), st.integers(1, 4)), max_size=9
)
SEEDS = st.integers(0, 2**32)


def lived(steps: list[Step], seed: int) -> Disk:
    """A disk after commits, kills, power cuts and new rounds, one program after the other."""
    disk = Disk(random.Random(seed))
    disk.begin()
    for kind, pages in steps:
        if kind == "begin":
            disk.begin()
        else:
            {"commit": disk.commit, "cut": disk.cut, "kill": disk.kill}[kind](pages)
    return disk


def cuts(disk: Disk) -> int:
    """Commits that are told as cut off."""
    log = Log(bytes(disk.log), PAGE)
    assert log.read == disk.valid(), "another end than SQLite's"
    return log.lost if log.lost and log.differs(lambda number: disk.file.get(number, b"")) else 0


@given(STEPS, SEEDS)
def test_no_kill_and_no_power_cut_is_told_as_a_lost_end(steps: list[Step], seed: int) -> None:
    disk = lived(steps, seed)
    assert cuts(disk) == 0
    assert disk.pages(disk.valid()) == disk.seen[-1]
    end = disk.chance.randrange(len(disk.log) + 1)
    del disk.log[end:]
    assert cuts(disk) == 0, "what is not there cannot be told"


@given(STEPS, SEEDS, st.integers(1, 4), st.data())
def test_a_wrong_bit_before_the_last_commit_is_told_or_changes_nothing(
    steps: list[Step], seed: int, pages: int, data: st.DataObject
) -> None:
    disk = lived(steps, seed)
    disk.commit(pages)
    disk.commit(pages)
    last = HEADER + disk.ends[-2] * (FRAME + PAGE)
    place = data.draw(st.one_of(st.integers(0, HEADER + FRAME), st.integers(0, last - 1)))
    disk.log[place] ^= 1 << data.draw(st.integers(0, 7))
    read = disk.pages(disk.valid())
    if read != disk.seen[-1]:
        lost = len(disk.seen) - 1 - disk.seen.index(read)
        assert cuts(disk) in {lost, lost + 1}, "the bit itself may look like the end of a commit"


def test_a_log_of_sqlite_is_read_as_sqlite_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    writer = sqlcipher3.connect(str(path), isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE t (a)")
    for _turn in range(20):
        writer.execute("INSERT INTO t VALUES (randomblob(6000))")
    (_busy, frames, _done) = writer.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    whole = Log(journal_of(path).read_bytes())
    assert (whole.read, whole.lost) == (frames, 0)
    assert cut_off(path, frames, lambda: True) is None
    harmed = bytearray(journal_of(path).read_bytes())
    harmed[HEADER + 30 * (FRAME + 4096) + 1000] ^= 1
    folder = tmp_path / "harmed"
    folder.mkdir()
    (folder / "some.db").write_bytes(path.read_bytes())
    (folder / "some.db-wal").write_bytes(harmed)
    writer.close()
    reader = sqlcipher3.connect(f"file:{folder / 'some.db'}?mode=ro", uri=True, isolation_level=None)
    (_busy, read, _done) = reader.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    (rows,) = reader.execute("SELECT count(*) FROM t").fetchone()
    assert Log(bytes(harmed)).read == read < frames
    assert cut_off(folder / "some.db", read, lambda: True) == Cut(20 - rows)
    assert cut_off(folder / "some.db", read, lambda: False) is None, "while somebody writes nothing is said"
    reader.close()
