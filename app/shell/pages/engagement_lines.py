"""What the engagement overview says, as data: pure functions from rows to lines, facts and sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.burn.domain import gap_sentence, percent_used
from app.burn.queries import AlertRow, BurnDetail
from app.burn.ui import alert_sentence, alert_tone
from app.clients.domain import terms_on, terms_text
from app.clients.queries import ClientRow
from app.engagements.domain import Arrangement, ExpenseRule, SowState
from app.engagements.queries import ChangeOrderRow, MilestoneRow, SowRow
from app.kernel.formats import Formats
from app.kernel.money import Money, total
from app.kernel.words import _, ngettext
from app.shell.pages.engagement_cards import Action, Line

if TYPE_CHECKING:
    from app.invoices.queries import InvoiceLineRow, InvoiceListRow


@dataclass(frozen=True)
class Steps:
    """What the reader may do from here; None where a role may not."""

    accept_order: Callable[[ChangeOrderRow], object] | None = None
    send_order: Callable[[ChangeOrderRow], object] | None = None
    deliver: Callable[[MilestoneRow], object] | None = None
    accept: Callable[[MilestoneRow], object] | None = None
    acknowledge: Callable[[AlertRow], object] | None = None
    add_rate: Callable[[], object] | None = None


@dataclass(frozen=True)
class Billed:
    """What the invoices of a statement of work billed: work, what was adjusted on it, expenses."""

    work: Money
    adjusted: Money
    expenses: Money

    @property
    def fees(self) -> Money:
        """What counts against the budget."""
        return self.work + self.adjusted


def billed_of(lines: Sequence[InvoiceLineRow], currency: str) -> Billed:
    """The sums of invoice lines by what they bill."""
    from app.invoices.domain import WORK_KINDS, LineKind

    def of(kinds: frozenset[LineKind]) -> Money:
        return total((line.net for line in lines if line.kind in kinds), currency)

    return Billed(of(WORK_KINDS), of(frozenset({LineKind.ADJUSTMENT})), of(frozenset({LineKind.EXPENSE})))


def by_time(sow: SowRow) -> bool:
    """Whether all of it is billed by time and materials: then used = invoiced + not yet invoiced."""
    return all(line.arrangement is Arrangement.TIME_AND_MATERIALS for line in sow.lines)


def not_yet_invoiced(sow: SowRow, detail: BurnDetail, billed: Billed) -> Money | None:
    """What work is still to be invoiced: of the use where time is billed, else of the agreed price."""
    whole = _whole(sow, detail)
    return None if whole is None else max(whole - billed.work, Money.zero(sow.currency))


def _whole(sow: SowRow, detail: BurnDetail) -> Money | None:
    if by_time(sow):
        return detail.view.used
    return sow.budget or None


def waiting_note(sow: SowRow, detail: BurnDetail, billed: Billed, formats: Formats) -> str:
    """What to hold the sum that is not yet invoiced against."""
    whole, waiting = _whole(sow, detail), not_yet_invoiced(sow, detail, billed)
    if whole is None or waiting is None:
        return _("no price agreed")
    percent = formats.percent(percent_used(waiting, whole))
    words = _("{percent} of the work done") if by_time(sow) else _("{percent} of the price")
    return words.format(percent=percent)


def invoiced_note(billed: Billed, count: int, formats: Formats) -> str:
    """How many invoices, and what was adjusted on them."""
    note = ngettext("{n} invoice", "{n} invoices", count)
    if not billed.adjusted:
        return note
    return _("{note}, {amount} adjusted").format(note=note, amount=formats.money(billed.adjusted))


def span(sow: SowRow, formats: Formats) -> str:
    """From when to when, and who leads."""
    days = formats.span(sow.start_on, sow.end_on, short=True)
    return f"{days} \u00b7 {_('lead {name}').format(name=sow.lead_name)}" if sow.lead_name else days


def order_lines(sow: SowRow, formats: Formats, steps: Steps) -> list[Line]:
    """Change orders with their state and the next step."""
    lines = []
    for order in sow.change_orders:
        if order.accepted_on is not None:
            chip, tone = _("Accepted {day}").format(day=formats.day(order.accepted_on)), "ok"
        elif order.sent_on is not None:
            chip, tone = _("Sent {day}").format(day=formats.day(order.sent_on)), "warn"
        else:
            chip, tone = _("Draft"), "empty"
        actions: list[Action] = []
        if order.accepted_on is None:
            if order.sent_on is None and steps.send_order is not None:
                actions.append(Action(_("Sent\u2026"), _with(steps.send_order, order), f"send {order.number}"))
            if steps.accept_order is not None:
                actions.append(Action(_("Accept\u2026"), _with(steps.accept_order, order), f"accept {order.number}"))
        lines.append(
            Line(
                f"{order.number} {order.title}",
                _("by {name}").format(name=order.accepted_by) if order.accepted_by else "",
                f"+{formats.money_rounded(order.amount)}",
                chip,
                tone,
                tuple(actions),
            )
        )
    return lines


def milestone_lines(sow: SowRow, formats: Formats, today: date, steps: Steps) -> list[Line]:
    """Milestones with their state and the next step."""
    lines = []
    for one in sow.milestones:
        actions: tuple[Action, ...] = ()
        if one.accepted_on is not None:
            chip, tone = _("Accepted {day}").format(day=formats.day(one.accepted_on)), "ok"
        elif one.delivered_on is not None:
            chip, tone = _("Delivered {day}").format(day=formats.day(one.delivered_on)), "warn"
            if steps.accept is not None:
                actions = (Action(_("Accept\u2026"), _with(steps.accept, one), f"accept {one.milestone_id}"),)
        else:
            late = one.due_on is not None and one.due_on < today
            chip = _("Due {day}").format(day=formats.day(one.due_on)) if one.due_on else _("Open")
            tone = "warn" if late else "empty"
            if steps.deliver is not None:
                actions = (Action(_("Deliver\u2026"), _with(steps.deliver, one), f"deliver {one.milestone_id}"),)
        lines.append(Line(f"{one.number} {one.name}", formats.money(one.amount), "", chip, tone, actions))
    return lines


def task_lines(sow: SowRow) -> list[Line]:
    """Tasks, with what keeps their time from being billed."""
    lines = []
    for task in sow.tasks:
        chip, tone = "", ""
        if not task.active:
            chip, tone = _("Closed"), "empty"
        elif task.held:
            chip, tone = _("Held on {number}").format(number=task.change_order_number), "hold"
        elif not task.billable:
            chip, tone = _("Not billable"), "empty"
        lines.append(Line(task.name, chip=chip, tone=tone))
    return lines


def attention_lines(
    sow: SowRow, detail: BurnDetail, alerts: Sequence[AlertRow], formats: Formats, steps: Steps
) -> list[Line]:
    """What needs somebody, the most urgent first; each with the step that answers it, where the reader may take it."""
    lines: list[Line] = []
    view, today = detail.view, detail.today
    if view.gaps:
        add = steps.add_rate
        actions = (Action(_("New rate\u2026"), add, "gap"),) if add is not None else ()
        lines.append(Line(gap_sentence(view.gaps, formats), tone="bad", actions=actions))
    waiting = [order for order in sow.change_orders if order.accepted_on is None and order.sent_on is not None]
    held = _("{hours} worked and held, {amount}").format(
        hours=formats.hours(view.held_seconds, unit=True), amount=formats.money(view.held)
    )
    for order in waiting:
        days = (today - (order.sent_on or today)).days
        actions = ()
        if steps.accept_order is not None:
            actions = (Action(_("Accept\u2026"), _with(steps.accept_order, order), f"now {order.number}"),)
        text = ngettext("{number} not accepted after {n} day", "{number} not accepted after {n} days", days)
        only = len(waiting) == 1 and view.held_seconds > 0
        lines.append(
            Line(
                text.format(number=order.number), held if only else "", tone="bad" if only else "warn", actions=actions
            )
        )
    if view.held_seconds and len(waiting) != 1:
        lines.append(Line(held, tone="bad"))
    for alert in alerts:
        actions = ()
        if steps.acknowledge is not None:
            ask = _with(steps.acknowledge, alert)
            actions = (Action(_("Acknowledge\u2026"), ask, f"alert {alert.alert_id}"),)
        lines.append(
            Line(alert_sentence(alert, formats), _expected(detail, formats), tone=alert_tone(alert), actions=actions)
        )
    for one in sow.milestones:
        if one.delivered_on is not None and one.accepted_on is None:
            text = _("Milestone {number} was delivered, its acceptance is not recorded")
            lines.append(Line(text.format(number=one.number), tone="warn"))
    if sow.state is SowState.OPEN and sow.end_on < today:
        lines.append(Line(_("The end lies behind; the engagement is still open"), tone="warn"))
    return lines


def _expected(detail: BurnDetail, formats: Formats) -> str:
    if detail.expected is None:
        return ""
    percent, day = detail.expected
    share = formats.percent(Decimal(percent))
    return _("{percent} expected about {day}").format(percent=share, day=formats.day(day))


def sow_facts(sow: SowRow, formats: Formats) -> list[tuple[str, str]]:
    """What everybody who works on it may know."""
    signed = ""
    if sow.signed_on is not None:
        signed = _("{number}, signed {day}").format(number=sow.number, day=formats.day(sow.signed_on))
    return [
        (_("SOW"), signed or sow.number),
        (_("Kind"), sow.kind),
        (_("Dates"), f"{formats.date(sow.start_on)} \u2013 {formats.date(sow.end_on)}"),
    ]


def money_facts(
    sow: SowRow, client: ClientRow | None, invoices: Sequence[InvoiceListRow] | None, today: date, formats: Formats
) -> list[tuple[str, str]]:
    """Terms: purchase order and what is left of it, who gets the invoice, when it is due, what else is billed."""
    facts: list[tuple[str, str]] = []
    order = sow.purchase_order_on(today)
    if order is not None:
        words = order.number
        if invoices is not None:
            spent = total((row.net for row in invoices if row.po_number == order.number), sow.currency)
            left = formats.money_rounded(order.amount - spent)
            words = _("{number} \u00b7 {amount} left").format(number=order.number, amount=left)
        facts.append((_("Client PO"), words))
    elif sow.purchase_orders:
        facts.append((_("Client PO"), _("none is valid today")))
    if sow.cap is not None:
        facts.append((_("Cap"), formats.money_rounded(sow.cap)))
    if client is not None:
        payer = client.payer
        if payer is not None:
            facts.append((_("Invoice to"), ", ".join(part for part in (payer.name, payer.email) if part)))
        if client.terms:
            facts.append((_("Payment"), terms_text(terms_on(client.terms, today))))
    at_cost = sow.expense_rule is ExpenseRule.AT_COST
    facts.append((_("Expenses"), _("at cost") if at_cost else _("included in the price")))
    return facts


def _with(step: Callable[[object], object] | Callable[..., object], row: object) -> Callable[[], object]:
    return lambda: step(row)
