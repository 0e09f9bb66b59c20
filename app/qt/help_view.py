"""A help page on screen, in our type and colors; links lead to other pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from app.qt import tokens
from app.qt.tokens import color, px

_HEADINGS = {1: 20, 2: 15, 3: 14}


class HelpView(QTextBrowser):
    """Shows one Markdown text at a time."""

    topic_asked = Signal(str)

    def __init__(self, name: str) -> None:
        """Nothing shown yet."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setProperty("help", "true")
        self.anchorClicked.connect(self._clicked)
        self._text = ""

    def show_text(self, text: str) -> None:
        """Show a page from its top."""
        self._text = text
        self.document().setDefaultFont(tokens.font(13))
        self.setMarkdown(text)
        self._dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def find_words(self, words: str) -> None:
        """Go to the first of the words and mark it."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        for word in words.split():
            if self.find(word):
                return

    def _clicked(self, link: QUrl) -> None:
        name = link.toString()
        if name.endswith(".md"):
            self.topic_asked.emit(name.removesuffix(".md"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._text:
            self.show_text(self._text)

    # ------------------------------------------------------------------ dress

    def _dress(self) -> None:
        document = self.document()
        document.setDocumentMargin(px(4))
        block = document.begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            form = QTextBlockFormat(block.blockFormat())
            form.setTopMargin(px(14) if level > 1 else 0)
            form.setBottomMargin(px(4) if block.textList() is not None else px(8))
            form.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor = QTextCursor(block)
            cursor.setBlockFormat(form)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            if level:
                letters.setFont(tokens.font(_HEADINGS.get(level, 13), 600))
            else:
                letters.setProperty(QTextCharFormat.Property.FontPixelSize, px(13))
                letters.setFontFamilies([tokens.FAMILY])
            cursor.mergeCharFormat(letters)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._table(frame)

    @staticmethod
    def _table(table: QTextTable) -> None:
        form: QTextTableFormat = table.format()
        form.setBorder(1)
        form.setBorderBrush(color("line"))
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderCollapse(True)
        form.setCellPadding(px(6))
        form.setCellSpacing(0)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(form)
