"""Where opening balances come in: three rows, the same in the first run and in the settings."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.operations import Operations
from app.qt.setting_rows import SettingRow


def opening_rows(operations: Operations, formats: Formats, host: QWidget) -> list[SettingRow]:
    """Open invoices from a file, one by hand, and the last number used; the dialogs stand over the host's window."""
    file = Button(_("Read a file of open invoices\u2026"), icon="file-input")
    hand = Button(_("Write one down\u2026"), icon="pencil-line")
    number = Button(_("Say the last number\u2026"))
    file.clicked.connect(partial(bring_from_file, operations, formats, host))
    hand.clicked.connect(partial(bring_by_hand, operations, formats, host))
    number.clicked.connect(partial(say_last_number, operations, formats, host))
    return [
        SettingRow(
            _("Open invoices"),
            _("What clients still owe from before, from a CSV file. Add the clients first."),
            file,
            words=_("opening balance, CSV"),
        ),
        SettingRow(
            _("One open invoice"),
            _("By hand, as it was printed, with what is still open of it."),
            hand,
            words=_("opening balance, CSV"),
        ),
        SettingRow(
            _("Last invoice number"),
            _("The one you used last: the next invoice goes on from there, without a gap."),
            number,
            words=_("opening balance, number series"),
        ),
    ]


def bring_from_file(operations: Operations, formats: Formats, host: QWidget, *_clicked: object) -> None:
    """Open invoices from a CSV file."""
    from app.invoices.ui.opening_file import OpeningFileDialog

    OpeningFileDialog(operations, formats, host.window()).open()


def bring_by_hand(operations: Operations, formats: Formats, host: QWidget, *_clicked: object) -> None:
    """One open invoice."""
    from app.invoices.ui.opening_form import ask_for_opening

    ask_for_opening(operations, formats, host.window())


def say_last_number(operations: Operations, formats: Formats, host: QWidget, *_clicked: object) -> None:
    """The last number used before the book."""
    from app.invoices.ui.last_number import ask_for_last_number

    ask_for_last_number(operations, formats, host.window())
