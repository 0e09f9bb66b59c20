"""The pages about keys, new books and the check, as the window shows them: with a book open, or before one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from app.kernel.problems import Problem
from app.kernel.words import _
from app.shell import areas

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from app.kernel.typed import LeftTyped
    from app.qt.frame import Frame
    from app.qt.operations import Operations
    from app.qt.page import Page
    from app.shell.backups import Backups
    from app.shell.checks import Checks
    from app.shell.keys import Keys, Rekeyed
    from app.shell.session import Session
    from app.shell.typed import TypedDesk
    from app.shell.window import MainWindow

    class Window(Protocol):
        """What the mixin finds in the window."""

        operations: Operations
        frame: Frame
        _session: Session | None

        @property
        def session(self) -> Session: ...
        def welcome(self, problem: Problem | None) -> None: ...
        def show_settings(self, section: str = "", record: int | None = None) -> None: ...
        def _leave(self, pages: Mapping[str, Callable[[], Page]]) -> None: ...
        def _before_a_book(self) -> dict[str, Callable[[], Page]]: ...
        def _tell(self, problem: Problem) -> None: ...
        def _say_saved(self) -> None: ...

else:
    Window = object


def _nobody() -> Keys:
    message = "nobody answers for keys"
    raise RuntimeError(message)


def _nothing() -> Checks:
    message = "nobody checks books"
    raise RuntimeError(message)


class KeyPages(Window):
    """Mixed into the window."""

    new_wanted: SignalInstance
    open_wanted: SignalInstance
    unlock_wanted: SignalInstance
    rekey_wanted: SignalInstance
    ask_wanted: SignalInstance
    backups: Backups | None = None
    """Answers about backups; the desk sets it."""
    keys: Callable[[], Keys] = staticmethod(_nobody)
    checks: Callable[[], Checks] = staticmethod(_nothing)
    """How the check of the open book stands; the desk sets it."""
    place_for: Callable[[str], Path] = staticmethod(Path)
    """Where a new book of a name goes; the desk knows the folders."""
    backup_state: Callable[[], tuple[str, str]] = staticmethod(lambda: ("", ""))
    """How the backups of the open book stand, in some words and a tone; the desk knows."""
    _plain: bool = False
    _unsaved: bool = False
    """Whether the last change was told as not saved."""

    def check_books(self) -> None:
        """Check the open book from end to end, on a page of its own."""
        from app.shell.checking import check_books

        check_books(self)

    def _check_page(self) -> Page:
        from app.shell.checking import check_page

        return check_page(self)

    def ask_key(self, place: str, problem: Problem) -> None:
        """Ask for what opens a locked book; the page that asked before stays, with what was typed."""
        from app.shell.pages.unlock import UnlockPage

        page = self.frame.page(areas.UNLOCK)
        if isinstance(page, UnlockPage) and page.place == place:
            page.refuse(problem)
            return
        self._leave(self._before_a_book() | {areas.UNLOCK: lambda: self._unlock_page(place, problem)})
        self.frame.set_state("")
        self.frame.show_page(areas.UNLOCK)

    def _unlock_page(self, place: str, problem: Problem) -> Page:
        from app.shell.keys import Typed
        from app.shell.pages.unlock import UnlockPage

        page = UnlockPage(self.operations, self.keys(), place, problem)
        page.typed.connect(self.unlock_wanted)
        page.again_wanted.connect(lambda again: self.unlock_wanted.emit(again, Typed()))
        page.left.connect(lambda: self.welcome(None))
        return page

    def _new_book_page(self) -> Page:
        from app.kernel.account import account_name
        from app.shell.pages.new_book import NewBookPage

        firm = self._session.book_name if self._session is not None and not self._session.is_demo else ""
        page = NewBookPage(
            self.operations, self.keys(), self.place_for, name=firm or _("Office"), account=account_name()
        )
        page.made.connect(self.new_wanted)
        page.left.connect(self._leave_new_book)
        self.operations.crashed.connect(page.release)
        return page

    def _leave_new_book(self) -> None:
        """Back to where one was; the page keeps what was typed for as long as the window stands."""
        if self._session is not None:
            self.frame.travel(-1)
        else:
            self.frame.show_page(areas.WELCOME)
        self.frame.notify(_("No book was made. What you typed is kept until Watertight or this book is closed."))

    def not_made(self, problem: Problem) -> None:
        """A new book could not be made; the page still holds everything typed."""
        from app.shell.pages.new_book import NewBookPage

        page = self.frame.page(areas.NEW_BOOK)
        if isinstance(page, NewBookPage):
            self.frame.show_page(areas.NEW_BOOK)
            page.not_made(problem)
        else:
            self._tell(problem)

    def make_book(self) -> None:
        """The steps to a new book; the one that is open stays open until the new one is there."""
        self.frame.show_page(areas.NEW_BOOK)

    def _bring_in_page(self) -> Page:
        from app.shell.pages.bring_in import BringInPage

        if self._session is None:
            message = "no book is open"
            raise RuntimeError(message)
        page = BringInPage(self.operations, self._session)
        page.left.connect(self._begin_work)
        return page

    def _begin_work(self) -> None:
        if self._session is not None:
            first = areas.keys_for(self._session.role)
            self.frame.ask_page(self._session.start if self._session.start in first else first[0])

    # ------------------------------------------------------------------ back to a backup

    def say_backup(self) -> None:
        """How the backups stand has changed, if only because time passes; what was not saved is still told as that."""
        if not self._unsaved:
            self._say_saved()

    def back_up(self) -> None:
        """Back the open book up now."""
        if self.backups is not None:
            self.backups.now()

    def ask_restore(self, place: str, backup: str) -> None:
        """The page about going back to a backup of a book; whatever is open stays open until somebody says so."""
        if self.backups is not None:
            self.frame.show_page(areas.RESTORE, (place, backup))

    def _restore_page(self) -> Page:
        from app.shell.pages.restore import RestorePage
        from app.shell.refusals import How

        if self.backups is None:
            message = "nobody answers about backups"
            raise RuntimeError(message)
        page = RestorePage(self.operations, self.backups)
        page.restored.connect(self.open_wanted)
        page.look_wanted.connect(lambda backup: self.ask_wanted.emit(backup, How(read_only=True)))
        page.left.connect(lambda: self.frame.travel(-1))
        return page

    # ------------------------------------------------------------------ other keys for the open book

    def ask_rekey(self, encrypted: bool) -> None:
        """The steps to other keys of the open book; `encrypted` is what it is now."""
        if self._session is not None and self._session.read_only:
            self.frame.notify(_("This book is open to be read only. {why}").format(why=self._session.read_only))
            return
        self._plain = not encrypted
        self.frame.show_page(areas.REKEY)

    def _rekey_page(self) -> Page:
        from app.shell.pages.rekey import RekeyPage

        place = self._session.place if self._session is not None else ""
        page = RekeyPage(self.operations, self.keys(), place=place, encrypted=not self._plain)
        page.made.connect(self.rekey_wanted)
        page.left.connect(self._leave_rekey)
        self.operations.crashed.connect(page.release)
        return page

    def _leave_rekey(self) -> None:
        self.show_settings("protection")
        self.frame.notify(_("The book is as it was. The code you were shown opens nothing unless you go on."))

    def rekeyed(self, done: Rekeyed) -> None:
        """What became of it; the book is open again."""
        self.show_settings("protection")
        if done.problem is not None:
            self._tell(done.problem)
        elif done.plain_before:
            self._ask_remove(done)
        else:
            self.frame.notify(
                _("The new code opens the book. As it was before, it lies at {place}.").format(place=done.before)
            )

    def opened_by_code(self, *, can_remember: bool) -> None:
        """Nothing on this computer opens the book that is open now: how that is changed."""
        if can_remember:
            text = _(
                "Opened by its code. Next time it asks again: let this computer remember the key, or set a passphrase, "
                "in Settings, Protection."
            )
        else:
            text = _("Opened by its code. Next time it asks again: a passphrase can be set in Settings, Protection.")
        self.frame.standing.offer(text, _("Protection"), self.show_protection)

    def show_protection(self) -> None:
        """The settings of what opens the book."""
        self.show_settings("protection")

    def another_way(self) -> None:
        """The book opens here without its code from now on: nothing is offered any more."""
        self.frame.standing.withdraw(self.show_protection)

    def _ask_remove(self, done: Rekeyed) -> None:
        """The plain file is still there, and whoever finds it can read it."""
        from app.qt.dialogs import ConfirmDialog

        keys = self.keys()

        def remove() -> None:
            self.operations.background(
                lambda _progress: keys.remove_before(done.before),
                lambda _done: self.frame.notify(_("The unencrypted file was removed.")),
                failed=self._tell,
            )

        dialog = ConfirmDialog(
            _("Remove the unencrypted file?"),
            _(
                "The book is encrypted now. As it was before, it still lies at {place}, and whoever finds it "
                "can read it. Traces of a removed file may stay on the disk."
            ).format(place=done.before),
            _("Remove the unencrypted file"),
            parent=self.frame,
        )
        dialog.confirmed.connect(remove)
        dialog.open()

    def _typed_page(self) -> Page:
        from app.shell.pages.typed import TypedPage

        page = TypedPage(cast("MainWindow", self).session.formats, lambda: self.frame.keeper)
        page.chosen.connect(self._go_on)
        page.seen.connect(lambda: self.frame.standing.withdraw(self.show_typed))
        return page

    def show_typed(self) -> None:
        """What was typed and not saved when a window was lost."""
        self.frame.ask_page(areas.TYPED)

    def _go_on(self, left: LeftTyped) -> None:
        """Open the form of what was left, with what was typed in it."""
        from app.shell.resuming import go_on

        go_on(cast("MainWindow", self), cast("TypedDesk", self.frame.keeper), left)
