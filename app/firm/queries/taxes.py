"""Tax codes as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, func, select

from app.firm.domain import USUAL_TAX_CODE, TaxCategory, TaxRule
from app.firm.records import Setting, TaxCode
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query
from app.storage.reading import Reads

_CODES = select(
    TaxCode.id, TaxCode.code, TaxCode.name, TaxCode.category, TaxCode.percent, TaxCode.valid_from, TaxCode.reason
).order_by(TaxCode.code, TaxCode.valid_from)
_USUAL = select(Setting.value).where(Setting.key == USUAL_TAX_CODE, Setting.person_id.is_(None)).scalar_subquery()
_RULE = (
    select(TaxCode.code, TaxCode.name, TaxCode.category, TaxCode.percent, TaxCode.reason)
    .where(TaxCode.code == func.coalesce(bindparam("code"), _USUAL), TaxCode.valid_from <= bindparam("on"))
    .order_by(TaxCode.valid_from.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class TaxCodeRow:
    """What a code means from a day on."""

    id: int
    code: str
    name: str
    category: TaxCategory
    percent: Decimal
    valid_from: date
    reason: str


@query
async def tax_rule(reads: Reads, *, code: str | None, on: date) -> TaxRule:
    """A tax code as it stands on a day; None asks for the firm's usual one. Problem when there is none."""
    row = (await reads.ask(_RULE, {"code": code, "on": on})).one_or_none()
    if row is None:
        raise Problem(
            "tax.unknown",
            _("There is no tax code {code} on {day}.").format(code=code or "\u2013", day=on.isoformat()),
            field="tax_code",
            hint=_("Choose another code, or add it to the firm first."),
        )
    return TaxRule(*row)


@query
async def tax_codes(reads: Reads) -> list[TaxCodeRow]:
    """All tax codes with their histories, by code and day."""
    return [TaxCodeRow(*row) for row in await reads.ask(_CODES)]
