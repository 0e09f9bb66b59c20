"""The password of a shared book's server: asked for at the window, kept by the computer's keyring, never in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.storage import address
from app.storage.secrets import Secret

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk

ASKED = "book.password"


def ask(desk: Desk, place: str) -> FormDialog:
    """Ask for the password of a shared book and open it; nothing is tried before somebody types."""
    shown, tried = address.parted(place)
    dialog = FormDialog(
        _("Password of the shared book"),
        [
            Field(
                "password",
                _("Password"),
                "password",
                required=True,
                help=_("The keyring of this computer keeps it once it is right, if there is one. No file ever does."),
            )
        ],
        Formats(),
        submit=_("Open the book"),
        intro=shown,
        parent=desk.window.frame,
    )

    def given(values: dict[str, Any]) -> None:
        dialog.accept()
        desk.open_place(address.joined(shown, Secret(values["password"])))

    dialog.submitted.connect(given)
    dialog.open()
    if tried is not None:
        dialog.show_problem(Problem(ASKED, _("The server does not take this password."), field="password"))
    return dialog
