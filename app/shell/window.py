"""The main window: the frame filled with the areas a person may use. Pages are imported when first opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.feed import ChangeFeed
from app.qt.frame import Frame
from app.qt.operations import Operations
from app.qt.page import Page
from app.shell import areas
from app.shell.pages.welcome import WelcomePage
from app.shell.search import Search
from app.shell.session import Session


class MainWindow(QObject):
    """One window: first the welcome page, then the areas of the person who works in the open book."""

    new_wanted = Signal(str)
    open_wanted = Signal(str)
    demo_wanted = Signal()
    person_wanted = Signal(object)
    look_wanted = Signal(str)

    def __init__(self, operations: Operations) -> None:
        """An empty frame; nothing is read before `fill`."""
        super().__init__()
        self.operations = operations
        self.feed = ChangeFeed()
        self.frame = Frame(name="Watertight", feed=self.feed, operations=operations)
        self._session: Session | None = None
        operations.changed.connect(self.feed.publish)
        operations.problem.connect(self._tell)
        operations.crashed.connect(self._crashed)
        self.feed.published.connect(self._count)
        self.frame.person_requested.connect(self.choose_person)
        self.search = Search(self)

    @property
    def session(self) -> Session:
        """The person at the window; RuntimeError while no book is open."""
        if self._session is None:
            message = "no book is open"
            raise RuntimeError(message)
        return self._session

    # ------------------------------------------------------------------ before a book is open

    def waiting(self, text: str) -> None:
        """Say what is being done; the frame stays."""
        self.frame.set_state(text)

    def welcome(self, problem: Problem | None) -> None:
        """The page to begin from; with the reason why a book did not open."""
        self._session = None
        self.frame.close_pages()
        self.frame.set_areas([], {areas.WELCOME: self._welcome_page})
        page = self.frame.show_page(areas.WELCOME)
        self.frame.set_state("")
        if isinstance(page, WelcomePage):
            page.show_problem(problem)

    def _welcome_page(self) -> Page:
        page = WelcomePage()
        page.new_wanted.connect(self.new_wanted)
        page.open_wanted.connect(self.open_wanted)
        page.demo_wanted.connect(self.demo_wanted)
        return page

    def found(self, then: Callable[[], object]) -> None:
        """Ask for the firm of an empty book."""
        from app.firm.ui import FoundFirmDialog

        self.frame.set_state("")
        dialog = FoundFirmDialog(self.operations, Formats(), parent=self.frame)
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
        frame.set_areas(areas.areas_for(session.role), self._factories())
        frame.set_person(session.initials, session.name, session.grade or role_name(session.role.value))
        frame.set_mark(_("Demo, {day}").format(day=session.formats.date(session.today())) if session.is_demo else "")
        frame.set_state(_("Saved in the shared book") if session.shared else _("Saved on this computer"))
        self.search.fill()
        frame.show_page(areas.first_page(session.role))
        self._count()

    # ------------------------------------------------------------------ pages

    def _factories(self) -> Mapping[str, Callable[[], Page]]:
        every: dict[str, Callable[[], Page]] = {
            areas.START: self._start_page,
            areas.WEEK: self._week_page,
            areas.CLIENTS: self._clients_page,
            areas.ENGAGEMENTS: self._engagements_page,
            areas.APPROVALS: self._approvals_page,
            areas.BILLING: self._billing_page,
            areas.INVOICES: self._invoices_page,
            areas.COLLECTIONS: self._collections_page,
            areas.PEOPLE: self._people_page,
        }
        allowed = areas.keys_for(self.session.role)
        pages = {key: factory for key, factory in every.items() if key in allowed}
        pages[areas.ENGAGEMENT] = self._engagement_page
        return pages

    def _start_page(self) -> Page:
        from app.shell.pages.start import StartPage

        return StartPage(self.operations, self.session)

    def _week_page(self) -> Page:
        from app.harvest.ui import SuggestionPanel
        from app.shell.pages.my_week import MyWeekPage

        panel = SuggestionPanel(self.operations, self.session.formats, person_id=self.session.person_id)
        return MyWeekPage(self.operations, self.session.formats, person_id=self.session.person_id, side=panel)

    def _clients_page(self) -> Page:
        from app.clients.ui import ClientsPage

        return ClientsPage(self.operations, self.session.formats)

    def _engagements_page(self) -> Page:
        from app.engagements.ui import EngagementsPage

        return EngagementsPage(self.operations, self.session.formats)

    def _engagement_page(self) -> Page:
        from app.shell.pages.engagement import EngagementPage

        return EngagementPage(self.operations, self.session.formats)

    def _approvals_page(self) -> Page:
        from app.timesheets.ui import ApprovalsPage

        return ApprovalsPage(self.operations, self.session.formats)

    def _billing_page(self) -> Page:
        from app.invoices.ui import BillingRunPage

        return BillingRunPage(self.operations, self.session.formats)

    def _invoices_page(self) -> Page:
        from app.invoices.ui import InvoicesPage

        return InvoicesPage(self.operations, self.session.formats)

    def _collections_page(self) -> Page:
        from app.receivables.ui import CollectionsPage

        return CollectionsPage(self.operations, self.session.formats)

    def _people_page(self) -> Page:
        from app.firm.ui import PeoplePage

        return PeoplePage(self.operations, self.session.formats)

    def export_books(self) -> None:
        """Ask what to export and where."""
        from app.exports.ui import ExportDialog

        ExportDialog(self.operations, self.session.formats, today=self.session.today, parent=self.frame).open()

    # ------------------------------------------------------------------ what is told

    def _tell(self, problem: Problem) -> None:
        self.frame.notify(str(problem))

    def _crashed(self, _trace: str) -> None:
        self.frame.notify(_("Something failed that should not. Nothing was saved; the log file has the details."))

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
