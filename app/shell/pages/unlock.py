"""What opens a locked book: its passphrase or its recovery code, and how it shall open next time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button, Segmented
from app.qt.cards import Card
from app.qt.editors import Check
from app.qt.elided import breakable
from app.qt.fitting import FitsItsText
from app.qt.flow import Flow
from app.qt.labels import label
from app.qt.middle import in_the_middle
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.tokens import px
from app.shell.keys import Keys, ProtectionRow, Typed
from app.shell.pages.book_list import book_folder, book_name
from app.shell.passphrase import CapsHint, NewPassphrase, ShowTyped, line_of, secret_box

WIDTH = 560
WORDS, CODE = "words", "code"
LETTERS = 28
"""Letters of a recovery code."""


class UnlockPage(FitsItsText, Page):
    """Says why the book did not open by itself and asks for what does. A wrong answer keeps what was typed."""

    typed = Signal(str, object)
    again_wanted = Signal(str)
    """Try the key ring once more."""
    left = Signal()

    def __init__(self, operations: Operations, keys: Keys, place: str, problem: Problem) -> None:
        """`problem` is why it did not open by itself."""
        super().__init__(_("Locked"))
        self.place = place
        self._opening = False
        self._read = False
        self.banner = Banner()
        self.way = Segmented([(WORDS, _("Passphrase")), (CODE, _("Recovery code"))], name=_("What opens the book"))
        self.words_box = secret_box("passphrase", _("Passphrase"))
        self.code_box = secret_box("code", _("Recovery code"), _("From the page that was printed for this book."))
        self.words_line, self.code_line = line_of(self.words_box), line_of(self.code_box)
        self.code_line.setEchoMode(self.code_line.EchoMode.Normal)
        self.show_box = ShowTyped(self.words_line)
        self.caps = CapsHint(self.words_line)
        self.remember = Check(_("Remember the key on this computer"))
        self.renew = Check(_("Set a new passphrase"))
        self.passphrase = NewPassphrase()
        self.open_button = Button(_("Open the book"), keys="Enter", primary=True)
        self.again_button = Button(_("Try the keyring again"), icon="refresh-cw")
        self.leave_button = Button(_("Other books"), keys="Esc", quiet=True)
        self._column = QWidget()
        self._build()
        self._wire()
        self._fit()
        self.again_button.setVisible(problem.code == "key.keyring_locked")
        self.banner.show_message(str(problem), "warn")
        self.remember.hide()
        self._choose(CODE)
        self.way.hide()
        operations.crashed.connect(self._stop_waiting)
        operations.background(lambda _progress: keys.protection(place), self._show_ways, failed=self._no_ways)

    def _build(self) -> None:
        card = Card()
        card.body.setContentsMargins(24, 18, 24, 18)
        card.body.setSpacing(12)
        card.body.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (
            self.words_box,
            self.caps,
            self.show_box,
            self.code_box,
            self.remember,
            self.renew,
            self.passphrase,
            Flow([self.open_button, self.again_button], [self.leave_button]),
        ):
            card.body.addWidget(part)
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(label(_("{book} is locked").format(book=book_name(self.place)), "title", wrap=True))
        folder = label(breakable(book_folder(self.place)), "muted", wrap=True)
        folder.setAccessibleName(book_folder(self.place))
        rows.addWidget(folder)
        rows.addWidget(self.banner)
        rows.addWidget(card)
        self._area = in_the_middle(self._column)
        self.body.addWidget(self._area, 1)

    def _wire(self) -> None:
        self.way.chosen.connect(self._choose)
        self.code_box.edited.connect(self._count)
        self.renew.toggled.connect(self._renewing)
        self.open_button.clicked.connect(self.submit)
        self.again_button.clicked.connect(self._again)
        self.leave_button.clicked.connect(self.left)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._came)

    def _came(self, _before: QWidget | None, here: QWidget | None) -> None:
        """The keyboard came to a control: what is said under it comes into view, too."""
        if here is not None and self._area.isAncestorOf(here):
            self._area.ensureWidgetVisible(here, 0, px(48))

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(WIDTH))

    # ------------------------------------------------------------------ ways

    def _show_ways(self, found: ProtectionRow) -> None:
        """The passphrase is offered where one was set; this computer is offered where it has a keyring."""
        self._read = True
        has_words = found.passphrase is not None
        self.way.setVisible(has_words)
        self.remember.setVisible(found.can_remember)
        self.remember.setChecked(found.can_remember and (found.here is not None or found.trouble is not None))
        if has_words and not self.code_line.text():
            self.way.choose(WORDS)
            self._choose(WORDS)
        first = self.first_focus()
        if self.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _no_ways(self, _problem: Problem) -> None:
        """The code is asked for in any case."""

    def _choose(self, way: str) -> None:
        by_code = way == CODE
        for part in (self.words_box, self.show_box):
            part.setVisible(not by_code)
        self.caps.setVisible(not by_code and self.caps.watch.on)
        self.code_box.setVisible(by_code)
        self.renew.setVisible(by_code)
        self.passphrase.setVisible(by_code and self.renew.isChecked())

    @property
    def by_code(self) -> bool:
        """Whether the recovery code is asked for."""
        return self.code_box.isVisibleTo(self)

    def _renewing(self, on: bool) -> None:
        self.passphrase.setVisible(on and self.by_code)
        if not on:
            self.passphrase.clear()

    def _count(self) -> None:
        typed = sum(letter.isalnum() for letter in self.code_line.text())
        words = ngettext("{n} letter of {count}", "{n} letters of {count}", typed).format(count=LETTERS)
        self.code_box.remark(words if typed else "")

    # ------------------------------------------------------------------ opening

    def submit(self) -> None:
        """Open the book by what was typed; the slow part is done behind the window."""
        if self._opening:
            return
        line, box = (self.code_line, self.code_box) if self.by_code else (self.words_line, self.words_box)
        if not line.text().strip():
            box.refuse(_("Type the recovery code.") if self.by_code else _("Type the passphrase."))
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        renewing = self.by_code and self.renew.isChecked()
        if renewing and not self.passphrase.check(needed=True):
            return
        self._wait(opening=True)
        self.typed.emit(
            self.place,
            Typed(
                passphrase="" if self.by_code else line.text(),
                code=line.text() if self.by_code else "",
                remember=self.remember.isVisibleTo(self) and self.remember.isChecked(),
                new_passphrase=self.passphrase.text() if renewing else "",
            ),
        )

    def _again(self) -> None:
        """The page stays until it opens; how it shall be opened, to be read only perhaps, was said before."""
        self._wait(opening=True)
        self.again_wanted.emit(self.place)

    def _wait(self, *, opening: bool) -> None:
        self._opening = opening
        self.open_button.setText(_("Opening\u2026") if opening else _("Open the book"))
        for part in (self.open_button, self.again_button, self.leave_button, self.way, self.words_box, self.code_box):
            part.setEnabled(not opening)

    def _stop_waiting(self, _trace: str) -> None:
        self._wait(opening=False)

    def refuse(self, problem: Problem) -> None:
        """What was typed does not open it; it stays to be mended."""
        self._wait(opening=False)
        box = {"passphrase": self.words_box, "code": self.code_box}.get(problem.field or "")
        self.again_button.setVisible(problem.code == "key.keyring_locked")
        if box is None or not box.isVisibleTo(self):
            self.banner.show_problem(problem)
        else:
            self.banner.clear()
            box.refuse(str(problem))
        line = self.code_line if self.by_code else self.words_line
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    # ------------------------------------------------------------------ the frame

    def breadcrumb(self) -> tuple[str, ...]:
        """Which book is locked."""
        return (book_name(self.place),)

    def keys(self) -> list[tuple[str, str]]:
        """How to open and how to leave."""
        return [("Enter", _("open")), ("Esc", _("other books")), ("F1", _("help"))]

    def first_focus(self) -> QWidget:
        """What is to be typed."""
        return self.code_line if self.by_code else self.words_line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Esc leaves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and not self._opening:
            self.left.emit()
        else:
            super().keyPressEvent(event)
