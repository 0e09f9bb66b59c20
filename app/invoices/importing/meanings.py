"""What the columns of a file of open invoices mean: by their headings in English and German, as programs write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from app.kernel import csv_files


class Meaning(StrEnum):
    """What a column may hold of an invoice, in the order in which it is offered."""

    NUMBER = "number"
    CLIENT = "client"
    ISSUED = "issued"
    DUE = "due"
    LEFT = "left"
    GROSS = "gross"
    NET = "net"
    TAX = "tax"
    TAX_CODE = "tax_code"
    PAID = "paid"
    CURRENCY = "currency"
    SOW = "sow"
    PO = "po"


OpeningMapping = csv_files.Mapping[Meaning]
OpeningFile = csv_files.CsvFile[Meaning]
SUMS = (Meaning.LEFT, Meaning.GROSS, Meaning.NET, Meaning.TAX, Meaning.PAID)
DAYS = (Meaning.ISSUED, Meaning.DUE)

_VOCABULARY = csv_files.Vocabulary(
    {
        Meaning.NUMBER: "invoicenumber invoiceno invoicenr invoiceid invoice rechnungsnummer rechnungsnr rechnungnr"
        " rechnung belegnummer belegnr belegfeld1 documentnumber docnumber docno dokumentnummer number no nummer nr"
        " num",
        Meaning.CLIENT: "client clientname customer customername company companyname contactname contact organisation"
        " organization kunde kundenname firma firmenname auftraggeber mandant debitor debitorname geschaftspartner"
        " name billto billtoname recipient empfanger rechnungsempfanger",
        Meaning.ISSUED: "invoicedate issuedate dateissued issued issuedon rechnungsdatum belegdatum ausgestelltam"
        " ausstellungsdatum documentdate date datum",
        Meaning.DUE: "duedate dateddue due dueon datedue paymentdue paymentduedate falligkeit falligkeitsdatum falligam"
        " fallig faelligkeit faelligam zahlbarbis nettofalligkeit",
        Meaning.LEFT: "amountdue invoiceamountdue balancedue openbalance openamount balance outstanding"
        " outstandingamount amountoutstanding open amountopen offenerbetrag offen offenebetrage restbetrag rest"
        " saldo offenerposten unpaid unpaidamount remaining stilloffen stillopen",
        Meaning.GROSS: "gross grossamount grosstotal total totalamount invoicetotal totalinclvat totalincltax amount"
        " invoiceamount brutto bruttobetrag gesamtbetrag gesamt gesamtbrutto rechnungsbetrag endbetrag summe betrag",
        Meaning.NET: "net netamount nettotal subtotal amountexcltax totalexclvat totalexcltax netto nettobetrag"
        " nettosumme gesamtnetto summenetto zwischensumme",
        Meaning.TAX: "tax taxamount taxtotal vat vatamount gst gstamount salestax ust ustbetrag mwst mwstbetrag"
        " umsatzsteuer mehrwertsteuer steuer steuerbetrag",
        Meaning.TAX_CODE: "taxcode taxtype taxrate vatcode vatrate taxpercent vatpercent steuercode steuerschlussel"
        " steuerschluessel steuersatz ustsatz mwstsatz bu buschlussel",
        Meaning.PAID: "paid amountpaid invoiceamountpaid paidamount paidtodate received bezahlt bereitsbezahlt gezahlt"
        " zahlbetragerhalten zahlungen anzahlung",
        Meaning.CURRENCY: "currency currencycode wahrung wahrungscode waehrung waehrungscode wkz",
        Meaning.SOW: "sow sownumber statementofwork project projectnumber projectcode matter mattercode engagement"
        " auftrag auftragsnummer projekt projektnummer leistungsschein",
        Meaning.PO: "po ponumber purchaseorder purchaseordernumber customerreference yourreference reference bestellung"
        " bestellnummer bestellnr ihrereferenz referenz",
    },
    fronts=("invoice", "customer", "client", "rechnungs", "rechnung"),
)


def guess(columns: Sequence[str]) -> OpeningMapping:
    """What the columns mean by their headings."""
    return _VOCABULARY.guess(columns)


def read_content(name: str, content: bytes, between: Callable[[], object] = lambda: None) -> OpeningFile:
    """The bytes of a file, read."""
    return csv_files.read_content(name, content, guess, between)


def read_path(path: Path, between: Callable[[], object] = lambda: None) -> OpeningFile:
    """A file, read. Slow: for the outside pool."""
    return csv_files.read_path(path, guess, between)
