"""The history of each thing as people see it, and of the whole book: on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.bootstrap.language import speak
from app.clients.commands import add_contact, change_client, change_contact, remove_contact, set_terms
from app.clients.domain import PoRule, TermsKind
from app.clients.records import Contact
from app.engagements.commands import add_change_order, change_sow
from app.firm.commands import add_holiday, change_firm, choose_setting, set_series
from app.firm.queries import the_firm
from app.history.queries import NOBODY, ActRow, History, HistoryRow, act_history, book_history, history, numbered
from app.invoices.commands import adjust_draft, approve_draft, collect, issue_invoice
from app.invoices.domain import Reason
from app.invoices.queries import run_rows
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.receivables.commands import record_payment, take_back_payment
from app.timesheets.commands import change_entry, remove_entry
from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import pounds, small_review
from tests.samples.timesheets import log

FORMATS = Formats("en-GB", "Europe/London")
DAY = date(2026, 4, 14)


def read(office: Office, thing: str, number: int, before: int | None = None, most: int = 200) -> History:
    return office.book.read(history, thing=thing, record_id=number, formats=FORMATS, before=before, most=most)


def said(rows: tuple[HistoryRow, ...]) -> list[tuple[str, ...]]:
    return [(row.who, row.did, row.what, row.field or row.action, row.before, row.after) for row in rows]


def refused(office: Office, thing: str, number: int) -> str:
    with pytest.raises(Problem) as problem:
        read(office, thing, number)
    return problem.value.code


def test_a_client_is_told_with_its_contacts_and_terms_also_those_that_are_gone(office: Office) -> None:
    client_id = brightwater(office)
    other = office.book.perform(add_contact, client_id=client_id, name="Zed Vane", job="Clerk").result
    office.act_as("GB").perform(change_contact, contact_id=other, version=1, name="Zed Vane", job="Head", phone="1")
    office.book.perform(remove_contact, contact_id=other, version=2)
    office.book.perform(set_terms, client_id=client_id, kind=TermsKind.DAYS, number=45, valid_from=date(2026, 5, 1))
    office.book.perform(
        change_client, client_id=client_id, version=1, po_rule=PoRule.NONE, owner_id=office.people["JW"]
    )
    seen = read(office, "client", client_id)
    assert seen.title == "Client Brightwater Utilities"
    assert seen.older is None
    rows = said(seen.rows)
    assert (
        "Grace Bennett",
        "Changed a client",
        "Client Brightwater Utilities",
        "PO needed",
        "Every invoice",
        "No",
    ) in rows
    assert (
        "Grace Bennett",
        "Changed a client",
        "Client Brightwater Utilities",
        "Owner here",
        "Eleanor Finch",
        "Jonas Weber",
    ) in rows
    assert rows[2][:3] == ("Grace Bennett", "Set payment terms", "Payment terms")
    assert "Number of days, or day: 45; Valid from: 1 May 2026" in rows[2][5]
    gone = [row for row in rows if row[1] in {"Removed a contact", "Changed a contact"} and row[2] == "Contact"]
    assert next(row[1] for row in gone) == "Removed a contact"
    assert {row[3] for row in gone} == {"Removed", "Role there", "Phone"}
    # its words are gone with it; who is still there is told by what is there
    assert "Zed" not in str(rows)
    assert all("not kept in the history" in "".join(row[4:]) for row in gone)
    assert any("Alice Mercer" in row[5] for row in rows)


def test_a_personal_word_is_told_only_while_it_stands_in_the_book(office: Office) -> None:
    client_id = brightwater(office)
    person = office.book.perform(add_contact, client_id=client_id, name="Zed Vane", job="Clerk").result
    office.book.perform(change_contact, contact_id=person, version=1, name="Zed Vane", job="Head")
    rows = [row for row in said(read(office, "client", client_id).rows) if row[3] == "Role there"]
    assert [row[4:] for row in rows] == [("not kept in the history", "Head")]
    # a word that only happens to stand there now, because somebody wrote past the history, is not taken for the old one
    with office.book.engine.begin() as connection:
        connection.execute(update(Contact).where(Contact.id == person).values(job="Other"))
    rows = [row for row in said(read(office, "client", client_id).rows) if row[3] == "Role there"]
    assert [row[4:] for row in rows] == [("not kept in the history", "not kept in the history")]


def test_an_agreement_is_told_with_lines_rates_and_orders_in_its_currency(office: Office) -> None:
    sample = small_review(office, brightwater(office))
    office.book.perform(
        add_change_order, sow_id=sample.sow_id, number="CO-1", title="More", amount=pounds(1200), drafted_on=DAY
    )
    office.book.perform(change_sow, sow_id=sample.sow_id, version=1, budget=pounds(9000), lead_id=office.people["JW"])
    rows = said(read(office, "sow", sample.sow_id).rows)
    budget = next(row for row in rows if row[3] == "Budget without change orders")
    assert budget[5] == "\u00a39,000.00"
    assert any(row[2] == "Change order CO-1" and "Amount: \u00a31,200.00" in row[5] for row in rows)
    nouns = {row[2].split(" ")[0] for row in rows}
    assert {"Statement", "Line", "Rate", "Task", "Engagement", "Change"} <= nouns
    assert any(row[2].startswith("Rate ") and "Rate an hour: \u00a3" in row[5] for row in rows)


def test_an_invoice_is_told_from_its_draft_to_what_was_paid_and_taken_back(office: Office) -> None:
    client_id = quayside(office)
    sample = small_review(office, client_id)
    log(office, "PR", next(iter(sample.tasks.values())), DAY, "5")
    office.act_as("GB").perform(collect, through=date(2026, 4, 30), invoice_date=date(2026, 4, 30))
    draft = office.book.read(run_rows)[0].draft_id
    adjusted = office.book.perform(
        adjust_draft, draft_id=draft, amount=pounds(-20), title="Less", reason="Late start", why=Reason.GOODWILL
    ).result
    office.act_as("EF").perform(approve_draft, draft_id=draft, version=adjusted.version)
    issued = office.act_as("GB").perform(issue_invoice, draft_id=draft).result
    paid = office.book.perform(
        record_payment, client_id=client_id, amount=pounds(10), received_on=date(2026, 4, 30)
    ).result
    office.book.perform(take_back_payment, payment_id=paid.payment_id)
    rows = said(read(office, "invoice", issued.invoice_id).rows)
    assert [row[1] for row in rows if row[2].startswith("Share of a payment")] == [
        "Took a payment back",
        "Recorded a payment",
    ]
    assert next(row[5] for row in rows if row[1] == "Recorded a payment").endswith(
        "Amount: \u00a310.00; Day: 30 Apr 2026"
    )
    assert (
        "Eleanor Finch",
        "Approved a draft",
        "Draft Brightwater Utilities",
        "State",
        "Open",
        "Approved",
    ) not in rows[:1]
    assert any(row[0] == "Eleanor Finch" and row[1] == "Approved a draft" and row[3] == "State" for row in rows)
    lines = [row for row in rows if row[1] == "Adjusted a draft" and row[2].startswith("Line of a draft")]
    assert [row[0] for row in lines] == ["Grace Bennett"]
    assert "Net: \u2212\u00a320.00" in lines[0][5]
    assert "Goodwill" in lines[0][5]
    assert any(row[2] == f"Invoice {issued.number}" and f"Number: {issued.number}" in row[5] for row in rows)
    of_payment = [row[1] for row in said(read(office, "payment", paid.payment_id).rows)]
    assert (of_payment[0], of_payment[-1]) == ("Took a payment back", "Recorded a payment")


def test_the_firm_is_told_without_the_numbers_that_invoices_took(office: Office) -> None:
    firm = office.book.read(the_firm)
    assert firm is not None
    office.book.perform(change_firm, version=firm.version, iban="GB33BUKB20201555555555")
    office.book.perform(add_holiday, day=date(2026, 12, 24), name="Christmas Eve")
    office.book.perform(set_series, key="invoice", pattern="R-{0000}", next_number=7, on=date(2026, 5, 1))
    office.book.perform(choose_setting, key="window.start", value="x", own=True)
    rows = said(read(office, "firm", 0).rows)
    assert (
        "Eleanor Finch",
        "Changed the firm",
        "Firm Alder & Finch Advisory LLP",
        "IBAN",
        "GB82WEST12345698765432",
        "GB33BUKB20201555555555",
    ) in rows
    assert any(row[1] == "Added a public holiday" and "24 Dec 2026" in row[5] for row in rows)
    assert any(row[1] == "Set a number series" for row in rows)
    assert not any("Start page" in "".join(row) for row in rows)  # a person's own choice
    assert any("Start page" in "".join(row) for row in said(read(office, "person", office.people["EF"]).rows))


def test_each_role_sees_what_it_may_see(office: Office) -> None:
    client_id = brightwater(office)
    sample = small_review(office, client_id)
    task = next(iter(sample.tasks.values()))
    own = log(office, "PR", task, DAY, "2", approved=False)
    others = log(office, "TO", task, DAY, "3", approved=False)
    gone = log(office, "TO", task, DAY, "1", approved=False)
    office.act_as("TO").perform(remove_entry, entry_id=gone)
    office.act_as("PR")
    assert read(office, "entry", own).rows[0].did == "Logged time"
    assert refused(office, "entry", others) == "right.missing"
    assert refused(office, "entry", gone) == "right.missing"
    assert refused(office, "entry", 4711) == "right.missing"
    things = {"client": client_id, "sow": sample.sow_id, "invoice": 1, "payment": 1, "draft": 1, "firm": 0}
    things["person"] = office.people["PR"]
    assert {refused(office, thing, number) for thing, number in things.items()} == {"right.missing"}
    office.act_as("JW")
    assert len(read(office, "entry", others).rows) == 1
    assert [row.action for row in read(office, "entry", gone).rows] == ["Removed", "New"]
    assert refused(office, "invoice", 1) == refused(office, "person", office.people["PR"]) == "right.missing"
    with pytest.raises(Problem):
        office.book.read(book_history, formats=FORMATS)
    with pytest.raises(Problem):
        office.book.read(act_history, first=1, last=1, formats=FORMATS)


def test_a_long_history_comes_page_by_page_and_each_entry_once(office: Office) -> None:
    sample = small_review(office, brightwater(office))
    entry = log(office, "PR", next(iter(sample.tasks.values())), DAY, "2", approved=False)
    for n in range(7):
        office.act_as("PR").perform(change_entry, entry_id=entry, note=f"Note {n}")
    whole = read(office, "entry", entry)
    pages, before = [], None
    while True:
        page = read(office, "entry", entry, before, most=3)
        pages.append(page.rows)
        before = page.older
        if before is None:
            break
    assert [len({row.sequence for row in page}) for page in pages] == [3, 3, 2]
    assert tuple(row for page in pages for row in page) == whole.rows
    assert [row.after for row in whole.rows[:2]] == ["Note 6", "Note 5"]


def test_what_was_done_in_the_book_is_asked_by_person_and_by_day(office: Office) -> None:
    client_id = brightwater(office)
    office.clock.set(office.clock.now() + timedelta(days=1))
    office.act_as("GB").perform(add_contact, client_id=client_id, name="Zed Vane", job="Clerk")
    acts = office.book.read(book_history, formats=FORMATS)
    assert (acts.rows[0].who, acts.rows[0].did, acts.rows[0].what) == (
        "Grace Bennett",
        "Added a contact",
        "Contact Zed Vane",
    )
    assert acts.older is None
    assert {name for _number, name in acts.people} >= {"Grace Bennett", "Priya Raman"}
    today = office.book.read(book_history, formats=FORMATS, day=date(2026, 5, 1))
    assert [row.did for row in today.rows] == ["Added a contact"]
    hers = office.book.read(book_history, formats=FORMATS, person_id=office.people["EF"])
    assert {row.who for row in hers.rows} == {"Eleanor Finch"}
    assert sum(row.entries for row in hers.rows) + sum(
        row.entries for row in acts.rows if row.who in {"Grace Bennett", "Set-up"}
    ) == sum(row.entries for row in acts.rows)
    first = office.book.read(book_history, formats=FORMATS, person_id=NOBODY)
    assert [row.did for row in first.rows] == ["Founded the firm"]
    assert office.book.read(book_history, formats=FORMATS, person_id=office.people["TO"]).rows == ()
    act = acts.rows[0]
    (row,) = office.book.read(act_history, first=act.first, last=act.last, formats=FORMATS).rows
    assert "Role there: Clerk" in row.after


def test_acts_are_whole_on_every_page(office: Office) -> None:
    small_review(office, brightwater(office))
    whole = office.book.read(book_history, formats=FORMATS).rows
    found: list[ActRow] = []
    before = None
    while True:
        page = office.book.read(
            book_history, formats=FORMATS, before=before, most=max(row.entries for row in whole) + 1
        )
        found += page.rows
        before = page.older
        if before is None:
            break
    assert tuple(found) == whole


def test_a_thing_is_found_by_the_number_people_have_for_it(office: Office) -> None:
    sample = small_review(office, brightwater(office))
    from app.engagements.queries import sow

    number = office.book.read(sow, sow_id=sample.sow_id).number
    assert office.book.read(numbered, thing="sow", name=number) == sample.sow_id
    assert office.book.read(numbered, thing="entry", name="12") == 12
    with pytest.raises(Problem, match="No Invoice has the number INV-9"):
        office.book.read(numbered, thing="invoice", name="INV-9")


def test_it_is_told_in_the_readers_language(sqlite_office: Office) -> None:
    client_id = brightwater(sqlite_office)
    speak("de")
    seen = sqlite_office.book.read(
        history, thing="client", record_id=client_id, formats=Formats("de-DE", "Europe/Berlin")
    )
    assert seen.title == "Kunde Brightwater Utilities"
    assert "Kunden angelegt" in {row.did for row in seen.rows}
