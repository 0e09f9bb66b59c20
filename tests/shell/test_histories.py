"""The history in the real window: from lists, pages, menus and dialogs by one key, and that of the whole book."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.clients.commands import add_contact
from app.history.ui import BookHistoryDialog, HistoryDialog
from app.kernel.formats import Formats
from app.qt.dialogs import PlainDialog
from app.qt.operations import SynchronousOperations
from app.receivables.ui import CollectionsPage
from app.receivables.ui.payments_dialog import PaymentsDialog
from app.shell import areas
from app.shell.pages.clients import ClientsPage
from app.shell.pages.engagement import EngagementPage
from app.shell.pages.invoices import InvoicesPage
from app.timesheets.commands import change_entry
from app.timesheets.ui import AllTimePage
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import small_review
from tests.samples.timesheets import log
from tests.shell.conftest import Demo
from tests.windows import press

FORMATS = Formats("en-GB", "Europe/London")
demo_group = pytest.mark.xdist_group("demo")


def opened(demo: Demo) -> HistoryDialog:
    dialog = demo.player.dialog(HistoryDialog)
    demo.player.settle()
    return dialog


def close(demo: Demo, dialog: PlainDialog) -> None:
    dialog.reject()
    demo.front()


@demo_group
def test_one_key_opens_the_history_of_what_is_chosen(demo: Demo) -> None:
    demo.become("EF")
    page = demo.player.go(areas.INVOICES, InvoicesPage)
    demo.front()
    row = page.table.rows()[2]
    page.table.select_key(row.id)
    demo.player.press("Ctrl+H")
    dialog = opened(demo)
    assert dialog.title.text() == f"History: Invoice {row.invoice.number}"
    assert dialog.table.rows()[0].did == "Recorded a payment"
    assert "Amount: \u00a3" in dialog.whole.read()
    close(demo, dialog)
    engagement = demo.player.go(areas.ENGAGEMENT, EngagementPage, 1)
    demo.front()
    demo.player.press("Ctrl+H")
    dialog = opened(demo)
    assert engagement.view is not None
    assert engagement.view.sow.number in dialog.title.text()
    close(demo, dialog)
    demo.player.go(areas.COLLECTIONS, CollectionsPage).show_payments()
    payments = demo.player.dialog(PaymentsDialog)
    demo.player.settle()
    press(payments.table.view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(demo)
    assert dialog.title.text().startswith("History: Payment ")
    close(demo, dialog)
    close(demo, payments)


@demo_group
def test_the_menu_of_a_row_leads_there_and_a_page_without_a_thing_says_so(demo: Demo) -> None:
    demo.become("PR")
    page = demo.player.go(areas.TIME, AllTimePage)
    demo.front()
    page.table.view.go(0)
    demo.player.press("Shift+F10", page.table.view)
    assert page.list.menu is not None
    line = next(one for one in page.list.menu.actions() if one.text().startswith("History"))
    line.trigger()
    page.list.menu.close()
    dialog = opened(demo)
    assert dialog.table.rows()[-1].did == "Logged time"
    close(demo, dialog)
    demo.player.go(areas.CLIENTS, ClientsPage)
    demo.player.press("Ctrl+H")
    assert QApplication.activeModalWidget() is None
    assert demo.frame.notices.text().startswith("Nothing is chosen")


@pytest.mark.usefixtures("light_look")
def test_older_changes_are_read_on_demand_and_what_is_shown_is_written_to_a_file(
    sqlite_office: Office, operations: SynchronousOperations, tmp_path: Path
) -> None:
    sample = small_review(sqlite_office, brightwater(sqlite_office))
    entry = log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 14), "2", approved=False)
    for note in ("ash", "birch", "cedar", "elm", "fir", "oak"):
        sqlite_office.book.perform(change_entry, entry_id=entry, note=note)
    dialog = HistoryDialog(operations, FORMATS, thing="entry", record_id=entry, most=4)
    dialog.show()
    assert [row.after for row in dialog.table.rows()] == ["oak", "fir", "elm", "cedar"]
    assert dialog.older_tool.isVisible()
    assert "not read yet" in dialog.list.note.text()
    dialog.older_tool.click()
    assert len(dialog.table.rows()) == 7
    assert not dialog.older_tool.isVisible()
    assert dialog.list.note.text() == ""
    dialog.list.set_filter("fir")
    dialog.list.export.save(str(tmp_path / "history.csv"))
    head, *lines = (tmp_path / "history.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head == "When and who,When and who (detail),What,What (detail),Field,Before,After"
    assert [line.split(",")[-2:] for line in lines] == [["fir", "oak"], ["elm", "fir"]]
    assert lines[0].startswith('"30 Apr 2026, 15:20",Eleanor Finch,Changed a time entry,Time entry 14 Apr 2026,')
    dialog.close()


@pytest.mark.usefixtures("light_look")
def test_the_book_says_who_did_what_on_a_day(sqlite_office: Office, operations: SynchronousOperations) -> None:
    client_id = brightwater(sqlite_office)
    sqlite_office.act_as("GB").perform(add_contact, client_id=client_id, name="Zed Vane")
    dialog = BookHistoryDialog(operations, FORMATS, today=lambda: date(2026, 4, 30))
    dialog.show()
    everything = len(dialog.table.rows())
    assert dialog.table.rows()[-1].did == "Founded the firm"
    assert dialog.person.currentText() == "Everybody"
    dialog.person.setCurrentIndex(dialog.person.findText("Grace Bennett"))
    dialog.person.activated.emit(0)
    assert {row.who for row in dialog.table.rows()} == {"Grace Bennett"}
    assert 0 < len(dialog.table.rows()) < everything
    dialog.day.setText("-1")
    dialog.day.returnPressed.emit()
    assert dialog.table.rows() == []
    dialog.day.setText("no day")
    dialog.day.returnPressed.emit()
    assert dialog.list.banner.isVisible()
    dialog.today.click()
    assert not dialog.list.banner.isVisible()
    assert len(dialog.table.rows()) > 0
    dialog.table.select_key(dialog.table.rows()[0].key)
    dialog.open_current()
    (act,) = dialog.findChildren(HistoryDialog)
    assert act.table.rows()[0].did == dialog.table.rows()[0].did
    act.close()
    dialog.close()


@pytest.mark.usefixtures("light_look")
def test_a_refusal_stands_where_the_history_would(sqlite_office: Office, operations: SynchronousOperations) -> None:
    sqlite_office.act_as("PR")
    dialog = HistoryDialog(operations, FORMATS, thing="invoice", record_id=1)
    dialog.show()
    assert "may not see invoices" in dialog.table.nothing.sentence()
    dialog.close()
