"""What tests of the collections page share: the page and its dialogs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.operations import SynchronousOperations
from app.receivables.ui import CollectionsPage, PaymentDialog
from tests.windows import follow

FORMATS = Formats("en-GB", "Europe/London")
CONTROL = Qt.KeyboardModifier.ControlModifier


def page_of(qtbot: QtBot, operations: SynchronousOperations) -> CollectionsPage:
    page = CollectionsPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1180, 760)
    page.show()
    return page


def dialog_of(page: CollectionsPage, kind: type[QDialog] = PaymentDialog) -> Any:
    (dialog,) = (one for one in page.findChildren(kind) if one.isVisible())
    return dialog


def numbers(page: CollectionsPage) -> list[str]:
    return [row.number for row in page.table.shown_rows()]
