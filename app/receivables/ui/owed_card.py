"""What is owed in one currency as a card: the sum, what is overdue, and the bar by age."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.cards import Card
from app.qt.charts import AgingBar
from app.qt.charts import AgingBucket as BarBucket
from app.qt.labels import Chip, label
from app.receivables.domain import bucket_words
from app.receivables.queries import AgingBucketRow, AgingView


class OwedCard(Card):
    """What is owed in one currency: the sum, what of it is overdue, and the bar by age."""

    def __init__(self, formats: Formats) -> None:
        """A card without sums."""
        super().__init__()
        self._formats = formats
        self._caption = label(_("Owed to the firm"), "strong")
        self.sum = label("", "figure")
        self.overdue = Chip("", "bad")
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self._caption, self.sum, self.overdue):
            head.addWidget(widget)
        head.addStretch()
        self.bar = AgingBar(formats, name=_("Owed to the firm"))
        self.body.addLayout(head)
        self.body.addWidget(self.bar)

    def show_aging(self, view: AgingView) -> None:
        """Show other sums."""
        formats = self._formats
        self.sum.setText(formats.money(view.owed))
        share = formats.percent(view.percent(view.overdue))
        if view.overdue:
            words = _("{amount} overdue \u00b7 {percent}").format(amount=formats.money(view.overdue), percent=share)
            self.overdue.set(words, "bad")
        else:
            self.overdue.set(_("Nothing overdue"), "ok")
        self.bar.set(
            [
                BarBucket(
                    bucket_words(row.bucket),
                    row.amount,
                    self._note(view, row),
                )
                for row in view.buckets
            ]
        )

    def _note(self, view: AgingView, row: AgingBucketRow) -> str:
        share = self._formats.percent(view.percent(row.amount))
        return f"{ngettext('{n} invoice', '{n} invoices', row.count)} \u00b7 {share}"
