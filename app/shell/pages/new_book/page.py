"""The page of a new book: the line of steps, the step, and Back and Next. What was typed stays while the page does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.fitting import FitsItsText
from app.qt.labels import announce, label
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.steps import Step as Mark
from app.qt.steps import Steps
from app.qt.tokens import px
from app.shell.keys import Keys, NewBook
from app.shell.pages.new_book.code import CodeStep
from app.shell.pages.new_book.firm import FirmStep
from app.shell.pages.new_book.place import PlaceStep
from app.shell.pages.new_book.protection import ProtectionStep
from app.shell.pages.new_book.step import Step

WIDTH = 820


class NewBookPage(FitsItsText, Page):
    """Asks for everything first; `made` carries it, and the desk makes the book in one go or leaves nothing."""

    made = Signal(object)
    left = Signal()

    def __init__(
        self, operations: Operations, keys: Keys, place_for: Callable[[str], Path], *, name: str, account: str
    ) -> None:
        """`name` is proposed for the book, `account` is the person's on this computer."""
        super().__init__(_("A new book"))
        self.banner = Banner()
        self.place_step = PlaceStep(operations, keys, place_for, name)
        self.protection_step = ProtectionStep(operations, keys)
        self.code_step = CodeStep(operations, keys, self.place_step.place)
        self.firm_step = FirmStep(operations, account)
        self._current: Step = self.place_step
        self._making = False
        self.steps = Steps(5)
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.next_button = Button(_("Next"), keys="Ctrl+Enter", primary=True)
        self.leave_button = Button(_("Leave"), keys="Esc", quiet=True)
        self._where = label("", "muted")
        self._stack = QStackedWidget()
        self._area: dict[Step, QScrollArea] = {}
        self._column = QWidget()
        self._build()
        self._wire()
        self._fit()
        self._enter(self.place_step)

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("card", "true")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self._stack, 1)
        foot = QFrame()
        foot.setProperty("sunken", "rounded")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        for part in (self.leave_button, self._where):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.back_button, self.next_button):
            row.addWidget(part)
        inside.addWidget(foot)
        for step in (self.place_step, self.protection_step, self.code_step, self.firm_step):
            area = QScrollArea()
            held = QWidget()
            held.setObjectName("inside")
            box = QVBoxLayout(held)
            box.setContentsMargins(24, 20, 24, 20)
            box.addWidget(step)
            area.setWidget(held)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._area[step] = area
            self._stack.addWidget(area)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.banner, self.steps):
            column.addWidget(widget)
        column.addWidget(card, 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._column, 1000)
        middle.addStretch(1)
        self.body.addLayout(middle, 1)

    def _wire(self) -> None:
        for step in self._area:
            step.ready.connect(self._go_on)
            step.refused.connect(self.banner.show_problem)
        self.protection_step.chosen.connect(self._describe)
        self.firm_step.form.refused_at.connect(self._bring_into_view)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        self.leave_button.clicked.connect(self.left)

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(WIDTH))
        self._describe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._describe()

    # ------------------------------------------------------------------ from step to step

    def _line(self) -> list[Step]:
        """The steps of this book: a plain one has no code."""
        code = [self.code_step] if self.protection_step.encrypted else []
        return [self.place_step, self.protection_step, *code, self.firm_step]

    def _describe(self) -> None:
        """The line of steps, and in words where one is."""
        line = self._line()
        if self._current not in line:
            return
        place = line.index(self._current)
        names = [step.name for step in line] + [_("What you have")]
        self.steps.show_steps(
            [Mark(name, done=at < place, now=at == place) for at, name in enumerate(names)], room=self._column.width()
        )
        where = _("Step {step} of {count}").format(step=place + 1, count=len(names))
        self._where.setText(where)
        self.setAccessibleName(f"{self.title}, {where}: {self._current.name}")
        self.back_button.setVisible(place > 0)
        last = place == len(line) - 1
        self.next_button.setText(_("Make the book") if last else _("Next"))

    def _enter(self, step: Step) -> None:
        before, self._current = self._current, step
        if before is not step:
            before.left()
        if step is self.firm_step:
            self.firm_step.propose(Path(self.place_step.place()).stem)
        self.banner.clear()
        self._stack.setCurrentWidget(self._area[step])
        self._describe()
        self.described.emit()
        step.entered()
        first = self.first_focus()
        if first is not None and self.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self)

    @property
    def current_step(self) -> Step:
        """The step that is shown."""
        return self._current

    def next(self) -> None:
        """Check the step; it says when it is ready."""
        if not self._making:
            self._current.finish()

    def back(self) -> None:
        """The step before; everything typed stays."""
        line = self._line()
        place = line.index(self._current)
        if place and not self._making:
            self._enter(line[place - 1])

    def _go_on(self) -> None:
        line = self._line()
        place = line.index(self._current) + 1
        if place < len(line):
            self._enter(line[place])
        elif not self._making:
            self._make()

    # ------------------------------------------------------------------ making

    def _make(self) -> None:
        self._hold(making=True)
        encrypted = self.protection_step.encrypted
        self.made.emit(
            NewBook(
                place=self.place_step.place(),
                firm=self.firm_step.arguments(),
                root=self.code_step.root if encrypted else None,
                passphrase=self.protection_step.passphrase.text() if encrypted else "",
                remember=self.protection_step.remembers,
            )
        )

    def _hold(self, *, making: bool) -> None:
        self._making = making
        for button in (self.next_button, self.back_button, self.leave_button):
            button.setEnabled(not making)
        self._area[self._current].setEnabled(not making)
        if making:
            self._where.setText(_("Making the book\u2026"))
        else:
            self._describe()

    def not_made(self, problem: Problem) -> None:
        """Nothing was made; everything typed is still here, and the step that can mend it is shown."""
        self._hold(making=False)
        if problem.code.startswith("key."):
            self._enter(self.protection_step)
            self.banner.show_problem(problem)
        elif problem.code.startswith("book."):
            self._enter(self.place_step)
            self.place_step.show_problem(problem)
        else:
            self.firm_step.show_problem(problem)

    def _bring_into_view(self, refused: QWidget) -> None:
        area = self._area[self.firm_step]
        held = area.widget()
        if held is not None:
            spot = refused.mapTo(held, QPoint(0, refused.height()))
            area.ensureVisible(spot.x(), spot.y(), 0, px(20))

    # ------------------------------------------------------------------ the frame

    def keys(self) -> list[tuple[str, str]]:
        """How to go on and how to leave."""
        return [("Ctrl+Enter", _("next")), ("Esc", _("leave; nothing is made")), ("F1", _("help"))]

    def first_focus(self) -> QWidget | None:
        """The first field of the step."""
        return self._current.first_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field and Ctrl+Enter anywhere go on, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape and not self._making:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.next()
        else:
            super().keyPressEvent(event)

    def regions(self) -> list[QWidget]:
        """The page is one region."""
        return [self]
