"""Step three: the recovery code. Its last group is typed from where it was written down, for a tick is soon made.

While it is typed the code on screen covers that group. So one goes on only with a code that stands somewhere else.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.labels import label
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.tokens import px
from app.shell.code_paper import CodeCard, CodeKeeping
from app.shell.keys import Keys, Root
from app.shell.pages.new_book.step import Step
from app.shell.passphrase import line_of, secret_box

_LOOK_ALIKE = str.maketrans("OIL", "011")


def same_group(typed: str, group: str) -> bool:
    """Whether a group was typed, as leniently as a whole code is read."""
    return "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_LOOK_ALIKE) == group


class CodeStep(Step):
    """Shows the code, lets it be kept, and asks for its last group."""

    def __init__(self, operations: Operations, keys: Keys, place: Callable[[], str], words: str) -> None:
        """`place` is where the book lies or will lie, `words` say what the code is good for."""
        super().__init__(
            _("Recovery code"),
            _("Keep this code where the book is not"),
            words,
        )
        self._operations = operations
        self._keys = keys
        self.root: Root | None = None
        self.card = CodeCard()
        self.keeping = CodeKeeping(operations, self, place)
        self.banner = Banner()
        self.group_box = secret_box(
            "group",
            _("Type the last group of the code"),
            _("From your page or password store: the code above covers it while you type."),
        )
        self.line = line_of(self.group_box)
        self.line.setEchoMode(self.line.EchoMode.Normal)
        self.line.setMaximumWidth(px(160))
        self.line.installEventFilter(self)
        self.box.addWidget(self.card)
        self.box.addWidget(self.keeping.row())
        self.box.addWidget(self.banner)
        self.box.addWidget(label(_("So that it is not only on this screen"), "section"))
        self.box.addWidget(self.group_box)
        self.box.addStretch(1)
        self.keeping.kept.connect(lambda text: self.banner.show_message(text, "ok"))
        self.keeping.refused.connect(self.banner.show_problem)

    def entered(self) -> None:
        """The code is made when the step is first shown, and stays the same for this book."""
        if self.root is None:
            self._operations.background(lambda _progress: self._keys.new_root(), self._show, failed=self.refused.emit)

    def _show(self, root: Root) -> None:
        if self.root is None:
            self.root = root
            self.card.set_code(root.code)
            self.keeping.set_code(root.code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The last group is covered while the field has the keyboard."""
        if watched is self.line and event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.card.cover(covered=event.type() == QEvent.Type.FocusIn)
        return False

    def finish(self) -> None:
        """Go on when the last group was typed."""
        if self.root is None:
            return
        if same_group(self.line.text(), self.root.code.rsplit("-", 1)[-1]):
            self.group_box.refuse("")
            self.ready.emit()
            return
        typed = self.line.text().strip()
        self.group_box.refuse(
            _("That is not the last group. Look at your page again.")
            if typed
            else _("Type the last four letters of the code from your page.")
        )
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def show_problem(self, problem: Problem) -> None:
        """What could not be printed or made."""
        self.banner.show_problem(problem)

    def first_focus(self) -> QWidget:
        """Printing comes first."""
        return self.keeping.print_button
