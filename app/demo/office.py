"""First chapter: the firm, its people, clients and statements of work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from app.clients.commands import add_client, add_contact, set_terms
from app.clients.domain import ClientState, PoRule, TermsKind
from app.demo.source import OPENED, Stage, data, day, gbp, on
from app.engagements.commands import add_change_order, add_internal_task, add_rate_card, add_task, agree_sow
from app.engagements.domain import (
    Arrangement,
    ChangeOrderSpec,
    ExpenseRule,
    GradeBudgetSpec,
    LineSpec,
    MilestoneSpec,
    PoSpec,
    RateSpec,
    SowState,
    TaskSpec,
)
from app.engagements.queries import sow as read_sow
from app.firm.commands import add_absence, add_holiday, add_person, found_firm, set_series
from app.firm.domain import AccessRole
from app.storage.actor import SETUP, Actor

INTERNAL = {
    "Business development": "proposal, pitch",
    "Team meeting": "stand-up, week planning",
    "Training": "training, course",
    "Firm management": "partners",
    "Administration": "admin",
}


def found(stage: Stage) -> None:
    """The office with its people, closed days, rate card and internal tasks."""
    firm = data()["firm"]
    people = data()["people"]
    stage.at(OPENED, "09:00")
    stage.book.actor = SETUP
    first = people[0]
    founded = stage.book.perform(
        found_firm,
        name=firm["name"],
        country=firm["country"],
        language=firm["language"],
        zone=firm["zone"],
        currency=firm["currency"],
        person_name=first["name"],
        initials=first["initials"],
        grade=first["grade"],
        email=first["email"],
        address="\n".join(firm["address"]),
        tax_number=firm["vat_number"],
        registration=firm["registration"],
        bank_name=firm["bank"]["name"],
        account_name=firm["bank"]["account_name"],
        iban=firm["bank"]["iban"],
        payment_page=firm["payment_page"],
        contact_name=firm["contact"]["name"],
        contact_phone=firm["contact"]["phone"],
        contact_email=firm["contact"]["email"],
        terms_days=firm["default_terms_days"],
        dispute_days=firm["dispute_days"],
    ).result
    stage.people[first["initials"]] = Actor(founded.person_id, first["name"], first["access_role"], firm["zone"])
    for person in people[1:]:
        number = stage.act(
            "EF",
            add_person,
            name=person["name"],
            initials=person["initials"],
            access_role=AccessRole(person["access_role"]),
            grade=person["grade"],
            email=person["email"],
            weekly_hours=Decimal(person["weekly_hours"]),
        )
        stage.people[person["initials"]] = Actor(number, person["name"], person["access_role"], firm["zone"])
    series = firm["invoice_series"]
    number = int(series["first_in_book"].rsplit("-", 1)[1])
    stage.act("EF", set_series, key="invoice", pattern=series["pattern"], next_number=number, on=OPENED)
    for holiday in data()["bank_holidays"]:
        stage.act("EF", add_holiday, day=on(holiday["date"]), name=holiday["name"])
    for absence in data()["absences"]:
        person_id = stage.person(absence["person"])
        stage.act("EF", add_absence, person_id=person_id, day=on(absence["date"]), kind=absence["kind"])
    card = data()["rate_card"]
    rates = tuple((row["grade"], Decimal(row["rate"])) for row in card["rates"])
    stage.act("EF", add_rate_card, name=card["name"], valid_from=on(card["valid_from"]), rates=rates)
    for name, words in INTERNAL.items():
        stage.tasks["INTERNAL", name] = stage.act("EF", add_internal_task, name=name, match=words)


def _printed_address(client: dict[str, Any]) -> str:
    """A British house and its street stand on one line, as the firm prints it."""
    lines = client["address"]
    return "\n".join((", ".join(lines[:-1]), lines[-1]) if client["country"] == "GB" else lines)


def add_clients(stage: Stage) -> None:
    """The clients with terms and contacts."""
    for client in data()["clients"]:
        terms = client["terms"]
        client_id = stage.act(
            "GB",
            add_client,
            name=client["name"],
            legal_name=client["legal_name"],
            country=client["country"],
            language=client["language"],
            currency=client["currency"],
            address=_printed_address(client),
            tax_number=client["vat_number"],
            tax_code=client.get("vat_code"),
            owner_id=stage.person(client["owner"]),
            po_rule=PoRule(client["po_rule"]["rule"]),
            email_domains=" ".join(client["email_domains"]),
            website=client.get("website", ""),
            state=ClientState(client.get("state", "active")),
        )
        stage.clients[client["key"]] = client_id
        for term in terms:
            kind = TermsKind(term["kind"])
            number = term["days"] if kind is TermsKind.DAYS else term["day"]
            stage.act("GB", set_terms, client_id=client_id, kind=kind, number=number, valid_from=on(term["valid_from"]))
        for contact in client["contacts"]:
            stage.act(
                "GB",
                add_contact,
                client_id=client_id,
                name=contact["name"],
                job=contact["job"],
                email=contact["email"],
                phone=contact["phone"],
                sponsor="sponsor" in contact["kinds"],
                payer="payer" in contact["kinds"],
            )


ARRANGEMENTS = {
    "capped": Arrangement.TIME_AND_MATERIALS,
    "time_and_materials": Arrangement.TIME_AND_MATERIALS,
    "fixed_milestones": Arrangement.FIXED,
    "retainer": Arrangement.RETAINER,
}


def _line(sow: dict[str, Any]) -> LineSpec:
    arrangement = ARRANGEMENTS[sow["arrangement"]]
    if arrangement is Arrangement.RETAINER:
        terms = sow["retainer"]
        return LineSpec(
            title=sow["title"],
            arrangement=arrangement,
            monthly_fee=gbp(terms["monthly_fee"]),
            included_hours=Decimal(terms["included_hours"]),
            extra_rate=Decimal(terms["extra_hour_rate"]),
        )
    return LineSpec(title=sow["title"], arrangement=arrangement)


def _rates(stage: Stage, sow: dict[str, Any]) -> tuple[RateSpec, ...]:
    by_grade = [
        RateSpec(rate=Decimal(row["rate"]), valid_from=on(row["valid_from"]), grade=row["grade"])
        for row in sow["rates"]
    ]
    by_person = [
        RateSpec(
            rate=Decimal(row["rate"]),
            valid_from=on(row["valid_from"]),
            person_id=stage.person(row["person"]),
            note=row.get("note", ""),
        )
        for row in sow.get("person_rates", ())
    ]
    return (*by_grade, *by_person)


def agree_sows(stage: Stage) -> None:
    """Every statement of work as it stood when the book was opened."""
    for sow in data()["sows"]:
        if on(sow["signed"]) > OPENED:
            continue
        _agree(stage, sow)


def agree_late_sows(stage: Stage) -> None:
    """What was signed after the book was opened."""
    for sow in data()["sows"]:
        if on(sow["signed"]) > OPENED:
            stage.at(on(sow["signed"]))
            _agree(stage, sow)


def _agree(stage: Stage, sow: dict[str, Any]) -> None:
    number = sow["number"]
    names = sow.get("invoice_line_names", {})
    budgets = tuple(
        GradeBudgetSpec(grade=row["grade"], hours=Decimal(row["hours"]), line_name=names.get(row["grade"], ""))
        for row in sow.get("role_budget_hours", ())
    )
    milestones = tuple(
        MilestoneSpec(
            line=1,
            number=row["number"],
            name=row["name"],
            amount=gbp(row["amount"]),
            due_on=day(row["due"]),
            delivered_on=_known(row["delivered"]),
            accepted_on=_known(row["accepted"]),
        )
        for row in sow.get("milestones", ())
        # what was billed and paid before the book, in documents that are not carried over, stays outside
        if not (row["invoice"] or "").startswith("before the book")
    )
    orders = tuple(
        ChangeOrderSpec(
            number=row["number"],
            title=row["title"],
            amount=gbp(row["amount"]),
            drafted_on=on(row["drafted"]),
            sent_on=_known(row["sent"]),
            accepted_on=_known(row["accepted"]),
            accepted_by=row.get("accepted_by", ""),
        )
        for row in sow["change_orders"]
        if on(row["drafted"]) <= OPENED
    )
    agreed = stage.act(
        "EF",
        agree_sow,
        client_id=stage.clients[sow["client"]],
        number=number,
        title=sow["title"],
        start_on=on(sow["start"]),
        end_on=on(sow["end"]),
        budget=gbp(sow.get("budget_base", "0.00")),
        lines=(_line(sow),),
        rates=_rates(stage, sow),
        tasks=tuple(
            TaskSpec(name=task["name"], match=", ".join(task["match"]), change_order=task.get("change_order"))
            for task in sow["tasks"]
            if task.get("change_order", "") in {"", *(order.number for order in orders)}
        ),
        grade_budgets=budgets,
        purchase_orders=tuple(
            PoSpec(
                number=order["number"],
                amount=gbp(order["amount"]),
                valid_from=on(order["valid_from"]),
                valid_to=day(order["valid_to"]),
            )
            for order in sow["purchase_orders"]
        ),
        milestones=milestones,
        change_orders=orders,
        lead_id=stage.person(sow["lead"]),
        signed_on=on(sow["signed"]),
        capped=sow["arrangement"] == "capped",
        expense_rule=ExpenseRule.AT_COST if sow["expenses"] == "at cost" else ExpenseRule.INCLUDED,
        thresholds=tuple(sow.get("thresholds_percent", (75, 90, 100))),
        show_budget=sow.get("show_budget_on_invoice", False),
        state=SowState.SOLD if sow["state"] == "sold" else SowState.OPEN,
    )
    stage.sows[number] = agreed.sow_id
    for name, task_id in agreed.task_ids:
        stage.tasks[number, name] = task_id
    for row in stage.book.read(read_sow, sow_id=agreed.sow_id).milestones:
        stage.milestones[number, row.number] = row.milestone_id


def draft_order(stage: Stage, number: str, order: dict[str, Any]) -> None:
    """A change order of a statement of work, drafted, with the tasks that wait for it."""
    stage.change_orders[number, order["number"]] = stage.act(
        "EF",
        add_change_order,
        sow_id=stage.sows[number],
        number=order["number"],
        title=order["title"],
        amount=gbp(order["amount"]),
        drafted_on=on(order["drafted"]),
    )
    sow = next(item for item in data()["sows"] if item["number"] == number)
    for task in sow["tasks"]:
        if task.get("change_order") == order["number"]:
            stage.tasks[number, task["name"]] = stage.act(
                "EF",
                add_task,
                sow_id=stage.sows[number],
                name=task["name"],
                match=", ".join(task["match"]),
                change_order=order["number"],
            )


def _known(text: str | None) -> date | None:
    found = day(text)
    return found if found is not None and found <= OPENED else None
