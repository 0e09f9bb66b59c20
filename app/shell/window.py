"""The main window: the frame filled with the areas a person may use. Pages are imported when first opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.firm.domain import Right
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt import memory
from app.qt.feed import ChangeFeed
from app.qt.frame import Frame
from app.qt.operations import Operations
from app.qt.page import Page
from app.shell import areas
from app.shell.factories import Factories
from app.shell.key_pages import KeyPages
from app.shell.search import Search, words_of

if TYPE_CHECKING:  # with it come the formats of money and dates, which an empty frame does not write
    from app.shell.books import Shelf
    from app.shell.refusals import Refusal
    from app.shell.session import Session


class MainWindow(KeyPages, QObject):
    """One window: first the welcome page, then the areas of the person who works in the open book."""

    new_wanted = Signal(object)
    open_wanted = Signal(str)
    unlock_wanted = Signal(str, object)
    rekey_wanted = Signal(object)
    ask_wanted = Signal(str, object)
    """A place, and how to open it: only to read it, or taking over a lock."""
    demo_wanted = Signal()
    person_wanted = Signal(object)
    copy_wanted = Signal(str)

    def __init__(self, operations: Operations) -> None:
        """An empty frame; nothing is read before `fill`."""
        super().__init__()
        self.operations = operations
        self.feed = ChangeFeed()
        self.frame = Frame(name="Watertight", feed=self.feed, operations=operations)
        self._session: Session | None = None
        self._refused: Problem | None = None
        self.logs: Path | None = None
        self.shelf: Shelf | None = None
        operations.changed.connect(self.feed.publish)
        operations.problem.connect(self._tell)
        operations.crashed.connect(self._crashed)
        operations.saved.connect(self._say_saved)
        operations.unsaved.connect(self._say_unsaved)
        self.feed.published.connect(self._count)
        self.frame.person_requested.connect(self.choose_person)
        self.frame.settings_requested.connect(self.open_settings)
        self.frame.help_requested.connect(self.open_help)
        self.frame.page_shown.connect(self._mark_area)
        self.frame.page_shown.connect(lambda _key: self._forget_refusal())
        self.frame.bind("Ctrl+L", self.log_time, _("log time"))
        self.frame.bind("Ctrl+H", self.show_history, _("history of what is chosen"))
        self.frame.history_asked = self._history_of
        self.frame.works_with(operations, words_of)
        self.search = Search(self)

    def retire(self) -> None:
        """Another window stands in this one's place: it hears and tells nothing more, its ways back still work."""
        operations = self.operations
        operations.changed.disconnect(self.feed.publish)
        operations.problem.disconnect(self._tell)
        operations.crashed.disconnect(self._crashed)
        operations.saved.disconnect(self._say_saved)
        operations.unsaved.disconnect(self._say_unsaved)
        self.frame.hide()

    def _mark_area(self, key: str) -> None:
        """A page behind a list belongs to the list's area."""
        if key in areas.BEHIND:
            self.frame.rail.mark_open(areas.BEHIND[key])

    @property
    def session(self) -> Session:
        """The person at the window; RuntimeError while no book is open."""
        if self._session is None:
            message = "no book is open"
            raise RuntimeError(message)
        return self._session

    @property
    def is_open(self) -> bool:
        """Whether a book is open and shown."""
        return self._session is not None

    # ------------------------------------------------------------------ before a book is open

    def waiting(self, text: str) -> None:
        """Say what is being done; the frame stays. The open book is left: what is typed now never reaches the next."""
        if self._session is not None:
            self._leave({})
        self.frame.set_state(text)

    def welcome(self, problem: Problem | None) -> None:
        """The page to begin from; with the reason why a book did not open."""
        from app.shell.pages.welcome import WelcomePage

        self._leave(self._before_a_book())
        page = self.frame.show_page(areas.WELCOME)
        self.frame.set_state("")
        if isinstance(page, WelcomePage):
            page.show_problem(problem)

    def not_opened(self, refusal: Refusal) -> None:
        """Why a book did not open, and what can be done about it; the start page is one key away."""
        self._leave(self._before_a_book() | {areas.NOT_OPENED: lambda: self._not_opened_page(refusal)})
        self.frame.set_state("")
        self.frame.show_page(areas.NOT_OPENED)

    def _not_opened_page(self, refusal: Refusal) -> Page:
        from app.shell.pages.not_opened import NotOpenedPage

        page = NotOpenedPage(refusal)
        page.asked.connect(self.ask_wanted)
        page.choose_wanted.connect(self.open_book)
        page.restore_wanted.connect(self.ask_restore)
        page.left.connect(lambda: self.welcome(None))
        return page

    def _leave(self, pages: Mapping[str, Callable[[], Page]]) -> None:
        """No book is open; only these pages can be shown."""
        self._session = None
        frame = self.frame
        frame.close_pages()
        frame.standing.clear()
        frame.set_areas([], pages)
        frame.set_person("", "", "")
        frame.set_mark("")
        frame.setWindowTitle("Watertight")
        self._offer_everywhere(offered=False)

    def _offer_everywhere(self, *, offered: bool) -> None:
        """Settings and search belong to an open book; without one they would do nothing."""
        self.frame.rail.settings_button.setVisible(offered)
        self.frame.top.search.setVisible(offered)
        if not offered:
            self.frame.palette_layer.set_items([])

    def _before_a_book(self) -> dict[str, Callable[[], Page]]:
        return {
            areas.WELCOME: self._welcome_page,
            areas.NEW_BOOK: self._new_book_page,
            areas.RESTORE: self._restore_page,
            areas.HELP: self._help_page,
        }

    def _welcome_page(self) -> Page:
        from app.shell.pages.welcome import WelcomePage

        page = WelcomePage(self.operations, self.shelf)
        page.new_wanted.connect(self.make_book)
        page.open_wanted.connect(self.open_book)
        page.demo_wanted.connect(self.demo_wanted)
        page.place_wanted.connect(self.open_wanted)
        return page

    def found(self, then: Callable[[], object]) -> None:
        """Ask for the firm of an empty book."""
        from app.firm.ui import FoundFirmDialog
        from app.kernel.account import account_name
        from app.shell.computer import of_this_computer

        self.frame.set_state("")
        dialog = FoundFirmDialog(self.operations, of_this_computer(), os_account=account_name(), parent=self.frame)
        dialog.accepted.connect(then)
        dialog.rejected.connect(lambda: self.welcome(None))
        dialog.open()

    # ------------------------------------------------------------------ the open book

    def fill(self, session: Session) -> None:
        """Show the areas of a person, starting on the page of the role."""
        self._session = session
        frame = self.frame
        frame.close_pages()
        frame.setWindowTitle(f"{session.book_name} \u2013 Watertight" if session.book_name else "Watertight")
        pages = Factories(self.operations, session, frame.ask_page, lambda: frame.came_from).by_key() | {
            areas.SETTINGS: self._settings_page,
            areas.NEW_BOOK: self._new_book_page,
            areas.REKEY: self._rekey_page,
            areas.RESTORE: self._restore_page,
            areas.BRING_IN: self._bring_in_page,
            areas.TYPED: self._typed_page,
            areas.HELP: self._help_page,
        }
        if session.may(Right.SEE_MONEY):
            pages[areas.CHECK] = self._check_page
        frame.set_areas(areas.areas_for(session.role), pages)
        frame.set_person(session.initials, session.name, session.grade or role_name(session.role.value))
        frame.set_mark(_("Demo, {day}").format(day=session.formats.date(session.today())) if session.is_demo else "")
        self._say_saved()
        self._say_standing()
        self._offer_everywhere(offered=True)
        self.frame.palette_layer.show_prefix("#", shown=session.may(Right.SEE_MONEY))
        self.search.fill()
        frame.ask_page(session.start)
        self._count()

    def log_time(self) -> None:
        """Ctrl+L: the line of My week, from anywhere."""
        if self._session is not None and self._session.may(Right.LOG_TIME):
            self.frame.ask_page(areas.WEEK)

    def show_history(self) -> None:
        """Ctrl+H: who changed what is chosen here."""
        from app.shell.histories import show_here

        show_here(self)

    def _history_of(self, over: QWidget, subject: tuple[str, int] | None) -> None:
        from app.shell.histories import show

        show(self, over, subject)

    def show_book_history(self) -> None:
        """What was done in the whole book, by whom."""
        from app.shell.histories import show_book

        show_book(self)

    def open_settings(self) -> None:
        """The settings, once a book is open."""
        if self._session is not None:
            self.frame.ask_page(areas.SETTINGS)

    def open_help(self) -> None:
        """F1: the help page about this screen."""
        from app.shell.pages.help import TOPICS

        here = self.frame.current_key or self.frame.coming.key
        if here != areas.HELP and areas.HELP in self.frame.known:
            self.frame.ask_page(areas.HELP, TOPICS.get(here, "first-steps"))

    def _help_page(self) -> Page:
        from app.shell.pages.help import HelpPage

        page = HelpPage()
        page.left.connect(lambda: self.frame.travel(-1))
        return page

    def show_settings(self, section: str = "", record: int | None = None) -> None:
        """A section of the settings, and a record in it."""
        if self._session is not None:
            self.frame.ask_page(areas.SETTINGS, (section, record))

    def _settings_page(self) -> Page:
        from app.shell.pages.settings import SettingsPage

        page = SettingsPage(self.operations, self.session, self.logs, self.keys, self.backups)
        page.person_wanted.connect(self.choose_person)
        page.export_wanted.connect(self.export_books)
        page.week_wanted.connect(lambda: self.frame.ask_page(areas.WEEK))
        page.copy_wanted.connect(self.copy_wanted)
        page.history_wanted.connect(self.show_book_history)
        page.check_wanted.connect(self.check_books)
        page.new_wanted.connect(self.make_book)
        page.open_wanted.connect(self.open_book)
        page.rekey_wanted.connect(self.ask_rekey)
        page.way_added.connect(self.another_way)
        page.restore_wanted.connect(lambda backup: self.ask_restore(self.session.place, backup))
        return page

    def open_book(self) -> None:
        """Ask which book to open."""
        from app.shell.book_files import ask_open

        ask_open(self.frame, self.open_wanted.emit)

    def export_books(self) -> None:
        """Ask what to export and where."""
        from app.exports.ui import ExportDialog

        ExportDialog(self.operations, self.session.formats, today=self.session.today, parent=self.frame).open()

    def copied(self, book: str, day: str, copy: str) -> None:
        """A copy of a book was made and checked; by now another book may be open."""
        known = dict(memory.recall("copies", {}))
        known[book] = [day, copy]
        memory.keep("copies", known)
        page = self.frame.page(areas.SETTINGS)
        if page is not None:
            page.refresh()
        self.frame.notify(_("Copied to {place} and checked.").format(place=copy))

    # ------------------------------------------------------------------ what is told

    def _tell(self, problem: Problem) -> None:
        self.frame.notify(str(problem))

    def _say_saved(self) -> None:
        """Everything that was sent to the book is in it."""
        self._refused, self._unsaved = None, False
        if self._session is not None and self._session.read_only:
            self.frame.set_state(_("Read only"), "warn")
        elif self._session is not None:
            words, tone = self.backup_state()
            said = _("Saved in the shared book") if self._session.shared else _("Saved on this computer")
            self.frame.set_state(_("Saved \u00b7 {backup}").format(backup=words) if words else said, tone)

    def only_read(self, why: str) -> None:
        """From now on nothing is written in the open book."""
        if self._session is not None and not self._session.read_only:
            self._session = replace(self._session, read_only=why)
            self._say_standing()

    def _say_standing(self) -> None:
        """What holds for this book whatever page is shown."""
        session = self.session
        if session.read_only:
            text = _("Read only: {why}").format(why=session.read_only)
            self.frame.standing.lasts(text, _("Open it to write"), lambda: self.open_wanted.emit(session.place))
        else:
            self.frame.standing.warn(session.warnings)

    def _say_unsaved(self, problem: Problem | None) -> None:
        """Nothing claims to be saved until the next change is."""
        if self._session is None:
            return
        self._refused, self._unsaved = problem, True
        bad = problem is None or _of_the_book(problem)
        self.frame.set_state(_("Last change not saved"), "bad" if bad else "warn")

    def _forget_refusal(self) -> None:
        """What a rule refused concerns the page it was typed on; a book that cannot be written stays a warning."""
        if self._refused is not None and not _of_the_book(self._refused):
            self._say_saved()

    def _crashed(self, _trace: str) -> None:
        if self._session is None and self.frame.current_key not in {areas.NEW_BOOK, areas.UNLOCK}:
            self.welcome(None)  # a book that did not open leaves no half open window
        self._say_unsaved(None)

    def tell_failure(self, text: str, path: Path | None, *, first: bool = True, died: bool = False) -> None:
        """Something failed that nobody expected: its report, unless one is being read or it was read before."""
        from app.shell.failure_view import FailureDialog

        if first and not any(one.isVisible() for one in self.frame.findChildren(FailureDialog)):
            FailureDialog(text, path, died=died, parent=self.frame).open()
        else:
            self.frame.notify(
                _("Something failed that should not. Nothing half-done was saved; the log has the details.")
            )

    def _count(self, _changes: object = None) -> None:
        """The numbers in the rail: things that need somebody."""
        if self._session is None:
            return
        from app.shell.counts import count_all

        count_all(self.operations, self.session, self.frame)

    def choose_person(self) -> None:
        """Let another person of the firm work here; who may be chosen follows from the account's rights."""
        if self._session is None:
            return
        from app.shell.people import SwitchPersonDialog

        dialog = SwitchPersonDialog(self.operations, self.session, self.frame)
        dialog.chosen.connect(self.person_wanted)
        dialog.open()


def _of_the_book(problem: Problem) -> bool:
    """Whether the book itself failed, not a rule of the office."""
    return problem.code.startswith("book.")


def role_name(role: str) -> str:
    """The name of an access role on screen."""
    names = {
        "consultant": _("Consultant"),
        "manager": _("Manager"),
        "office_manager": _("Office manager"),
        "partner": _("Partner"),
        "accountant": _("Accountant"),
    }
    return names.get(role, role)
