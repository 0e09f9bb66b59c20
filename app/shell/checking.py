"""The way to the check of the books from anywhere in the window, and from what it found to the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.shell import areas

if TYPE_CHECKING:
    from app.qt.page import Page
    from app.receivables.queries.leading import Place
    from app.shell.key_pages import KeyPages


def check_books(window: KeyPages) -> None:
    """Show the page of the check and begin one, unless one runs."""
    if areas.CHECK in window.frame.known:
        window.frame.ask_page(areas.CHECK, True)


def check_page(window: KeyPages) -> Page:
    """The page, wired to the window."""
    from app.shell.pages.check import CheckPage

    page = CheckPage(window.operations, window.session, window.checks())
    page.record_wanted.connect(lambda place: _show_record(window, place))
    page.left.connect(lambda: window.frame.travel(-1))
    return page


def _show_record(window: KeyPages, place: Place) -> None:
    """Go to the page of a record, where the person may."""
    area, argument = {
        "invoice": (areas.INVOICE, place.id),
        "draft": (areas.PREVIEW, place.id),
        "client": (areas.CLIENTS, place.id),
        "sow": (areas.ENGAGEMENT, place.id),
        "time": (areas.ENGAGEMENT, (place.id, "time")),
        "person": (areas.SETTINGS, ("people", place.id)),
    }[place.kind]
    if area in window.frame.known:
        window.frame.ask_page(area, argument)
