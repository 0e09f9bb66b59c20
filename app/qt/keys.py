"""The key sheet: every key that works on this screen, opened by ?."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.keycaps import KeyCaps
from app.qt.labels import label, rule
from app.qt.overlay import Overlay
from app.qt.page import Page
from app.qt.tokens import px

Sections = Sequence[tuple[str, Sequence[tuple[str, str]]]]


class _Sheet(QScrollArea):
    """What scrolls; it has the keyboard, so that the arrow keys read on."""

    accessible_role = Role.List


class KeySheet(Overlay):
    """A layer that lists keys under headings, in two columns."""

    def __init__(self, host: QWidget) -> None:
        """A closed sheet over a window."""
        super().__init__(host, _("Keys"))
        outer = QVBoxLayout(self.panel)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 18, 12)
        head.addWidget(label(_("Keys on this screen"), "place"))
        head.addStretch()
        head.addWidget(KeyCaps("Esc"))
        outer.addLayout(head)
        outer.addWidget(rule())
        self.area = _Sheet()
        self.area.setAccessibleName(_("Keys on this screen"))
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setProperty("ownFocus", "true")
        outer.addWidget(self.area, 1)
        self._sections: Sections = ()

    def tell(self, page: Page | None, areas: Sequence[str], more: Sequence[tuple[str, str]]) -> None:
        """Show the keys of a page and those that work everywhere."""
        here = [(page.title, page.keys())] if page is not None else []
        self.open([*here, (_("Everywhere"), window_keys(areas, more))])

    def open(self, sections: Sections) -> None:
        """Show the keys of some sections."""
        self._sections = [section for section in sections if section[1]]
        inside = QWidget()
        inside.setObjectName("inside")
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(20, 8, 20, 16)
        columns.setSpacing(36)
        for part in _halves(self._sections):
            column = QVBoxLayout()
            column.setSpacing(4)
            for heading, keys in part:
                column.addWidget(label(heading, "heading"))
                column.addLayout(_lines(keys))
                column.addSpacing(10)
            column.addStretch()
            columns.addLayout(column, 1)
        self.area.setWidget(inside)
        self.open_layer(self.area)

    def words(self) -> list[str]:
        """Everything the sheet says, for tests and screen readers."""
        return [f"{keys}: {text}" for _heading, lines in self._sections for keys, text in lines]

    def arrange(self) -> None:
        """The sheet stands in the middle and is never higher than the window."""
        inside = self.area.widget()
        wanted = inside.sizeHint().height() + 70 if inside is not None else 300
        width, height = min(px(760), self.width() - 48), min(wanted, self.height() - 48)
        self.panel.setGeometry(QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height))


def _halves(sections: Sections) -> list[Sections]:
    """Sections in two columns of about the same length."""
    lengths = [len(keys) + 2 for _heading, keys in sections]
    best = min(range(len(sections) + 1), key=lambda cut: abs(sum(lengths[:cut]) - sum(lengths[cut:])), default=0)
    return [part for part in (sections[:best], sections[best:]) if part]


def _lines(keys: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(5)
    grid.setHorizontalSpacing(14)
    grid.setColumnStretch(1, 1)
    for place, (key, text) in enumerate(keys):
        grid.addWidget(KeyCaps(key), place, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(text, "second"), place, 1)
    return grid


def window_keys(areas: Sequence[str], more: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The keys that work everywhere: the window's own, those of the program, and one for each area."""
    return [
        ("Ctrl+K", _("search or type a command")),
        *more,
        *((f"Ctrl+{place}", title) for place, title in enumerate(areas, start=1)),
        ("F1", _("help on this screen")),
        ("Ctrl+,", _("Settings")),
        ("Ctrl+B", _("narrow or wide rail")),
        ("F6", _("next region")),
        ("Shift+F6", _("previous region")),
        ("Alt+Left", _("back")),
        ("Alt+Right", _("forward")),
        ("Ctrl+Z", _("undo")),
        ("Ctrl+Shift+Z", _("redo")),
        ("Esc", _("close the top layer")),
    ]
