"""Tax codes, each valid from a day on; the past stays as it was."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.firm import domain
from app.firm.domain import Right, TaxCategory, require
from app.firm.records import TaxCode
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,11}")
_NEEDS_REASON = (TaxCategory.EXEMPT, TaxCategory.REVERSE_CHARGE, TaxCategory.OUTSIDE)


def set_tax_code(
    work: Work,
    *,
    code: str,
    name: str,
    category: TaxCategory,
    percent: Decimal,
    valid_from: date,
    reason: str = "",
) -> int:
    """Set what a code means from a day on; the same code and day again is changed. Answers the row's id.

    `reason` is printed on invoices; the law wants it where no tax is charged (exempt, reverse charge, outside).
    """
    require(work.actor.role, Right.EDIT_FIRM)
    clean = code.strip().upper()
    if not _CODE.fullmatch(clean):
        raise Problem(
            "tax.code", _("A tax code has up to 12 capitals and digits."), field="code", hint=_("Use for example S20.")
        )
    kind = TaxCategory(category)
    values = {
        "name": domain.line(name, "name"),
        "category": kind,
        "percent": domain.tax_percent(percent, kind),
        "reason": domain.line(reason, "reason", required=False, limit=300),
    }
    if kind in _NEEDS_REASON and not values["reason"]:
        raise Problem(
            "tax.reason",
            _("An invoice without tax says why."),
            field="reason",
            hint=_("Write the sentence that is printed, with the article of the law."),
        )
    known = work.session.scalars(
        select(TaxCode).where(TaxCode.code == clean, TaxCode.valid_from == valid_from)
    ).one_or_none()
    if known is None:
        known = TaxCode(
            code=clean,
            name=domain.line(name, "name"),
            category=kind,
            percent=percent,
            valid_from=valid_from,
            reason=str(values["reason"]),
        )
        return work.add(known).id
    for key, value in values.items():
        setattr(known, key, value)
    return known.id
