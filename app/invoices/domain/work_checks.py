"""Questions about the work on a draft: its rates, its approval, the budget, change orders, billed only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from app.invoices.domain.checks import Check, Stake, check_name
from app.invoices.domain.facts import AdjustmentFact, DraftFacts, LowRate
from app.invoices.domain.states import CheckKey, Fix, Verdict
from app.kernel.formats import Formats
from app.kernel.money import Money, total
from app.kernel.words import _, ngettext


def _collect_again(
    key: CheckKey, facts: DraftFacts, sentence: str, fix: str, short: str, *, title: str, other: Fix | None = None
) -> Check:
    """What collecting again settles; at stake is what the bill would say then."""
    stake = None
    if facts.again is not None and facts.again != facts.sums.net:
        stake = Stake(facts.sums.net, facts.again)
    return Check(key, Verdict.BLOCK, sentence, fix, short, title=title, way=Fix.COLLECT, other=other, stake=stake)


# ---------------------------------------------------------------------- rates


def rate_words(facts: DraftFacts, formats: Formats) -> str:
    """That the bill says what the statement of work says, and what was written down."""
    given = [item for item in facts.adjustments if item.amount.minor < 0 and not _ended(item, facts)]
    if not given:
        return check_name(CheckKey.RATES)
    return _("Rates match the SOW, {amount} written down: {reason}").format(
        amount=formats.money(-total((item.amount for item in given), facts.currency)),
        reason="; ".join(dict.fromkeys(item.reason.rstrip(".") for item in given)),
    )


def rate_findings(facts: DraftFacts, formats: Formats) -> Iterator[Check]:
    """Where the bill does not say what the statement of work says."""
    if facts.unpriced:
        yield _unpriced(facts, formats)
    if facts.low_rates:
        yield _low(facts, formats)
    alike: Counter[str] = Counter()
    for item in facts.adjustments:
        if _ended(item, facts):
            alike[item.mark] += 1
            yield _discount(item, facts, formats, alike[item.mark])


def _unpriced(facts: DraftFacts, formats: Formats) -> Check:
    who, seconds = facts.unpriced[0]
    return Check(
        CheckKey.RATES,
        Verdict.BLOCK,
        _("{hours} h by {person} have no rate on {sow}.").format(
            hours=formats.hours(seconds), person=who, sow=facts.sow_number
        ),
        _("Add a rate for the grade or the person, then collect again."),
        _("{hours} h without a rate").format(hours=formats.hours(sum(item[1] for item in facts.unpriced))),
        title=_("A rate is missing"),
        way=Fix.SOW,
    )


def _low(facts: DraftFacts, formats: Formats) -> Check:
    lows = facts.low_rates
    now = total((item.now(facts.currency) for item in lows), facts.currency)
    then = total((item.then(facts.currency) for item in lows), facts.currency)
    sentences = [
        _("{hours} h by {person} use {rate}. {sow} says {agreed} from {since}.").format(
            hours=formats.hours(low.seconds),
            person=low.person,
            rate=formats.rate(low.rate, facts.currency),
            sow=facts.sow_number,
            agreed=formats.rate(low.agreed, facts.currency),
            since=formats.day(low.since),
        )
        for low in lows
    ]
    return Check(
        CheckKey.RATES,
        Verdict.WATCH,
        " ".join(sentences),
        _("Use the SOW rate, or keep the lower one with a reason."),
        _("rate below SOW"),
        title=_("Rate is below the SOW rate card"),
        way=Fix.SOW_RATE,
        stake=Stake(now, then, _reckoned(lows, formats, facts.currency), _as_agreed(lows, formats, facts.currency)),
        mark=" ".join(sorted(low.mark for low in lows)),
        needs_reason=True,
        keep=(
            _("Keep {rate}").format(rate=formats.rate(lows[0].rate, facts.currency))
            if len(lows) == 1
            else _("Keep these rates")
        ),
        keep_hint=_("Keeping the lower rate needs a reason."),
    )


def _reckoned(lows: tuple[LowRate, ...], formats: Formats, currency: str) -> str:
    return _one_line(lows[0], lows[0].rate, formats, currency) if len(lows) == 1 else ""


def _as_agreed(lows: tuple[LowRate, ...], formats: Formats, currency: str) -> str:
    return _one_line(lows[0], lows[0].agreed, formats, currency) if len(lows) == 1 else ""


def _one_line(low: LowRate, rate: Decimal, formats: Formats, currency: str) -> str:
    return _("{hours} h \u00d7 {rate}").format(hours=formats.hours(low.seconds), rate=formats.rate(rate, currency))


def _ended(item: AdjustmentFact, facts: DraftFacts) -> bool:
    """Whether a discount was over before the work of this bill began."""
    first = facts.period_first
    return item.amount.minor < 0 and item.ends_on is not None and first is not None and item.ends_on < first


def _discount(item: AdjustmentFact, facts: DraftFacts, formats: Formats, turn: int) -> Check:
    """A discount that has ended; of several that are alike each is asked about: `turn` tells them apart."""
    ended = formats.day(item.ends_on) if item.ends_on is not None else ""
    full = facts.sums.fees - item.amount
    return Check(
        CheckKey.RATES,
        Verdict.WATCH,
        _("The bill is written down by {amount}: {reason}. That was agreed until {day}.").format(
            amount=formats.money(-item.amount), reason=item.reason.rstrip("."), day=ended
        ),
        _("End the discount, or keep it with a reason."),
        _("discount ended {day}").format(day=ended),
        title=_("The discount has ended"),
        way=Fix.END_DISCOUNT,
        stake=Stake(facts.sums.fees, full),
        mark=item.mark if turn == 1 else f"{item.mark} {turn}",
        about=(item.line_id,),
        needs_reason=True,
        keep=_("Keep the discount"),
        keep_hint=_("Keeping the discount needs a reason."),
    )


# ---------------------------------------------------------------------- hours and milestones


def hour_findings(facts: DraftFacts, formats: Formats) -> Iterator[Check]:
    """What is billed without approval or acceptance, or otherwise than it was collected."""
    if facts.unapproved_seconds:
        count = formats.hours(facts.unapproved_seconds)
        yield _collect_again(
            CheckKey.HOURS,
            facts,
            _("{hours} h are no longer approved.").format(hours=count),
            _("Approve them, or collect again to leave them out."),
            _("{hours} h not approved").format(hours=count),
            title=_("Hours are not approved"),
            other=Fix.APPROVALS,
        )
    if facts.changed_entries:
        yield _collect_again(
            CheckKey.HOURS,
            facts,
            ngettext(
                "{n} time entry was changed after it was collected.",
                "{n} time entries were changed after they were collected.",
                facts.changed_entries,
            ),
            _("Collect again to bill it as it is now."),
            _("changed after it was collected"),
            title=_("Hours were changed"),
        )
    if facts.not_accepted:
        yield _not_accepted(facts)


def _not_accepted(facts: DraftFacts) -> Check:
    waiting = facts.not_accepted
    nothing = Money.zero(facts.currency)
    one = len(waiting) == 1
    return Check(
        CheckKey.HOURS,
        Verdict.BLOCK,
        _("The client's acceptance of the milestone is not recorded."),
        _("Record the acceptance, then collect again."),
        (
            _("acceptance of milestone {number} not recorded").format(number=waiting[0].number)
            if one
            else _("acceptance of milestones not recorded")
        ),
        title=_("Acceptance is not recorded"),
        way=Fix.ACCEPTANCE,
        stake=Stake(nothing, total((item.amount for item in waiting), facts.currency)),
        about=tuple(item.milestone_id for item in waiting),
    )


# ---------------------------------------------------------------------- budget, change orders, once


def _spent(facts: DraftFacts, formats: Formats) -> tuple[Money, str]:
    """The fees after this invoice, and their share of the budget."""
    after = facts.invoiced_fees + facts.sums.fees
    return after, formats.percent(Decimal(after.minor) * 100 / Decimal(facts.budget.minor))


def budget_words(facts: DraftFacts, formats: Formats) -> str:
    """How much of the budget is spent with this bill."""
    if facts.budget.minor <= 0:
        return _("No budget agreed")
    after, share = _spent(facts, formats)
    if after <= facts.budget:
        return _("Within budget: {percent} after this invoice").format(percent=share)
    return _("{percent} of the budget after this invoice").format(percent=share)


def budget_findings(facts: DraftFacts, formats: Formats) -> Iterator[Check]:
    """Where the budget, or the cap, does not hold the bill."""
    if facts.budget.minor <= 0:
        return
    after, share = _spent(facts, formats)
    if after <= facts.budget:
        return
    spare = after - facts.budget
    over = formats.money(spare)
    yield Check(
        CheckKey.BUDGET,
        Verdict.BLOCK if facts.capped else Verdict.WATCH,
        (
            _("{over} past the cap: {percent} after this invoice.")
            if facts.capped
            else _("{over} past the budget: {percent} after this invoice.")
        ).format(over=over, percent=share),
        _("Have a change order accepted, or write the bill down."),
        _("{over} past the budget").format(over=over),
        title=_("The bill is past the cap") if facts.capped else _("The bill is past the budget"),
        way=Fix.WRITE_DOWN,
        other=Fix.SOW,
        stake=Stake(facts.sums.fees, facts.sums.fees - spare),
        mark="" if facts.capped else f"{facts.budget.minor}",
    )


def change_order_words(facts: DraftFacts, formats: Formats) -> str:
    """That work nobody agreed to pay stays outside, and which that is."""
    if not facts.held:
        return check_name(CheckKey.CHANGE_ORDERS)
    held = ", ".join(f"{number} ({formats.hours(seconds, unit=True)})" for number, seconds in facts.held)
    return _("Held and left out: {orders}").format(orders=held)


def change_order_findings(facts: DraftFacts, formats: Formats) -> Iterator[Check]:
    """Work on the bill that nobody agreed to pay."""
    if facts.on_open_change_orders:
        count = formats.hours(facts.on_open_change_orders)
        yield _collect_again(
            CheckKey.CHANGE_ORDERS,
            facts,
            _("{hours} h belong to a change order that is not accepted.").format(hours=count),
            _("Collect again to leave them out."),
            _("{hours} h on an unaccepted change order").format(hours=count),
            title=_("Time on an unaccepted change order"),
        )


def once_findings(facts: DraftFacts, _formats: Formats) -> Iterator[Check]:
    """Work that was invoiced before."""
    if facts.billed_before:
        yield _collect_again(
            CheckKey.ONCE,
            facts,
            _("Work on this draft was invoiced before."),
            _("Collect again to leave it out."),
            _("invoiced before"),
            title=_("Invoiced before"),
        )
