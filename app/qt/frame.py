"""The window's frame: rail, top bar, work area, bottom bar, palette. Pages are built when first opened."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt import regions
from app.qt.bars import BottomBar, TopBar
from app.qt.coming import Coming, Going, whole
from app.qt.feed import ChangeFeed
from app.qt.focus import FocusOverlay, takes_focus
from app.qt.icons import mark_icon
from app.qt.keyboard import area_digit
from app.qt.notices import NoticeBar, StandingBar
from app.qt.operations import Operations
from app.qt.overlay import give_keyboard
from app.qt.page import Page
from app.qt.palette import CommandPalette
from app.qt.palette_match import PaletteItem
from app.qt.preferences import letters_on
from app.qt.rail import Area, Rail
from app.qt.tab_order import PartByPart
from app.qt.telling import Telling
from app.qt.tokens import px
from app.qt.undo import UndoStack
from app.qt.waiting import WaitingBar

if TYPE_CHECKING:
    from app.qt.keys import KeySheet
    from app.qt.page_actions import PageAction
    from app.qt.trail import Stop

__all__ = ["Area", "Frame"]

LEAST = (1024, 680)
NARROW_BELOW = 1180
Factory = Callable[[], Page | Generator[None, None, Page]]


class Frame(Telling, Going, PartByPart):
    """The one kind of window the product has."""

    page_shown = Signal(str)
    settings_requested = Signal()
    help_requested = Signal()
    person_requested = Signal()

    def __init__(
        self, *, name: str = "Watertight", feed: ChangeFeed | None = None, operations: Operations | None = None
    ) -> None:
        """An empty frame; with `operations`, slow jobs show in the waiting bar."""
        super().__init__()
        self._feed = feed
        self._factories: dict[str, Factory] = {}
        self._areas: list[Area] = []
        self._everywhere: list[tuple[str, str]] = []
        self._pages: dict[str, Page] = {}
        self._area_keys: list[QShortcut] = []
        self.steps = UndoStack()
        self._narrow_wish: bool | None = None
        self.current_key = ""
        self.rail = Rail(name)
        self.top = TopBar()
        self.bottom = BottomBar()
        self.waiting = WaitingBar(operations)
        self.standing = StandingBar()
        self._stack = QStackedWidget()
        self.coming = Coming(self, self._stack)
        self._centre = QWidget()
        self.setWindowTitle(name)
        self.setWindowIcon(mark_icon())
        self.setMinimumSize(*LEAST)
        self._build()
        self.notices = NoticeBar(self._centre)
        self.palette_layer = CommandPalette(self)
        self.focus_ring = FocusOverlay(self)
        self._here: list[PageAction] = []
        self.palette_layer.chosen.connect(self._run_here)
        self._bind_keys()

    @cached_property
    def key_sheet(self) -> KeySheet:
        """The layer with all keys; made when somebody asks for it."""
        from app.qt.keys import KeySheet

        return KeySheet(self)

    def _build(self) -> None:
        centre = self._centre
        centre.setObjectName("canvas")
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.waiting)
        right.addWidget(self.standing)
        right.addWidget(self._stack, 1)
        middle.addLayout(right, 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self.bottom)
        self.setCentralWidget(centre)
        self.rail.chosen.connect(self.ask_page)
        self.rail.settings.connect(self.settings_requested)
        self.rail.person_pressed.connect(self.person_requested)
        self.top.search.asked.connect(self.open_palette)
        self.top.crumbs.pressed.connect(self._climb)

    def _bind_keys(self) -> None:
        actions: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+K", self.open_palette),
            ("Ctrl+B", self.toggle_rail),
            ("Ctrl+,", self.settings_requested.emit),
            ("F6", self.next_region),
            ("Shift+F6", self.previous_region),
            ("Alt+Left", lambda: self.travel(-1)),
            ("Alt+Right", lambda: self.travel(1)),
            (QKeySequence(Qt.Key.Key_Back).toString(), lambda: self.travel(-1)),
            (QKeySequence(Qt.Key.Key_Forward).toString(), lambda: self.travel(1)),
            ("F1", self.help_requested.emit),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+Y", self.redo),
        ]
        for keys, action in actions:
            self.bind(keys, action)
        # a question mark needs Shift on some keyboards and none on others: both are the same key
        asked = QShortcut(self)
        asked.setKeys([QKeySequence("?"), QKeySequence("Shift+?")])
        for signal in (asked.activated, asked.activatedAmbiguously):
            signal.connect(lambda: self.open_keys() if letters_on() else None)

    def bind(self, keys: str, action: Callable[[], object], words: str = "") -> QShortcut:
        """Bind keys for the whole window; with words they stand in the list of keys."""
        if words:
            self._everywhere.append((keys, words))
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(action)
        return shortcut

    # ------------------------------------------------------------------ areas and pages

    def set_areas(self, areas: Sequence[Area], factories: Mapping[str, Factory]) -> None:
        """The areas of this person, and how to build pages. Factories without an area are reached by `show_page`."""
        for shortcut in self._area_keys:
            shortcut.setParent(None)
            shortcut.deleteLater()
        for key in [key for key in self._pages if key not in factories]:
            self._forget(key)
        self._areas = list(areas)
        self._factories = dict(factories)
        self.rail.set_areas(areas)
        self.rail.mark_open(self.current_key)
        self._area_keys = [
            self.bind(f"Ctrl+{place + 1}", partial(self.ask_page, area.key)) for place, area in enumerate(areas[:9])
        ]

    def _forget(self, key: str) -> None:
        page = self._pages.pop(key)
        if self._feed is not None:
            self._feed.unsubscribe(page)
        action = page.action()
        if self.current_key == key:
            self.top.set_action(None)
            self.current_key = ""
        if action is not None:
            action.setParent(page)  # it stands in the top bar and goes with its page
        self._stack.removeWidget(page)
        page.deleteLater()
        self.trail.forget(key)

    def close_pages(self) -> None:
        """Forget all pages: another person or another book."""
        for key in tuple(self._pages):
            self._forget(key)
        self.coming.forget()
        self.top.crumbs.set(())
        self.set_keys(())
        self.steps.clear()
        self.notices.dismiss()

    def show_page(self, key: str, argument: object = None) -> Page:
        """Open a page, building it when it is the first time; KeyError for a key without a factory."""
        if key not in self._factories:
            raise KeyError(key)
        self.trail.go(key, elsewhere=argument is not None)
        page = self._show(key, argument)
        self.trail.arrived()
        return page

    def ask_page(self, key: str, argument: object = None) -> None:
        """Open a page in the window's next turns. Until then its place is empty; another page asked for takes over."""
        if key in self._pages or key not in self._factories:
            self.show_page(key, argument)
            return
        self.current_key = ""
        title = next((area.title for area in self._areas if area.key == key), "")
        self.coming.ask(key, argument, title)
        give_keyboard(self, self.coming.blank)
        self.rail.mark_open(key)
        self.top.crumbs.set((title,) if title else ())
        self.top.set_action(None)
        self.set_keys(())

    def parts(self, key: str) -> Generator[None, None, Page]:
        """A page, built now if it was not before; a factory of several parts rests between them."""
        page = self._pages.get(key)
        if page is None:
            made = self._factories[key]()
            page = self._pages[key] = made if isinstance(made, Page) else (yield from made)
            page.described.connect(lambda: self._describe(key))
            page.wants.connect(self.ask_page)
            page.lost.connect(partial(self.leave_lost, key))
            if self._feed is not None:
                self._feed.subscribe(page)
        return page

    def place(self, key: str) -> Page:
        """A page among the others; not shown."""
        page = whole(self.parts(key))
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        return page

    def _show(self, key: str, argument: object = None, place: object = None) -> Page:
        self.coming.forget()
        page = self.place(key)
        self.current_key = key
        if argument is not None:
            page.open(argument)
        elif place is not None:
            page.return_to(place)
        self._stack.setCurrentWidget(page)
        self.rail.mark_open(key)
        self._describe(key)
        first = page.first_focus()
        if first is not None:
            give_keyboard(self, first)
        self.page_shown.emit(key)
        return page

    def _describe(self, key: str) -> None:
        page = self._pages.get(key)
        if page is None or key != self.current_key:
            return
        self.top.crumbs.set(page.breadcrumb(), lambda part: any(area.title == part for area in self._areas))
        self.top.set_action(page.action())
        self.set_keys(page.keys())

    def _climb(self, place: int) -> None:
        """A part of the breadcrumb was pressed: its area, or the upper level of the page itself."""
        part = self.top.crumbs.parts()[place]
        key = next((area.key for area in self._areas if area.title == part), "")
        page = self.current
        if key == self.current_key and page is not None:
            page.up()
        elif key:
            self.ask_page(key)

    def page(self, key: str) -> Page | None:
        """A page that was opened before."""
        return self._pages.get(key)

    @property
    def known(self) -> frozenset[str]:
        """The keys of all pages that can be shown."""
        return frozenset(self._factories)

    @property
    def current(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self.current_key)

    def show_stop(self, stop: Stop) -> None:
        """Show a page as it was left."""
        self._show(stop.key, place=stop.place)

    # ------------------------------------------------------------------ what stands in the bars

    def set_badge(self, key: str, count: int, tone: str = "count", words: str = "") -> None:
        """The count beside an area and how it is said; nothing happens for an area this person does not have."""
        if key in self.rail.buttons:
            self.rail.buttons[key].set_badge(count, tone, words)

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Keys that work now; "?" stands at their end."""
        self.bottom.strip.set([*keys, ("?", _("all keys"))])

    def set_state(self, text: str, tone: str = "") -> None:
        """The state at the right of the bottom bar."""
        self.bottom.set_state(text, tone)

    def set_person(self, initials: str, name: str, role: str) -> None:
        """Who works here."""
        self.rail.person.set(initials, name, role)

    def set_mark(self, text: str) -> None:
        """A mark in the top bar, "" for none."""
        self.top.set_mark(text)

    def open_palette(self, text: str = "") -> None:
        """Open the palette, which offers what the page can do first."""
        from app.qt.page_actions import here_items, page_actions  # it knows every kind of list

        page = self.current
        parts = [part for part in (page, page.action() if page is not None else None) if part is not None]
        self._here = page_actions(parts, page.keys() if page is not None else [])
        self.palette_layer.set_here(here_items(self.current_key, self._here))
        self.palette_layer.open(text)

    def _run_here(self, item: PaletteItem) -> None:
        from app.qt.page_actions import here_items

        for one, known in zip(self._here, here_items(self.current_key, self._here), strict=True):
            if known.key == item.key:
                one.run()
                return

    def open_keys(self) -> None:
        """Show all keys of this screen."""
        self.key_sheet.tell(self.current, [area.title for area in self._areas[:9]], self._everywhere)

    # ------------------------------------------------------------------ regions

    def tab_parts(self) -> list[QWidget]:
        """Tab goes from the rail to the top bar, the page, and what lies over it."""
        return [*self.rail.parts(), *self.top.parts(), self.waiting, self.standing, self._stack, self.notices]

    def _regions(self) -> list[QWidget]:
        page = self.current
        inside = [part for part in page.regions() if part.isVisible()] if page is not None else []
        return [self.rail, self.top, *inside]

    def next_region(self) -> None:
        """F6: on to the next region."""
        regions.step(self._regions(), 1, self._entry)

    def previous_region(self) -> None:
        """Shift+F6: back to the region before."""
        regions.step(self._regions(), -1, self._entry)

    def _entry(self, region: QWidget) -> QWidget | None:
        """Where the keyboard enters a region."""
        if region is self.rail and self.current_key in self.rail.buttons:
            return self.rail.buttons[self.current_key]
        if region is self.top and takes_focus(self.top.search):
            return self.top.search
        page = self.current
        first = page.first_focus() if page is not None and region is page else None
        return first if first is not None else regions.first_inside(region)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the notice away; digits that stand elsewhere on this keyboard lead to the areas all the same."""
        place = area_digit(event)
        if event.key() == Qt.Key.Key_Escape and self.notices.isVisible():
            self.notices.dismiss()
        elif 0 < place <= len(self._areas):
            self.ask_page(self._areas[place - 1].key)
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ width

    def toggle_rail(self) -> None:
        """Ctrl+B: icons only, or with words; the choice stays until the next toggle."""
        self._narrow_wish = not self.rail.narrow
        self.rail.set_narrow(self._narrow_wish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        narrow = self._narrow_wish if self._narrow_wish is not None else self.width() < px(NARROW_BELOW)
        if narrow != self.rail.narrow:
            self.rail.set_narrow(narrow)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.rail.set_narrow(self.rail.narrow)
            self._fit_rail()
            self.top.fit()
            self.bottom.fit()
