"""Every command of every room: who may carry it out, that it is audited, and that it writes through records only."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import select

from app.burn.commands import watch_budgets
from app.engagements.commands import add_change_order
from app.engagements.queries import sows
from app.firm.domain import RIGHTS, AccessRole
from app.harvest.reading import harvest_file
from app.kernel.money import Money
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.storage.actor import Actor
from app.storage.audit import AuditEntry
from app.storage.record import Record
from app.timesheets.commands import ExpenseFacts
from tests.books import Office
from tests.house.sources import ROOT, TOGETHER, Source, sources
from tests.samples.clients import quayside
from tests.samples.engagements import clinic_retainer, operating_model, pounds, small_review
from tests.samples.harvest import WINDOW, Event, at, calendar
from tests.samples.invoices import collected, issued_april
from tests.samples.timesheets import expense, log

ROOMS = sorted(path.name for path in (ROOT / "app").iterdir() if (path / "records.py").exists())


def commands() -> dict[str, Callable[..., Any]]:
    """All commands that pages, the command line and later rooms find."""
    found: dict[str, Callable[..., Any]] = {}
    for room in ROOMS:
        path = ROOT / "app" / room
        if not ((path / "commands").exists() or (path / "commands.py").exists()):
            continue
        module = importlib.import_module(f"app.{room}.commands")
        names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
        for name in names:
            value = getattr(module, name)
            if inspect.isfunction(value) and value.__module__.startswith(module.__name__):
                found[f"{room}.{name}"] = value
    return found


COMMANDS = commands()
OWN = (
    "timesheets.log_time timesheets.change_entry timesheets.remove_entry timesheets.set_cell timesheets.submit_week"
    " timesheets.set_cells timesheets.withdraw_week"
    " timesheets.add_expense timesheets.change_expense timesheets.remove_expense"
    " harvest.take_calendar harvest.follow_calendar harvest.accept_suggestion harvest.accept_all harvest.keep_entry"
    " harvest.dismiss_suggestion harvest.restore_suggestion harvest.take_back_suggestion"
).split()
LEADING = (
    "engagements.send_change_order engagements.accept_change_order engagements.deliver_milestone"
    " engagements.accept_milestone engagements.decline_change_order engagements.reopen_change_order"
    " invoices.forget_order_acceptance invoices.forget_milestone_acceptance"
).split()
APPROVING = (
    "timesheets.approve_time timesheets.approve_week timesheets.return_time timesheets.approve_expense"
    " invoices.take_back_time invoices.keep_expense"
).split()
BILLING = (
    "invoices.collect invoices.adjust_draft invoices.remove_adjustment invoices.set_po invoices.hold_draft"
    " invoices.release_draft invoices.approve_draft invoices.reopen_draft invoices.remove_draft invoices.choose_parts"
    " invoices.collect_draft invoices.keep_finding invoices.raise_finding"
    " invoices.record_acceptance"
).split()
SETTINGS = ["firm.choose_setting", "firm.note_key_change"]
WATCHING = ["burn.watch_budgets"]
INNER = {name for name, command in COMMANDS.items() if getattr(command, "inner", False)}

ALLOWED = {
    AccessRole.SETUP: {"firm.found_firm", *WATCHING},
    AccessRole.CONSULTANT: {*OWN, *SETTINGS, *WATCHING},
    AccessRole.MANAGER: {*OWN, *SETTINGS, *WATCHING, *APPROVING, *BILLING, "burn.acknowledge"},
    AccessRole.ACCOUNTANT: {*SETTINGS, *WATCHING},
}

OFFICE = set(COMMANDS) - INNER
DAY = date(2026, 4, 14)


def bring(office: Office, event: Event) -> None:
    """Priya's calendar comes in."""
    book = office.act_as("PR")
    harvest_file(book, person_id=office.people["PR"], name="w.ics", content=calendar(event), window=WINDOW)
    office.act_as("EF")


@pytest.fixture
def firm(sqlite_office: Office) -> Office:
    """A firm with one of everything, so that nothing is refused because it is not there."""
    office = sqlite_office
    client_id = quayside(office)
    clinic_retainer(office, client_id)
    sample = operating_model(office, client_id)
    log(office, "PR", next(iter(sample.tasks.values())), DAY, "2", approved=False)
    expense(office, "PR", sample.sow_id, DAY, "Rail", "10.00", approved=False)
    small = small_review(office, client_id)
    log(office, "PR", small.tasks["Reading"], DAY, "5")
    office.book.perform(watch_budgets)
    office.book.perform(
        add_change_order, sow_id=sample.sow_id, number="CO-1", title="More", amount=pounds(100), drafted_on=DAY
    )
    collected(office)
    bring(office, Event("one", "Interviews", at(28, "9:00"), at(28, "10:00")))
    return office


VALUES: tuple[tuple[str, Any], ...] = (
    ("ExpenseFacts", ExpenseFacts(1, 1, 1, DAY, "x", Money.of(5, "GBP"), "", None, False, "", "", "", Decimal(1))),
    ("Money", Money.of(5, "GBP")),
    ("Period", Period(date(2026, 4, 1), date(2026, 4, 30))),
    ("datetime.datetime", datetime(2026, 4, 14, tzinfo=UTC)),
    ("date", DAY),
    ("Decimal", Decimal(1)),
    ("bool", True),
    ("int", 1),
)


def made_up(name: str, hint: Any, office: Office) -> Any:
    """A value of a type that a command accepts."""
    kind = str(hint)
    if name == "person_id":
        return office.people["PR"]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if "tuple" in kind:
        return (1,) if "int, ..." in kind and "Money" not in kind else ()
    return next((value for word, value in VALUES if word in kind), "x")


def carried_out(office: Office, command: Callable[..., Any]) -> str:
    """What the book answers to a command with made-up facts: nothing, or the problem's code."""
    facts = {
        name: made_up(name, parameter.annotation, office)
        for name, parameter in inspect.signature(command, eval_str=True).parameters.items()
        if name != "work"
        and parameter.kind is inspect.Parameter.KEYWORD_ONLY
        and parameter.default is inspect.Parameter.empty
    }
    try:
        office.book.perform(command, **facts)
    except Problem as problem:
        return problem.code
    return ""


FORBIDDEN = frozenset({"right.missing", "time.take_back", "time.not_yours", "harvest.not_yours"})


@pytest.mark.parametrize("role", [role for role in AccessRole if role in ALLOWED])
def test_every_command_refuses_every_role_that_is_not_on_its_list(firm: Office, role: AccessRole) -> None:
    """The actor is nobody of the firm's people, so that own work opens no door by chance."""
    firm.book.actor = Actor(None if role is AccessRole.SETUP else firm.people["AC"], "Somebody", role.value)
    open_doors = [
        name
        for name, command in sorted(COMMANDS.items())
        if name not in INNER and name not in ALLOWED[role] and carried_out(firm, command) not in FORBIDDEN
    ]
    assert open_doors == []


@pytest.mark.parametrize("role", ["consultant", "manager"])
def test_own_work_is_done_by_its_person_and_by_nobody_else(firm: Office, role: str) -> None:
    firm.book.actor = Actor(firm.people["TO"], "Tom Okafor", role)
    answers = {name: carried_out(firm, COMMANDS[name]) for name in OWN}
    assert {name: code for name, code in answers.items() if code not in FORBIDDEN} == {}


def test_a_manager_records_what_was_agreed_where_he_leads_and_nowhere_else(firm: Office) -> None:
    def done_by(person_id: int | None) -> set[str]:
        firm.book.actor = Actor(person_id, "Somebody", AccessRole.MANAGER.value)
        return {name for name in LEADING if carried_out(firm, COMMANDS[name]) not in FORBIDDEN}

    leads = {row.lead_id for row in firm.book.read(sows)}
    assert firm.people["AC"] not in leads
    assert done_by(firm.people["AC"]) == set()
    assert set[str]().union(*map(done_by, leads)) == set(LEADING)


def test_the_office_may_do_everything_that_is_not_a_part_of_something_else(firm: Office) -> None:
    for role in (AccessRole.PARTNER, AccessRole.OFFICE_MANAGER):
        firm.book.actor = Actor(firm.people["EF"], "Eleanor Finch", role.value)
        assert {name for name in OFFICE if carried_out(firm, COMMANDS[name]) in FORBIDDEN} == set()


def test_what_is_a_part_of_other_commands_is_never_carried_out_by_itself(firm: Office) -> None:
    assert {
        "burn.take_out",
        "firm.take_number",
        "timesheets.take_back_approval",
        "timesheets.spare_client",
    } == INNER
    for name in INNER:
        with pytest.raises(TypeError, match="part of other commands"):
            carried_out(firm, COMMANDS[name])


def test_every_right_belongs_to_somebody() -> None:
    assert set().union(*RIGHTS.values()) == RIGHTS[AccessRole.PARTNER]


# ------------------------------------------------------------------------------------------ the trail


def test_no_personal_field_stands_in_the_trail_in_clear() -> None:
    """Names, addresses, titles of meetings: of each such column the trail keeps a salted hash."""
    clear = [
        f"{mapper.class_.__name__}.{column.name}"
        for mapper in Record.registry.mappers
        for column in mapper.local_table.columns
        if column.name in PERSONAL_NAMES.get(mapper.class_.__name__, set()) and not column.info.get("personal")
    ]
    assert clear == []


PERSONAL_NAMES = {
    "Person": {"name", "initials", "email", "os_account"},
    "Contact": {"name", "email", "phone", "job"},
    "Occurrence": {"title"},
    "Suggestion": {"note"},
    "MatchRule": {"title"},
    "ChangeOrder": {"accepted_by"},
    "DraftLine": {"detail"},
    "InvoiceLine": {"detail"},
    "Invoice": {"snapshot"},
    "Payment": {"reference"},
}


def test_the_whole_story_of_an_invoice_is_in_the_trail_without_anybody_in_clear(office: Office) -> None:
    issued_april(office)
    bring(office, Event("one", "Appraisal with Maud Pelham", at(28, "9:00"), at(28, "10:00")))
    rows = office.book.read(
        lambda reads: list(reads.execute(select(AuditEntry.command, AuditEntry.record, AuditEntry.changes)))
    )
    for words in ("Eleanor", "Priya", "Tom Okafor", "Alice Mercer", "a.mercer@", "01392 496 011", "Maud Pelham"):
        assert [(row.command, row.record) for row in rows if words in row.changes] == [], words
    assert {row.record.split(":")[0] for row in rows} >= {
        "Invoice",
        "InvoiceLine",
        "Allocation",
        "InvoiceFile",
        "Draft",
    }


# ------------------------------------------------------------------------------------------ how it is written


@pytest.mark.xdist_group(TOGETHER)
def test_nothing_outside_storage_writes_past_the_records() -> None:
    """A Core insert, update, delete or raw text would leave no trail."""
    past = [
        f"{source.name}: {alias.name}"
        for source in sources()
        if not source.name.startswith("app/storage/")
        for node in source.nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in {"insert", "update", "delete", "text", "Insert", "Update", "Delete", "TextClause"}
    ]
    raw = [
        source.at(node)
        for source in [*parts("commands"), *parts("queries")]
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr in {"exec_driver_sql", "begin", "commit", "bulk_save_objects"}
    ]
    assert (past, raw) == ([], [])


@pytest.mark.xdist_group(TOGETHER)
def test_statements_of_queries_are_built_once() -> None:
    """A select inside a function would be built again for each call; a function that only builds is cached."""
    inside = []
    for source in parts("queries"):
        called_once = {
            node.func.id
            for statement in source.tree.body
            if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
            for node in ast.walk(statement)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        for function in (node for node in source.nodes if isinstance(node, ast.FunctionDef)):
            cached = any("cache" in ast.unparse(word) for word in function.decorator_list)
            inside += [
                source.at(node)
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "select"
                and not cached
                and function.name not in called_once
            ]
    assert inside == []


def parts(name: str) -> list[Source]:
    """The module or package of this name of each room."""
    found = [
        source
        for source in sources()
        if source.path.match(f"app/*/{name}.py") or source.path.match(f"app/*/{name}/*.py")
    ]
    assert len(found) > 20
    return found
