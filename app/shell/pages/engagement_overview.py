"""The first tab of an engagement: key figures, the burn chart, hours by role, and what needs somebody beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.burn.ui import BurnCard, BurnFigures, HoursByRole
from app.kernel.formats import Formats
from app.kernel.words import _, pgettext
from app.qt.buttons import Button
from app.qt.panel import MainAndPanel
from app.qt.table import RecordTable
from app.qt.tokens import px
from app.shell.pages import engagement_lines as said
from app.shell.pages.engagement_cards import FactCard, LineCard
from app.shell.pages.engagement_facts import EngagementView

COLUMN = 318


class Overview(QWidget):
    """Everything at a glance. It shows a view; what can be done from it comes with `show_view`."""

    def __init__(self, formats: Formats) -> None:
        """An empty overview."""
        super().__init__()
        self._formats = formats
        self.figures = BurnFigures(formats)
        self.burn = BurnCard(formats)
        self.hours = HoursByRole(formats)
        self.edit_button = Button(_("Edit"), keys="E", small=True, quiet=True)
        self.edit_button.setAccessibleDescription(_("The terms of the statement of work, E"))
        self.attention = LineCard(_("Needs attention"))
        self.orders = LineCard(_("Change orders"))
        self.milestones = LineCard(_("Milestones"))
        self.terms = FactCard(pgettext("of an engagement", "Terms"), self.edit_button)
        self.column = self._column()
        self.sides = MainAndPanel(self._main(), self.column, width=COLUMN, parent=self)
        self.way_in = self.sides.way_in(_("What needs attention, orders, milestones and terms"))
        self._fresh = True
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.figures)
        box.addWidget(self.sides, 1)
        for widget in (self.burn.chart, self.burn.table.view, self.hours.table.view):
            widget.installEventFilter(self)

    def _main(self) -> QScrollArea:
        """Chart and hours; they scroll where the window is too low for both."""
        inside = QWidget()
        inside.setObjectName("inside")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.burn, 1)
        box.addWidget(self.hours)
        box.addStretch()
        self._scroll = _scrolling(inside)
        return self._scroll

    def _column(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("inside")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for card in (self.attention, self.orders, self.milestones, self.terms):
            box.addWidget(card)
        box.addStretch(1)
        holder = QWidget()
        holder.setObjectName("canvas")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_scrolling(inside))
        return holder

    # ------------------------------------------------------------------ showing

    def show_view(self, view: EngagementView, steps: said.Steps) -> None:
        """Show an engagement as far as its reader may see it."""
        detail, formats = view.detail, self._formats
        for widget in (self.figures, self.burn):
            widget.setVisible(detail is not None)
        if detail is None:
            self.hours.show_hours(list(view.hours))
        else:
            self.figures.show_burn(detail)
            self.burn.show_burn(detail)
            self.hours.show_burn(detail)
        self._show_billing(view)
        self.edit_button.setVisible(view.may_edit)
        self.attention.set_lines(said.attention_lines(view, formats, steps))
        self.attention.set_detail(formats.number(len(self.attention.lines())))
        self.orders.set_lines(said.order_lines(view, formats))
        self.milestones.set_lines(said.milestone_lines(view, formats, steps))
        terms = pgettext("of an engagement", "Terms")
        self.terms.set_title(terms if detail is not None else _("Statement of work"))
        self.terms.set_facts(said.term_facts(view, formats))
        self._begin_at_the_top()

    def _begin_at_the_top(self) -> None:
        """Another engagement starts at its top. The keyboard waited in the hours, which are always there."""
        if not self._fresh:
            return
        self._fresh = False
        here = QApplication.focusWidget()
        if here is not None and self.hours.isAncestorOf(here):
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_billing(self, view: EngagementView) -> None:
        billing, detail = view.billing, view.detail
        self.figures.show_invoiced(visible=billing is not None)
        if billing is None or detail is None:
            return
        self.figures.set_invoiced(
            billing.fees,
            said.invoiced_note(view.sow, billing, self._formats),
            said.not_yet_invoiced(view.sow, detail, billing),
            said.waiting_note(view.sow, detail, billing, self._formats),
        )

    def clear(self) -> None:
        """Nothing of another engagement stays while the next one is read."""
        for widget in (self.figures, self.burn, self.attention, self.orders, self.milestones, self.edit_button):
            widget.hide()
        self.terms.set_facts([])
        self.hours.clear()
        self._fresh = True

    # ------------------------------------------------------------------ frame

    def regions(self) -> list[QWidget]:
        """The chart, the hours, the cards beside them."""
        return [self.burn, self.hours, self.column]

    def first_focus(self) -> QWidget:
        """The keyboard starts at the top: on the chart, or on the hours for whom there is no chart."""
        return self.hours.table if self.burn.isHidden() else self.burn

    @staticmethod
    def keyed() -> RecordTable | None:
        """No list here has keys of its own."""
        return None

    def keys(self) -> list[tuple[str, str]]:
        """F4 where the cards are a drawer."""
        return self.sides.keys()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What gets the keyboard is scrolled into view, the chart with its heading."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            if self.burn.isAncestorOf(watched):
                self._scroll.verticalScrollBar().setValue(self.burn.y())
            else:
                self._scroll.ensureWidgetVisible(watched, 0, px(12))
        return False


def _scrolling(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
