"""One statement of work: overview, scope and rates, change orders, time, invoices, each behind its tab."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from app.burn.ui import used_tone
from app.firm.domain import Right
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt import memory, preferences
from app.qt.buttons import Button, IconButton
from app.qt.keyboard import letter
from app.qt.labels import Chip
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.subjects import ask_history
from app.qt.tabs import Tabs
from app.qt.telling import tell_on
from app.shell import areas
from app.shell.pages import engagement_lines as said
from app.shell.pages.engagement_facts import EngagementView, engagement_view
from app.shell.pages.engagement_overview import Overview
from app.shell.pages.engagement_parts import InvoicesTab, OrdersTab, TimeTab
from app.shell.pages.engagement_scope import ScopeTab
from app.shell.pages.engagement_steps import EngagementSteps

REMEMBERED = "engagement tab"
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
Part = Overview | ScopeTab | OrdersTab | TimeTab | InvoicesTab


class EngagementPage(Page):
    """One statement of work, composed of several rooms. What a role may not see is absent."""

    listens = frozenset({"engagements", "timesheets", "burn", "invoices", "clients", "firm", "receivables"})

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty page; `show_sow` says which one."""
        super().__init__(_("Engagement"))
        self._operations = operations
        self._formats = formats
        self._sow_id: int | None = None
        self._wanted_tab = ""
        self.view: EngagementView | None = None
        self.need: said.Need | None = None
        self.shown = "overview"
        self._handed: QWidget | None = None
        self.steps = EngagementSteps(operations, formats, self)
        self.order_button = Button(_("New change order"), icon="file-plus-2", keys="Shift+C")
        self.primary = Button("", icon="file-text", primary=True)
        self.history_button = IconButton("history", _("History"), keys="Ctrl+H")
        self.head = self.header(self.title, "", self.history_button, self.order_button, self.primary)
        self.used_chip, self.kind_chip = Chip("", "warn"), Chip("", "info")
        for chip in (self.used_chip, self.kind_chip):
            self.head.add_mark(chip)
        self.banner = Banner()
        self.tabs = Tabs(_("Parts of the engagement"))
        self.overview = Overview(formats)
        self.scope = ScopeTab(formats, self.steps)
        self.orders = OrdersTab(operations, formats, self.steps)
        self.time = TimeTab(operations, formats)
        self.invoices = InvoicesTab(operations, formats)
        self.stack = QStackedWidget()
        self._build()
        self._clear()

    def _build(self) -> None:
        self.body.addWidget(self.banner)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        for part in self.parts().values():
            self.stack.addWidget(part)
        self.tabs.bind(self)
        self.tabs.chosen.connect(self._show_tab)
        self.order_button.clicked.connect(self.steps.new_order)
        self.history_button.clicked.connect(lambda: ask_history(self, self.subject()))
        self.primary.clicked.connect(self.act)
        self.overview.edit_button.clicked.connect(self.steps.edit_terms)
        self.overview.sides.folded.connect(lambda _away: self.described.emit())
        self.head.add_button(self.overview.way_in)
        self.steps.refused.connect(self._refused)
        self.invoices.wanted.connect(self.wants)
        self._letters = [
            _shortcut("Shift+C", self, self.steps.new_order),
            _shortcut("E", self, self.steps.edit_terms),
        ]
        self._heed_letters()
        preferences.current.changed.connect(self._heed_letters)

    def _heed_letters(self, _choices: object = None) -> None:
        """A capital letter alone is a single letter: it acts only where those do."""
        on = preferences.letters_on()
        for shortcut in self._letters:
            shortcut.setEnabled(on)
        buttons = [(self.order_button, "Shift+C"), (self.overview.edit_button, "E"), *self.scope.lettered()]
        for button, keys in buttons:
            button.keys = keys if on else ""
            button.updateGeometry()
            button.update()
        self.described.emit()

    def parts(self) -> dict[str, Part]:
        """What stands behind each tab."""
        return {
            "overview": self.overview,
            "scope": self.scope,
            "orders": self.orders,
            "time": self.time,
            "invoices": self.invoices,
        }

    # ------------------------------------------------------------------ frame

    def breadcrumb(self) -> tuple[str, ...]:
        """Engagements, the client, the number."""
        if self.view is None:
            return (_("Engagements"), self.title)
        return (_("Engagements"), self.view.sow.client_name, self.view.sow.number)

    def keys(self) -> list[tuple[str, str]]:
        """Keys of this page and of the tab that is shown."""
        keys = [("Alt+Left", _("back")), *self.tabs.keys()]
        if self.view is not None and self.view.may_edit and preferences.letters_on():
            keys += [("Shift+C", _("new change order")), ("E", _("edit terms"))]
        return [*keys, *self._part().keys()]

    def _part(self) -> Part:
        return self.parts()[self.shown]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list that is shown act from its tab and the buttons above it too."""
        table = self._part().keyed()
        moves = event.key() in _MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if table is None or table.view is self._handed or not (moves or letter(event) in table.view.letters):
            super().keyPressEvent(event)
            return
        self._handed = table.view  # what the list does not want comes back here
        try:
            table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            QApplication.sendEvent(table.view, event)
        finally:
            self._handed = None

    def regions(self) -> list[QWidget]:
        """The tabs, then the parts of the tab that is shown."""
        return [self.tabs, *self._part().regions()]

    def first_focus(self) -> QWidget:
        """The keyboard starts in the tab that is shown."""
        return self._part().first_focus()

    def subject(self) -> tuple[str, int] | None:
        """The statement of work, for who may see more of it than the own work."""
        if self.view is None or not self.view.may(Right.SEE_OTHERS_TIME):
            return None
        return "sow", self.view.sow.sow_id

    def open(self, argument: object) -> None:
        """Show the statement of work with this id; with a second part the tab of that name."""
        if isinstance(argument, tuple):
            argument, self._wanted_tab = argument
        if isinstance(argument, int):
            self.show_sow(argument)

    home = areas.ENGAGEMENTS

    def whereabouts(self) -> object:
        """The statement of work and its tab."""
        return None if self._sow_id is None else (self._sow_id, self.shown)

    def return_to(self, place: object) -> None:
        """The same statement of work, on that tab."""
        self.open(place)

    def record(self) -> tuple[str, int] | None:
        """The statement of work."""
        return None if self._sow_id is None else ("sow", self._sow_id)

    # ------------------------------------------------------------------ reading

    def show_sow(self, sow_id: int) -> None:
        """Show a statement of work."""
        if sow_id != self._sow_id:
            self._sow_id = sow_id
            self._clear()
        self.stale = False
        self.refresh()

    def _clear(self) -> None:
        """Nothing of another engagement stays while the next one is read."""
        self.view = self.need = None
        self.steps.show_view(None)
        for widget in (self.used_chip, self.kind_chip, self.history_button, self.order_button, self.primary):
            widget.hide()
        self.overview.clear()

    def refresh(self) -> None:
        """Read the statement of work again, all of it at once."""
        if self._sow_id is not None:
            self._operations.read(
                engagement_view, self._take, failed=self._unread, latest=(self, "view"), sow_id=self._sow_id
            )

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _unread(self, problem: Problem) -> None:
        """Somebody may have removed it meanwhile: then there is nothing to show here."""
        if problem.code != "sow.missing":
            self._refused(problem)
            return
        self._sow_id = None
        self._clear()
        tell_on(self, self.banner, problem.message)
        self.lost.emit()

    def _take(self, view: EngagementView) -> None:
        if view.sow.sow_id != self._sow_id:
            return
        self.banner.clear()
        self.view = view
        self.steps.show_view(view)
        self._show_head(view)
        self.overview.show_view(view, self.steps.possible())
        self.scope.show_view(view)
        self.orders.show_view(view)
        self.time.show_view(view)
        self.invoices.show_view(view)
        self._show_tabs(view)
        if self._wanted_tab:
            self.tabs.choose(self._wanted_tab)
            self._wanted_tab = ""
        self.described.emit()

    def _show_head(self, view: EngagementView) -> None:
        sow, formats = view.sow, self._formats
        self.title = sow.number
        self.setAccessibleName(_("{number} {title}").format(number=sow.number, title=sow.title))
        if view.detail is not None and view.detail.view.budget:
            percent = formats.percent(view.detail.view.percent)
            text = _("Budget {percent} used").format(percent=percent)
            self.used_chip.set(text, used_tone(view.detail) or "ok")
        self.used_chip.setVisible(view.detail is not None and bool(view.detail.view.budget))
        self.kind_chip.set(sow.kind, "info")
        self.kind_chip.show()
        self.head.set_title(sow.title)
        self.head.set_detail(said.span(sow, formats))
        self.need = said.need_of(view, formats)
        self.order_button.setVisible(view.may_edit and (self.need is None or self.need.kind != "order"))
        self.history_button.setVisible(self.subject() is not None)
        self.primary.setVisible(self.need is not None)
        if self.need is not None:
            self.primary.icon_name = {"draft": "receipt-text", "accept": "check"}.get(self.need.kind, "file-plus-2")
            self.primary.setText(self.need.words)

    def act(self) -> None:
        """The primary step: whatever the engagement needs most."""
        need = self.need
        if need is None:
            return
        if need.kind == "draft":
            self.wants.emit(areas.PREVIEW, need.about.draft_id)
        elif need.kind == "accept":
            self.steps.accept_order(need.about)
        else:
            self.steps.new_order()

    # ------------------------------------------------------------------ tabs

    def _show_tabs(self, view: EngagementView) -> None:
        number = self._formats.number
        orders = len(view.sow.change_orders)
        tabs = [
            ("overview", _("Overview")),
            ("scope", _("Scope and rates") if view.detail is not None else _("Scope")),
            ("orders", ngettext("Change orders {n}", "Change orders {n}", orders)),
            ("time", _("Time {count}").format(count=number(view.entries))),
        ]
        if view.billing is not None:
            tabs.append(("invoices", _("Invoices {count}").format(count=number(len(view.billing.invoices)))))
        known = self.tabs.current
        self.tabs.set_tabs(tabs)
        if not known:
            self.tabs.choose(memory.recall(REMEMBERED, "overview"))

    def _show_tab(self, key: str) -> None:
        if key not in self.parts() or key == self.shown:
            return
        here = QApplication.focusWidget()
        inside = here is not None and self.stack.isAncestorOf(here)
        self.shown = key
        self.stack.setCurrentWidget(self.parts()[key])
        if self.view is not None:
            memory.keep(REMEMBERED, key)
        if inside:
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self.described.emit()


def _shortcut(keys: str, where: QWidget, action: Callable[[], object]) -> QShortcut:
    """A key that acts while the keyboard is in a part of the page."""
    shortcut = QShortcut(QKeySequence(keys), where)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(action)
    return shortcut
