"""The firm's own facts: letterhead, tax codes, numbers and rate cards. Each row says what it is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.engagements.commands import add_rate_card
from app.engagements.queries import RateCardRow, rate_cards
from app.firm.commands import change_firm, choose_setting, set_series, set_tax_code
from app.firm.domain import USUAL_TAX_CODE, TaxCategory, number_text
from app.firm.queries import FirmRow, SeriesRow, TaxCodeRow, number_series, tax_codes, the_firm
from app.kernel.words import _, pgettext
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.dialogs import FormDialog
from app.qt.editing import Edited
from app.qt.editors import Choice
from app.qt.fields import Field
from app.qt.hands import Hands
from app.qt.operations import Operations
from app.qt.setting_rows import SettingRow, SettingsSection
from app.qt.subjects import ask_history
from app.qt.telling import tell
from app.shell.session import Session


class OfficeSection(SettingsSection):
    """A section that reads something of the firm and shows it in rows made anew."""

    def __init__(self, title: str, operations: Operations, session: Session) -> None:
        """Nothing is read before it is seen."""
        super().__init__(title)
        self.operations = operations
        self.session = session
        self._cards: list[Card] = []
        self._hands = Hands(self)
        self.filled.connect(self._go_back)

    def _go_back(self) -> None:
        self._hands.back()

    def clear(self) -> None:
        """Take the rows away; what comes now was read anew, and the keyboard goes back to where it was."""
        self._hands = Hands(self)
        self.rows = []
        for card in self._cards:
            self.content.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []

    def card(self, title: str, *rows: SettingRow) -> Card:
        """A card that goes with the next reading."""
        card = super().card(title, *rows)
        self._cards.append(card)
        return card

    def ask(
        self,
        title: str,
        fields: Sequence[Field],
        command: Callable[..., Any],
        arguments: Callable[[dict[str, Any]], dict[str, Any]],
        *,
        values: dict[str, Any] | None = None,
        intro: str = "",
        then: Callable[[Any], object] | None = None,
        edits: Edited | None = None,
    ) -> FormDialog:
        """A form whose answer is one command."""
        dialog = FormDialog(
            title, fields, self.session.formats, today=self.session.today, values=values, intro=intro, parent=self
        )
        dialog.runs(self.operations, command, arguments, then, edits=edits)
        dialog.open()
        return dialog


class FirmSection(OfficeSection):
    """What documents print."""

    def __init__(self, operations: Operations, session: Session) -> None:
        """Read when first seen."""
        super().__init__(_("Firm"), operations, session)
        self._firm: FirmRow | None = None

    def refresh(self) -> None:
        """Read the firm as it stands."""
        self.operations.read(the_firm, self._show, latest="settings firm")

    def _groups(self) -> list[tuple[str, str, list[Field]]]:
        days = partial(Field, kind="decimal", required=True, width=90)
        return [
            (
                _("Name and address"),
                _("Stands at the top of every invoice."),
                [Field("name", _("Name of the firm"), required=True), Field("address", _("Address"), "long", rows=4)],
            ),
            (
                _("Tax number and registration"),
                _("Printed under the address and in the foot of invoices; the law asks for them."),
                [Field("tax_number", _("VAT or tax number")), Field("registration", _("Registration"))],
            ),
            (
                _("Bank"),
                _("Where clients pay to; the payment code on invoices is made from it."),
                [
                    Field("bank_name", _("Bank")),
                    Field("account_name", _("Account in the name of")),
                    Field("iban", _("IBAN")),
                    Field("payment_page", _("Payment page")),
                ],
            ),
            (
                _("Contact for invoices"),
                _("Whom clients ask when something is not right with an invoice."),
                [
                    Field("contact_name", _("Name")),
                    Field("contact_phone", _("Phone")),
                    Field("contact_email", _("Email")),
                ],
            ),
            (
                _("Terms"),
                _("Days to pay for new clients, and days in which a client may say that something is wrong."),
                [days("terms_days", _("Days to pay")), days("dispute_days", _("Days to object"))],
            ),
        ]

    def _show(self, firm: FirmRow | None) -> None:
        self._firm = firm
        self.clear()
        if firm is None:
            return
        known = asdict(firm)
        rows = []
        for title, effect, fields in self._groups():
            now = ", ".join(" ".join(str(known[field.name]).split()) for field in fields if str(known[field.name]))
            if fields[0].name == "terms_days":
                now = _("{pay} days to pay, {object} days to object").format(
                    pay=firm.terms_days, object=firm.dispute_days
                )
            button = Button(_("Edit\u2026"), icon="pencil-line")
            button.setAccessibleName(_("Edit: {what}").format(what=title))
            button.clicked.connect(partial(self.edit, title, fields))
            words = " ".join(field.label for field in fields)
            rows.append(SettingRow(title, f"{now}\n{effect}" if now else effect, button, words=words))
        button = Button(_("History"), icon="history", keys="Ctrl+H")
        button.clicked.connect(lambda: ask_history(self, self.subject()))
        effect = _("Who changed what of the firm, and when; rates, tax codes, numbers and holidays too.")
        rows.append(SettingRow(_("History"), effect, button))
        self.card("", *rows)
        self.filled.emit()

    @staticmethod
    def subject() -> tuple[str, int]:
        """The firm: there is one."""
        return "firm", 0

    def edit(self, title: str, fields: Sequence[Field], *_clicked: object) -> None:
        """Change one group; what stood before can be brought back."""
        firm = self._firm
        if firm is None:
            return

        def shown(row: FirmRow) -> dict[str, Any]:
            known = asdict(row)
            return {field.name: known[field.name] for field in fields}

        edits = Edited(("firm", 0), firm, shown, lambda _row: None, the_firm)

        def done(_version: object) -> None:
            tell(self, _("{setting} changed.").format(setting=title))

        self.ask(
            title,
            fields,
            change_firm,
            lambda values: {**values, "version": edits.row.version},
            values=shown(firm),
            then=done,
            edits=edits,
        )


def category_name(category: TaxCategory) -> str:
    """A tax category in the words of the trade."""
    return {
        TaxCategory.STANDARD: _("Taxed"),
        TaxCategory.ZERO: _("Zero rate"),
        TaxCategory.EXEMPT: _("Exempt"),
        TaxCategory.REVERSE_CHARGE: _("Reverse charge"),
        TaxCategory.OUTSIDE: _("Outside the scope of tax"),
    }[category]


class TaxSection(OfficeSection):
    """Tax codes with their days, the usual one, and the numbers of documents."""

    def __init__(self, operations: Operations, session: Session) -> None:
        """Read when first seen."""
        super().__init__(_("Tax and numbering"), operations, session)
        self._firm: FirmRow | None = None
        self._codes: list[TaxCodeRow] = []

    def refresh(self) -> None:
        """Read codes and counters."""
        self.operations.read(the_firm, self._take_firm, latest="settings tax firm")
        self.operations.read(tax_codes, self._take_codes, latest="settings tax codes")
        self.operations.read(number_series, self._show, latest="settings series")

    def _take_firm(self, firm: FirmRow | None) -> None:
        self._firm = firm

    def _take_codes(self, rows: list[TaxCodeRow]) -> None:
        self._codes = rows

    def _show(self, series: list[SeriesRow]) -> None:
        self.clear()
        formats, today = self.session.formats, self.session.today()
        newest = {row.code: row for row in self._codes if row.valid_from <= today}
        usual = self._firm.usual_tax_code if self._firm is not None else ""
        choice = Choice([(code, f"{code}, {row.name}") for code, row in newest.items()], optional=False)
        choice.write(usual)
        choice.activated.connect(lambda _place: self._choose_usual(choice.read(), usual))
        rows = [
            SettingRow(
                _("Usual tax code"),
                _("Used for every client that has none of its own, from the next draft on."),
                choice,
            )
        ]
        for row in self._codes:
            button = Button(_("New rate\u2026"), icon="percent")
            button.setAccessibleName(_("New rate of {code}").format(code=row.code))
            button.clicked.connect(partial(self.edit_code, row))
            effect = _("{kind}, {percent} from {day}").format(
                kind=category_name(row.category),
                percent=formats.percent(row.percent, 1 if row.percent % 1 else 0),
                day=formats.date(row.valid_from),
            )
            title = f"{row.code} \u00b7 {row.name}"
            rows.append(SettingRow(title, f"{effect}. {row.reason}" if row.reason else effect, button))
        add = Button(_("Add a tax code\u2026"), icon="plus")
        add.clicked.connect(lambda: self.edit_code(None))
        rows.append(SettingRow(_("Another tax code"), _("For example a reduced rate, or reverse charge."), add))
        self.card(_("Tax"), *rows)
        counters = []
        for one in series:
            button = Button(_("Change\u2026"), icon="pencil-line")
            button.setAccessibleName(_("Change the numbers of {what}").format(what=series_name(one.key)))
            button.clicked.connect(partial(self.edit_series, one))
            day = date(one.year, 1, 1) if one.year else today
            effect = _("Next: {number}. Given on issue, without gaps.").format(
                number=number_text(one.pattern, day, one.next_number)
            )
            title = f"{series_name(one.key)} {one.year}" if one.year else series_name(one.key)
            counters.append(SettingRow(title, effect, button))
        self.card(_("Numbers"), *counters)
        self.filled.emit()

    def _choose_usual(self, code: str, before: str) -> None:
        if code == before:
            return
        words = _("{code} is the usual tax code.").format(code=code)
        self.operations.run(choose_setting, lambda _id: tell(self, words), key=USUAL_TAX_CODE, value=code)

    def edit_code(self, row: TaxCodeRow | None, *_clicked: object) -> None:
        """What a code means from a day on; documents before that day keep what they had."""
        kinds = tuple((one, category_name(one)) for one in TaxCategory)
        fields = [
            Field("code", _("Code"), required=True, width=120),
            Field("name", _("Name on invoices"), required=True, beside=True),
            Field("category", _("Kind"), "choice", required=True, default=TaxCategory.STANDARD, choices=kinds),
            Field("percent", _("Percent"), "decimal", required=True, width=110, beside=True),
            Field("valid_from", pgettext("valid", "From"), "date", required=True, default=self.session.today()),
            Field("reason", _("Why no tax is charged"), help=_("Printed where no tax is charged.")),
        ]
        values = None
        if row is not None:
            values = {name: getattr(row, name) for name in ("code", "name", "category", "percent", "reason")}
        self.ask(
            _("Tax code"),
            fields,
            set_tax_code,
            lambda answer: answer,
            values=values,
            intro=_("Drafts dated on that day or later use it. What was issued stays as it is."),
        )

    def edit_series(self, row: SeriesRow, *_clicked: object) -> None:
        """How the next number looks."""
        fields = [
            Field("pattern", _("Pattern"), required=True, help=_("{year} is the year, {0000} the running number.")),
            Field("next_number", _("Next number"), "decimal", required=True, width=120),
            Field("on", _("As of"), "date", required=True, default=self.session.today(), beside=True),
        ]
        self.ask(
            _("Numbers: {what}").format(what=series_name(row.key)),
            fields,
            set_series,
            lambda answer: {**answer, "next_number": int(answer["next_number"]), "key": row.key},
            values={"pattern": row.pattern, "next_number": row.next_number},
            intro=_("Numbers never go back: one that may be on a document is not given again."),
            then=lambda number: tell(self, _("The next number is {number}.").format(number=number)),
        )


def series_name(key: str) -> str:
    """What a number series is for."""
    return {"invoice": _("Invoices"), "credit": _("Credit notes")}.get(key, key)


class RatesSection(OfficeSection):
    """The firm's usual hourly rates."""

    def __init__(self, operations: Operations, session: Session) -> None:
        """Read when first seen."""
        super().__init__(_("Rates"), operations, session)
        self._newest: RateCardRow | None = None

    def refresh(self) -> None:
        """Read the rate cards."""
        self.operations.read(rate_cards, self._show, latest="settings rates")

    def _show(self, cards: list[RateCardRow]) -> None:
        self.clear()
        self._newest = cards[-1] if cards else None
        add = Button(_("New rate card\u2026"), icon="plus")
        add.clicked.connect(self.add)
        words = _("Rates a statement of work uses where it says nothing itself. What was agreed stays as it is.")
        self.card("", SettingRow(_("Rate card"), words, add))
        for card in reversed(cards):
            rows = [
                SettingRow(
                    grade,
                    _("{rate} an hour").format(rate=self.session.formats.rate(rate, self.session.currency)),
                )
                for grade, rate in card.rates
            ]
            title = _("{card}, from {day}").format(card=card.name, day=self.session.formats.date(card.valid_from))
            self.card(title, *rows)
        self.filled.emit()

    def add(self) -> QWidget:
        """The usual rates from a day on."""
        rates = (
            Field("grade", _("Grade"), required=True),
            Field("rate", _("Rate an hour"), "money", required=True, currency=self.session.currency),
        )
        known = self._newest.rates if self._newest is not None else ()
        return self.ask(
            _("New rate card"),
            [
                Field("name", _("Name"), required=True),
                Field(
                    "valid_from",
                    pgettext("valid", "From"),
                    "date",
                    required=True,
                    default=self.session.today(),
                    beside=True,
                ),
                Field("rates", _("Rates"), "lines", required=True, columns=rates),
            ],
            add_rate_card,
            lambda answer: {**answer, "rates": tuple((row["grade"], row["rate"].amount) for row in answer["rates"])},
            values={"rates": tuple({"grade": grade, "rate": self._money(rate)} for grade, rate in known)},
        )

    def _money(self, rate: Any) -> Any:
        return self.session.formats.parse_money(self.session.formats.quantity(rate), self.session.currency)
