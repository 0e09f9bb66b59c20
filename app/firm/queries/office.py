"""The office as it stands on the letterhead, and the settings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.firm.domain import USUAL_TAX_CODE
from app.firm.records import Firm, Setting
from app.storage.asking import query
from app.storage.reading import Reads

_FIRM = select(
    Firm.id,
    Firm.name,
    Firm.country,
    Firm.language,
    Firm.zone,
    Firm.currency,
    Firm.address,
    Firm.tax_number,
    Firm.registration,
    Firm.bank_name,
    Firm.account_name,
    Firm.iban,
    Firm.payment_page,
    Firm.contact_name,
    Firm.contact_phone,
    Firm.contact_email,
    Firm.terms_days,
    Firm.dispute_days,
    select(Setting.value)
    .where(Setting.key == USUAL_TAX_CODE, Setting.person_id.is_(None))
    .scalar_subquery()
    .label("usual_tax_code"),
    Firm.version,
)
_SETTING = select(Setting.value).where(
    Setting.key == bindparam("key"), Setting.person_id.is_not_distinct_from(bindparam("person_id"))
)


@dataclass(frozen=True, slots=True)
class FirmRow:
    """The office; `address` has one line per line, `usual_tax_code` is for clients without one of their own."""

    id: int
    name: str
    country: str
    language: str
    zone: str
    currency: str
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
    usual_tax_code: str
    version: int


@query
async def the_firm(reads: Reads) -> FirmRow | None:
    """The office, or None while the book has none."""
    row = (await reads.ask(_FIRM)).one_or_none()
    return None if row is None else FirmRow(*row)


@query
async def setting(reads: Reads, *, key: str, person_id: int | None = None) -> str | None:
    """A choice of the firm, or of one person; None where nobody chose."""
    value: str | None = (await reads.ask(_SETTING, {"key": key, "person_id": person_id})).scalar_one_or_none()
    return value
