"""What was signed, kept word for word: each change of a signed agreement makes a further version."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy import bindparam, select

from app.engagements.queries import SowRow, sow
from app.engagements.records import SowVersion
from app.kernel.quantities import hours
from app.kernel.values import to_json
from app.storage.work import Work

_LAST = (
    select(SowVersion.number, SowVersion.digest)
    .where(SowVersion.sow_id == bindparam("sow_id"))
    .order_by(SowVersion.number.desc())
    .limit(1)
)


def terms_of(row: SowRow) -> str:
    """What two sides agreed on, as canonical JSON. People are named by id: names can be erased, this text cannot."""
    return to_json(
        {
            "number": row.number,
            "title": row.title,
            "client_id": row.client_id,
            "start_on": row.start_on,
            "end_on": row.end_on,
            "budget": row.budget,
            "base_budget": row.base_budget,
            "capped": row.capped,
            "expense_rule": row.expense_rule,
            "rounding": row.rounding,
            "lines": [
                {
                    "title": line.title,
                    "arrangement": line.arrangement,
                    "monthly_fee": line.monthly_fee,
                    "included_hours": hours(line.included_seconds),
                    "extra_rate": line.extra_rate,
                }
                for line in row.lines
            ],
            "rates": [
                {"rate": rate.rate, "valid_from": rate.valid_from, "grade": rate.grade, "person_id": rate.person_id}
                for rate in row.rates
            ],
            "grade_budgets": [{"grade": item.grade, "hours": hours(item.seconds)} for item in row.grade_budgets],
            "milestones": [
                {
                    "line": item.line_id,
                    "number": item.number,
                    "name": item.name,
                    "amount": item.amount,
                    "due_on": item.due_on,
                }
                for item in row.milestones
            ],
            "change_orders": [
                {"number": order.number, "title": order.title, "amount": order.amount, "accepted_on": order.accepted_on}
                for order in row.change_orders
                if order.accepted_on is not None
            ],
        }
    )


def sign(work: Work, *, sow_id: int, signed_on: date) -> int:
    """Keep the present terms as the next signed version; the number of the version. Nothing new, no new version."""
    terms = terms_of(sow(work, sow_id=sow_id))
    digest = hashlib.sha256(terms.encode()).hexdigest()
    last = work.execute(_LAST, {"sow_id": sow_id}).one_or_none()
    if last is not None and last.digest == digest:
        return int(last.number)
    number = 1 if last is None else last.number + 1
    work.add(SowVersion(sow_id=sow_id, number=number, signed_on=signed_on, terms=terms, digest=digest))
    return int(number)
