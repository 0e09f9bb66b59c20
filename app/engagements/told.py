"""What is told about statements of work and all that belongs to them in their history."""

from __future__ import annotations

from app.engagements.domain import Arrangement, ExpenseRule, SowState, arrangement_words, state_words
from app.engagements.records import (
    ChangeOrder,
    Engagement,
    GradeBudget,
    Milestone,
    PurchaseOrder,
    Rate,
    RateCard,
    SowLine,
    SowVersion,
    StatementOfWork,
    Task,
)
from app.firm.records import Firm
from app.kernel.quantities import RoundingMode
from app.kernel.words import _
from app.storage.record import Record
from app.storage.told import Kind, Part, Parts, RoomWords, kind

PARTS: Parts = {
    StatementOfWork: (
        Part(Engagement, "engagement_id", up=True),
        *(Part(one, "sow_id") for one in (SowVersion, SowLine, ChangeOrder, Task, GradeBudget, Rate, PurchaseOrder)),
        Part(Milestone, "sow_line_id", of=SowLine),
    ),
    Firm: (Part(RateCard), Part(Rate, "rate_card_id", of=RateCard)),
}


def words() -> RoomWords:
    """In the reader's language."""
    return RoomWords(
        kinds={**_agreement(), **_parts(), **_rates()},
        choices={
            Arrangement: {one.value: arrangement_words(one) for one in Arrangement},
            SowState: {one.value: state_words(one) for one in SowState},
            ExpenseRule: {
                ExpenseRule.AT_COST: _("Billed at cost"),
                ExpenseRule.INCLUDED: _("Included in the price"),
            },
            RoundingMode: {
                RoundingMode.NONE: _("As worked"),
                RoundingMode.NEAREST: _("To the nearest step"),
                RoundingMode.UP: _("Up to the next step"),
            },
        },
        commands={
            "agree_sow": _("Brought in a statement of work"),
            "change_sow": _("Changed a statement of work"),
            "finish_sow": _("Finished a statement of work"),
            "add_task": _("Added a task"),
            "change_task": _("Changed a task"),
            "add_internal_task": _("Added internal work"),
            "add_rate": _("Set a rate"),
            "add_rate_card": _("Added a rate card"),
            "add_purchase_order": _("Added a purchase order"),
            "add_change_order": _("Drafted a change order"),
            "send_change_order": _("Sent a change order"),
            "accept_change_order": _("Recorded that a change order was accepted"),
            "decline_change_order": _("Recorded that a change order was declined"),
            "reopen_change_order": _("Opened a declined change order again"),
            "deliver_milestone": _("Delivered a milestone"),
            "accept_milestone": _("Recorded that a milestone was accepted"),
        },
    )


def _agreement() -> dict[type[Record], Kind]:
    return {
        Engagement: kind(_("Engagement"), "name", client_id=_("Client"), name=_("Name")),
        StatementOfWork: kind(
            _("Statement of work"),
            "number title",
            engagement_id=_("Engagement"),
            client_id=_("Client"),
            number=_("SOW number"),
            title=_("What it is about"),
            state=_("State"),
            start_on=_("Start"),
            end_on=_("End"),
            currency=_("Currency"),
            budget_minor=_("Budget without change orders"),
            lead_id=_("Lead"),
            signed_on=_("Signed on"),
            capped=_("Never bill more than the budget"),
            thresholds=_("Alert at % of the budget"),
            expense_rule=_("Expenses"),
            rounding_mode=_("Rounding of time"),
            rounding_minutes=_("Step in minutes"),
            show_budget=_("Show the budget on invoices"),
        ),
        SowVersion: kind(
            _("Signed version"),
            "number",
            "terms",
            sow_id=_("Statement of work"),
            number=_("Number"),
            signed_on=_("Signed on"),
            digest=_("Fingerprint"),
        ),
    }


def _parts() -> dict[type[Record], Kind]:
    return {
        SowLine: kind(
            _("Line of the SOW"),
            "title",
            "position",
            sow_id=_("Statement of work"),
            title=_("Title"),
            arrangement=_("Billing"),
            monthly_fee_minor=_("Fee a month"),
            included_seconds=_("Hours included"),
            extra_rate=_("Rate of further hours"),
        ),
        ChangeOrder: kind(
            _("Change order"),
            "number",
            sow_id=_("Statement of work"),
            number=_("Number"),
            title=_("Title"),
            amount_minor=_("Amount"),
            drafted_on=_("Drafted on"),
            sent_on=_("Sent on"),
            accepted_on=_("Accepted on"),
            accepted_by=_("Accepted by"),
            declined_on=_("Declined on"),
            declined_reason=_("Why it was declined"),
        ),
        Task: kind(
            _("Task"),
            "name",
            name=_("Name"),
            sow_id=_("Statement of work"),
            sow_line_id=_("Line of the SOW"),
            change_order_id=_("Change order"),
            match_words=_("Words of calendar titles"),
            billable=_("Billable"),
            active=_("Takes time"),
        ),
        PurchaseOrder: kind(
            _("Purchase order"),
            "number",
            sow_id=_("Statement of work"),
            number=_("Number"),
            amount_minor=_("Amount"),
            valid_from=_("Valid from"),
            valid_to=_("Valid to"),
        ),
        Milestone: kind(
            _("Milestone"),
            "name",
            sow_line_id=_("Line of the SOW"),
            number=_("Number"),
            name=_("Name"),
            amount_minor=_("Amount"),
            due_on=_("Due"),
            delivered_on=_("Delivered on"),
            accepted_on=_("Accepted on"),
        ),
    }


def _rates() -> dict[type[Record], Kind]:
    return {
        GradeBudget: kind(
            _("Budget hours"),
            "grade",
            sow_id=_("Statement of work"),
            grade=_("Grade"),
            seconds=_("Hours"),
            line_name=_("Name on invoices"),
        ),
        RateCard: kind(_("Rate card"), "name", name=_("Name"), valid_from=_("Valid from")),
        Rate: kind(
            _("Rate"),
            "grade person_id",
            rate=_("Rate an hour"),
            valid_from=_("Valid from"),
            sow_id=_("Statement of work"),
            rate_card_id=_("Rate card"),
            grade=_("Grade"),
            person_id=_("Person"),
            note=_("Note"),
        ),
    }
