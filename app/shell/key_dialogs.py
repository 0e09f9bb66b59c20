"""Dialogs about the keys of the open book: a new passphrase, and the recovery code shown again."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Segmented
from app.qt.dialogs import FormDialog
from app.qt.operations import Operations
from app.shell.code_paper import CodeCard, CodeKeeping
from app.shell.keys import Keys, Typed
from app.shell.passphrase import CapsHint, NewPassphrase, ShowTyped, line_of, secret_box

WORDS, CODE = "words", "code"


class PassphraseDialog(FormDialog):
    """Asks for a new passphrase, twice."""

    chosen = Signal()

    def __init__(self, operations: Operations, keys: Keys, formats: Formats, *, renews: bool, parent: QWidget) -> None:
        """`renews` where an earlier one no longer opens the book then."""
        super().__init__(
            _("Change the passphrase") if renews else _("Set a passphrase"),
            [],
            formats,
            submit=_("Change the passphrase") if renews else _("Set the passphrase"),
            intro=_(
                "The earlier one no longer opens the book then; whoever kept a copy of the key file can still use it "
                "with a copy of the book."
            )
            if renews
            else _("It opens the book on any computer where its key file lies beside it."),
            parent=parent,
        )
        self._operations = operations
        self._keys = keys
        self.passphrase = NewPassphrase()
        self.add(self.passphrase)
        self.passphrase.edited.connect(self.fit)
        operations.crashed.connect(self._release)
        self.submitted.connect(self._set)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        line_of(self.passphrase.first).setFocus(Qt.FocusReason.TabFocusReason)

    def _set(self, _values: dict[str, Any]) -> None:
        if not self.passphrase.check(needed=True):
            self.fit()
            return
        self._hold()
        chosen = self.passphrase.text()
        self._operations.background(
            lambda _progress: self._keys.set_passphrase(chosen), self._was_set, failed=self.show_problem
        )

    def _was_set(self, _done: None) -> None:
        self._release()
        self.accept()
        self.chosen.emit()


class CodeDialog(FormDialog):
    """Shows the recovery code; where a passphrase is set, it or the code has to be typed first."""

    def __init__(
        self, operations: Operations, keys: Keys, formats: Formats, *, place: str, asks: bool, parent: QWidget
    ) -> None:
        """`place` is the path of the book."""
        super().__init__(
            _("Recovery code"),
            [],
            formats,
            submit=_("Show the code") if asks else _("Done"),
            intro=_("Whoever has this code and the book\u2019s file can read the book."),
            width=600,
            parent=parent,
        )
        self._operations = operations
        self._keys = keys
        self._code = ""
        self.way = Segmented([(WORDS, _("Passphrase")), (CODE, _("Recovery code"))], name=_("What opens the book"))
        self.words_box = secret_box("passphrase", _("Passphrase"))
        self.code_box = secret_box("code", _("Recovery code"))
        line_of(self.code_box).setEchoMode(line_of(self.code_box).EchoMode.Normal)
        self.caps = CapsHint(line_of(self.words_box))
        self.show_box = ShowTyped(line_of(self.words_box))
        self._question = QWidget()
        self.card = CodeCard()
        self.keeping = CodeKeeping(operations, self, lambda: place)
        self._answer = QWidget()
        self._stand()
        self._answer.hide()
        self._question.setVisible(asks)
        self.way.chosen.connect(self._choose)
        self._choose(WORDS)
        self.keeping.kept.connect(lambda text: self.form.banner.show_message(text, "ok"))
        self.keeping.refused.connect(self.form.banner.show_problem)
        operations.crashed.connect(self._release)
        self.submitted.connect(self._submitted)
        if not asks:
            self._ask(Typed())

    def _stand(self) -> None:
        question = QVBoxLayout(self._question)
        question.setContentsMargins(0, 0, 0, 0)
        question.setSpacing(10)
        question.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.words_box, self.caps, self.show_box, self.code_box):
            question.addWidget(part)
        answer = QVBoxLayout(self._answer)
        answer.setContentsMargins(0, 0, 0, 0)
        answer.setSpacing(10)
        answer.addWidget(self.card)
        answer.addWidget(self.keeping.row())
        self.add(self._answer)
        self.add(self._question)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._question.isVisible():
            line_of(self.words_box).setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, way: str) -> None:
        for part in (self.words_box, self.show_box):
            part.setVisible(way == WORDS)
        self.code_box.setVisible(way == CODE)

    def _submitted(self, _values: dict[str, Any]) -> None:
        if self._code:
            self.accept()
            return
        box = self.words_box if self.way.current == WORDS else self.code_box
        text = line_of(box).text()
        if not text.strip():
            box.refuse(_("Type the passphrase.") if box is self.words_box else _("Type the recovery code."))
            box.control.setFocus()
            return
        self._ask(Typed(passphrase=text) if box is self.words_box else Typed(code=text))

    def _ask(self, typed: Typed) -> None:
        self._hold()
        self._operations.background(lambda _progress: self._keys.code(typed), self._show, failed=self.show_problem)

    def _show(self, code: str) -> None:
        self._release()
        self._code = code
        self._question.hide()
        self.card.set_code(code)
        self.keeping.set_code(code)
        self._answer.show()
        self.save.setText(_("Done"))
        self.cancel.hide()
        self.fit()
        self.keeping.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, problem: Problem) -> None:
        """At its field; what was typed stays."""
        self._release()
        box = {"passphrase": self.words_box, "code": self.code_box}.get(problem.field or "")
        if box is not None and box.isVisible():
            box.refuse(str(problem))
            box.control.setFocus()
            line_of(box).selectAll()
        else:
            super().show_problem(problem)
        self.fit()
