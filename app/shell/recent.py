"""Recently used: which records a person opened on this computer. The palette offers them before anything is typed.

Only their numbers are remembered here, never a name: what they are called is read from the book each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.words import _
from app.qt import memory
from app.qt.palette_match import PaletteItem

if TYPE_CHECKING:
    from app.qt.page import Page
    from app.shell.pages.visited import Records, VisitedView
    from app.shell.window import MainWindow

KEPT, OFFERED = 20, 5
"""Records that are remembered of a person, and those that are offered: some may have gone."""
BOOKS = 8
REMEMBERED = "visited"


class Recent:
    """Remembers what is opened in a window, and fills its palette with it."""

    def __init__(self, window: MainWindow) -> None:
        """Nothing was opened yet."""
        self._window = window
        self._page: Page | None = None
        window.frame.page_shown.connect(lambda _key: self._shown())
        window.frame.palette_layer.asked.connect(self.fill)

    def _shown(self) -> None:
        """Another page: what was looked at in the one before last counts too."""
        page = self._window.frame.current
        before, self._page = self._page, page
        for one in (before, page):
            if one is not None:
                self._note(one)

    def _note(self, page: Page) -> None:
        from shiboken6 import isValid

        found = page.record() if isValid(page) and self._window.is_open else None
        if found is None:
            return
        key = f"{found[0]}:{found[1]}"
        books = dict(self._books())
        name, place = self._name(), self._window.session.place
        own = dict(books.pop(place, {}))
        own[name] = [key, *(one for one in own.get(name, []) if one != key)][:KEPT]
        books[place] = own  # the book used last stands last
        memory.keep(REMEMBERED, dict(list(books.items())[-BOOKS:]))

    @staticmethod
    def _books() -> dict[str, dict[str, list[str]]]:
        nothing: dict[str, dict[str, list[str]]] = {}
        return memory.recall(REMEMBERED, nothing)

    def _name(self) -> str:
        return str(self._window.session.person_id)

    def keys(self) -> list[str]:
        """What the person at the window opened, the newest first."""
        if not self._window.is_open:
            return []
        found = self._books().get(self._window.session.place, {}).get(self._name(), [])
        return [key for key in found if key.partition(":")[2].isdigit()]

    def fill(self) -> None:
        """The palette is open and nothing is typed: read what is called how."""
        if self._page is not None:
            self._note(self._page)
        keys = self.keys()
        if not keys:
            self._window.frame.palette_layer.set_visited([])
            return
        from app.shell.pages.visited import visited

        records: Records = tuple((kind, int(number)) for kind, _colon, number in (key.partition(":") for key in keys))
        self._window.operations.read(
            visited, lambda view: self._offer(keys, view), latest="palette visited", failed=_not_told, records=records
        )

    def _offer(self, keys: list[str], view: VisitedView) -> None:
        if not self._window.is_open:
            return
        named = {item.key: item for item in self._items(view)}
        found = [named[key] for key in keys if key in named]
        self._window.frame.palette_layer.set_visited(found[:OFFERED])

    def _items(self, view: VisitedView) -> list[PaletteItem]:
        formats, group = self._window.session.formats, _("Recently used")

        def item(key: str, title: str, detail: str, icon: str) -> PaletteItem:
            return PaletteItem(key, title, "recent", detail, icon, group=group)

        return [
            *(item(f"client:{row.id}", row.name, "", "building-2") for row in view.clients),
            *(
                item(f"sow:{row.sow_id}", row.title, f"{row.number} \u00b7 {row.client_name}", "briefcase")
                for row in view.sows
            ),
            *(
                item(
                    f"invoice:{row.invoice_id}",
                    row.number,
                    f"{row.client_name} \u00b7 {formats.money(row.gross)}",
                    "file-text",
                )
                for row in view.invoices
            ),
            *(
                item(
                    f"draft:{row.draft_id}",
                    _("Draft for {client}").format(client=row.client_name),
                    f"{row.sow_number} \u00b7 {formats.month(row.period_last)}",
                    "receipt-text",
                )
                for row in view.drafts
            ),
        ]


def _not_told(_problem: object) -> None:
    """What cannot be read now is not offered; whoever opens something is told why."""
