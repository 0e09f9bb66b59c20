"""What a check found: a list of plain sentences, the whole of the chosen one below, and the ways to its record."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _, ngettext, pgettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty
from app.qt.columns import Column
from app.qt.flow import Flow
from app.qt.labels import label
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.operations import Operations
from app.qt.subjects import ask_history
from app.qt.table import RecordTable
from app.receivables.checks import Finding
from app.shell.checks import CheckView, head_words, of_words, title_words


def _columns() -> list[Column]:
    words = of_words()
    return [
        Column("sentence", _("What is wrong"), lambda row: row.sentence, bold=True, least=400),
        Column("record", _("Record"), lambda row: row.record or None, width=270),
        Column("hint", _("What to do"), lambda row: row.hint or None, width=250, muted=True, gives_way=3),
        Column("of", pgettext("of the check", "Part"), lambda row: words[row.of], width=130, muted=True, gives_way=1),
    ]


def _cut(of: str, words: str) -> Cut:
    return Cut(of, words, lambda row: row.of == of)


class FindingsList(QWidget):
    """The findings of one check."""

    record_wanted = Signal(object)

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """Empty."""
        super().__init__()
        self._formats = formats
        name = _("What the check found")
        self.table = RecordTable(
            _columns(), formats, name=name, empty=Empty("check", _("No finding is of this part, or has these words."))
        )
        self.table.row_subject = lambda row: row.subject
        words = of_words()
        self.list = ListCard(
            self.table,
            operations,
            remembers="check_findings",
            file_name=_("Findings of the check"),
            cuts=[
                Cut("all", _("All")),
                *(_cut(of, words[of]) for of in words),
            ],
        )
        self.list.count_with(lambda n: ngettext("{n} finding", "{n} findings", n))
        self.open_button = Button(_("Show the record"), icon="arrow-right", keys="Enter")
        self.history_button = Button(_("Its history"), icon="history", keys="Ctrl+H")
        self.record = label("", "strong", wrap=True, selectable=True)
        self.sentence = label("", wrap=True, selectable=True)
        self.hint = label("", "muted", wrap=True, selectable=True)
        self.card = Card()
        for part in (self.record, self.sentence, self.hint):
            self.card.body.addWidget(part)
        self.card.body.addWidget(Flow([self.open_button, self.history_button], []))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.list.banner)
        box.addWidget(self.list, 1)
        box.addWidget(self.card)
        self.list.offer(RowCommand(_("Show the record"), self.open_current, keys="Enter", hint=_("show the record")))
        self.table.opened.connect(lambda _row: self.open_current())
        self.table.selected.connect(self._chosen)
        self.open_button.clicked.connect(self.open_current)
        self.history_button.clicked.connect(self.show_history)

    def show_view(self, view: CheckView) -> None:
        """Show what was found, and where the history ended then."""
        self.list.set_rows(list(view.findings))
        words = title_words(view)
        if view.head is not None:
            end = _("The end of the history: {head}").format(head=head_words(view.head, self._formats))
            words = f"{words} \u00b7 {end}"
        self.list.set_note(words)
        if self.table.current_row() is None and view.findings:
            self.table.select_key(view.findings[0].id)
        self._chosen(self.table.current_row())

    def _chosen(self, row: Finding | None) -> None:
        self.card.setVisible(row is not None)
        if row is None:
            return
        for part, words in ((self.record, row.record), (self.sentence, row.sentence), (self.hint, row.hint)):
            part.setText(words)
            part.setVisible(bool(words))
        self.open_button.setVisible(row.place is not None)
        self.history_button.setVisible(row.subject is not None)

    def open_current(self) -> None:
        """To the page where the record of the chosen finding stands."""
        row = self.table.current_row()
        if isinstance(row, Finding) and row.place is not None:
            self.record_wanted.emit(row.place)

    def show_history(self) -> None:
        """Who changed the record, and when."""
        row = self.table.current_row()
        if isinstance(row, Finding):
            ask_history(self, row.subject)
