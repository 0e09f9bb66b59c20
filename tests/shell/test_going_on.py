"""Each form that was left open leads back to where it stands in the window: it opens there, or its place says how."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.places import Places
from app.engagements.queries import tasks_of
from app.kernel.typed import LeftTyped, Typed
from app.qt.dialogs import FormDialog
from app.shell.pages.my_week import MyWeekPage
from app.shell.resuming import forms
from tests.books import NOW, Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.timesheets import log
from tests.samples.timesheets_window import MONDAY
from tests.windows import ROOM

OPENED_BY_HAND = {
    "accept_change_order", "accept_milestone", "accept_suggestion", "acknowledge", "add_rate_card", "adjust_draft",
    "allocate_left_over", "bring_billed_before", "bring_opening_invoice", "change_firm", "change_task",
    "decline_change_order", "deliver_milestone", "hold_draft", "keep_finding", "last_number", "record_acceptance",
    "record_order", "record_payment", "return_time", "send_change_order", "set_po", "set_series", "set_tax_code",
}  # fmt: skip
"""Forms that belong to a row or a button of their page."""
IN_PAGE = {"week_line", "week_note"}


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> Iterator[Desk]:
    """The window of a firm with work; the partner sits there."""
    made = Desk(qapp, Places(*(tmp_path / name for name in ("books", "config", "logs", "data"))))
    made.backend.book = sqlite_office.book
    made.window.frame.show()
    yield made
    made.window.frame.close()
    made.close()


def test_every_form_opens_again_or_its_place_says_how(qtbot: QtBot, desk: Desk, sqlite_office: Office) -> None:
    office = sqlite_office
    client_id = brightwater(office)
    sample = billing_review(office, client_id)
    task = sample.tasks["Fieldwork"]
    entry = log(office, "EF", task, MONDAY, "2", approved=False, note="Interviews")
    contact_id = office.book.read(client_contacts, client_id=client_id)
    assert office.book.read(tasks_of, sow_id=sample.sow_id)
    abouts = {
        **dict.fromkeys(("change_client", "set_terms", "add_contact"), ("client", client_id)),
        "change_contact": ("contact", contact_id), "change_person": ("person", office.people["PR"]),
        "change_entry": ("entry", entry), "week_note": ("entry", entry),
        **dict.fromkeys(
            ("change_sow", "add_task", "add_rate", "add_purchase_order", "add_change_order"), ("sow", sample.sow_id)
        ),
    }  # fmt: skip
    where = {"task": task, "day": MONDAY.isoformat(), "note": "typed", "hours": "2.0", "seconds": 7200}
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    window, frame = desk.window, desk.window.frame
    for form in sorted(forms()):
        kind, record_id = abouts.get(form, (None, None))
        content = where if form == "week_note" else {"line": "typed"}
        base = content | {"note": "Interviews"}
        typed = Typed(form, "lost", form, form.upper(), kind, record_id, None, base, content, ())
        frame.notices.dismiss()
        window._go_on(LeftTyped(typed, NOW, NOW))
        if form in OPENED_BY_HAND:
            assert form.upper() in frame.notices.text(), form
        elif form in IN_PAGE:
            page = frame.current
            assert isinstance(page, MyWeekPage)
            line = page.note.note if form == "week_note" else page.line.edit
            qtbot.waitUntil(partial(stands_in, line), timeout=ROOM)
            line.setText("")
        else:
            qtbot.waitUntil(lambda: bool(shown()), timeout=ROOM)
            (dialog,) = shown()
            assert dialog.typing is not None
            assert (dialog.typing.keeping.form, dialog.typing.keeping.about()) == (form, abouts.get(form)), form
            dialog.reject()
            qtbot.waitUntil(lambda: not shown(), timeout=ROOM)


def stands_in(line: QLineEdit) -> bool:
    return line.text() == "typed"


def shown() -> list[FormDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, FormDialog) and one.isVisible()]


def client_contacts(reads: object, *, client_id: int) -> int:
    """The first contact of a client."""
    from app.clients.queries import client

    return client(reads, client_id=client_id).contacts[0].id  # type: ignore[arg-type]
