"""A file of clients beside the book: what each of its rows would do, why, and what a column is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.clients.domain import ClientDraft, RowState, Verdict
from app.clients.importing import ClientsFile, Mapping, Meaning, ReadRow, Usual, read_rows
from app.clients.queries import ClientChoicesRow
from app.kernel import csv_files
from app.kernel.words import _

Look = Callable[[tuple[ClientDraft, ...]], Sequence[Verdict]]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row: how it stands to the book, and in words why it is not new. `draft` is None where it is wrong."""

    line: int
    name: str
    state: RowState
    why: str
    draft: ClientDraft | None
    cells: tuple[str, ...]


Preview = csv_files.Preview[Meaning, PreviewRow]


def usual_of(choices: ClientChoicesRow) -> Usual:
    """What a row gets where it says nothing: what a form would offer."""
    firm = choices.firm
    owners = tuple((person.id, person.initials, person.name) for person in choices.owners)
    return Usual(firm.country, firm.language, firm.currency, owners)


def preview(
    file: ClientsFile,
    usual: Usual,
    look: Look,
    *,
    mapping: Mapping | None = None,
    headed: bool | None = None,
    between: Callable[[int], object] = lambda _done: None,
) -> Preview:
    """What a file would do; `look` asks the book. Without a mapping the columns mean what their headings say."""
    mapping = file.mapping if mapping is None else mapping
    headed = file.headed if headed is None else headed
    read = read_rows(file.body(headed=headed), mapping, usual, between)
    return Preview(file, mapping, headed, csv_files.judged(map(_as_read, read), look, _stands))


def looked_over(before: Preview, look: Look) -> Preview:
    """The same file after the book has changed."""
    return replace(before, rows=csv_files.judged(before.rows, look, _stands))


def meaning_words(meaning: Meaning) -> str:
    """What a column holds, in words."""
    words = {
        Meaning.NAME: _("Client\u2019s name"),
        Meaning.LEGAL_NAME: _("Legal name"),
        Meaning.TAX_NUMBER: _("Tax number"),
        Meaning.ADDRESS: _("Line of the address"),
        Meaning.POSTCODE: _("Postcode"),
        Meaning.CITY: _("Town"),
        Meaning.REGION: _("State or county"),
        Meaning.COUNTRY: _("Country"),
        Meaning.CURRENCY: _("Currency"),
        Meaning.LANGUAGE: _("Language"),
        Meaning.TERMS: _("Payment terms"),
        Meaning.CONTACT: _("Who pays"),
        Meaning.FIRST_NAME: _("First name"),
        Meaning.LAST_NAME: _("Last name"),
        Meaning.JOB: _("Role there"),
        Meaning.EMAIL: _("Email"),
        Meaning.PHONE: _("Phone"),
        Meaning.WEBSITE: _("Website"),
        Meaning.DOMAINS: _("Mail domains"),
        Meaning.OWNER: _("Owner here"),
        Meaning.PO_RULE: _("PO needed"),
    }
    return words[meaning]


def state_words(state: RowState) -> str:
    """How a row stands, in one or two words."""
    words = {
        RowState.NEW: _("New"),
        RowState.KNOWN: _("There already"),
        RowState.ALIKE: _("Looks alike"),
        RowState.WRONG: _("Wrong"),
    }
    return words[state]


def _as_read(row: ReadRow) -> PreviewRow:
    """Before the book was asked: wrong, or new."""
    state, reason = RowState.WRONG if row.draft is None else RowState.NEW, row.reason
    if row.at is not None and row.at is not Meaning.NAME:
        reason = _("{column}: {reason}").format(column=meaning_words(row.at), reason=reason)
    return PreviewRow(row.line, row.name, state, reason, row.draft, row.cells)


def _stands(row: PreviewRow, verdict: Verdict) -> PreviewRow:
    return replace(row, state=verdict.state, why=_why(verdict))


def _why(verdict: Verdict) -> str:
    line = verdict.other_line
    if verdict.state is RowState.NEW:
        return ""
    if verdict.state is RowState.ALIKE:
        if line is None:
            return _("Looks like {client}, who is in the book.").format(client=verdict.other)
        return _("Looks like {client} in line {line}.").format(client=verdict.other, line=line)
    if verdict.by_number:
        if line is None:
            return _("{client} in the book has the same tax number.").format(client=verdict.other)
        return _("{client} in line {line} has the same tax number.").format(client=verdict.other, line=line)
    if line is None:
        return _("{client} is in the book and stays as it is.").format(client=verdict.other)
    return _("{client} stands in line {line} already.").format(client=verdict.other, line=line)
