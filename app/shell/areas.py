"""The areas of the window by access role."""

from __future__ import annotations

from app.firm.domain import AccessRole, Right, allowed
from app.kernel.words import _
from app.qt.frame import Area

START, WEEK, CLIENTS, ENGAGEMENTS, APPROVALS = "start", "week", "clients", "engagements", "approvals"
BILLING, INVOICES, COLLECTIONS = "billing", "invoices", "collections"
WELCOME = "welcome"
NEW_BOOK = "new-book"
"""The steps to a new book, with a book open or without."""
UNLOCK = "unlock"
"""What opens a locked book."""
RESTORE = "restore"
"""Going back to a backup, with a book open or without."""
REKEY = "rekey"
"""The steps to other keys of the open book."""
BRING_IN = "bring-in"
"""The last step of a new book, in the book itself: what there was before it."""
TYPED = "typed"
"""What was typed in a window that was lost."""
NOT_OPENED = "not-opened"
"""Why a book did not open."""
CHECK = "check"
"""The check of the open book: from the palette and from the settings."""
SETTINGS = "settings"
"""Behind the wheel in the rail."""
HELP = "help"
"""Behind F1."""
ENGAGEMENT = "engagement"
"""One statement of work: reached from the list, not from the rail."""
TIME = "time"
"""All time, or all the own: reached from the engagements and from the search."""
PREVIEW, INVOICE = "preview", "invoice"
"""One draft and one invoice as the client gets them: reached from their lists."""
BEHIND = {ENGAGEMENT: ENGAGEMENTS, TIME: ENGAGEMENTS, PREVIEW: BILLING, INVOICE: INVOICES}
"""The area each page without a place in the rail belongs to."""

NEEDS: dict[str, Right | None] = {
    START: Right.ACKNOWLEDGE_ALERTS,
    WEEK: Right.LOG_TIME,
    CLIENTS: None,
    ENGAGEMENTS: None,
    APPROVALS: Right.APPROVE_TIME,
    BILLING: Right.DRAFT_INVOICES,
    INVOICES: Right.SEE_MONEY,
    COLLECTIONS: Right.SEE_MONEY,
}


def keys_for(role: AccessRole) -> list[str]:
    """The areas a role may use, in rail order; what it may not use is absent."""
    return [key for key, right in NEEDS.items() if right is None or allowed(role, right)]


def areas_for(role: AccessRole) -> list[Area]:
    """The rail of a role."""
    work, money = _("Work"), _("Money")
    known = {
        START: Area(START, _("Today"), "bell", work),
        WEEK: Area(WEEK, _("My week"), "calendar-days", work),
        CLIENTS: Area(CLIENTS, _("Clients"), "building-2", work),
        ENGAGEMENTS: Area(ENGAGEMENTS, _("Engagements"), "briefcase", work),
        APPROVALS: Area(APPROVALS, _("Approvals"), "check", work),
        BILLING: Area(BILLING, _("Billing run"), "receipt-text", money),
        INVOICES: Area(INVOICES, _("Invoices"), "file-text", money),
        COLLECTIONS: Area(COLLECTIONS, _("Collections"), "hand-coins", money),
    }
    return [known[key] for key in keys_for(role)]
