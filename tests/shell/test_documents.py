"""From a list to the paper and back in the real window: nobody loses the place they came from."""

from __future__ import annotations

from app.engagements.queries import sow_by_number
from app.invoices.queries import run_rows
from app.invoices.ui import BillingRunPage, InvoicePage, PreviewPage
from app.shell import areas
from app.shell.pages.invoices import InvoicesPage
from tests.shell.conftest import Demo


def test_from_the_run_through_the_drafts_and_back_to_the_one_seen_last(demo: Demo) -> None:
    demo.become("GB")
    demo.at(areas.BILLING)
    demo.player.press("Space")
    preview = demo.player.shown(PreviewPage)
    demo.player.until(lambda: preview.pdf.page_count > 0, "no page")
    demo.player.press("J")
    demo.player.press("J")
    demo.player.settle()
    seen = preview.current()
    demo.player.press("Escape")
    run = demo.player.shown(BillingRunPage)
    here = run.current()
    assert seen is not None
    assert here is not None
    assert here.draft_id == seen.draft_id == run.table.shown_rows()[2].draft_id
    assert demo.frame.top.crumbs.parts() == ("Billing run",)


def test_from_an_engagement_esc_goes_back_to_the_engagement(demo: Demo) -> None:
    demo.become("GB")
    sow = demo.player.read(sow_by_number, number="SOW-2026-014")
    assert sow is not None
    (row,) = (row for row in demo.player.read(run_rows) if row.sow_id == sow.sow_id)
    demo.frame.show_page(areas.ENGAGEMENT, sow.sow_id)
    demo.frame.show_page(areas.PREVIEW, row.draft_id)
    demo.player.settle()
    assert demo.frame.top.crumbs.parts() == ("Billing run", "April 2026", "Brightwater Utilities")
    demo.player.press("Escape")
    assert demo.frame.current_key == areas.ENGAGEMENT


def test_from_the_invoices_to_one_and_back(demo: Demo) -> None:
    demo.become("GB")
    demo.at(areas.INVOICES)
    demo.player.press("Return")
    page = demo.player.shown(InvoicePage)
    demo.player.press("J")
    demo.player.settle()
    seen = page.current()
    demo.player.press("Escape")
    listed = demo.player.shown(InvoicesPage).current()
    assert seen is not None
    assert listed is not None
    assert listed.id == seen.invoice_id


def test_a_consultant_has_no_way_to_a_draft_or_an_invoice(demo: Demo) -> None:
    demo.become("PR")
    assert not {areas.PREVIEW, areas.INVOICE, areas.INVOICES, areas.BILLING} & demo.frame.known
