"""Words of bills: states of a draft, kinds of lines and of billed units, what a check found."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.words import _


class DraftState(StrEnum):
    """What a person decided about a draft; checks and blocks are derived."""

    OPEN = "open"
    HOLD = "hold"
    APPROVED = "approved"


class Shown(StrEnum):
    """What a list shows of a draft: the decision together with the checks."""

    READY = "ready"
    CHECK = "check"
    BLOCKED = "blocked"
    HOLD = "hold"
    APPROVED = "approved"


class LineKind(StrEnum):
    """What a line bills."""

    FEE = "fee"
    MILESTONE = "milestone"
    RETAINER = "retainer"
    EXTRA = "extra"
    EXPENSE = "expense"
    ADJUSTMENT = "adjustment"


WORK_KINDS = frozenset({LineKind.FEE, LineKind.MILESTONE, LineKind.RETAINER, LineKind.EXTRA})
"""Lines that bill work; with adjustments they are the fees that count against a budget."""


class UnitKind(StrEnum):
    """What can be billed once and only once."""

    TIME = "time"
    EXPENSE = "expense"
    MILESTONE = "milestone"
    RETAINER = "retainer"


class Origin(StrEnum):
    """Where an invoice comes from."""

    ISSUED = "issued"
    OPENING = "opening"


class Part(StrEnum):
    """A part of a printed bill that may be left out. All else is always there."""

    REFERENCES = "references"
    PEOPLE = "people"
    BUDGET = "budget"
    QUESTION = "question"
    CODE = "code"
    TIMESHEET = "timesheet"


class PaperSize(StrEnum):
    """The paper a bill is printed on."""

    A4 = "A4"
    LETTER = "Letter"


class Verdict(StrEnum):
    """What a check found."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    WATCH = "watch"
    BLOCK = "block"


class CheckKey(StrEnum):
    """The nine questions asked about every draft."""

    RATES = "rates"
    HOURS = "hours"
    BUDGET = "budget"
    PURCHASE_ORDER = "purchase_order"
    TAX = "tax"
    CHANGE_ORDERS = "change_orders"
    RECEIPTS = "receipts"
    ONCE = "once"
    PAYER = "payer"


class Fix(StrEnum):
    """The way out of a finding: what the person can do about it here."""

    SOW_RATE = "sow rate"
    END_DISCOUNT = "end discount"
    COLLECT = "collect"
    WRITE_DOWN = "write down"
    ORDER = "order"
    ACCEPTANCE = "acceptance"
    APPROVALS = "approvals"
    CLIENT = "client"
    SOW = "statement of work"
    FIRM = "firm"


class Reason(StrEnum):
    """Why a bill says something else than the statement of work; kept with it and counted."""

    DISCOUNT = "discount"
    REWORK = "rework"
    OVERRUN = "overrun"
    GOODWILL = "goodwill"
    PROMISE = "promise"
    EARLIER_WORK = "earlier work"
    OTHER = "other"


def reason_words(reason: Reason) -> str:
    """A reason for people."""
    return {
        Reason.DISCOUNT: _("Discount agreed"),
        Reason.REWORK: _("Rework not charged"),
        Reason.OVERRUN: _("More time than agreed"),
        Reason.GOODWILL: _("Goodwill"),
        Reason.PROMISE: _("Promised to the client"),
        Reason.EARLIER_WORK: _("Work done before without a bill"),
        Reason.OTHER: _("Another reason"),
    }[reason]


def adjusted_words(why: str, text: str) -> str:
    """The reason of an adjustment for people: the one of the list, and what was added to it."""
    known = reason_words(Reason(why)) if why and why != Reason.OTHER else ""
    return _("{reason}: {text}").format(reason=known, text=text) if known and text else known or text


AWAITS_ACCEPTANCE = "acceptance not recorded"
"""The reason of a hold that collecting set by itself and takes off by itself."""
EXTRA_PART = "extra"
"""The part of a time entry that lies past a retainer's included hours, when the entry is split."""
