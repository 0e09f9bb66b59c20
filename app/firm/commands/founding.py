"""Founding the firm and changing what stands on its letterhead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypedDict, Unpack

from sqlalchemy import select

from app.firm import domain, identifiers, places
from app.firm.commands.people import add_person
from app.firm.commands.settings import choose_setting
from app.firm.domain import AccessRole, Right, require
from app.firm.records import Firm, NumberSeries, TaxCode
from app.kernel.problems import Problem
from app.kernel.ways_back import final
from app.kernel.words import _, speaking
from app.storage.work import Work

INVOICE_PATTERN = "INV-{year}-{0000}"


@dataclass(frozen=True, slots=True)
class Founded:
    """The new firm and its first person."""

    firm_id: int
    person_id: int


class FirmFields(TypedDict, total=False):
    """What can be changed about the firm; its currency stays, for its documents are written in it."""

    name: str
    country: str
    language: str
    zone: str
    address: str
    tax_number: str
    registration: str
    bank_name: str
    account_name: str
    iban: str
    payment_page: str
    contact_name: str
    contact_phone: str
    contact_email: str
    terms_days: int
    dispute_days: int


@final(lambda: _("A book belongs to the firm it was begun for."))
def found_firm(
    work: Work,
    *,
    name: str,
    country: str,
    language: str,
    zone: str,
    currency: str,
    person_name: str,
    initials: str,
    grade: str | None = None,
    email: str = "",
    address: str = "",
    tax_number: str = "",
    registration: str = "",
    bank_name: str = "",
    account_name: str = "",
    iban: str = "",
    payment_page: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    terms_days: int = 30,
    dispute_days: int = 14,
    standard_percent: Decimal | None = None,
    os_account: str | None = None,
) -> Founded:
    """Start the book's firm: the office, its first person (a partner), tax codes by country, the invoice numbers.

    `standard_percent` is the standard tax rate where the program does not know the country's.
    """
    if work.actor.role != AccessRole.SETUP:
        require(work.actor.role, Right.EDIT_FIRM)
    if work.session.scalars(select(Firm)).first() is not None:
        raise Problem("firm.exists", _("This book has its firm already."), hint=_("Start a new book for another firm."))
    work.actor = replace(work.actor, role=AccessRole.PARTNER)  # whoever founds a firm may furnish it
    firm = Firm(
        name=domain.line(name, "name"),
        country=places.country(country),
        language=places.language(language),
        zone=places.zone(zone),
        currency=places.currency(currency),
    )
    _apply(
        firm,
        address=address,
        tax_number=tax_number,
        registration=registration,
        bank_name=bank_name,
        account_name=account_name,
        iban=iban,
        payment_page=payment_page,
        contact_name=contact_name,
        contact_phone=contact_phone,
        contact_email=contact_email,
        terms_days=terms_days,
        dispute_days=dispute_days,
    )
    work.add(firm)
    try:
        person_id = add_person(
            work,
            name=person_name,
            initials=initials,
            access_role=AccessRole.PARTNER,
            grade=grade,
            email=email,
            os_account=os_account,
        )
    except Problem as problem:
        if problem.field != "name":
            raise
        raise Problem(problem.code, problem.message, field="person_name", hint=problem.hint) from None
    _first_tax_codes(work, firm.country, firm.language, standard_percent)
    _first_series(work)
    return Founded(firm.id, person_id)


def _first_tax_codes(work: Work, country: str, language: str, standard_percent: Decimal | None) -> None:
    with speaking(language):  # the names stand on invoices
        plans = domain.first_tax_codes(country, standard_percent)
    start = work.today.replace(year=work.today.year - 5, month=1, day=1)
    for plan in plans:
        try:
            domain.tax_percent(plan.percent, plan.category)
        except Problem as problem:
            raise Problem(problem.code, problem.message, field="standard_percent", hint=problem.hint) from None
        work.add(
            TaxCode(
                code=plan.code,
                name=plan.name,
                category=plan.category,
                percent=plan.percent,
                valid_from=start,
                reason=plan.reason,
            )
        )
    choose_setting(work, key=domain.USUAL_TAX_CODE, value=plans[0].code)


def _first_series(work: Work) -> None:
    work.add(NumberSeries(key="invoice", year=work.today.year, pattern=INVOICE_PATTERN))


def change_firm(work: Work, *, version: int, **fields: Unpack[FirmFields]) -> int:
    """Change what stands on the letterhead; `version` is the one the person saw. Answers the new version."""
    require(work.actor.role, Right.EDIT_FIRM)
    firm = work.session.scalars(select(Firm)).one_or_none()
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    firm = work.get(Firm, firm.id, version=version)
    _apply(firm, **fields)
    work.session.flush()
    return firm.version


_LINES = ("name", "registration", "bank_name", "account_name", "payment_page", "contact_name", "contact_phone")


def _apply(firm: Firm, **fields: Unpack[FirmFields]) -> None:
    """Check each given field and put it in."""
    values: dict[str, object] = dict(fields)
    for key in _LINES:
        if key in values:
            values[key] = domain.line(str(values[key]), key, required=key == "name")
    if "country" in fields:
        values["country"] = places.country(fields["country"])
    if "language" in fields:
        values["language"] = places.language(fields["language"])
    if "zone" in fields:
        values["zone"] = places.zone(fields["zone"])
    if "address" in fields:
        values["address"] = domain.lines(fields["address"], "address")
    if "country" in values or "tax_number" in fields:
        country = str(values.get("country", firm.country))
        values["tax_number"] = identifiers.check_tax_number(country, fields.get("tax_number", firm.tax_number)).text
    if "iban" in fields:
        values["iban"] = identifiers.check_iban(fields["iban"]).text
    if "contact_email" in fields:
        values["contact_email"] = domain.email(fields["contact_email"], "contact_email")
    if "terms_days" in fields:
        values["terms_days"] = domain.whole_days(fields["terms_days"], "terms_days")
    if "dispute_days" in fields:
        values["dispute_days"] = domain.whole_days(fields["dispute_days"], "dispute_days")
    for key, value in values.items():
        setattr(firm, key, value)
