"""Back and forward in the real window, with the place kept in each page; and what was opened last, in the palette."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.engagements.queries import sow_by_number
from app.invoices.queries import invoices, run_rows
from app.invoices.ui import InvoicePage, PreviewPage
from app.kernel.problems import Problem
from app.qt import memory
from app.qt.palette_match import PaletteItem
from app.shell import areas
from app.shell.pages.clients import ClientsPage
from app.shell.pages.engagement import EngagementPage
from app.shell.pages.invoices import InvoicesPage
from app.shell.pages.my_week import MyWeekPage
from app.shell.pages.settings import SettingsPage
from app.shell.recent import REMEMBERED
from app.timesheets.ui import AllTimePage
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture
def demo(shared_demo: Demo) -> Demo:
    """These tests only look. Each begins on the start page, with nothing opened before."""
    memory.forget(REMEMBERED)
    shared_demo.become("EF")
    return shared_demo


def sow_id(demo: Demo, number: str) -> int:
    found = demo.player.read(sow_by_number, number=number)
    assert found is not None
    return found.sow_id


def shown(demo: Demo, key: str, argument: object = None) -> QWidget:
    page = demo.frame.show_page(key, argument)
    demo.player.settle()
    return page


def back(demo: Demo, keys: str = "Alt+Left") -> None:
    demo.front()
    demo.player.press(keys)
    demo.player.settle()


def test_back_leads_to_the_list_as_it_was_left(demo: Demo) -> None:
    clients = shown(demo, areas.CLIENTS)
    assert isinstance(clients, ClientsPage)
    clients.list.set_filter("b")
    clients.table.sort_by("client")
    row = clients.table.shown_rows()[2]
    clients.table.select_key(row.id)
    shown(demo, areas.ENGAGEMENTS)
    shown(demo, areas.CLIENTS)
    clients.list.set_filter("")
    clients.table.select_key(clients.table.shown_rows()[0].id)
    back(demo)
    back(demo)
    assert demo.frame.current is clients
    assert clients.list.filter.text() == "b"
    assert clients.table.current_row() == row
    back(demo, "Alt+Right")
    back(demo, "Alt+Right")
    assert clients.list.filter.text() == "", "forward it is as it was left the second time"


def test_records_of_one_page_are_stops_of_their_own(demo: Demo) -> None:
    one, other = sow_id(demo, "SOW-2026-014"), sow_id(demo, "SOW-2026-020")
    page = shown(demo, areas.ENGAGEMENT, one)
    assert isinstance(page, EngagementPage)
    page.tabs.choose("scope")
    shown(demo, areas.ENGAGEMENT, other)
    page.tabs.choose("time")
    back(demo)
    assert page.view is not None
    assert (page.view.sow.sow_id, page.shown) == (one, "scope")
    back(demo, "Alt+Right")
    assert page.view is not None
    assert (page.view.sow.sow_id, page.shown) == (other, "time")
    shown(demo, areas.ENGAGEMENT, (other, "time"))
    back(demo)
    assert page.view is not None
    assert page.view.sow.sow_id == one, "what was shown already is no stop of its own"


def test_the_week_the_period_and_the_place_of_the_settings_are_kept(demo: Demo) -> None:
    week = shown(demo, areas.WEEK)
    assert isinstance(week, MyWeekPage)
    week.go(-1)
    demo.player.settle()
    facts = week._facts
    assert facts is not None
    first = facts.desk.view.period.first
    settings = shown(demo, areas.SETTINGS, "tax")
    assert isinstance(settings, SettingsPage)
    settings.show_section("look")
    time = shown(demo, areas.TIME)
    assert isinstance(time, AllTimePage)
    time.period.write("year")
    time._read_anew()
    demo.player.settle()
    shown(demo, areas.WEEK, first + timedelta(14))
    time.period.write("week")
    back(demo)
    assert time.period.read() == "year"
    back(demo)
    assert settings.current_section == "look"
    back(demo)
    facts = week._facts
    assert facts is not None
    assert facts.desk.view.period.first == first


def test_the_buttons_at_the_side_of_a_mouse_go_back_and_forward(demo: Demo) -> None:
    shown(demo, areas.CLIENTS)
    invoices_page = shown(demo, areas.INVOICES)
    assert isinstance(invoices_page, InvoicesPage)
    row = invoices_page.table.current_row()
    viewport = invoices_page.table.view.viewport()
    for button, key in ((Qt.MouseButton.BackButton, areas.CLIENTS), (Qt.MouseButton.ForwardButton, areas.INVOICES)):
        spot = QPointF(20, 60)
        target = viewport if viewport.isVisible() else demo.frame
        event = QMouseEvent(
            QMouseEvent.Type.MouseButtonPress,
            spot,
            target.mapToGlobal(spot),
            button,
            button,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(target, event)
        demo.player.settle()
        assert demo.frame.current_key == key
    assert invoices_page.table.current_row() == row, "the rows under the pointer have no use for them"


def test_a_draft_and_an_invoice_that_have_gone_are_left_in_words(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = demo.player.read(run_rows)
    preview = shown(demo, areas.PREVIEW, rows[0].draft_id)
    assert isinstance(preview, PreviewPage)
    overview = preview.overview
    assert overview is not None
    gone = overview.rows[0]
    preview._draft_id = gone.draft_id
    from dataclasses import replace

    preview._take(replace(overview, rows=overview.rows[1:]))
    demo.player.settle()
    assert demo.frame.notices._words.startswith(f"The draft of {gone.client_name} is not in the run any more.")
    assert preview.current() == overview.rows[1]
    shown(demo, areas.INVOICES)
    page = shown(demo, areas.INVOICE, demo.player.read(invoices)[0].invoice_id)
    assert isinstance(page, InvoicePage)
    page._unread(Problem("invoice.missing", "This invoice is not in the book."))
    demo.player.settle()
    assert demo.frame.current_key == areas.INVOICES
    assert demo.frame.notices._words == "This invoice is not in the book."
    back(demo)
    assert demo.frame.current_key == areas.PREVIEW, "nobody is led back to what has gone"


def test_an_engagement_that_has_gone_leads_to_the_list(demo: Demo) -> None:
    shown(demo, areas.CLIENTS)
    page = shown(demo, areas.ENGAGEMENT, 987_654)
    assert isinstance(page, EngagementPage)
    assert demo.frame.current_key == areas.ENGAGEMENTS
    assert demo.frame.notices._words == "This statement of work is not in the book."
    back(demo)
    assert demo.frame.current_key == areas.CLIENTS


def recent(demo: Demo) -> list[PaletteItem]:
    demo.frame.open_palette()
    demo.player.settle()
    found = [item for item in demo.frame.palette_layer.shown() if item.kind == "recent"]
    demo.frame.palette_layer.close_layer()
    return found


def test_the_palette_offers_what_was_opened_last_to_who_opened_it(demo: Demo) -> None:
    sow = sow_id(demo, "SOW-2026-014")
    bill = demo.player.read(invoices)[0]
    draft = demo.player.read(run_rows)[0]
    shown(demo, areas.ENGAGEMENT, sow)
    shown(demo, areas.INVOICE, bill.invoice_id)
    shown(demo, areas.PREVIEW, draft.draft_id)
    shown(demo, areas.ENGAGEMENT, 987_654)
    keys = [f"draft:{draft.draft_id}", f"invoice:{bill.invoice_id}", f"sow:{sow}"]
    assert [item.key for item in recent(demo)] == keys, "what is not in the book is left out"
    assert recent(demo)[0].title == f"Draft for {draft.client_name}"
    demo.frame.open_palette()
    demo.player.settle()
    demo.player.press("Down")
    demo.player.press("Return")
    demo.player.settle()
    assert demo.frame.current_key == areas.INVOICE
    assert recent(demo)[0].key == f"invoice:{bill.invoice_id}"
    demo.frame.open_palette("x")
    assert not [item for item in demo.frame.palette_layer.shown() if item.kind == "recent"]
    demo.frame.palette_layer.close_layer()
    demo.become("GB")
    assert recent(demo) == [], "another person opened nothing yet"


def test_what_a_person_may_not_see_any_more_is_not_offered(demo: Demo) -> None:
    demo.become("PR")
    place, name = demo.window.session.place, str(demo.window.session.person_id)
    memory.keep(REMEMBERED, {place: {name: ["invoice:1", "draft:1", "sow:987654"]}})
    assert recent(demo) == []
