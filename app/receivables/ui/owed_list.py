"""The list of open invoices: its columns, the three ways to look at it, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.qt.columns import Column
from app.receivables.domain import SOON, AgingBucket, bucket_words
from app.receivables.queries import OwedRow

TONES = {
    AgingBucket.NOT_DUE: "ok",
    AgingBucket.TO_30: "warn",
    AgingBucket.TO_60: "warn",
    AgingBucket.TO_90: "bad",
    AgingBucket.OVER_90: "bad",
}


def owed_columns(formats: Formats) -> list[Column]:
    """The columns."""

    def place(row: OwedRow) -> str:
        return _("{number} \u00b7 due {day}").format(number=row.number, day=formats.day(row.due_on))

    return [
        Column(
            "age",
            "",
            lambda row: age_words(row.bucket),
            kind="shape",
            name=_("Age"),
            width=34,
            tone=tone_of,
            sort=lambda row: row.days_late,
        ),
        Column("client", _("Client and invoice"), lambda row: row.client_name, bold=True, least=200, sub=place),
        Column(
            "late",
            _("Days late"),
            late_words,
            width=96,
            right=True,
            bold=True,
            tone=lambda row: tone_of(row) if row.overdue else "",
            sort=lambda row: row.days_late,
        ),
        Column("balance", _("Balance"), lambda row: row.balance, kind="money", width=116, bold=True, total="sum"),
        Column(
            "paid", _("Paid so far"), lambda row: row.paid or None, kind="money", width=112, total="sum", gives_way=2
        ),
        Column("sow", _("SOW"), lambda row: row.sow_number or None, width=122, muted=True, gives_way=3),
        Column(
            "last", _("Last payment"), lambda row: row.last_paid_on, kind="date", width=110, muted=True, gives_way=4
        ),
        Column(
            "owner",
            "",
            lambda row: row.owner_initials,
            kind="avatar",
            name=_("Owner"),
            width=46,
            gives_way=1,
            sub=lambda row: row.owner_name,
        ),
    ]


def age_words(found: AgingBucket) -> str:
    """The age of a debt where no heading says that it is about days."""
    return {
        AgingBucket.NOT_DUE: _("Not due yet"),
        AgingBucket.TO_30: _("1\u201330 days late"),
        AgingBucket.TO_60: _("31\u201360 days late"),
        AgingBucket.TO_90: _("61\u201390 days late"),
        AgingBucket.OVER_90: _("Over 90 days late"),
    }[found]


def tone_of(row: OwedRow) -> str:
    """Act from 61 days on, watch before; the due date itself is for information."""
    if row.days_late == 0:
        return "info"
    return TONES[row.bucket] if row.overdue else "dashed"


def late_words(row: OwedRow) -> str:
    """Days late, or how long there is still time."""
    if row.days_late == 0:
        return _("due today")
    return str(row.days_late) if row.overdue else _("in {n} d").format(n=-row.days_late)


def late_sentence(row: OwedRow) -> str:
    """The same where no heading stands over it."""
    if row.days_late == 0:
        return _("Due today")
    if row.overdue:
        return ngettext("{n} day late", "{n} days late", row.days_late)
    return ngettext("Due in {n} day", "Due in {n} days", -row.days_late)


# ---------------------------------------------------------------------- ways to look at it


@dataclass(frozen=True)
class Arrangement:
    """A way to look at the open invoices: their order, their groups, and both in words."""

    key: str
    words: str
    order: str
    arranged: Callable[[Iterable[OwedRow]], list[OwedRow]]
    group: Callable[[OwedRow], str]


def arrangements() -> list[Arrangement]:
    """By risk, by client, by age."""
    return [
        Arrangement("risk", _("By risk"), _("age \u00d7 size, then due date"), _by_risk, group_of),
        Arrangement("client", _("By client"), _("the client with most at risk first"), _by_client, _client),
        Arrangement("age", _("By age"), _("the oldest debt first"), _by_age, lambda row: age_words(row.bucket)),
    ]


def _by_risk(rows: Iterable[OwedRow]) -> list[OwedRow]:
    return sorted(rows, key=lambda row: (not row.overdue, -row.risk, row.due_on, row.number))


def _by_client(rows: Iterable[OwedRow]) -> list[OwedRow]:
    found = list(rows)
    worst: dict[int, tuple[int, int]] = {}
    for row in found:
        risk, owed = worst.get(row.client_id, (0, 0))
        worst[row.client_id] = (risk + row.risk, owed + row.balance.minor)
    return sorted(
        found,
        key=lambda row: (
            -worst[row.client_id][0],
            -worst[row.client_id][1],
            row.client_name,
            row.client_id,
            row.due_on,
            row.number,
        ),
    )


def _by_age(rows: Iterable[OwedRow]) -> list[OwedRow]:
    return sorted(rows, key=lambda row: (-row.days_late, -row.balance.minor, row.number))


def _client(row: OwedRow) -> str:
    return row.client_name


def group_of(row: OwedRow) -> str:
    """The heading an invoice stands under."""
    if row.overdue:
        return _("Overdue")
    return _("Due within a week") if -row.days_late <= SOON.days else _("Not due yet")


def group_note(rows: Sequence[OwedRow], formats: Formats) -> str:
    """How many, and their sum per currency."""
    sums = _sums(row.balance for row in rows)
    return " \u00b7 ".join([str(len(rows)), *(formats.money(amount) for amount in sums.values())])


def _sums(amounts: Iterable[Money]) -> dict[str, Money]:
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return sums


def filter_words(found: AgingBucket) -> str:
    """That only one age is shown."""
    return _("only {age}").format(age=bucket_words(found) if found is AgingBucket.NOT_DUE else age_words(found))
