"""Sample bills, made by commands: Brightwater's April to the penny, and short ways from work to an issued invoice."""

from __future__ import annotations

from datetime import date

from app.invoices.commands import Issued, approve_draft, collect, issue_invoice, keep_finding
from app.invoices.domain import Reason
from app.invoices.queries import DraftRow, run_rows
from tests.books import Office
from tests.kept import kept
from tests.samples.clients import brightwater
from tests.samples.engagements import SowSample, billing_review
from tests.samples.timesheets import acting, expense, log

APRIL_END = date(2026, 4, 30)
APRIL = (
    (1, "SL", "Data preparation", "6", "Meter read extracts, region 1"),
    (1, "PR", "Fieldwork", "5.5", "Tariff set-up walkthrough"),
    (2, "TO", "Controls testing", "7", "Access controls testing"),
    (2, "PR", "Fieldwork", "5", "Exception sampling plan"),
    (7, "EF", "Steering", "2", "Steering group"),
    (7, "TO", "Controls testing", "7.5", "Adjustments testing"),
    (8, "PR", "Fieldwork", "6", "Billing exceptions review"),
    (8, "SL", "Data preparation", "6", "Sample data cleaning"),
    (9, "TO", "Controls testing", "6", "Adjustments testing"),
    (14, "PR", "Fieldwork", "7.5", "Exeter fieldwork day 1"),
    (14, "TO", "Controls testing", "7.5", "Exeter fieldwork day 1"),
    (15, "PR", "Fieldwork", "7.5", "Exeter fieldwork day 2"),
    (15, "SL", "Data preparation", "8", "Refund ledger match"),
    (16, "EF", "Quality review", "4", "Findings review"),
    (21, "TO", "Controls testing", "8", "Refund controls testing"),
    (22, "PR", "Fieldwork", "7.5", "Root cause workshop"),
    (23, "TO", "Controls testing", "6", "Retest of failed controls"),
    (27, "PR", "Fieldwork", "4", "Draft findings"),
    (28, "PR", "Fieldwork", "5", "Draft findings"),
    (28, "EF", "Quality review", "4", "Quality review"),
    (29, "TO", "Controls testing", "6", "Evidence filing"),
    (29, "PR", "Fieldwork", "3", "Management responses"),
    (30, "PR", "Fieldwork", "1.5", "Interviews with billing team"),
)
RAIL = "Rail, Bristol Temple Meads to Exeter St Davids, return"
TRIPS = ((7, "EF", "R-118"), (14, "PR", "R-119"), (14, "TO", "R-120"), (23, "TO", "R-121"))


@kept
def brightwater_april(office: Office, *, expenses: bool = True) -> SowSample:
    """Brightwater's statement of work with all of April: 130.5 h, five receipts, 6.5 h held for CO-02."""
    sample = billing_review(office, brightwater(office))
    for day, initials, task, hours, note in APRIL:
        log(office, initials, sample.tasks[task], date(2026, 4, day), hours, note)
    log(office, "SL", sample.tasks["Third site extract"], date(2026, 4, 24), "6.5", "Third site extract")
    for day, initials, receipt in TRIPS if expenses else ():
        expense(
            office,
            initials,
            sample.sow_id,
            date(2026, 4, day),
            RAIL,
            "46.15",
            receipt=receipt,
            group_name="Rail travel, Bristol to Exeter",
            unit="trip",
        )
    if expenses:
        expense(
            office,
            "PR",
            sample.sow_id,
            date(2026, 4, 16),
            "Hotel, Exeter, 14\u201316 April",
            "236.00",
            receipt="R-122",
            group_name="Hotel, Exeter",
            detail="Fieldwork 14\u201316 April",
            unit="night",
            quantity=2,
        )
    return sample


def rows(office: Office) -> list[DraftRow]:
    """All drafts that wait."""
    with acting(office, "EF"):
        return office.book.read(run_rows)


def collected(office: Office, through: date = APRIL_END, invoice_date: date | None = None) -> list[DraftRow]:
    """The drafts after collecting up to a day."""
    with acting(office, "GB"):
        office.book.perform(collect, through=through, invoice_date=invoice_date or through)
    return rows(office)


def settled(office: Office, row: DraftRow) -> int:
    """A draft on which whatever asks for a reason has been left as it is, with one; its version."""
    version = row.version
    for check in row.checks:
        if check.needs_reason:
            kept = office.book.perform(
                keep_finding,
                draft_id=row.draft_id,
                version=version,
                key=check.key,
                mark=check.mark,
                reason=Reason.PROMISE,
            )
            version = kept.result.version
    return version


def approved(office: Office, row: DraftRow) -> DraftRow:
    """A draft, approved by the partner; what asks for a reason gets one."""
    with acting(office, "EF"):
        office.book.perform(approve_draft, draft_id=row.draft_id, version=settled(office, row))
    return next(item for item in rows(office) if item.draft_id == row.draft_id)


def issued(office: Office, row: DraftRow) -> Issued:
    """A draft, approved and issued."""
    approved(office, row)
    with acting(office, "GB"):
        return office.book.perform(issue_invoice, draft_id=row.draft_id).result


@kept
def issued_april(office: Office) -> Issued:
    """Brightwater's April as an issued invoice: 23,259.72."""
    brightwater_april(office)
    return issued(office, collected(office)[0])
