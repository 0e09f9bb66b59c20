"""The office's rules: access roles and rights, tax codes, number patterns, and how short texts are taken in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.kernel.problems import Problem
from app.kernel.words import _


class AccessRole(StrEnum):
    """What a person may do. The grade, which prices work, is another field."""

    SETUP = "setup"
    CONSULTANT = "consultant"
    MANAGER = "manager"
    OFFICE_MANAGER = "office_manager"
    PARTNER = "partner"
    ACCOUNTANT = "accountant"


def role_name(role: AccessRole | str) -> str:
    """A role in words."""
    words = {
        AccessRole.SETUP: _("Set-up"),
        AccessRole.CONSULTANT: _("Consultant"),
        AccessRole.MANAGER: _("Manager"),
        AccessRole.OFFICE_MANAGER: _("Office manager"),
        AccessRole.PARTNER: _("Partner"),
        AccessRole.ACCOUNTANT: _("Accountant, reads only"),
    }
    return words[AccessRole(role)]


class Right(StrEnum):
    """One thing a role may or may not do."""

    LOG_TIME = "log time"
    SEE_OTHERS_TIME = "see other people's time"
    APPROVE_TIME = "approve time"
    EDIT_CLIENTS = "edit clients"
    EDIT_ENGAGEMENTS = "edit statements of work"
    SEE_MONEY = "see invoices and sums owed"
    DRAFT_INVOICES = "draft invoices"
    APPROVE_INVOICES = "approve invoices"
    ISSUE_INVOICES = "issue invoices"
    RECORD_PAYMENTS = "record payments"
    ACKNOWLEDGE_ALERTS = "acknowledge budget alerts"
    EXPORT = "export the books"
    EDIT_FIRM = "change the firm"


_CONSULTANT = frozenset({Right.LOG_TIME})
_MANAGER = _CONSULTANT | {
    Right.SEE_OTHERS_TIME,
    Right.APPROVE_TIME,
    Right.DRAFT_INVOICES,
    Right.APPROVE_INVOICES,
    Right.ACKNOWLEDGE_ALERTS,
}
_OFFICE = frozenset(Right)
RIGHTS: dict[AccessRole, frozenset[Right]] = {
    AccessRole.SETUP: frozenset(),  # it founds the firm; from then on somebody of the firm acts
    AccessRole.CONSULTANT: _CONSULTANT,
    AccessRole.MANAGER: _MANAGER,
    AccessRole.OFFICE_MANAGER: _OFFICE,
    AccessRole.PARTNER: _OFFICE,
    AccessRole.ACCOUNTANT: frozenset({Right.SEE_OTHERS_TIME, Right.SEE_MONEY, Right.EXPORT}),
}


def right_name(right: Right) -> str:
    """What a right lets somebody do, as it follows "may"."""
    words = {
        Right.LOG_TIME: _("log time"),
        Right.SEE_OTHERS_TIME: _("see other people's time"),
        Right.APPROVE_TIME: _("approve time"),
        Right.EDIT_CLIENTS: _("edit clients"),
        Right.EDIT_ENGAGEMENTS: _("edit statements of work"),
        Right.SEE_MONEY: _("see invoices and sums owed"),
        Right.DRAFT_INVOICES: _("draft invoices"),
        Right.APPROVE_INVOICES: _("approve invoices"),
        Right.ISSUE_INVOICES: _("issue invoices"),
        Right.RECORD_PAYMENTS: _("record payments"),
        Right.ACKNOWLEDGE_ALERTS: _("acknowledge budget alerts"),
        Right.EXPORT: _("export the books"),
        Right.EDIT_FIRM: _("change the firm"),
    }
    return words[right]


def allowed(role: str, right: Right) -> bool:
    """Whether a role has a right."""
    return right in RIGHTS[AccessRole(role)]


def require(role: str, right: Right) -> None:
    """Refuse what a role may not do."""
    if not allowed(role, right):
        raise Problem(
            "right.missing",
            _("Your role may not {right}.").format(right=right_name(right)),
            hint=_("Ask a partner or the office manager."),
        )


class KeyAct(StrEnum):
    """What was done with that which opens an encrypted book."""

    MADE = "made"
    WORDS_SET = "passphrase set"
    WORDS_CHANGED = "passphrase changed"
    WORDS_REMOVED = "passphrase removed"
    REMEMBERED = "remembered"
    FORGOTTEN = "forgotten"
    CODE_SHOWN = "code shown"
    RENEWED = "renewed"
    ENCRYPTED = "encrypted"


def key_act_name(act: KeyAct) -> str:
    """What was done, as a line of a list."""
    words = {
        KeyAct.MADE: _("The book was made, with its code"),
        KeyAct.WORDS_SET: _("A passphrase was set"),
        KeyAct.WORDS_CHANGED: _("The passphrase was changed"),
        KeyAct.WORDS_REMOVED: _("The passphrase was removed"),
        KeyAct.REMEMBERED: _("A computer remembers the key"),
        KeyAct.FORGOTTEN: _("A computer forgot the key"),
        KeyAct.CODE_SHOWN: _("The recovery code was shown"),
        KeyAct.RENEWED: _("The keys and the recovery code were renewed"),
        KeyAct.ENCRYPTED: _("The book was encrypted"),
    }
    return words[act]


class TaxCategory(StrEnum):
    """Tax category codes of EN 16931 (UNTDID 5305)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class TaxRule:
    """A tax code as it stood on a day."""

    code: str
    name: str
    category: TaxCategory
    percent: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class TaxPlan:
    """A tax code a new firm starts with."""

    code: str
    name: str
    category: TaxCategory
    percent: Decimal = Decimal(0)
    reason: str = ""


USUAL_TAX_CODE = "usual_tax_code"
"""The setting that names the tax code of clients without one of their own."""
EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
"""Countries of the common VAT area (ISO 3166 codes)."""
_KNOWN_STANDARD = {"GB": Decimal(20)}


def first_tax_codes(country: str, standard_percent: Decimal | None = None) -> tuple[TaxPlan, ...]:
    """The tax codes a new firm starts with; the first one is its usual code.

    Without a known or given standard rate only "outside the scope of tax" is there: nothing is guessed.
    """
    percent = _KNOWN_STANDARD.get(country) if standard_percent is None else standard_percent
    outside = TaxPlan("O0", _("Outside the scope of tax"), TaxCategory.OUTSIDE, reason=_("Outside the scope of tax."))
    if percent is None:
        return (outside,)
    reverse = _(
        "Reverse charge: the customer accounts for VAT in its own country (Article 196, Directive 2006/112/EC)."
    )
    standard = TaxPlan(f"S{percent.normalize():f}", _("Standard rate"), TaxCategory.STANDARD, percent)
    if country not in EU | {"GB"}:
        return (standard, outside)
    return (
        standard,
        TaxPlan("Z0", _("Zero rate"), TaxCategory.ZERO),
        TaxPlan("E0", _("Exempt"), TaxCategory.EXEMPT, reason=_("Exempt from VAT.")),
        TaxPlan("RC0", _("Reverse charge"), TaxCategory.REVERSE_CHARGE, reason=reverse),
        outside,
    )


_DIGITS = re.compile(r"\{0+\}")
_BRACES = re.compile(r"\{[^}]*\}?|\}")
YEAR = "{year}"


def check_pattern(pattern: str) -> str:
    """A number pattern that has one place for digits and at most the year besides."""
    text = line(pattern, "pattern", limit=40)
    places = _BRACES.findall(text)
    digits = [place for place in places if _DIGITS.fullmatch(place)]
    if len(digits) != 1:
        raise Problem(
            "series.pattern", _("A number pattern needs one place for digits, such as {0000}."), field="pattern"
        )
    if any(place != YEAR for place in places if place not in digits):
        raise Problem(
            "series.pattern", _("A number pattern knows {year} and digits such as {0000} only."), field="pattern"
        )
    return text


def starts_each_year(pattern: str) -> bool:
    """Whether the numbers of a pattern begin again every year."""
    return YEAR in pattern


def number_text(pattern: str, on: date, number: int) -> str:
    """A document number: "INV-{year}-{0000}" on a day in 2026 with 118 gives INV-2026-0118."""
    found = _DIGITS.search(pattern)
    if found is None:
        raise Problem(
            "series.pattern", _("A number pattern needs one place for digits, such as {0000}."), field="pattern"
        )
    width = len(found[0]) - 2
    return pattern.replace(found[0], f"{number:0{width}d}").replace(YEAR, str(on.year))


_EMAIL = re.compile(r"[^\s@<>(),;:\"\\]+@[^\s@<>(),;:\"\\.]+(?:\.[^\s@<>(),;:\"\\.]+)+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def line(text: str, field: str, *, required: bool = True, limit: int = 200) -> str:
    """A short text on one line, runs of blanks made one; Problem when it is needed and empty, or too long."""
    clean = " ".join(_CONTROL.sub(" ", text).split())
    if required and not clean:
        raise Problem("text.empty", _("This field is empty."), field=field, hint=_("Fill it in, then save again."))
    return _short_enough(clean, field, limit)


def lines(text: str, field: str, *, limit: int = 1000) -> str:
    """A text of several lines, each one tidy, empty ones left out."""
    tidy = [line(part, field, required=False, limit=limit) for part in text.splitlines()]
    return _short_enough("\n".join(part for part in tidy if part), field, limit)


def _short_enough(text: str, field: str, limit: int) -> str:
    if len(text) > limit:
        raise Problem(
            "text.long",
            _("This text has {count} characters; there is room for {limit}.").format(count=len(text), limit=limit),
            field=field,
            hint=_("Shorten it, then save again."),
        )
    return text


def email(text: str, field: str = "email") -> str:
    """An email address, or nothing."""
    clean = line(text, field, required=False)
    if clean and not _EMAIL.fullmatch(clean):
        raise Problem(
            "email.shape",
            _("\u201c{text}\u201d is not an email address.").format(text=clean),
            field=field,
            hint=_("Write it like name@example.com."),
        )
    return clean


def initials(text: str) -> str:
    """One to four letters or digits, in capitals."""
    clean = line(text, "initials").upper()
    if not (len(clean) <= 4 and clean.isalnum()):
        raise Problem(
            "person.initials",
            _("Initials are one to four letters or digits."),
            field="initials",
            hint=_("Use for example EF."),
        )
    return clean


def whole_days(number: int | Decimal, field: str, *, least: int = 0, most: int = 365) -> int:
    """A whole number of days in bounds, also when it was typed as a decimal number."""
    if number != int(number):
        raise Problem("days.whole", _("Days are whole."), field=field, hint=_("Leave the decimals out."))
    if not least <= number <= most:
        sentence = _("Between {least} and {most} days are possible.").format(least=least, most=most)
        raise Problem("days.range", sentence, field=field)
    return int(number)


def tax_percent(percent: Decimal, category: TaxCategory) -> Decimal:
    """A tax rate in per cent that fits its category: only the standard category charges anything."""
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise Problem("tax.percent", _("A tax rate lies between 0 and 100 per cent."), field="percent")
    if percent != percent.quantize(Decimal("0.0001")):
        raise Problem("tax.percent", _("A tax rate has at most four decimals."), field="percent")
    if percent and category is not TaxCategory.STANDARD:
        raise Problem(
            "tax.percent_for_category",
            _("Only the standard category charges tax; in this category the rate is 0."),
            field="percent",
            hint=_("Set the rate to 0 or choose the standard category."),
        )
    return percent
