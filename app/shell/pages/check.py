"""Check the books: how far the check is, that all is well and of what that was said, or what does not fit and where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.fitting import FitsItsText
from app.qt.labels import Shape, announce, label
from app.qt.middle import in_the_middle
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.tokens import px
from app.shell.checks import (
    Checks,
    CheckView,
    PartRow,
    State,
    head_words,
    text_lines,
    title_words,
    when_words,
)
from app.shell.pages.check_findings import FindingsList
from app.shell.pages.check_saving import ask_where
from app.shell.session import Session

WIDTH = 820


class CheckPage(FitsItsText, Page):
    """One check of the open book: it runs, all is well, or there is a list of what does not fit."""

    record_wanted = Signal(object)
    """The place of a record that something is wrong with."""
    left = Signal()

    def __init__(self, operations: Operations, session: Session, checks: Checks) -> None:
        """Shows how the check stands; it is begun by a button or by whoever opens the page with `True`."""
        super().__init__(_("Check the books"))
        self._operations, self._session, self._checks = operations, session, checks
        self._state: State | None = None
        self.start_button = Button(_("Check now"), icon="check", primary=True)
        self.cancel_button = Button(_("Cancel"), keys="Esc")
        self.save_button = Button(_("Save as text\u2026"), icon="download")
        self.start_button.clicked.connect(checks.start)
        self.cancel_button.clicked.connect(checks.cancel)
        self.save_button.clicked.connect(self.save)
        self.head = self.header(_("Check the books"), "", self.save_button, self.cancel_button, self.start_button)
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self.shape = Shape("dashed", 20)
        self.title_label = label("", "title", wrap=True)
        self.sentence = label("", "second", wrap=True)
        self.end = EndOfHistory()
        self.parts = PartsCard()
        self._column = QWidget()
        self.findings = FindingsList(operations, session.formats)
        self.findings.record_wanted.connect(self.record_wanted)
        self._build()
        self._fit()
        checks.moved.connect(self._show)
        self._show()

    def _build(self) -> None:
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(self.shape.beside(self.title_label), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.title_label)
        words.addWidget(self.sentence)
        said.addLayout(words, 1)
        card = Card()
        card.body.addLayout(said)
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        rows.addWidget(card)
        rows.addWidget(self.end)
        rows.addWidget(self.parts)
        self._stack = QStackedWidget()
        self._area = in_the_middle(self._column)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.findings)
        self.body.addWidget(self._stack, 1)

    # ------------------------------------------------------------------ how it stands

    def open(self, argument: object) -> None:
        """With `True` a check begins at once, unless one runs."""
        if argument is True:
            self._checks.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What stands here need not be told anywhere else."""
        super().showEvent(event)
        self._checks.seen()
        self._show()

    def _show(self) -> None:
        view = self._checks.view
        found = view.state is State.FOUND
        self._stack.setCurrentWidget(self.findings if found else self._area)
        running = view.state is State.RUNNING
        had_focus = self.cancel_button.hasFocus() or self.start_button.hasFocus()
        self.cancel_button.setVisible(running)
        self.start_button.setVisible(not running and not self._session.read_only)
        self.start_button.setText(_("Check now") if view.state is State.NEVER else _("Check again"))
        self.save_button.setVisible(view.state in {State.SOUND, State.FOUND})
        self.head.set_detail(when_words(view, self._session.formats) if found else "")
        self.shape.set({State.SOUND: "ok", State.RUNNING: "info"}.get(view.state, "dashed"))
        title, sentence = self._words(view)
        self.title_label.setText(title)
        self.sentence.setText(sentence)
        self.parts.show_parts(view)
        self.end.show_head("" if view.head is None else head_words(view.head, self._session.formats))
        if found:
            self.findings.show_view(view)
        if view.state is not self._state:
            self._state = view.state
            if had_focus and self.isVisible():
                self._focus()
            self.title_label.setAccessibleName(title)
            announce(self.title_label)
            self.described.emit()

    def _words(self, view: CheckView) -> tuple[str, str]:
        formats = self._session.formats
        if view.state is State.RUNNING:
            doing = _("{done} of {total} parts are done. You can go on working meanwhile.")
            return _("The books are being checked\u2026"), doing.format(done=view.done, total=len(view.parts))
        if view.state is State.SOUND:
            whole = _("Everything in this book was gone through from end to end, and it fits together.")
            return title_words(view), f"{whole} {when_words(view, formats)}"
        if view.state is State.STOPPED:
            return _("The check was stopped"), _("Nothing is known of the parts it did not come to.")
        if self._session.read_only:
            text = _("This book is only read here. \u201cwatertight check\u201d on the command line checks it.")
            return _("Not checked here"), text
        text = _("Goes through the file, the history entry by entry and everything that must fit, behind your work.")
        if view.sound_on is not None:
            last = _("Last found sound on {day}.").format(day=formats.date(view.sound_on))
            return _("Not checked since the book was opened"), f"{text} {last}"
        return _("Not checked yet on this computer"), text

    def save(self) -> None:
        """Write the result as a text where the person chooses."""
        book = self._session.book_name
        lines = text_lines(book, self._checks.view, self._session.formats)
        name = _("Check of the books {day}").format(day=self._session.today().isoformat())
        ask_where(self, self._operations, self.banner, name, "\n".join(lines) + "\n")

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(WIDTH))

    # ------------------------------------------------------------------ the frame

    def _focus(self) -> None:
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget | None:
        """What can be done now: stop it, look at what was found, or begin."""
        if self._state is State.RUNNING:
            return self.cancel_button
        if self._state is State.FOUND:
            return self.findings.table
        return self.start_button if not self._session.read_only else None

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list; Esc stops a check that runs, or leads back."""
        stop = ("Esc", _("cancel") if self._state is State.RUNNING else _("back"))
        return [*(self.findings.list.keys() if self._state is State.FOUND else []), stop]

    def regions(self) -> list[QWidget]:
        """The heading, then what was found."""
        return [self.head, *(self.findings.list.regions() if self._state is State.FOUND else [self._area])]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops a check that runs; else it leads back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._state is State.RUNNING:
            self._checks.cancel()
        else:
            self.left.emit()


class EndOfHistory(Card):
    """Where the history ends, large enough to be written down, and with one press on the clipboard."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.copy_button = Button(_("Copy"), icon="copy", small=True)
        self.copy_button.setAccessibleName(_("Copy the end of the history"))
        super().__init__(_("The end of the history"), "", self.copy_button)
        self.words = label("", "figure", wrap=True, selectable=True)
        self.body.addWidget(self.words)
        why = _("Copied or written down on paper, it shows later whether the book was cut, exchanged or set back.")
        self.body.addWidget(label(why, "muted", wrap=True))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.words.text()))
        self.hide()

    def show_head(self, words: str) -> None:
        """Show an end, or nothing."""
        self.words.setText(words)
        self.setVisible(bool(words))


class PartsCard(Card):
    """The parts of the check, one under the other: done with what was counted, the one that runs, those that wait."""

    def __init__(self) -> None:
        """Without parts it is not there."""
        super().__init__(_("What is checked"))
        self._lines: list[PartLine] = []
        self.hide()

    def show_parts(self, view: CheckView) -> None:
        """Show how far each is."""
        if len(self._lines) != len(view.parts):
            for line in self._lines:
                self.body.removeWidget(line)
                line.deleteLater()
            self._lines = [PartLine() for _part in view.parts]
            for line in self._lines:
                self.body.addWidget(line)
        runs = view.done if view.state is State.RUNNING else -1
        for place, (line, part) in enumerate(zip(self._lines, view.parts, strict=True)):
            line.show_part(part, runs=place == runs)
        self.setVisible(bool(view.parts))

    def lines(self) -> Sequence[str]:
        """What is said of each part."""
        return [line.accessibleName() for line in self._lines]


class PartLine(QWidget):
    """A part: its shape, its name, and what was counted in it."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._name = label("", wrap=True)
        self._said = label("", "muted")
        self._shape = Shape("dashed", 13).beside(self._name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._shape)
        row.addWidget(self._name, 1)
        row.addWidget(self._said)

    def show_part(self, part: PartRow, *, runs: bool) -> None:
        """Show how far it is."""
        kind = "info" if runs else "dashed" if part.found is None else "bad" if part.found else "ok"
        said = _("now\u2026") if runs else part.said()
        self._shape.set(kind)
        self._name.setText(part.name)
        self._said.setText(said)
        self.setAccessibleName(f"{part.name}: {said}")
