"""What the columns of a file mean: found by their headings in English and German, and changed by the person."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from app.kernel.csv_files import headings


class Meaning(StrEnum):
    """What a column may hold of a client, in the order in which it is offered."""

    NAME = "name"
    LEGAL_NAME = "legal_name"
    TAX_NUMBER = "tax_number"
    ADDRESS = "address"
    POSTCODE = "postcode"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    CURRENCY = "currency"
    LANGUAGE = "language"
    TERMS = "terms"
    CONTACT = "contact"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    JOB = "job"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    DOMAINS = "email_domains"
    OWNER = "owner"
    PO_RULE = "po_rule"


Mapping = headings.Mapping[Meaning]
"""For each column what it means; None is left out. Several may be lines of the address, anything else is one."""
MANY = frozenset({Meaning.ADDRESS})

_SURE = (
    "client clientname company companyname organization organisation organizationname organisationname customer"
    " customername customerfullname businessname firma firmenname firmaname unternehmen unternehmensname kunde"
    " kundenname mandant mandantenname auftraggeber auftraggebername debitor debitorname accountname"
)
_NAMES: dict[Meaning, str] = {
    Meaning.NAME: _SURE,
    Meaning.LEGAL_NAME: "legalname legalentity legalentityname registeredname companylegalname rechtlichername"
    " rechtsname firmierung amtlichername vollstandigername",
    Meaning.TAX_NUMBER: "vatnumber vatno vatid vatidnumber vatregistrationnumber vatregno vat vatortaxnumber ustid"
    " ustidnr ustidnummer ustnr ustidnrodersteuernummer umsatzsteuerid umsatzsteueridnr umsatzsteueridnummer"
    " umsatzsteueridentnummer umsatzsteueridentifikationsnummer uid uidnr uidnummer mwstnr mwstnummer ustoderstr"
    " gstnumber gstin gst abn ein taxnumber taxid taxidnumber taxno taxregistrationnumber steuernummer steuernr"
    " steuerid",
    Meaning.ADDRESS: "address addressline street streetaddress streetname addressstreet postaladdress mailingaddress"
    " adresse anschrift adresszeile strasse strassehausnummer strasseundhausnummer strassehausnr strasseundhausnr"
    " strassenr strasseundnr hausnummer hausnr adresszusatz postanschrift building suite",
    Meaning.POSTCODE: "postcode postalcode zip zipcode zippostalcode postcodezip plz postleitzahl",
    Meaning.CITY: "city town citytown towncity ort ortsname stadt wohnort locality place",
    Meaning.REGION: "region county province stateprovince stateregion provincestate state bundesland kanton",
    Meaning.COUNTRY: "country countrycode countryname countryregion iscountry land landcode landercode laendercode"
    " landeskurzel landeskennzeichen landname staat",
    Meaning.CURRENCY: "currency currencycode defaultcurrency wahrung wahrungscode waehrung waehrungscode",
    Meaning.LANGUAGE: "language languagecode languageofinvoices sprache sprachederrechnungen rechnungssprache locale",
    Meaning.TERMS: "paymentterms terms termsdays paymentdays paymenttermsdays paymenttermsindays daysuntildue duedays"
    " netdays creditdays creditterms termsofpayment termname zahlungsziel zahlungszieltage zahlungszielintagen"
    " zahlungsfrist zahlungsfristtage zahlungsbedingung zahlungsbedingungen zahlungsbedingungstage falligkeit"
    " falligintagen bedingungen konditionen",
    Meaning.CONTACT: "contact contactperson contactname primarycontact maincontact person attention attentionto attn"
    " whopays payer ansprechpartner ansprechpartnerin ansprechperson kontakt kontaktperson kontaktname hauptkontakt"
    " zuhanden zhd zahler zahltdurch werzahlt",
    Meaning.FIRST_NAME: "firstname givenname forename vorname contactfirstname",
    Meaning.LAST_NAME: "lastname surname familyname nachname familienname contactlastname",
    Meaning.JOB: "job jobtitle position role rolethere function funktion rolle rolledort funktiondort stellung",
    Meaning.EMAIL: "emailforinvoices invoiceemail billingemail email emailaddress mail mailaddress emailprimary"
    " mainemail primaryemail workemail rechnungsemail emailfurrechnungen emailfuerrechnungen emailadresse mailadresse"
    " emailrechnung contactemail",
    Meaning.PHONE: "phone phonenumber phoneno telephone telephonenumber tel telno workphone businessphone mainphone"
    " telefon telefonnummer telefonnr rufnummer contactphone mobile mobilephone mobilenumber cell cellphone mobil"
    " mobilnummer mobiltelefon handy handynummer",
    Meaning.WEBSITE: "website websiteurl web webaddress url homepage webseite internet internetadresse",
    Meaning.DOMAINS: "maildomains maildomain emaildomains emaildomain domain domains maildomanen emaildomanen domane",
    Meaning.OWNER: "owner ownerhere accountmanager accountowner clientowner responsible partner betreuer betreuerin"
    " zustandig zustandigbeiuns verantwortlich verantwortliche sachbearbeiter bearbeiter",
    Meaning.PO_RULE: "poneeded porequired purchaseorderrequired porule po bestellnummernotig bestellnummererforderlich"
    " bestellnummerpflicht bestellungnotig",
}
_VOCABULARY = headings.Vocabulary(
    _NAMES,
    ("billing", "invoice", "invoicing", "client", "customer", "company", "po", "rechnungs", "rechnung", "kunden"),
    MANY,
)
_UNSURE = frozenset({"name", "displayname", "fullname", "bezeichnung", "anzeigename"})
"""The client's name, unless another column is more surely that."""


def guess(columns: Sequence[str]) -> Mapping:
    """What the columns mean by their headings."""
    mapping = list(_VOCABULARY.guess(columns))
    unsure = next((place for place, heading in enumerate(columns) if headings.folded(heading) in _UNSURE), None)
    if unsure is not None:
        mapping[unsure] = _unsure(mapping)
    elif Meaning.NAME not in mapping and Meaning.CONTACT in mapping:
        mapping[mapping.index(Meaning.CONTACT)] = Meaning.NAME  # as Xero calls its clients
    return tuple(mapping)


def choose(mapping: Mapping, place: int, meaning: Meaning | None) -> Mapping:
    """Give a column another meaning; a column that had it before is left out, unless it is a line of the address."""
    return headings.choose(mapping, place, meaning, many=MANY)


def _unsure(mapping: Sequence[Meaning | None]) -> Meaning | None:
    """What a column "Name" is beside the others: of a person, or of the client."""
    if Meaning.FIRST_NAME in mapping and Meaning.LAST_NAME not in mapping:
        return Meaning.LAST_NAME
    if Meaning.NAME not in mapping:
        return Meaning.NAME
    return None if Meaning.CONTACT in mapping or Meaning.LAST_NAME in mapping else Meaning.CONTACT
