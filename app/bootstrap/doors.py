"""Doors: how each screen, dialog and layer of the window is reached by keys, for pictures, gates and tests.

A door names a person of the demo, the place to begin, the keys to press there, and what must have opened then. So the
list is also the proof that each of them can be reached by keyboard alone. `bootstrap.passing` goes through them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.bootstrap.backed_up import a_book_backed_up, a_lost_book
from app.bootstrap.checked import a_check_that_found, a_check_that_runs
from app.bootstrap.desk import Desk
from app.bootstrap.left_typed import forms_left_open, somebody_at_work
from app.bootstrap.locked import a_locked_book, a_protected_book
from app.bootstrap.refused import a_book_left_open
from app.bootstrap.staged import (
    CLIENTS_FILE,
    OPENING_FILE,
    Stage,
    a_failure,
    clients_in_a_file,
    hours_handed_in,
    money_that_waits,
    open_invoices_in_a_file,
)
from app.shell import areas
from app.shell.settings_places import ABOUT, BACKUPS, BOOK, CALENDAR, DOORS, FIRM, LOOK, PEOPLE, PROTECTION, RATES, TAX

CONSULTANT, LEAD, OFFICE, PARTNER = "PR", "JW", "GB", "EF"
NOBODY = ""
"""Who stands before a window without a book."""
SHOWN_SOW, MILESTONES_SOW = "SOW-2026-014", "SOW-2026-020"
NEXT = "Ctrl+Tab"


@dataclass(frozen=True, slots=True)
class Door:
    """A way to something: `name` is its picture's name, `keys` are pressed one after the other.

    `opens` is what must be open then: the class of a dialog, of a layer, of a page or a part of one, the title of a
    dialog, or "" for the area itself. Besides keys a step may be 'text to type, =name to type as it is in every
    language, /words of a control that Tab must reach, @words of one that is then pressed, or #words of a row that the
    arrows must reach; "panel" is F4 where the side panel is folded away. `stage` makes what the demo does not hold, for
    as long as the door is open.
    """

    name: str
    who: str
    area: str
    keys: tuple[str, ...] = ()
    opens: str = ""
    sow: str = ""
    inside: str = ""
    stage: Stage | None = None


def more_doors() -> list[Door]:
    """The dialogs, layers and inner pages, each reached by keys from its area."""
    return [
        *layer_doors(),
        *week_doors(),
        *client_doors(),
        *sow_doors(),
        *money_doors(),
        *settings_doors(),
        *first_doors(),
        Door("found", NOBODY, areas.WELCOME, opens="FoundFirmDialog", inside="found"),
        Door("server-password", NOBODY, areas.WELCOME, opens="FormDialog", inside="password"),
    ]


def first_doors() -> list[Door]:
    """What is seen before a book is open: the books, the steps to a new one, and what opens a locked one."""
    start, new, on = areas.WELCOME, "@Make a new book", "Ctrl+Return"
    plain = (new, on, "/Encrypted", "Right", "@I know that anybody who gets the file can read it")
    renew = ("Return", "Shift+Backtab", "Space", "@Set a new passphrase")
    found = [
        Door("books", NOBODY, start, opens="BookLine"),
        Door("locked", NOBODY, start, ("Return",), "UnlockPage"),
        Door("locked-code", NOBODY, start, renew, "NewPassphrase"),
    ]
    return [
        Door("welcome", NOBODY, start, opens="WelcomePage"),
        *(replace(door, stage=a_locked_book) for door in found),
        Door("not-opened", NOBODY, start, ("Return",), "NotOpenedPage", stage=a_book_left_open),
        Door("lost-book", NOBODY, start, ("Return",), "NotOpenedPage", stage=a_lost_book),
        Door("new-book", NOBODY, start, (new,), "PlaceStep"),
        Door("new-book-protection", NOBODY, start, (new, on, "/Passphrase", "'river maple stone"), "ProtectionStep"),
        Door("new-book-plain", NOBODY, start, plain, "ProtectionStep"),
        Door("new-book-code", NOBODY, start, (new, on, on), "CodeStep"),
        Door("new-book-firm", NOBODY, start, (*plain, on), "FirmStep"),
    ]


def layer_doors() -> list[Door]:
    """What lies over a page, and help."""
    week, run = areas.WEEK, areas.BILLING
    return [
        Door("palette", PARTNER, areas.ENGAGEMENT, ("Ctrl+K", "'bri"), "CommandPalette", SHOWN_SOW),
        Door("palette-empty", CONSULTANT, week, ("Ctrl+K",), "CommandPalette"),
        Door("keys", OFFICE, run, ("?",), "KeySheet"),
        Door("keys-week", CONSULTANT, week, ("/Week", "?"), "KeySheet"),
        Door("help", OFFICE, run, ("F1",), "HelpPage"),
        Door("columns", PARTNER, areas.CLIENTS, ("@Columns",), "ColumnChooser"),
        *typed_doors(),
        Door("filter", OFFICE, areas.INVOICES, ("Ctrl+F", "'nobody of this name"), "InvoicesPage"),
    ]


def typed_doors() -> list[Door]:
    """What was typed when a window was lost, two versions of one record, and a hint that somebody else is at work."""
    typed, clients = areas.TYPED, areas.CLIENTS
    return [
        Door("typed-left", PARTNER, typed, opens="TypedPage", stage=forms_left_open),
        Door("versions", PARTNER, typed, ("Tab", "Tab", "Space"), "VersionsDialog", stage=forms_left_open),
        Door("at-work", PARTNER, clients, ("#Brightwater", "E"), "ClientDialog", stage=somebody_at_work),
    ]


def week_doors() -> list[Door]:
    """What hours and receipts are written down with, and how the office answers."""
    week, approvals = areas.WEEK, areas.APPROVALS
    return [
        Door("week-line", CONSULTANT, week, ("Ctrl+L", "'bri steer 1 tue call with A. Mercer")),
        Door("week-day", CONSULTANT, week, ("@Week", "Right"), "EntryList"),
        Door("week-list", CONSULTANT, week, ("@Week", "Right", "Right"), "EntryList"),
        Door("week-panel", CONSULTANT, week, ("panel",), "SuggestionPanel"),
        Door("week-row", CONSULTANT, week, ("@Add a row",), "RowDialog"),
        Door("entry-new", CONSULTANT, week, ("@Week", "Right", "#Brightwater", "N"), "NewEntryDialog"),
        Door("entry-change", CONSULTANT, week, ("@Week", "Right", "Right", "#Internal", "Return"), "EntryDialog"),
        Door("expense", CONSULTANT, week, ("@Add expense",), "ExpenseDialog"),
        Door("suggestion", CONSULTANT, week, ("panel", "@Change"), "ChangeDialog"),
        Door("handed-in", PARTNER, approvals, opens="ApprovalsPage", stage=hours_handed_in),
        Door("return", PARTNER, approvals, ("R",), "ReasonDialog", stage=hours_handed_in),
        Door("expenses", PARTNER, approvals, ("@Handed in", "Right", "Right")),
    ]


def client_doors() -> list[Door]:
    """A client's facts and people."""
    clients = areas.CLIENTS
    return [
        Door("client-new", PARTNER, clients, ("N",), "ClientDialog"),
        Door("client-edit", PARTNER, clients, ("E",), "ClientDialog"),
        Door("clients-file", PARTNER, clients, ("I",), "ImportClientsDialog"),
        Door(
            "clients-file-rows",
            PARTNER,
            clients,
            ("I", "Space", f"={CLIENTS_FILE}", "Return", "Down", "Down", "Down"),
            "ImportClientsDialog",
            stage=clients_in_a_file,
        ),
        Door("client-panel", PARTNER, clients, ("#Tamar", "panel"), "ClientPanel"),
        Door("client-contacts", PARTNER, clients, ("panel", "@Contacts"), "ContactsDialog"),
        Door("client-terms", PARTNER, clients, ("panel", "@Terms"), "TermsDialog"),
        Door("contact-new", PARTNER, clients, ("#Brightwater", "C", "N"), "ContactDialog"),
        Door("contact-change", PARTNER, clients, ("#Brightwater", "C", "E"), "ContactDialog"),
        Door("history-client", PARTNER, clients, ("#Brightwater", "Ctrl+H"), "HistoryDialog"),
        Door("contact-remove", PARTNER, clients, ("#Brightwater", "C", "Delete"), "ConfirmDialog"),
    ]


def sow_doors() -> list[Door]:
    """The parts of an engagement and the dialogs of each."""
    sow, shown, fixed = areas.ENGAGEMENT, SHOWN_SOW, MILESTONES_SOW
    return [
        Door("sow-new", PARTNER, areas.ENGAGEMENTS, ("N",), "SowDialog"),
        Door("sow-terms", PARTNER, sow, ("E",), "TermsDialog", shown),
        Door("sow-panel", PARTNER, sow, ("panel",), "Overview", shown),
        Door("acknowledge", PARTNER, sow, ("panel", "@Acknowledge"), "Acknowledge the alert", shown),
        Door("accept-change", PARTNER, sow, ("panel", "@Record acceptance"), "Change order accepted", shown),
        Door("deliver", PARTNER, sow, ("panel", "@Deliver"), "Milestone delivered", fixed),
        Door("accept-milestone", PARTNER, sow, ("panel", "@Record acceptance"), "Milestone accepted", fixed),
        Door("burn-table", PARTNER, sow, ("@Show as table",), "Overview", shown),
        Door("scope", PARTNER, sow, (NEXT,), "ScopeTab", shown),
        Door("task-new", PARTNER, sow, (NEXT, "@New task"), "New task", shown),
        Door("task-change", PARTNER, sow, (NEXT, "/Tasks", "Return"), "Edit task", shown),
        Door("rate-new", PARTNER, sow, (NEXT, "@New rate"), "New rate", shown),
        Door("client-order", PARTNER, sow, (NEXT, "@New PO"), "New purchase order", shown),
        Door("change-orders", PARTNER, sow, (NEXT, NEXT), "OrdersTab", shown),
        Door("change-order", PARTNER, sow, ("Shift+C",), "New change order", shown),
        Door("decline", PARTNER, sow, (NEXT, NEXT, "#CO-02", "D"), "Change order declined", shown),
        Door("sow-time", PARTNER, sow, (NEXT, NEXT, NEXT), "TimeTab", shown),
        Door("sow-invoices", PARTNER, sow, (NEXT, NEXT, NEXT, NEXT), "InvoicesTab", shown),
    ]


def money_doors() -> list[Door]:
    """The billing run, documents and what is owed."""
    run, owed = areas.BILLING, areas.COLLECTIONS
    return [
        Door("run-panel", OFFICE, run, ("panel",), "DraftPanel"),
        Door("hold", OFFICE, run, ("#Nordhavn", "H"), "FormDialog"),
        Door("adjust", OFFICE, run, ("#Nordhavn", "W"), "FormDialog"),
        Door("order", OFFICE, run, ("#Foxglove", "P"), "FormDialog"),
        Door("order-new", OFFICE, run, ("#Foxglove", "F"), "FormDialog"),
        Door("reason", OFFICE, run, ("#Nordhavn", "L"), "FormDialog"),
        Door("acceptance", OFFICE, run, ("#Larkfield", "F"), "FormDialog"),
        Door("collect", OFFICE, run, ("C",), "Collect what is to be billed"),
        Door("issue", OFFICE, run, ("Ctrl+Return",), "ConfirmDialog"),
        Door("preview", OFFICE, run, ("Space",), "PreviewPage"),
        Door("invoice", OFFICE, areas.INVOICES, ("Return",), "InvoicePage"),
        Door("story", OFFICE, owed, ("panel",), "StoryPanel"),
        Door("payment", OFFICE, owed, ("R",), "PaymentDialog"),
        Door("payments", OFFICE, owed, ("@Payments",), "PaymentsDialog"),
        Door("allocate", OFFICE, owed, ("@Allocate",), "AllocateDialog", stage=money_that_waits),
    ]


def settings_doors() -> list[Door]:
    """The places of the settings and what opens from them."""
    settings = areas.SETTINGS
    places = (FIRM, PEOPLE, RATES, TAX, LOOK, CALENDAR, DOORS, BOOK, PROTECTION, ABOUT)
    return [
        *(Door(f"settings-{place}", PARTNER, settings, ("F6",), inside=place) for place in places),
        Door("firm-address", PARTNER, settings, ("F6", "Space"), "Name and address", inside=FIRM),
        Door("firm-bank", PARTNER, settings, ("F6", "Tab", "Tab", "Space"), "Bank", inside=FIRM),
        Door("person-new", PARTNER, settings, ("@Add person",), "PersonDialog", inside=PEOPLE),
        Door("person-change", PARTNER, settings, ("#Priya", "E"), "PersonDialog", inside=PEOPLE),
        Door("switch-person", PARTNER, settings, ("@Switch person",), "SwitchPersonDialog", inside=LOOK),
        Door("export", PARTNER, settings, ("@Export the books",), "ExportDialog", inside=DOORS),
        Door("licenses", PARTNER, settings, ("@Show licenses",), "LicensesDialog", inside=ABOUT),
        Door("log", PARTNER, settings, ("@Show log",), "LogDialog", inside=ABOUT),
        Door("failure", PARTNER, settings, ("@Show report",), "FailureDialog", inside=ABOUT, stage=a_failure),
        Door("rate-card", PARTNER, settings, ("@New rate card",), "FormDialog", inside=RATES),
        Door("tax-code", PARTNER, settings, ("@Add a tax code",), "Tax code", inside=TAX),
        Door("history-book", PARTNER, settings, ("@History of the book",), "BookHistoryDialog", inside=BOOK),
        Door("bring-in", PARTNER, areas.BRING_IN, opens="BringInPage"),
        Door("check", PARTNER, settings, ("@Check the books",), "CheckPage", inside=BOOK),
        Door("check-runs", PARTNER, areas.CHECK, opens="CheckPage", stage=a_check_that_runs),
        Door("check-found", PARTNER, areas.CHECK, opens="FindingsList", stage=a_check_that_found),
        *opening_doors(),
        *backup_doors(),
        *key_doors(),
    ]


def opening_doors() -> list[Door]:
    """What was owed before the book, from the first run and from the settings."""
    page, file = areas.BRING_IN, "@Read a file of open invoices"
    return [
        Door("opening-file", PARTNER, page, (file,), "OpeningFileDialog"),
        Door(
            "opening-file-rows",
            PARTNER,
            areas.SETTINGS,
            (file, "Space", f"={OPENING_FILE}", "Return", "Down", "Down"),
            "OpeningFileDialog",
            inside=DOORS,
            stage=open_invoices_in_a_file,
        ),
        Door("opening-one", PARTNER, page, ("@Write one down",), "OpeningDialog"),
        Door("opening-number", PARTNER, page, ("@Say the last number",), "LastNumberDialog"),
    ]


def backup_doors() -> list[Door]:
    """The backups of the open book, and the way back to one."""
    settings = areas.SETTINGS
    found = [
        Door("settings-backups", PARTNER, settings, ("F6",), "BackupsSection"),
        Door("restore", PARTNER, settings, ("#when closing", "R"), "RestorePage"),
    ]
    return [replace(door, inside=BACKUPS, stage=a_book_backed_up) for door in found]


def key_doors() -> list[Door]:
    """What can be done about the keys of an encrypted book."""
    settings = areas.SETTINGS
    found = [
        Door("protection", PARTNER, settings, ("F6",), "ProtectionSection"),
        Door("show-code", PARTNER, settings, ("@Show the recovery code",), "CodeDialog"),
        Door("change-passphrase", PARTNER, settings, ("@Change the passphrase",), "PassphraseDialog"),
        Door("remove-passphrase", PARTNER, settings, ("@Remove the passphrase",), "ConfirmDialog"),
        Door("renew-code", PARTNER, settings, ("@Renew the recovery code",), "RekeyPage"),
    ]
    return [replace(door, inside=PROTECTION, stage=a_protected_book) for door in found]


def area_doors(desk: Desk, who: str) -> list[Door]:
    """The areas of the person who works at the window, as doors."""
    keys = areas.keys_for(desk.window.session.role)
    found = [Door(key, who, key) for key in keys]
    papers = [
        Door(areas.PREVIEW, who, areas.BILLING, ("Space",), "PreviewPage"),
        Door(areas.INVOICE, who, areas.INVOICES, ("Space",), "InvoicePage"),
    ]
    return [
        *found,
        *(door for door in papers if door.area in keys),
        Door(areas.ENGAGEMENT, who, areas.ENGAGEMENT, sow=SHOWN_SOW),
        Door(areas.TIME, who, areas.TIME),
        Door(areas.SETTINGS, who, areas.SETTINGS),
    ]


def names() -> list[str]:
    """The names of all doors, in the order they are gone through."""
    behind = (areas.PREVIEW, areas.INVOICE, areas.ENGAGEMENT, areas.TIME, areas.SETTINGS)
    return list(dict.fromkeys([*areas.NEEDS, *behind, *(door.name for door in more_doors())]))
