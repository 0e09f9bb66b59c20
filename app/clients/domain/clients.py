"""Client rules: states, PO rules, payment terms and the due date they give, the texts a client is known by."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from app.firm.domain import line, whole_days
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext


class ClientState(StrEnum):
    """Where a client stands."""

    INTAKE = "intake"
    ACTIVE = "active"
    CLOSED = "closed"


class PoRule(StrEnum):
    """Whether invoices need a purchase order number."""

    NONE = "none"
    EVERY_INVOICE = "every_invoice"


class TermsKind(StrEnum):
    """How a due date follows from the issue date."""

    DAYS = "days"
    DAY_OF_NEXT_MONTH = "day_of_next_month"


class Fact(StrEnum):
    """What must be known of a client before its first invoice can go out, in the order in which it is asked for."""

    ADDRESS = "address"
    TAX_NUMBER = "tax_number"
    TERMS = "terms"
    PAYER = "payer"
    PAYER_EMAIL = "payer_email"
    PURCHASE_ORDER = "purchase_order"
    MAIL_DOMAINS = "mail_domains"
    SPONSOR = "sponsor"
    OWNER = "owner"


EVER = date(1900, 1, 1)
"""The day the first terms of a client are valid from: older documents may be brought in later."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment terms from a day on: `number` days after issue, or that day of the next month."""

    kind: TermsKind
    number: int
    valid_from: date


def terms_on(terms: Sequence[Terms], day: date) -> Terms:
    """The terms that hold on a day: the newest begun by then, else the earliest there are."""
    if not terms:
        raise Problem("client.no_terms", _("This client has no payment terms."), hint=_("Set them, then try again."))
    in_order = sorted(terms, key=lambda item: item.valid_from)
    begun = [item for item in in_order if item.valid_from <= day]
    return begun[-1] if begun else in_order[0]


def due_date(terms: Sequence[Terms], issued_on: date) -> date:
    """When an invoice issued on a day is due. A month without that day is due on its last one."""
    now = terms_on(terms, issued_on)
    if now.kind is TermsKind.DAYS:
        return issued_on + timedelta(now.number)
    year, month = (issued_on.year + 1, 1) if issued_on.month == 12 else (issued_on.year, issued_on.month + 1)
    return date(year, month, min(now.number, calendar.monthrange(year, month)[1]))


def terms_text(terms: Terms) -> str:
    """Terms in words: "30 days", "day 24 of the next month"."""
    if terms.kind is TermsKind.DAYS:
        return _("at once") if terms.number == 0 else ngettext("{n} day", "{n} days", terms.number)
    return _("day {day} of the next month").format(day=terms.number)


def terms_number(kind: TermsKind, number: int | Decimal, field: str = "number") -> int:
    """The number of terms somebody can keep: days after issue, or a day of a month."""
    if TermsKind(kind) is TermsKind.DAYS:
        return whole_days(number, field)
    if not 1 <= number <= 31:
        raise Problem("client.terms", _("A month has days from 1 to 31."), field=field)
    return whole_days(number, field, least=1, most=31)


_DOMAIN = re.compile(r"(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


def domains(text: str, field: str = "email_domains") -> str:
    """Mail domains in small letters, separated by blanks; each one once. Addresses and commas are understood."""
    found: dict[str, None] = {}
    for word in re.split(r"[\s,;]+", text.strip().lower()):
        name = word.rpartition("@")[2]
        if not name:
            continue
        # a domain may hold letters beyond ASCII: its wire form decides
        try:
            wire = name.encode("idna").decode()
        except UnicodeError:
            wire = ""
        if not _DOMAIN.fullmatch(wire):
            raise Problem(
                "client.domain",
                _("\u201c{text}\u201d is not a mail domain.").format(text=word),
                field=field,
                hint=_("Write for example brightwater.example."),
            )
        found[name] = None
    return line(" ".join(found), field, required=False, limit=500)


_BEFORE_HOST = re.compile(r"^(https?://)?(www\.)?")
_AFTER_HOST = re.compile(r"[/:?#]")


def fits(email: str, known: Sequence[str], website: str) -> bool:
    """Whether an address belongs to a client: to one of its mail domains, or to its website's. Nothing known: yes."""
    host = _BEFORE_HOST.sub("", website.strip().lower())
    host = _AFTER_HOST.split(host, maxsplit=1)[0]
    homes = [name for name in (*known, host) if name]
    domain = email.strip().lower().rpartition("@")[2]
    return not homes or any(domain == home or domain.endswith(f".{home}") for home in homes)


@dataclass(frozen=True, slots=True)
class Known:
    """What the book holds of a client, as far as bills need it. `tax_number_fails`: it breaks its country's rules."""

    address: str
    tax_number: str
    tax_number_fails: bool
    tax_code: str | None
    has_terms: bool
    has_owner: bool
    payer: str
    payer_email: str
    sponsor: str
    email_domains: tuple[str, ...]
    website: str


def missing_facts(known: Known) -> tuple[Fact, ...]:
    """The facts that are not there yet. A purchase order is a statement of work's and is added by whoever knows it.

    A client with a tax code of its own (reverse charge) needs a number; anybody else may have none, but no wrong one.
    """
    needs_number = known.tax_code is not None and not known.tax_number
    there = (  # pairs in the order of the facts: for each of five thousand clients their hashes would be felt
        (Fact.ADDRESS, bool(known.address.strip())),
        (Fact.TAX_NUMBER, not known.tax_number_fails and not needs_number),
        (Fact.TERMS, known.has_terms),
        (Fact.PAYER, bool(known.payer)),
        (Fact.PAYER_EMAIL, bool(known.payer_email) and fits(known.payer_email, known.email_domains, known.website)),
        (Fact.MAIL_DOMAINS, bool(known.email_domains)),
        (Fact.SPONSOR, bool(known.sponsor)),
        (Fact.OWNER, known.has_owner),
    )
    return tuple(fact for fact, known_already in there if not known_already)


def town(address: str) -> str:
    """Where a client is, from its address: "Exeter", "Nordhavn, Denmark". Words with digits are codes, not places."""
    lines = [one for one in address.splitlines() if one.strip()]
    if not lines:
        return ""
    abroad = len(lines) > 1 and not any(map(str.isdigit, lines[-1])) and any(map(str.isdigit, lines[-2]))
    parts = [_named(lines[-2]), lines[-1].strip()] if abroad and len(lines) > 2 else [_named(lines[-1])]
    return ", ".join(part for part in parts if part)


def _named(text: str) -> str:
    """The words of a line without its postal code; the whole line when nothing else is in it."""
    words = [word for word in text.split() if not any(map(str.isdigit, word))]
    return " ".join(words).strip(" ,") or text.strip()


def same_name(first: str, second: str) -> bool:
    """Whether two names would be taken for the same client: capitals, blanks and points do not count."""
    return folded_name(first) == folded_name(second)


def folded_name(name: str) -> str:
    """What of a name decides whether it is the same."""
    return " ".join(re.sub(r"[.,]", " ", name).casefold().split())


def short_name(client_name: str) -> str:
    """What people call a client: the first word of its name."""
    words = client_name.split()
    if len(words) > 1 and words[0].casefold() in ("the", "der", "die", "das", "le", "la"):
        return words[1].rstrip(",")
    return words[0].rstrip(",") if words else ""
