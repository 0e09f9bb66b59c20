"""How each page is built; a page's room is imported when the page is first opened, not before."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from app.firm.domain import Right
from app.qt.page import Page
from app.shell import areas

if TYPE_CHECKING:
    from app.qt.operations import Operations
    from app.shell.session import Session

Parts = Generator[None, None, Page]
"""A page of several parts: after each the window has a turn."""
Factory = Callable[[], Page | Parts]
Show = Callable[[str, object], object]


class Factories:
    """The pages of a session; `show(area key, argument)` opens another one, `came_from` tells the one before."""

    def __init__(
        self, operations: Operations, session: Session, show: Show, came_from: Callable[[], str] = str
    ) -> None:
        """Nothing is built yet."""
        self._operations = operations
        self._session = session
        self._show = show
        self._came_from = came_from

    def by_key(self) -> dict[str, Factory]:
        """The pages the role may use."""
        every: dict[str, Factory] = {
            areas.START: self._start,
            areas.WEEK: self._week,
            areas.CLIENTS: self._clients,
            areas.ENGAGEMENTS: self._engagements,
            areas.APPROVALS: self._approvals,
            areas.BILLING: self._billing,
            areas.INVOICES: self._invoices,
            areas.COLLECTIONS: self._collections,
        }
        allowed = areas.keys_for(self._session.role)
        behind = {
            areas.ENGAGEMENT: self._engagement,
            areas.TIME: self._time,
            areas.PREVIEW: self._preview,
            areas.INVOICE: self._invoice,
        }
        return {key: every[key] for key in allowed} | {
            key: factory for key, factory in behind.items() if areas.BEHIND[key] in allowed
        }

    def _start(self) -> Parts:
        from app.shell.pages.start import StartPage

        return StartPage.in_parts(self._operations, self._session)

    def _week(self) -> Parts:
        from app.harvest.ui import SuggestionPanel
        from app.shell.pages.my_week import MyWeekPage
        from app.timesheets.ui.week_column import WeekColumn

        session = self._session
        panel = SuggestionPanel(
            self._operations, session.formats, person_id=session.person_id, on_this_computer=not session.shared
        )
        yield
        column = yield from WeekColumn.in_parts(session.formats)
        yield
        return MyWeekPage(self._operations, session.formats, person_id=session.person_id, side=panel, column=column)

    def _clients(self) -> Page:
        from app.shell.pages.clients import ClientsPage

        session = self._session
        return ClientsPage(self._operations, session.formats, today=session.today, role=session.role.value)

    def _engagements(self) -> Page:
        from app.shell.pages.engagements import EngagementsPage

        session = self._session
        page = EngagementsPage(
            self._operations,
            session.formats,
            sees_money=session.may(Right.SEE_OTHERS_TIME),
            may_edit=session.may(Right.EDIT_ENGAGEMENTS),
        )
        page.opened.connect(lambda sow_id: self._show(areas.ENGAGEMENT, sow_id))
        page.time_wanted.connect(lambda: self._show(areas.TIME, None))
        return page

    def _time(self) -> Page:
        from app.timesheets.ui import AllTimePage

        session = self._session
        page = AllTimePage(
            self._operations,
            session.formats,
            today=session.today,
            everybody=session.may(Right.SEE_OTHERS_TIME),
            own_id=session.person_id if session.may(Right.LOG_TIME) else None,
        )
        page.week_wanted.connect(lambda day: self._show(areas.WEEK, day))
        page.sow_wanted.connect(lambda sow_id: self._show(areas.ENGAGEMENT, (sow_id, "time")))
        page.left.connect(lambda: self._show(areas.ENGAGEMENTS, None))
        return page

    def _engagement(self) -> Page:
        from app.shell.pages.engagement import EngagementPage

        return EngagementPage(self._operations, self._session.formats)

    def _approvals(self) -> Parts:
        from app.timesheets.ui import ApprovalsPage, ExpenseApprovals

        expenses = ExpenseApprovals(self._operations, self._session.formats)
        yield
        return ApprovalsPage(self._operations, self._session.formats, expenses=expenses)

    def _billing(self) -> Page:
        from app.invoices.ui import BillingRunPage

        page = BillingRunPage(self._operations, self._session.formats)
        page.preview_wanted.connect(lambda draft_id: self._show(areas.PREVIEW, draft_id))
        return page

    def _preview(self) -> Page:
        from app.invoices.ui import PreviewPage

        page = PreviewPage(self._operations, self._session.formats)
        page.home = areas.BILLING
        page.left.connect(lambda draft_id: self._go_back(areas.BILLING, draft_id))
        return page

    def _invoices(self) -> Page:
        from app.shell.pages.invoices import InvoicesPage

        page = InvoicesPage(self._operations, self._session.formats, may_bill=self._session.may(Right.DRAFT_INVOICES))
        page.opened.connect(lambda invoice_id: self._show(areas.INVOICE, invoice_id))
        return page

    def _invoice(self) -> Page:
        from app.invoices.ui import InvoicePage

        page = InvoicePage(self._operations, self._session.formats)
        page.home = areas.INVOICES
        page.left.connect(lambda invoice_id: self._go_back(areas.INVOICES, invoice_id))
        return page

    def _go_back(self, home: str, argument: object) -> None:
        """From a document to where it was opened: to its list at what was looked at last, or to another page."""
        before = self._came_from()
        if before and before not in {home, areas.PREVIEW, areas.INVOICE}:
            self._show(before, None)
        else:
            self._show(home, argument)

    def _collections(self) -> Page:
        from app.receivables.ui import CollectionsPage

        page = CollectionsPage(self._operations, self._session.formats)
        page.invoice_wanted.connect(lambda invoice_id: self._show(areas.INVOICES, invoice_id))
        page.client_wanted.connect(lambda client_id: self._show(areas.CLIENTS, client_id))
        return page
