"""A part payment in the real window by keyboard alone: recorded, undone, recorded again and taken back later."""

from __future__ import annotations

import pytest

from app.kernel.money import Money
from app.qt.table import RecordTable
from app.receivables.queries import invariants, owed
from app.receivables.ui import CollectionsPage, PaymentDialog
from app.shell import areas
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")
NUMBER = "INV-2026-0084"


def balance(demo: Demo) -> Money:
    return next(row.balance for row in demo.player.read(owed) if row.number == NUMBER)


def record_part(demo: Demo, amount: str) -> None:
    demo.player.press("R")
    dialog = demo.player.dialog(PaymentDialog)
    demo.player.type(amount)
    assert "leaves" in dialog.parts.below(next(iter(dialog.parts.read()))[0])
    demo.player.press("Ctrl+Return")
    demo.front()


def test_a_part_payment_is_recorded_and_undone_by_keyboard(demo: Demo) -> None:
    demo.become("GB")
    page = demo.player.go(areas.COLLECTIONS, CollectionsPage)
    demo.front()
    demo.player.press("Down")
    row = page.table.current_row()
    assert row is not None
    assert row.number == NUMBER
    record_part(demo, "1,000")
    assert balance(demo) == Money.of("8432", "GBP")
    assert page._cards[0].sum.text() == "£120,032.00"
    assert demo.frame.notices.text() == "£1,000.00 recorded."
    assert page.table.current_row().number == NUMBER  # type: ignore[union-attr]
    assert page.panel.story.sentences()[0].startswith("£1,000.00 paid, 30 Apr")
    demo.player.press("Ctrl+Z")
    assert balance(demo) == Money.of("9432", "GBP")
    assert page._cards[0].sum.text() == "£121,032.00"
    demo.player.press("Ctrl+Shift+Z")
    assert balance(demo) == Money.of("8432", "GBP")
    demo.player.press("Ctrl+Z")
    assert balance(demo) == Money.of("9432", "GBP")
    record_part(demo, "432")
    (button,) = page.panel.story.buttons
    demo.player.focus(button)
    demo.player.press("Return")
    assert balance(demo) == Money.of("9432", "GBP")
    demo.front()
    assert page.focusWidget() is page.table.view
    demo.player.press("Ctrl+Z")
    assert balance(demo) == Money.of("9000", "GBP")
    demo.player.press("Ctrl+Shift+Z")
    assert balance(demo) == Money.of("9432", "GBP")
    assert demo.player.read(invariants) == []


def test_a_debt_is_followed_to_its_invoice_and_its_client(demo: Demo) -> None:
    demo.become("GB")
    page = demo.player.go(areas.COLLECTIONS, CollectionsPage)
    demo.front()
    page.table.setFocus()
    row = page.table.current_row()
    assert row is not None
    demo.player.press("O")
    assert demo.frame.current_key == areas.INVOICES
    shown = demo.frame.current
    assert shown is not None
    table = shown.findChild(RecordTable)
    assert table is not None
    chosen = table.current_row()
    assert chosen is not None
    assert chosen.id == row.invoice_id
    demo.at(areas.COLLECTIONS)
    demo.player.click(page.panel.open_client)
    assert demo.frame.current_key == areas.CLIENTS


def test_in_a_small_window_the_story_is_a_key_away(demo: Demo) -> None:
    demo.become("GB")
    demo.frame.resize(1024, 680)
    page = demo.player.go(areas.COLLECTIONS, CollectionsPage)
    assert page.panel.isHidden()
    assert page.both.keys() == [("F4", "side panel")]
    demo.front()
    page.table.setFocus()
    demo.player.press("F4")
    assert not page.panel.isHidden()
    assert page.panel.isAncestorOf(demo.frame.focusWidget())
    demo.player.press("F4")
    assert page.panel.isHidden()
    assert page.table.view.hasFocus()
