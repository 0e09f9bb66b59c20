"""Single wrong bits (T5): an encrypted book is refused, reads as before, or says that its end is missing.

A plain one is not so: what stands in its pages may be read otherwise. A lost end is told of both.
"""

from __future__ import annotations

import pytest

from app.storage import secrets
from app.storage.anchor import BEHIND
from app.storage.ends import LOG_CUT
from tests.faults.flips import LATER_DAYS, Bench
from tests.figures import Report

pytestmark = pytest.mark.xdist_group("bit flips")  # what the module makes is made by one worker
ROOT = secrets.new_root()


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("encrypted"), ROOT)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("plain"), None)


def test_the_bench_reads_as_before_what_nobody_harmed(encrypted: Bench, plain: Bench) -> None:
    for bench in (encrypted, plain):
        tally = bench.untouched()
        assert (tally.as_before, tally.count) == (2, 2)
        assert len(bench.states) == LATER_DAYS + 1


def test_nothing_of_the_book_can_be_read_in_its_file_or_its_log(encrypted: Bench, plain: Bench) -> None:
    for word in (b"Brightwater", b"day 3", b"CREATE TABLE", b"SQLite format 3"):
        assert word in plain.file + plain.log
        assert word not in encrypted.file + encrypted.log


@pytest.mark.parametrize(
    ("files", "logs", "cuts"),
    [pytest.param(120, 40, 30, id="some"), pytest.param(1_000, 1_000, 200, id="all", marks=pytest.mark.soak)],
)
@pytest.mark.timeout(3600)
def test_no_wrong_bit_of_an_encrypted_book_is_read_as_if_it_were_right(
    encrypted: Bench, report: Report, files: int, logs: int, cuts: int
) -> None:
    found = {
        "bits of the file": encrypted.turn(files, seed=files, log=False),
        "bits of the log": encrypted.turn(logs, seed=logs + 1, log=True),
        "cut files and logs": encrypted.cut(cuts, seed=cuts + 2),
    }
    for what, tally in found.items():
        report(f"encrypted, {what}", tally)
    assert [tally.silent for tally in found.values()] == [[], [], []]
    assert not any("without a word" in tally.refused for tally in found.values())
    assert [tally.count for tally in found.values()] == [files, logs, cuts]
    assert found["bits of the file"].refused.total() > files // 2
    assert [tally.untold for tally in found.values()] == [[], [], []]
    assert not found["bits of the file"].told
    assert found["bits of the log"].told[LOG_CUT] > found["bits of the log"].told[BEHIND] > 0
    assert set(found["cut files and logs"].told) == {BEHIND}, "what is not there any more only the anchor tells"


@pytest.mark.parametrize("count", [pytest.param(20, id="some"), pytest.param(500, id="all", marks=pytest.mark.soak)])
@pytest.mark.timeout(3600)
def test_the_lost_end_of_a_plain_book_is_told_as_well(plain: Bench, report: Report, count: int) -> None:
    tally = plain.turn(count, seed=count, log=True)
    report("plain, bits of the log", tally)
    assert tally.count == count
    assert (tally.untold, tally.silent) == ([], [])
    assert tally.told[LOG_CUT] > count // 2


@pytest.mark.parametrize("count", [pytest.param(120, id="some"), pytest.param(1_000, id="all", marks=pytest.mark.soak)])
@pytest.mark.timeout(3600)
def test_the_same_bits_of_a_plain_book_are_read_as_if_they_were_right(plain: Bench, report: Report, count: int) -> None:
    """The tester is tested: where nothing guards the pages it finds what was changed without a word."""
    tally = plain.turn(count, seed=count, log=False)
    report("plain, bits of the file", tally)
    assert tally.count == count
    assert tally.silent
    assert tally.unnoticed
