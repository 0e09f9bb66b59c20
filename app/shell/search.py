"""Search and commands: what the palette offers a person, and what happens when something is chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from app.firm.domain import Right
from app.kernel.words import _
from app.qt import preferences
from app.qt.palette_match import PREFIXES, PaletteItem
from app.qt.undo import Step, UndoStack
from app.shell import areas

if TYPE_CHECKING:  # the window is painted before any room that reads the book is imported
    from app.engagements.queries import FoundSowRow, SowListRow
    from app.shell.pages.finding import FoundView
    from app.shell.recent import Recent
    from app.shell.window import MainWindow

LEAST = 2
"""Letters before the book is searched."""
PREFIXED = "".join(PREFIXES)


def _joined(*parts: str) -> str:
    return " \u00b7 ".join(part for part in parts if part)


class Search:
    """Fills the palette of a window and carries out what is chosen in it."""

    def __init__(self, window: MainWindow) -> None:
        """Nothing to offer before `fill`."""
        self._window = window
        self._text = ""
        self._recent: Recent | None = None
        window.frame.palette_layer.chosen.connect(self._chosen)
        window.frame.palette_layer.typed.connect(self._typed)

    def fill(self) -> None:
        """Offer what the person at the window may use; what they may not use is absent."""
        from app.qt.help_text import topics
        from app.shell.recent import Recent
        from app.shell.settings_places import section_names, section_words

        self._recent = self._recent or Recent(self._window)
        session = self._window.session
        places = [
            PaletteItem(
                f"area:{area.key}",
                _("Go to {place}").format(place=area.title),
                detail=area.group,
                icon=area.icon,
                keys=f"Ctrl+{n}",
            )
            for n, area in enumerate(areas.areas_for(session.role), start=1)
        ]
        log = [PaletteItem("do:log", _("Log time"), icon="pencil-line", keys="Ctrl+L")]
        commands = [
            *(log if session.may(Right.LOG_TIME) else []),
            PaletteItem("do:time", self._time_words(), icon="clock"),
            PaletteItem("do:history", _("History of what is chosen here"), icon="history", keys="Ctrl+H"),
            PaletteItem("do:typed", _("Show what is not saved yet"), icon="pencil-line"),
            PaletteItem("do:keys", _("Show all keys of this screen"), icon="table-2", keys="?"),
            PaletteItem("do:help", _("Help on this screen"), icon="circle-help", keys="F1"),
            *(
                PaletteItem(f"help:{topic.key}", _("Help: {page}").format(page=topic.title), icon="circle-help")
                for topic in topics()
            ),
            PaletteItem("do:person", _("Switch person"), icon="user-round"),
            PaletteItem("do:back", _("Back"), icon="chevron-left", keys="Alt+Left"),
            PaletteItem("do:forward", _("Forward"), icon="chevron-right", keys="Alt+Right"),
            PaletteItem("do:undo", _("Undo"), icon="undo-2", keys="Ctrl+Z"),
            PaletteItem("do:redo", _("Redo"), icon="refresh-cw", keys="Ctrl+Shift+Z"),
            PaletteItem("do:open", _("Open another book\u2026"), icon="folder-open"),
            PaletteItem("do:new", _("Make a new book\u2026"), icon="plus"),
            PaletteItem("do:rail", _("Narrow or wide rail"), icon="panel-left", keys="Ctrl+B"),
            *(
                PaletteItem(
                    f"setting:{key}",
                    _("Settings: {place}").format(place=name),
                    "setting",
                    icon=icon,
                    words=section_words(key),
                )
                for key, name, icon in section_names(session)
            ),
            PaletteItem("do:bigger", _("Bigger text"), "setting", icon="zoom-in"),
            PaletteItem("do:smaller", _("Smaller text"), "setting", icon="zoom-out"),
            PaletteItem("do:light", _("Use the light look"), "setting", icon="eye"),
            PaletteItem("do:dark", _("Use the dark look"), "setting", icon="eye-off"),
            PaletteItem("do:system", _("Follow the computer\u2019s look"), "setting", icon="settings"),
        ]
        if not (session.shared or session.read_only):
            commands.append(
                PaletteItem("do:backup", _("Back up now"), icon="hard-drive", words=_("backup, save a copy"))
            )
        if session.may(Right.SEE_MONEY):
            words = _("check, sound, sums, history, audit")
            commands.append(PaletteItem("do:check", _("Check the books"), icon="check", words=words))
        if session.may(Right.EXPORT):
            commands.append(PaletteItem("do:export", _("Export the books as CSV\u2026"), icon="download"))
        if session.may(Right.ISSUE_INVOICES):
            commands += [
                PaletteItem("do:opening", _("Bring in open invoices from a file\u2026"), icon="file-input"),
                PaletteItem("do:opening-one", _("Bring in one open invoice\u2026"), icon="pencil-line"),
                PaletteItem("do:last-number", _("Say the last invoice number used\u2026"), icon="receipt-text"),
            ]
        if session.may(Right.EDIT_FIRM):
            commands.append(PaletteItem("do:book_history", _("History of the book\u2026"), icon="history"))
        frame = self._window.frame
        frame.palette_layer.set_items([*places, *commands])
        frame.palette_layer.names = step_names(frame.steps)

    def _time_words(self) -> str:
        everybody = self._window.session.may(Right.SEE_OTHERS_TIME)
        return _("Show all time") if everybody else _("Show all my time")

    # ------------------------------------------------------------------ records

    def _typed(self, text: str) -> None:
        self._text = text.strip()
        words = self._text.lstrip(PREFIXED)
        if len(words) >= LEAST and not self._text.startswith(">"):
            from app.shell.pages.finding import found

            self._window.operations.read(found, partial(self._offer, self._text), latest="palette", text=words)

    def _offer(self, text: str, view: FoundView) -> None:
        """What was found in the book; who has typed on waits for the next answer, who has left the book for none."""
        if text == self._text and self._window.is_open:
            found = [
                *self._logs(view),
                *self._clients(view),
                *self._sows(view),
                *self._contacts(view),
                *self._people(view),
                *self._invoices(view),
                *self._entries(view),
            ]
            self._window.frame.palette_layer.offer(text, found)

    def _logs(self, view: FoundView) -> list[PaletteItem]:
        names = dict.fromkeys(row.client_name for row in view.sows) if self._window.session.may(Right.LOG_TIME) else {}
        words = _("Log time on {client}\u2026")
        return [
            PaletteItem(f"log:{name}", words.format(client=name), icon="pencil-line", keys="Ctrl+L") for name in names
        ]

    @staticmethod
    def _clients(view: FoundView) -> list[PaletteItem]:
        return [
            PaletteItem(f"client:{row.id}", row.name, "client", row.owner_name, "building-2", words=row.legal_name)
            for row in view.clients
        ]

    @staticmethod
    def _sows(view: FoundView) -> list[PaletteItem]:
        rows: tuple[SowListRow | FoundSowRow, ...] = (*view.sows, *view.finished)
        return [
            PaletteItem(
                f"sow:{row.sow_id}",
                f"{row.client_name} \u00b7 {row.title}",
                "client",
                row.number,
                "briefcase",
                words=row.number,
            )
            for row in rows
        ]

    def _contacts(self, view: FoundView) -> list[PaletteItem]:
        """Also those that were found by their email, which is not shown."""
        return [
            PaletteItem(
                f"contact:{row.client_id}:{row.id}",
                row.name,
                "person",
                _joined(row.client_name, row.job),
                "user-round",
                words=self._text.lstrip(PREFIXED),
            )
            for row in view.contacts
        ]

    @staticmethod
    def _people(view: FoundView) -> list[PaletteItem]:
        return [
            PaletteItem(f"person:{row.id}", row.name, "person", row.grade or "", "users", words=row.initials)
            for row in view.people
        ]

    def _invoices(self, view: FoundView) -> list[PaletteItem]:
        money = self._window.session.formats.money
        return [
            PaletteItem(
                f"invoice:{row.invoice_id}",
                row.number,
                "invoice",
                _joined(row.client_name, money(row.gross)),
                "file-text",
                words=f"{row.client_name} {row.po_number}",
            )
            for row in view.invoices
        ]

    def _entries(self, view: FoundView) -> list[PaletteItem]:
        """The own lead to their day, where there is a week to write in; others' to the time of their engagement."""
        session = self._window.session
        items = []
        if view.entries:
            words = self._text.lstrip(PREFIXED)
            name = _("All time with \u201c{text}\u201d").format(text=words)
            items.append(PaletteItem(f"all_time:{words}", name, "time", icon="search", words=self._text))
        for row in view.entries:
            own = row.person_id == session.person_id and session.may(Right.LOG_TIME)
            if not own and row.sow_id is None:
                continue
            hours = session.formats.hours(row.seconds, unit=True)
            who = "" if row.person_id == session.person_id else row.person_name
            items.append(
                PaletteItem(
                    f"day:{row.day.isoformat()}" if own else f"time:{row.sow_id}",
                    row.note,
                    "time",
                    _joined(session.formats.date(row.day), hours, row.client_name or row.task_name, who),
                    "clock",
                    words=f"{row.sow_number} {self._text}",
                )
            )
        return items

    # ------------------------------------------------------------------ what is chosen

    def _chosen(self, item: PaletteItem) -> None:
        kind, _mark, rest = item.key.partition(":")
        if kind == "here":
            return  # the frame does what belongs to the page
        actions: dict[str, Callable[[str], object]] = {
            "area": self._window.frame.ask_page,
            "client": lambda number: self._window.frame.ask_page(areas.CLIENTS, int(number)),
            "sow": lambda number: self._window.frame.ask_page(areas.ENGAGEMENT, int(number)),
            "contact": lambda number: self._window.frame.ask_page(areas.CLIENTS, int(number.split(":")[0])),
            "person": lambda number: self._window.show_settings("people", int(number)),
            "setting": self._window.show_settings,
            "help": lambda topic: self._window.frame.ask_page(areas.HELP, topic),
            "log": lambda name: self._window.frame.ask_page(areas.WEEK, f"{name.split()[0].casefold()} "),
            "day": lambda day: self._window.frame.ask_page(areas.WEEK, date.fromisoformat(day)),
            "time": lambda number: self._window.frame.ask_page(areas.ENGAGEMENT, (int(number), "time")),
            "all_time": lambda text: self._window.frame.ask_page(areas.TIME, text),
            "draft": lambda number: self._window.frame.ask_page(areas.PREVIEW, int(number)),
            "invoice": lambda number: self._window.frame.ask_page(areas.INVOICE, int(number)),
            "do": self._do,
        }
        actions[kind](rest)

    def _do(self, name: str) -> None:
        window = self._window
        plain: dict[str, Callable[[], object]] = {
            "back": lambda: window.frame.travel(-1),
            "forward": lambda: window.frame.travel(1),
            "undo": window.frame.undo,
            "redo": window.frame.redo,
            "open": window.open_book,
            "new": window.make_book,
            "rail": window.frame.toggle_rail,
            "help": window.open_help,
            "person": window.choose_person,
            "log": window.log_time,
            "keys": window.frame.open_keys,
            "time": lambda: window.frame.ask_page(areas.TIME),
            "export": window.export_books,
            "opening": partial(self._opening, "bring_from_file"),
            "opening-one": partial(self._opening, "bring_by_hand"),
            "last-number": partial(self._opening, "say_last_number"),
            "history": window.show_history,
            "typed": window.show_typed,
            "book_history": window.show_book_history,
            "backup": window.back_up,
            "check": window.check_books,
        }
        if name in plain:
            plain[name]()
        elif name in ("bigger", "smaller"):
            step = 10 if name == "bigger" else -10
            wanted = preferences.current.now.text_percent + step
            percent = min(preferences.MOST_TEXT, max(preferences.LEAST_TEXT, wanted))
            preferences.current.change(text_percent=percent)
        elif name in ("light", "dark", "system"):
            preferences.current.change(look=name)

    def _opening(self, way: str) -> None:
        """Open invoices from before the book, and the number to go on from."""
        from app.invoices.ui import opening

        window = self._window
        getattr(opening, way)(window.operations, window.session.formats, window.frame)


def step_names(steps: UndoStack) -> dict[str, Callable[[], str]]:
    """What the two commands of the palette are called, by what they would take back or do again."""
    return {
        "do:undo": lambda: _step(_("Undo: {what}"), steps.next_back, _("Undo")),
        "do:redo": lambda: _step(_("Do again: {what}"), steps.next_again, _("Redo")),
    }


def _step(named: str, step: Step | None, nameless: str) -> str:
    """The next step by its name."""
    return nameless if step is None else named.format(what=step.words.rstrip("."))


def words_of(command: str) -> str:
    """What a command did, as the history says it."""
    from app.history.things import command_words

    return command_words(command)
