"""A page of steps: the line of them, the one to do now, and Back and Next. What was typed stays while the page does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.fitting import FitsItsText
from app.qt.labels import announce, label
from app.qt.notices import Banner
from app.qt.page import Page
from app.qt.steps import Step as Mark
from app.qt.steps import Steps
from app.qt.tokens import px
from app.shell.pages.new_book.step import Step

WIDTH = 820
AROUND = 48
"""What stands over and under a control is in view with it."""


class StepsPage(FitsItsText, Page):
    """Asks for everything first; only the last button does something, all of it or nothing."""

    left = Signal()

    def __init__(self, title: str, steps: Sequence[Step], *, verb: str, doing: str, later: Sequence[str] = ()) -> None:
        """`verb` is on the last button, `doing` is said meanwhile; `later` are steps that follow elsewhere."""
        super().__init__(title)
        self.banner = Banner()
        self._all = tuple(steps)
        self._verb, self._doing, self._later = verb, doing, tuple(later)
        self._current = self._all[0]
        self._making = False
        self.steps = Steps(len(self._all) + len(self._later))
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.next_button = Button(_("Next"), keys="Ctrl+Enter", primary=True)
        self.leave_button = Button(_("Leave"), keys="Esc", quiet=True)
        self._where = label("", "muted")
        self._stack = QStackedWidget()
        self._area: dict[Step, QScrollArea] = {}
        self._column = QWidget()
        self._build()
        for step in self._all:
            step.ready.connect(self._go_on)
            step.refused.connect(self.banner.show_problem)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        self.leave_button.clicked.connect(self.left)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._came)
        self._fit()
        self.enter(self._current)

    def line(self) -> list[Step]:
        """The steps that are to be done."""
        return list(self._all)

    def finish(self) -> None:
        """Everything was asked for: do it."""

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
        for step in self._all:
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

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(WIDTH))
        self.describe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.describe()

    # ------------------------------------------------------------------ from step to step

    def describe(self) -> None:
        """The line of steps, and in words where one is."""
        line = self.line()
        if self._current not in line:
            return
        place = line.index(self._current)
        names = [step.name for step in line] + list(self._later)
        self.steps.show_steps(
            [Mark(name, done=at < place, now=at == place) for at, name in enumerate(names)], room=self._column.width()
        )
        where = _("Step {step} of {count}").format(step=place + 1, count=len(names))
        self._where.setText(where)
        self.setAccessibleName(f"{self.title}, {where}: {self._current.name}")
        self.back_button.setVisible(place > 0)
        last = place == len(line) - 1
        self.next_button.setText(self._verb if last else _("Next"))

    def enter(self, step: Step) -> None:
        """Show a step."""
        before, self._current = self._current, step
        if before is not step:
            before.left()
        self.banner.clear()
        self._stack.setCurrentWidget(self._area[step])
        self.describe()
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
        line = self.line()
        place = line.index(self._current)
        if place and not self._making:
            self.enter(line[place - 1])

    def _go_on(self) -> None:
        line = self.line()
        place = line.index(self._current) + 1
        if place < len(line):
            self.enter(line[place])
        elif not self._making:
            self.hold(making=True)
            self.finish()

    # ------------------------------------------------------------------ making

    def hold(self, *, making: bool) -> None:
        """Nothing can be changed while it is done."""
        self._making = making
        for button in (self.next_button, self.back_button, self.leave_button):
            button.setEnabled(not making)
        self._area[self._current].setEnabled(not making)
        if making:
            self._where.setText(self._doing)
        else:
            self.describe()

    def _came(self, _before: QWidget | None, here: QWidget | None) -> None:
        """The keyboard came to a control: what is said under it comes into view, too."""
        area = self._area[self._current]
        if here is not None and area.isAncestorOf(here):
            area.ensureWidgetVisible(here, 0, px(AROUND))

    def release(self, _trace: str = "") -> None:
        """It failed in a way nobody expected: what was typed can be tried again."""
        if self._making:
            self.hold(making=False)

    def scroll_to(self, refused: QWidget) -> None:
        """Bring what was refused into view."""
        area = self._area[self._current]
        held = area.widget()
        if held is not None:
            spot = refused.mapTo(held, QPoint(0, refused.height()))
            area.ensureVisible(spot.x(), spot.y(), 0, px(20))

    # ------------------------------------------------------------------ the frame

    def keys(self) -> list[tuple[str, str]]:
        """How to go on and how to leave."""
        return [("Ctrl+Enter", _("next")), ("Esc", _("leave; nothing is done")), ("F1", _("help"))]

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
