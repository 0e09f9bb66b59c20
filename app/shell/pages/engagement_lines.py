"""What the engagement overview says, as data: pure functions from what was read to lines, facts and sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.burn.domain import gap_sentence, percent_used
from app.burn.queries import AlertRow, BurnDetail
from app.burn.ui import alert_sentence, alert_tone, rounded_to_ten
from app.clients.domain import terms_on, terms_text
from app.engagements.domain import Arrangement, ExpenseRule, SowState
from app.engagements.queries import ChangeOrderRow, MilestoneRow, SowRow, TaskRow
from app.invoices.domain import DraftState
from app.invoices.queries import SowBilling, SowDraftRow
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext, pgettext
from app.shell.pages.engagement_cards import Action, Line
from app.shell.pages.engagement_facts import EngagementView

Step = Callable[..., object]


@dataclass(frozen=True)
class Steps:
    """What the reader may do from here; None where a role may not."""

    accept_order: Step | None = None
    pause_task: Step | None = None
    deliver: Step | None = None
    accept: Step | None = None
    acknowledge: Step | None = None
    add_rate: Step | None = None
    new_order: Step | None = None
    finish: Step | None = None


@dataclass(frozen=True)
class Need:
    """What the engagement needs most, as its primary button: a kind, the words, and what it is about."""

    kind: str
    words: str
    about: Any = None


def need_of(view: EngagementView, formats: Formats) -> Need | None:
    """The primary step by need: a draft to review, an answer to record, else a new change order."""
    if view.may_draft and view.drafts:
        draft = view.drafts[0]
        return Need("draft", _("Review {month} draft").format(month=formats.month_name(draft.period_last)), draft)
    waiting = next((order for order in view.sow.change_orders if order.waits), None)
    if view.answers and waiting is not None:
        return Need("accept", _("Record acceptance of {number}\u2026").format(number=waiting.number), waiting)
    if view.may_edit and view.sow.state is not SowState.FINISHED:
        return Need("order", _("New change order\u2026"))
    return None


# ---------------------------------------------------------------------- head and figures


def span(sow: SowRow, formats: Formats) -> str:
    """From when to when, and who leads: "2 Feb - 29 May 2026, lead Eleanor Finch"."""
    days = formats.span(sow.start_on, sow.end_on, short=True)
    return _("{days} \u00b7 lead {name}").format(days=days, name=sow.lead_name) if sow.lead_name else days


def by_time(sow: SowRow) -> bool:
    """Whether all of it is billed by time and materials: then used = invoiced + not yet invoiced."""
    return all(line.arrangement is Arrangement.TIME_AND_MATERIALS for line in sow.lines)


def months_of(first: date, last: date, formats: Formats) -> list[str]:
    """The names of the months from one day to another."""
    found = []
    month = first.replace(day=1)
    while month <= last:
        found.append(formats.month_name(month))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return found


def invoiced_note(sow: SowRow, billing: SowBilling, formats: Formats) -> str:
    """What was invoiced: the months where time is billed, else how many invoices; and what was adjusted on them."""
    if not billing.invoices:
        return _("nothing yet")
    note = ngettext("{n} invoice", "{n} invoices", len(billing.invoices))
    if by_time(sow):
        months: dict[str, None] = {}
        for one in billing.invoices:
            months |= dict.fromkeys(months_of(one.period_first, one.period_last, formats))
        if len(months) <= 3:
            note = formats.listing(list(months))
    if not billing.adjusted:
        return note
    return _("{note}, {amount} adjusted").format(note=note, amount=formats.money(billing.adjusted))


def not_yet_invoiced(sow: SowRow, detail: BurnDetail, billing: SowBilling) -> Money | None:
    """What work is still to be invoiced: of the use where time is billed, else of the agreed price."""
    whole = _whole(sow, detail)
    return None if whole is None else max(whole - billing.work, Money.zero(sow.currency))


def _whole(sow: SowRow, detail: BurnDetail) -> Money | None:
    if by_time(sow):
        return detail.view.used
    return sow.budget or None


def waiting_note(sow: SowRow, detail: BurnDetail, billing: SowBilling, formats: Formats) -> str:
    """What the sum that is not yet invoiced is made of: "April, 130.5 h, draft ready"."""
    whole, waiting = _whole(sow, detail), not_yet_invoiced(sow, detail, billing)
    if whole is None or waiting is None:
        return _("no price agreed")
    if not by_time(sow):
        return _("{percent} of the price").format(percent=formats.percent(percent_used(waiting, whole)))
    if billing.first is None or billing.last is None:
        return _("nothing waits")
    months = formats.listing(months_of(billing.first, billing.last, formats)[-2:])
    words = {"months": months, "hours": formats.hours(billing.unbilled_seconds, unit=True)}
    draft = next(iter(billing.drafts), None)
    if draft is None or draft.seconds != billing.unbilled_seconds:
        return _("{months}, {hours}").format(**words)
    if draft.state is DraftState.APPROVED:
        return _("{months}, {hours}, draft ready").format(**words)
    if draft.state is DraftState.HOLD:
        return _("{months}, {hours}, draft on hold").format(**words)
    return _("{months}, {hours}, draft to check").format(**words)


# ---------------------------------------------------------------------- needs attention


def attention_lines(view: EngagementView, formats: Formats, steps: Steps) -> list[Line]:
    """What needs somebody, the most urgent first; each with the step that answers it, where the reader may take it."""
    detail, sow = view.detail, view.sow
    if detail is None:
        return []
    lines: list[Line] = []
    if detail.view.gaps:
        actions = _actions((_("New rate\u2026"), steps.add_rate, "gap"))
        lines.append(Line(gap_sentence(detail.view.gaps, formats), tone="bad", actions=actions))
    lines += _waiting_lines(view, detail, formats, steps)
    for alert in view.alerts:
        actions = _actions((_("Acknowledge\u2026"), steps.acknowledge, f"alert {alert.alert_id}"), about=alert)
        lines.append(
            Line(
                alert_sentence(alert, formats), _after(alert, detail, formats), tone=alert_tone(alert), actions=actions
            )
        )
    lines += _over_lines(detail, formats, steps)
    for one in sow.milestones:
        if one.delivered_on is not None and one.accepted_on is None:
            text = _("Milestone {number} was delivered, its acceptance is not recorded")
            actions = _actions((_("Record acceptance\u2026"), steps.accept, f"now {one.milestone_id}"), about=one)
            sub = _("{name}, {amount}").format(name=one.name, amount=formats.money(one.amount))
            lines.append(Line(text.format(number=one.number), sub, tone="warn", actions=actions))
    if sow.state is SowState.OPEN and sow.end_on < view.today:
        text = _("It ended on {day} and is still open").format(day=formats.day(sow.end_on))
        lines.append(Line(text, tone="warn", actions=_actions((_("Finish it"), steps.finish, "finish"))))
    return lines


def _over_lines(detail: BurnDetail, formats: Formats, steps: Steps) -> list[Line]:
    """The budget will not do: said before it is overrun, with the step that can still prevent it."""
    budget, ahead = detail.view.budget, detail.forecast
    if ahead is None or budget.minor <= 0 or ahead.middle <= budget or detail.view.used > budget:
        return []
    over = formats.money_rounded(rounded_to_ten(ahead.middle - budget))
    text = _("The forecast is {amount} over the budget").format(amount=over)
    sub = _("{amount} expected by {day}").format(
        amount=formats.money_rounded(rounded_to_ten(ahead.middle)), day=formats.day(detail.view.end_on)
    )
    actions = _actions((_("New change order\u2026"), steps.new_order, "over"))
    return [Line(text, sub, tone="bad", actions=actions)]


def _waiting_lines(view: EngagementView, detail: BurnDetail, formats: Formats, steps: Steps) -> list[Line]:
    """Change orders the client has not answered, and what was worked on them all the same."""
    lines: list[Line] = []
    burn = detail.view
    waiting = [order for order in view.sow.change_orders if order.waits]
    held = _("{hours}, {amount} worked and held from billing").format(
        hours=formats.hours(burn.held_seconds, unit=True), amount=formats.money(burn.held)
    )
    for order in waiting:
        days = (view.today - (order.sent_on or view.today)).days
        text = ngettext("{number} not accepted after {n} day", "{number} not accepted after {n} days", days)
        only = len(waiting) == 1 and burn.held_seconds > 0
        accept = (pgettext("of a change order", "Record acceptance\u2026"), steps.accept_order, f"now {order.number}")
        actions = _actions(accept, about=order)
        task = next((task for task in held_tasks(view.sow, order) if task.active), None)
        if only and task is not None:
            actions += _actions((_("Pause the task"), steps.pause_task, f"pause {task.task_id}"), about=task)
        tone = "bad" if only else "warn"
        lines.append(Line(text.format(number=order.number), held if only else "", tone=tone, actions=actions))
    if burn.held_seconds and len(waiting) != 1:
        lines.append(Line(held, tone="bad"))
    return lines


def held_tasks(sow: SowRow, order: ChangeOrderRow) -> list[TaskRow]:
    """The tasks whose work waits for a change order."""
    return [task for task in sow.tasks if task.held and task.change_order_id == order.change_order_id]


def _after(alert: AlertRow, detail: BurnDetail, formats: Formats) -> str:
    """What comes next after a threshold: the day of the next one, if it can be expected."""
    if detail.expected is None or detail.expected[0] <= alert.percent:
        return ""
    percent, day = detail.expected
    text = _("{percent} expected about {day}")
    return text.format(percent=formats.percent(Decimal(percent)), day=formats.day(day))


def _actions(*given: tuple[str, Step | None, str], about: object = None) -> tuple[Action, ...]:
    """The steps that may be taken."""
    return tuple(Action(words, _with(step, about), key) for words, step, key in given if step is not None)


def _with(step: Step, about: object) -> Callable[[], object]:
    return step if about is None else lambda: step(about)


# ---------------------------------------------------------------------- change orders, milestones, terms


def order_state(order: ChangeOrderRow, formats: Formats) -> tuple[str, str]:
    """Where a change order stands: a word and its tone."""
    if order.accepted_on is not None:
        return _("Accepted"), "ok"
    if order.declined_on is not None:
        return _("Declined"), "bad"
    if order.sent_on is not None:
        return _("Sent {day}").format(day=formats.day(order.sent_on)), "warn"
    return _("Draft"), "empty"


def signed(amount: Money, formats: Formats) -> str:
    """An amount that is added or taken away: "+12,000"."""
    text = formats.money_rounded(amount)
    return f"+{text}" if amount.minor > 0 else text


def order_lines(view: EngagementView, formats: Formats) -> list[Line]:
    """Change orders with their sums and states."""
    lines = []
    for order in view.sow.change_orders:
        chip, tone = order_state(order, formats)
        amount = signed(order.amount, formats) if view.detail is not None else ""
        lines.append(Line(order.number, more=order.title, amount=amount, chip=chip, tone=tone))
    return lines


def milestone_state(one: MilestoneRow, today: date, formats: Formats) -> tuple[str, str]:
    """Where a milestone stands: words and their tone."""
    if one.accepted_on is not None:
        return _("Accepted {day}").format(day=formats.day(one.accepted_on)), "ok"
    if one.delivered_on is not None:
        return _("Delivered {day}").format(day=formats.day(one.delivered_on)), "warn"
    if one.due_on is None:
        return _("Open"), "empty"
    return _("Due {day}").format(day=formats.day(one.due_on)), "warn" if one.due_on < today else "empty"


def milestone_lines(view: EngagementView, formats: Formats, steps: Steps) -> list[Line]:
    """Milestones with their state and the next step."""
    lines = []
    for one in view.sow.milestones:
        chip, tone = milestone_state(one, view.today, formats)
        actions: tuple[Action, ...] = ()
        if one.delivered_on is None and one.accepted_on is None:
            actions = _actions((_("Deliver\u2026"), steps.deliver, f"deliver {one.milestone_id}"), about=one)
        elif one.accepted_on is None:
            actions = _actions((_("Record acceptance\u2026"), steps.accept, f"accept {one.milestone_id}"), about=one)
        amount = formats.money(one.amount) if view.detail is not None else ""
        number = formats.number(one.number)
        lines.append(Line(number, more=one.name, amount=amount, chip=chip, tone=tone, actions=actions, low=True))
    return lines


def term_facts(view: EngagementView, formats: Formats) -> list[tuple[str, str]]:
    """The terms: what was signed; and for those who see money the client's order, payer, days to pay and tax."""
    sow = view.sow
    number = sow.number
    if sow.signed_on is not None:
        number = _("{number}, signed {day}").format(number=number, day=formats.day(sow.signed_on))
    facts = [(_("SOW"), number)]
    if view.detail is None:
        days = formats.span(sow.start_on, sow.end_on)
        return [*facts, (_("Kind"), sow.kind), (_("Dates"), days), (_("Lead"), sow.lead_name)]
    facts.append((_("Client PO"), order_words(view, formats)))
    if view.client is not None:
        payer = view.client.payer
        if payer is not None:
            facts.append((_("Invoice to"), payer_words(payer.name, payer.email)))
    at_cost = sow.expense_rule is ExpenseRule.AT_COST
    facts.append((_("Expenses"), _("billed at cost") if at_cost else _("included in the price")))
    if view.client is not None and view.client.terms:
        facts.append((_("Payment"), terms_text(terms_on(view.client.terms, view.today))))
    if view.tax is not None:
        rate = formats.percent(view.tax.percent, 0 if view.tax.percent == int(view.tax.percent) else 1)
        facts.append((_("VAT"), _("{percent}, {name}").format(percent=rate, name=view.tax.name)))
    return facts


def payer_words(name: str, email: str) -> str:
    """Who gets the invoice, and where."""
    return _("{name}, {email}").format(name=name, email=email) if email else name


def order_words(view: EngagementView, formats: Formats) -> str:
    """The client's order of today and what is left of it; "" when there never was one."""
    order = view.sow.purchase_order_on(view.today)
    if order is None:
        return _("none is valid today") if view.sow.purchase_orders else ""
    if view.billing is None:
        return order.number
    left = formats.money_rounded(order.amount - view.billing.spent(order.number))
    return _("{number} \u00b7 {amount} left").format(number=order.number, amount=left)


def draft_words(draft: SowDraftRow) -> tuple[str, str]:
    """Where a draft stands: a word and its tone."""
    return {
        DraftState.OPEN: (_("Draft"), "empty"),
        DraftState.HOLD: (_("Draft on hold"), "hold"),
        DraftState.APPROVED: (_("Draft approved"), "info"),
    }[draft.state]
