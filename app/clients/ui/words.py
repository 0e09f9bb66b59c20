"""Words for what the domain names: states, PO rules, kinds of terms."""

from __future__ import annotations

from app.clients.domain import ClientState, Fact, PoRule, TermsKind
from app.kernel.words import _


def state_choices() -> tuple[tuple[ClientState, str], ...]:
    """Where a client may stand."""
    return (
        (ClientState.INTAKE, _("Intake")),
        (ClientState.ACTIVE, _("Active")),
        (ClientState.CLOSED, _("Closed")),
    )


def po_choices() -> tuple[tuple[PoRule, str], ...]:
    """Whether a purchase order number is needed."""
    return ((PoRule.NONE, _("No")), (PoRule.EVERY_INVOICE, _("Every invoice")))


def terms_choices() -> tuple[tuple[TermsKind, str], ...]:
    """How a due date follows from the issue date."""
    return (
        (TermsKind.DAYS, _("Days after issue")),
        (TermsKind.DAY_OF_NEXT_MONTH, _("Day of the next month")),
    )


def po_word(rule: PoRule) -> str:
    """A PO rule in words."""
    return dict(po_choices())[rule]


def fact_words(fact: Fact) -> str:
    """What is missing, in words."""
    words = {
        Fact.ADDRESS: _("Address"),
        Fact.TAX_NUMBER: _("VAT or tax number that passes its check"),
        Fact.TERMS: _("Payment terms"),
        Fact.PAYER: _("Who pays"),
        Fact.PAYER_EMAIL: _("Email for invoices"),
        Fact.PURCHASE_ORDER: _("First PO number"),
        Fact.MAIL_DOMAINS: _("Mail domains"),
        Fact.SPONSOR: _("Who wanted the work"),
        Fact.OWNER: _("Owner here"),
    }
    return words[fact]
