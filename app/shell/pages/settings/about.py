"""About: the version, what the program is made of with every license text, and the log of this computer."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app import __version__
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.editors import Choice
from app.qt.elided import breakable
from app.qt.licenses import libraries, license_text, notice, own_texts
from app.qt.reading import ReadingDialog
from app.qt.setting_rows import SettingRow, SettingsSection
from app.shell.failure_view import FailureDialog, last_report
from app.shell.log_view import LogDialog

LICENSE = "Apache-2.0"


class LicensesDialog(ReadingDialog):
    """The notice and every license text, one at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Starts with the notice."""
        super().__init__(_("Licenses"), parent)
        self._own = own_texts()
        choices = [("", _("Notice"))]
        choices += [(name, name) for name in self._own]
        choices += [(one.name, " ".join(part for part in (one.name, one.version) if part)) for one in libraries()]
        self.which = Choice(choices, optional=False)
        self.which.setAccessibleName(_("Whose license"))
        self.which.currentIndexChanged.connect(self._show)
        self.head.addWidget(self.which)
        self.head.addStretch(1)
        self.which.write("")
        self._show()
        self.which.setFocus()

    def _show(self, _place: int = 0) -> None:
        name = self.which.read()
        self.text.setPlainText(notice() if not name else self._own.get(name) or license_text(name))


class AboutSection(SettingsSection):
    """What runs here."""

    def __init__(self, logs: Path | None) -> None:
        """`logs` is the folder of the log files."""
        super().__init__(_("About and licenses"))
        self._logs = logs
        facts = _("Version {version} with Qt {qt} and Python {python} on {system}.").format(
            version=__version__,
            qt=qVersion(),
            python=platform.python_version(),
            system=_system(),
        )
        self.copy_button = Button(_("Copy"), icon="copy")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"Watertight: {facts}"))
        self.license_button = Button(_("Show licenses\u2026"), icon="scale")
        self.license_button.clicked.connect(lambda: LicensesDialog(self).open())
        self.card(
            "",
            SettingRow("Watertight", breakable(facts), self.copy_button),
            SettingRow(
                _("Licenses"),
                _(
                    "Watertight is free software under {license}. It stands on {n} libraries, the font IBM Plex Sans "
                    "and the Lucide icons."
                ).format(license=LICENSE, n=len(libraries())),
                self.license_button,
            ),
        )
        if logs is not None:
            self.log_button = Button(_("Show log\u2026"), icon="file-text")
            self.log_button.clicked.connect(self.show_log)
            folder = Button(_("Open the folder"), icon="folder-open")
            folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(logs))))
            rows = [
                SettingRow(
                    _("Log"),
                    _("What the program did and where it failed. Names, notes and sums are never in it."),
                    folder,
                    self.log_button,
                )
            ]
            if last_report(logs) is not None:
                self.report_button = Button(_("Show report\u2026"), icon="file-text")
                self.report_button.clicked.connect(self.show_report)
                rows.append(
                    SettingRow(
                        _("The last failure"),
                        _("The report of it as it would be sent. The program itself sends nothing."),
                        self.report_button,
                    )
                )
            self.card(_("When something went wrong"), *rows)

    def show_report(self) -> None:
        """The report of the last failure that nobody expected."""
        path = last_report(self._logs) if self._logs is not None else None
        if path is not None:
            FailureDialog(path.read_text(encoding="utf-8", errors="replace"), path, last=True, parent=self).open()

    def show_log(self) -> None:
        """The log of this computer."""
        if self._logs is not None:
            LogDialog(self._logs, self).open()


def _system() -> str:
    """The system and its release, as words that can be broken."""
    return f"{platform.system()} {platform.release()}"
