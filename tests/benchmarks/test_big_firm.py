"""The big firm that is measured is a firm: whole by the product's own rules, whatever its size."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.engagements.commands.signing import terms_of
from app.engagements.queries import sow, sow_list
from app.firm.queries import people
from app.invoices.commands import collect, issue_invoice
from app.invoices.domain import DraftState, InvoiceSnapshot, UnitKind
from app.invoices.queries import invoices, run_rows
from app.invoices.queries.invariants import invariants
from app.invoices.queries.unbilled import to_bill
from app.invoices.records import Allocation, DraftUnit, Invoice
from app.kernel.quantities import Rounding
from app.kernel.values import from_json
from app.receivables.checks import looks
from app.receivables.queries import owed, payments
from app.storage.audit import UNAUDITED, AuditEntry
from app.storage.book import Book
from app.storage.reading import Reads
from app.storage.record import Record
from app.timesheets.queries import week
from app.timesheets.records import TimeEntry
from benchmarks.big.build import build, copied, mark, opened
from benchmarks.big.sizes import SIZES, SMALL, TODAY


def test_its_books_are_whole(measured_firm: Book) -> None:
    """By all that a backup of it is asked; else a window that is measured on it shows backups that failed."""
    assert [problem for look in looks() for problem in measured_firm.read(look)] == []


def test_its_history_tells_of_everything_that_is_in_it(measured_firm: Book) -> None:
    def untold(reads: Reads) -> set[str]:
        kinds = [mapper.class_ for mapper in Record.registry.mappers if mapper.class_ not in UNAUDITED]
        told = {one.partition(":")[0] for one in reads.execute(select(AuditEntry.record)).scalars()}
        there = {kind for kind in kinds if reads.execute(select(kind.id).limit(1)).first() is not None}
        return {kind.__name__ for kind in there} - told

    assert measured_firm.read(untold) == set()


def test_it_has_about_as_much_as_it_says(measured_firm: Book) -> None:
    def count(reads: Reads) -> int:
        return int(reads.execute(select(func.count()).select_from(TimeEntry)).scalar_one())

    assert 1_300 < measured_firm.read(count) < 1_700
    assert len(measured_firm.read(people)) == SMALL.people
    assert len(measured_firm.read(sow_list).rows) == SMALL.sows
    assert len(measured_firm.read(run_rows)) == SMALL.drafts


def test_no_unit_of_work_is_billed_twice_nor_for_longer_than_its_agreement_says(measured_firm: Book) -> None:
    def look(reads: Reads) -> list[Any]:
        unit = (Allocation.unit_kind == DraftUnit.unit_kind) & (Allocation.unit_id == DraftUnit.unit_id)
        assert reads.execute(select(DraftUnit.id).join(Allocation, unit)).all() == []
        return list(
            reads.execute(
                select(TimeEntry.seconds, TimeEntry.sow_id, func.sum(Allocation.seconds).label("billed"))
                .join(Allocation, Allocation.unit_id == TimeEntry.id)
                .where(Allocation.unit_kind == UnitKind.TIME)
                .group_by(TimeEntry.id, TimeEntry.seconds, TimeEntry.sow_id)
            )
        )

    rows = measured_firm.read(look)
    rounding: dict[int, Rounding] = {
        key: measured_firm.read(sow, sow_id=key).rounding for key in {row.sow_id for row in rows}
    }
    assert len(rows) > 300
    assert [row for row in rows if rounding[row.sow_id].billed(row.seconds) != row.billed] == []


def test_what_is_owed_is_what_was_issued_less_what_was_paid(measured_firm: Book) -> None:
    issued = sum(row.gross.minor for row in measured_firm.read(invoices))
    paid = sum(row.allocated.minor for row in measured_firm.read(payments))
    rows = measured_firm.read(owed)
    assert 0 < sum(row.balance.minor for row in rows) == issued - paid
    assert all(row.balance.minor > 0 for row in rows)


def test_every_invoice_says_on_paper_what_its_lines_say(measured_firm: Book) -> None:
    def look(reads: Reads) -> list[Any]:
        return list(reads.execute(select(Invoice.snapshot, Invoice.gross_minor)))

    rows = measured_firm.read(look)
    snapshots = [from_json(row.snapshot, InvoiceSnapshot) for row in rows]
    assert all(snapshot.adds_up for snapshot in snapshots)
    assert [snapshot.sums.gross.minor for snapshot in snapshots] == [row.gross_minor for row in rows]
    assert any(snapshot.entries for snapshot in snapshots)


def test_collecting_again_leaves_its_drafts_as_they_are(measured_firm: Book) -> None:
    before = {row.draft_id: row for row in measured_firm.read(run_rows)}
    measured_firm.perform(collect, through=TODAY, invoice_date=TODAY)
    after = {row.draft_id: row for row in measured_firm.read(run_rows)}
    assert {key: after[key].version for key in before} == {key: row.version for key, row in before.items()}
    assert {key: after[key].sums for key in before} == {key: row.sums for key, row in before.items()}


def test_its_approved_drafts_can_be_issued(measured_firm: Book) -> None:
    approved = [row.draft_id for row in measured_firm.read(run_rows) if row.state is DraftState.APPROVED]
    for draft_id in approved:
        measured_firm.perform(issue_invoice, draft_id=draft_id)
    assert len(approved) == 4
    assert measured_firm.read(invariants) == []


def test_only_the_work_of_the_last_weeks_waits_except_where_a_bill_was_forgotten(measured_firm: Book) -> None:
    old = [
        unit.day
        for item in measured_firm.read(to_bill).values()
        for unit in item.time
        if unit.day < TODAY - timedelta(31)
    ]
    assert old == []


def test_what_was_signed_is_what_the_agreement_says(measured_firm: Book) -> None:
    from app.engagements.records import SowVersion

    def signed(reads: Reads) -> dict[int, str]:
        return {row.sow_id: row.terms for row in reads.execute(select(SowVersion.sow_id, SowVersion.terms))}

    kept = measured_firm.read(signed)
    assert {
        row.sow_id: terms_of(measured_firm.read(sow, sow_id=row.sow_id)) for row in measured_firm.read(sow_list).rows
    } == kept


def test_its_people_have_a_week(measured_firm: Book) -> None:
    priya = next(row for row in measured_firm.read(people) if row.initials == "PR")
    shown = measured_firm.read(week, person_id=priya.id, monday=TODAY - timedelta(TODAY.weekday()))
    assert shown.rows


def test_it_is_the_same_firm_each_time(measured_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "again.watertight"
    build(other, SMALL)
    found = []
    for place in (measured_file, other):
        copy = tmp_path / f"copy-{place.name}"
        copy.write_bytes(place.read_bytes())
        with opened(copy) as book:
            found.append([(row.number, row.gross, row.due_on) for row in book.read(invoices)])
    assert found[0] == found[1]


def test_a_built_firm_is_kept_and_copied(measured_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.big.build.folder", lambda: tmp_path / "kept")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / f"small-{mark()}.watertight").write_bytes(measured_file.read_bytes())
    monkeypatch.setattr("benchmarks.big.build.build", lambda *_arguments: pytest.fail("built again"))
    assert copied(SMALL, tmp_path / "out").read_bytes() == measured_file.read_bytes()
    assert set(SIZES) == {"small", "middle", "large"}
