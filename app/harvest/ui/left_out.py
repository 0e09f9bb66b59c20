"""Below the cards: what is short in the week, what is left out of the list, and what was called not work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.harvest.queries import DismissedRow, SuggestionsView
from app.harvest.ui.wording import when
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.labels import Picture, Shape, label


class LeftOut(QWidget):
    """Lines of small print; the dismissed ones can be shown and restored."""

    restored = Signal(int)

    def __init__(self, formats: Formats) -> None:
        """Nothing to say."""
        super().__init__()
        self._formats = formats
        self._open = False
        self._view: SuggestionsView | None = None
        self._hints: tuple[str, ...] = ()
        self._sentences: list[str] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 10)
        self._inner: QWidget | None = None
        self._box = outer

    def set_hints(self, hints: Sequence[str]) -> None:
        """Sentences of the page, such as days that are short."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self._show()

    def set_view(self, view: SuggestionsView) -> None:
        """What a period leaves out."""
        self._view = view
        self._show()

    def sentences(self) -> list[str]:
        """The lines shown."""
        return list(self._sentences)

    def _show(self) -> None:
        if self._inner is not None:
            self._box.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget()
        lines = QVBoxLayout(self._inner)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        self._sentences = []
        for hint in self._hints:
            self._line(lines, Shape("warn", 13), hint)
        for sentence in [] if self._view is None else _left_out(self._view):
            self._line(lines, Picture("eye-off", 14, "text3"), sentence)
        if self._view is not None and self._view.dismissed:
            self._dismissed(lines, self._view.dismissed)
        self._box.addWidget(self._inner)
        self._inner.show()
        self.setVisible(bool(self._sentences))

    def _line(self, lines: QVBoxLayout, picture: Shape | Picture, sentence: str, button: Button | None = None) -> None:
        self._sentences.append(sentence)
        row = QHBoxLayout()
        row.setSpacing(8)
        words = label(sentence, "value", wrap=True)
        row.addWidget(picture.beside(words), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        if button is not None:
            row.addWidget(button)
        lines.addLayout(row)

    def _dismissed(self, lines: QVBoxLayout, rows: Sequence[DismissedRow]) -> None:
        toggle = Button(_("Hide") if self._open else _("Show"), small=True, quiet=True)
        toggle.clicked.connect(self._toggle)
        sentence = ngettext("{n} called not work", "{n} called not work", len(rows))
        self._line(lines, Picture("eye-off", 14, "text3"), sentence, toggle)
        for row in rows if self._open else ():
            restore = Button(_("Restore"), small=True)
            restore.setAccessibleDescription(row.title)
            number = row.suggestion_id
            restore.clicked.connect(lambda _on=False, number=number: self.restored.emit(number))
            text = f"{row.title}\n{when(row.day, row.starts_at, row.ends_at, self._formats)}"
            self._line(lines, Picture("calendar-days", 14, "text3"), text, restore)

    def _toggle(self) -> None:
        self._open = not self._open
        self._show()


def _left_out(view: SuggestionsView) -> list[str]:
    counts = (
        (
            view.private_left_out,
            ngettext("{n} private event left out", "{n} private events left out", view.private_left_out),
        ),
        (
            view.all_day_left_out,
            ngettext("{n} all-day event left out", "{n} all-day events left out", view.all_day_left_out),
        ),
        (
            view.away_left_out,
            ngettext("{n} event on a day away left out", "{n} events on days away left out", view.away_left_out),
        ),
    )
    return [sentence for count, sentence in counts if count]
