"""What is owed in one currency as a card: the sum, what is overdue, the bar by age; and what comes in soon."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.charts import EDGE, AgingBar
from app.qt.charts import AgingBucket as BarBucket
from app.qt.elided import ElidedLabel
from app.qt.fitting import FitsItsRoom
from app.qt.labels import Chip, label, polish, rule
from app.qt.tokens import px
from app.receivables.domain import bucket_words
from app.receivables.queries import AgingBucketRow, AgingView, DueSoonRow, GettingPaidRow

SIDE = 300
MOST_CLIENTS = 3


class OwedCard(FitsItsRoom, QFrame):
    """What is owed in one currency. Where room is short, what comes in soon stands under the bar."""

    def __init__(self, formats: Formats) -> None:
        """A card without sums."""
        super().__init__()
        self._formats = formats
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Owed to the firm"))
        self._caption = label(_("Owed to the firm"), "strong")
        self.sum = label("", "figure")
        self.overdue = Chip("", "bad")
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self._caption, self.sum, self.overdue):
            head.addWidget(widget)
        head.addStretch()
        self.bar = AgingBar(formats, name=_("Owed to the firm"))
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(16 - EDGE, 10, 16, 10)
        left.setSpacing(8)
        head.setContentsMargins(EDGE, 0, 0, 0)
        left.addLayout(head)
        left.addWidget(self.bar)
        left.addStretch()
        self._rule = _Divider()
        self._short = False
        self.soon = SoonPart(formats)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self._rule)
        self._row.addWidget(self.soon)

    def show_view(self, view: AgingView, soon: DueSoonRow, paid: GettingPaidRow | None) -> None:
        """Show other sums; only the firm's own currency says how long clients take to pay."""
        formats = self._formats
        self.sum.setText(formats.money(view.owed))
        share = formats.percent(view.percent(view.overdue))
        if view.overdue:
            words = _("{amount} overdue \u00b7 {percent}").format(amount=formats.money(view.overdue), percent=share)
            self.overdue.set(words, "bad")
        else:
            self.overdue.set(_("Nothing overdue"), "ok")
        self.bar.set([BarBucket(bucket_words(row.bucket), row.amount, self._note(view, row)) for row in view.buckets])
        self.soon.show_view(soon, paid)
        self._fit()

    def _note(self, view: AgingView, row: AgingBucketRow) -> str:
        return _("{invoices} \u00b7 {share}").format(
            invoices=ngettext("{n} invoice", "{n} invoices", row.count),
            share=self._formats.percent(view.percent(row.amount)),
        )

    @property
    def is_stacked(self) -> bool:
        """Whether the two parts stand under each other."""
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def _fit(self) -> None:
        """Side by side where no label of the bar has to be shortened for it."""
        stacked = self.width() < self.bar.whole_width() + 32 + px(SIDE)
        if stacked != self.is_stacked:
            down = QBoxLayout.Direction.TopToBottom
            self._row.setDirection(down if stacked else QBoxLayout.Direction.LeftToRight)
            self._rule.lie(flat=stacked)
        self.soon.lie(flat=stacked)
        self._rule.setVisible(not (stacked and self._short))
        self.soon.setVisible(not (stacked and self._short))

    def set_short(self, short: bool) -> None:
        """On a low page the list comes first: notes, and what would stand under the bar, are left away."""
        if short != self._short:
            self._short = short
            self.bar.set_short(short)
            self._fit()


class _Divider(QWidget):
    """A line between the two parts that does not touch the edges."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._line = rule(vertical=True)
        self._box.addWidget(self._line)
        self.lie(flat=False)

    def lie(self, *, flat: bool) -> None:
        self._box.setContentsMargins(*((16, 0, 16, 0) if flat else (0, 12, 0, 12)))
        self._line.setProperty("rule", "true" if flat else "vertical")
        polish(self._line)


class SoonPart(QWidget):
    """Open invoices due within a week, and how many days of billing are owed."""

    before_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        """No sums yet."""
        super().__init__()
        self._formats = formats
        self.caption = label("", "caption")
        self.sum = label("", "figure")
        self.clients = label("", "caption", wrap=True)
        self.short_clients = ElidedLabel("", "caption")
        self.days = label("", "strong")
        self.formula = label("", "caption", wrap=True)
        self.formula.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._paid = QWidget()
        paid = QVBoxLayout(self._paid)
        paid.setContentsMargins(0, 0, 0, 0)
        paid.setSpacing(1)
        paid.addWidget(self.days)
        paid.addWidget(self.formula)
        self.before = Button(_("Say what was billed before\u2026"), small=True)
        self.before.clicked.connect(self.before_wanted)
        paid.addWidget(self.before, 0, Qt.AlignmentFlag.AlignLeft)
        self.before.hide()
        self._flat = False
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(18, 10, 16, 8)
        self._row.setSpacing(2)
        for widget in (self.caption, self.sum, self.clients, self.short_clients):
            self._row.addWidget(widget)
        self._row.addSpacing(4)
        self._row.addWidget(self._paid)
        self._row.addStretch()
        self.short_clients.hide()

    def lie(self, *, flat: bool) -> None:
        """In one line under the bar, or in a column beside it."""
        self.setMinimumWidth(0 if flat else px(SIDE))
        self.setMaximumWidth(16_777_215 if flat else px(SIDE))
        if flat == self._flat:
            return
        self._flat = flat
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(10 if flat else 2)
        self.clients.setVisible(not flat)
        self.short_clients.setVisible(flat)
        self.formula.setVisible(not flat and bool(self.formula.text()))

    def show_view(self, soon: DueSoonRow, paid: GettingPaidRow | None) -> None:
        """Show other sums."""
        formats = self._formats
        self.caption.setText(_("Due by {day}").format(day=formats.day(soon.until)))
        self.sum.setText(formats.money(soon.amount))
        words = self._clients(soon)
        self.clients.setText(words)
        self.short_clients.setText(words)
        self._paid.setVisible(paid is not None)
        if paid is not None:
            self._say_days(paid)
        said = (self.caption.text(), self.sum.text(), words, self.days.text(), self.formula.text())
        self.setAccessibleName(", ".join(part for part in said if part))

    def _clients(self, soon: DueSoonRow) -> str:
        if not soon.clients:
            return _("Open invoices due within a week: none.")
        named = [
            _("{client} {amount}").format(client=name, amount=self._formats.money(amount))
            for name, amount in soon.clients[:MOST_CLIENTS]
        ]
        more = len(soon.clients) - MOST_CLIENTS
        if more > 0:
            named.append(ngettext("{n} more client", "{n} more clients", more))
        return " \u00b7 ".join(named)

    def _say_days(self, paid: GettingPaidRow) -> None:
        formats = self._formats
        self.before.setVisible(paid.known_from is not None and paid.may_say)
        if paid.known_from is not None:
            self.days.setText(_("Days to get paid: too early to say"))
            self.formula.setText(
                _("Known from {day}: bills settled before the book began are missing.").format(
                    day=formats.date(paid.known_from)
                )
            )
        elif paid.days is None:
            self.days.setText(_("Days to get paid: nothing to count"))
            self.formula.setText(_("Nothing was billed since {day}.").format(day=formats.date(paid.since)))
        else:
            self.days.setText(_("Days to get paid: {n}").format(n=formats.number(paid.days)))
            self.formula.setText(
                _("Owed \u00d7 {days} days \u00f7 {billed} billed").format(
                    days=paid.span, billed=formats.money(paid.billed)
                )
            )
        self.formula.setVisible(not self._flat)
        self.days.setToolTip(self.formula.text())
        self.days.setAccessibleDescription(self.formula.text())
