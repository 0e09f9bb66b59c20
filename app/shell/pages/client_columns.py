"""The columns of the list of clients, and the words in its cells."""

from __future__ import annotations

from collections.abc import Sequence

from app.clients.domain import ClientState, Fact, PoRule, terms_text
from app.clients.ui.words import po_word
from app.firm.queries import CheckState
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.qt.columns import DASH, Column
from app.shell.pages.client_overview import ClientOverviewRow

Row = ClientOverviewRow


def ready_words(row: Row) -> str | None:
    """How many of the facts are known; nothing for a closed client."""
    return _("{n} of {all}").format(n=row.known, all=row.facts) if row.facts else None


def sums(amounts: Sequence[Money], formats: Formats) -> str:
    """Sums of several currencies are never mixed."""
    return " + ".join(formats.money(amount) for amount in amounts) or DASH


def _place(row: Row, formats: Formats) -> str:
    """The town, and what is special about the client: "Plymouth · intake, work starts Tue 5 May"."""
    one = row.client
    if one.state is ClientState.ACTIVE:
        return one.place
    words = _("closed") if one.state is ClientState.CLOSED else _("intake")
    if one.state is ClientState.INTAKE and row.starts_on is not None:
        day = formats.day_named(row.starts_on)
        words = _("intake, work starts {day}").format(day=day)
    return f"{one.place} \u00b7 {words}" if one.place else words


def _ready_foot(rows: Sequence[Row]) -> str:
    n = sum(row.ready and bool(row.facts) for row in rows)
    return ngettext("{n} ready to bill", "{n} ready to bill", n)


def _one_or_words(amounts: Sequence[Money], formats: Formats) -> Money | str | None:
    if not amounts:
        return None
    return amounts[0] if len(amounts) == 1 else sums(amounts, formats)


def _minor(amounts: Sequence[Money]) -> int | None:
    return sum(amount.minor for amount in amounts) or None


def total(parts: Sequence[Sequence[Money]], formats: Formats) -> str:
    """The sum of a column, each currency for itself."""
    found: dict[str, Money] = {}
    for amounts in parts:
        for amount in amounts:
            found[amount.currency] = found.get(amount.currency, Money.zero(amount.currency)) + amount
    return sums(list(found.values()), formats)


def order_words(row: Row, formats: Formats) -> str:
    """The number that invoices carry now, or what is wrong with it."""
    if row.client.po_rule is PoRule.NONE:
        return ""
    if Fact.PURCHASE_ORDER in row.missing:
        return _("first PO missing")
    if row.orders_ended is not None:
        return _("none valid since {day}").format(day=formats.day(row.orders_ended))
    return ", ".join(row.orders)


def _order_tone(row: Row) -> str:
    return "warn" if Fact.PURCHASE_ORDER in row.missing or row.orders_ended is not None else ""


def _payer(row: Row) -> str | None:
    return row.client.payer_name or None


def _contact(row: Row) -> str | None:
    return row.client.sponsor_name or row.client.payer_name or None


def _contact_job(row: Row) -> str:
    return row.client.sponsor_job if row.client.sponsor_name else row.client.payer_job


def _terms(row: Row) -> str | None:
    return terms_text(row.client.terms) if row.client.terms else None


def _number_note(row: Row) -> str:
    words = {CheckState.FAILED: _("fails its check"), CheckState.NOT_CHECKED: _("not checked")}
    return words.get(row.client.tax_state, "")


def client_columns(formats: Formats, *, sees_billing: bool, sees_money: bool) -> list[Column]:
    """What a role may see: consultants no facts, orders or sums owed."""
    columns = [
        Column(
            "client",
            _("Client"),
            lambda row: row.client.name,
            kind="two_line",
            sub=lambda row: _place(row, formats),
            bold=True,
            least=190,
        ),
        Column(
            "owner",
            _("Owner"),
            lambda row: row.client.owner_name or None,
            kind="person",
            initials=lambda row: row.client.owner_initials,
            width=150,
            gives_way=2,
        ),
        Column(
            "engagements",
            _("Open engagements"),
            lambda row: len(row.open_sows) or None,
            kind="number",
            width=130,
            total="sum",
            gives_way=3,
        ),
    ]
    if not sees_billing:
        person = Column("contact", _("Contact"), _contact, kind="two_line", sub=_contact_job, width=190, gives_way=1)
        return [*columns, person]
    ready = Column(
        "ready",
        _("Ready to bill"),
        ready_words,
        kind="progress",
        ratio=lambda row: row.known / row.facts if row.facts else 0,
        tone=lambda row: "ok" if row.ready else "warn",
        sort=lambda row: row.known if row.facts else None,
        total=_ready_foot,
        width=134,
    )
    columns.insert(1, ready)
    if sees_money:
        columns += _money_columns(formats)
    return [
        *columns,
        Column(
            "payer",
            _("Payer"),
            _payer,
            sub=lambda row: row.client.payer_job,
            width=150,
            gives_way=4,
        ),
        Column(
            "po",
            _("PO needed"),
            lambda row: po_word(row.client.po_rule),
            tone=lambda row: "muted" if row.client.po_rule is PoRule.NONE else "",
            sub=lambda row: order_words(row, formats),
            sub_tone=_order_tone,
            width=150,
            gives_way=1,
        ),
        Column("terms", _("Terms"), _terms, width=150, gives_way=6, shown=False),
        Column(
            "number",
            _("Tax number"),
            lambda row: row.client.tax_number or None,
            sub=_number_note,
            sub_tone=lambda row: "bad" if row.client.tax_state is CheckState.FAILED else "",
            width=150,
            gives_way=5,
            shown=False,
        ),
    ]


def _money_columns(formats: Formats) -> list[Column]:
    return [
        Column(
            "owed",
            _("Owed"),
            lambda row: _one_or_words(row.owed, formats),
            kind="money",
            sort=lambda row: _minor(row.owed),
            total=lambda rows: total([row.owed for row in rows], formats),
            bold=True,
            width=112,
        ),
        Column(
            "overdue",
            _("Overdue"),
            lambda row: _one_or_words(row.overdue, formats),
            kind="money",
            sort=lambda row: _minor(row.overdue),
            tone=lambda row: "bad" if row.overdue else "",
            total=lambda rows: total([row.overdue for row in rows], formats),
            bold=True,
            width=112,
        ),
    ]
