"""The big firm's clients: names, terms, and the people a bill names."""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.clients.domain import EVER, ClientState, PoRule, TermsKind
from app.clients.records import Client, ClientTerms, Contact
from benchmarks.big.bulk import Rows, Sink
from benchmarks.big.office import Office
from benchmarks.big.sizes import Size

LEFT = """Alder Amber Anchor Arbor Ash Aspen Bay Beacon Birch Bridge Brook Canal Castle Cedar Chalk Cliff Copper Coral
Crown Dale Delta Dover Eagle East Elm Ember Falcon Fern Field Flint Forge Fox Garden Glen Granite Grove Harbor Hazel
Heath Heron High Hill Holly Iron Ivy Jade Juniper Kestrel Lake Lark Laurel Lime Linden Maple Marsh Meadow Mill Moor
North Oak Olive Orchard Otter Park Pearl Pine Quarry Quay Raven""".split()
RIGHT = """Analytics Bakeries Barges Books Brewing Builders Care Cargo Ceramics Chemicals Cloud Cycles Dairy Dental
Design Diagnostics Education Electric Energy Estates Fabrics Ferries Films Finance Fisheries Foods Freight Furniture
Gaming Gardens Glass Grain Health Homes Hotels Insurance Labs Leather Lighting Logistics Marine Media Metals Milling
Mobility Motors Music Networks Nurseries Optics Packaging Paper Partners Payments Pharma Plastics Ports Press Rail
Retail Robotics Schools Sports Studios Textiles Theaters Timber Tools Travel Water""".split()
ABROAD = {"DE": ("EUR", "RC0", "DE136695976", "de-DE"), "DK": ("EUR", "RC0", "DK13585628", "en-GB")}


@dataclass(frozen=True, slots=True)
class Buyer:
    """A client, as far as its bills need it."""

    id: int
    name: str
    legal_name: str
    country: str
    language: str
    currency: str
    address: tuple[str, ...]
    tax_number: str
    tax_code: str
    terms_days: int
    payer: str
    sponsor: str
    po_rule: PoRule


class Clients:
    """Clients with terms and contacts."""

    def __init__(self, sink: Sink) -> None:
        """Write into these tables."""
        self.clients = Rows(
            sink,
            Client,
            "id name legal_name country language currency state address tax_number tax_code owner_id po_rule"
            " email_domains",
        )
        self.terms = Rows(sink, ClientTerms, "id client_id kind number valid_from")
        self.contacts = Rows(sink, Contact, "id client_id name job email phone sponsor payer")

    def add(self, size: Size, office: Office, dice: random.Random) -> list[Buyer]:
        """All clients of a size."""
        names = [(left, f"{right}{more}") for left in LEFT for right in RIGHT for more in ("", " Group")]
        chosen = dice.sample(names, size.clients)
        found = [self._one(number, *pair, office, dice) for number, pair in enumerate(chosen, start=1)]
        for rows in (self.clients, self.terms, self.contacts):
            rows.flush()
        return found

    def _one(self, number: int, left: str, right: str, office: Office, dice: random.Random) -> Buyer:
        country = dice.choices(("GB", "DE", "DK"), (88, 8, 4))[0]
        currency, tax_code, tax_number, language = ABROAD.get(country, ("GBP", "", "", "en-GB"))
        name = f"{left} {right}"
        domain = f"{left}{right}.example".replace(" ", "").lower()
        people = [f"{dice.choice(LEFT)} {dice.choice(RIGHT)}" for _role in ("sponsor", "payer")]
        buyer = Buyer(
            id=number,
            name=name,
            legal_name=f"{name} {'Ltd' if country == 'GB' else 'GmbH' if country == 'DE' else 'A/S'}",
            country=country,
            language=language,
            currency=currency,
            address=(f"{number % 97 + 1} {left} Street", "Bristol BS1 4RR" if country == "GB" else "10115 Berlin"),
            tax_number=tax_number,
            tax_code=tax_code or "S20",
            terms_days=dice.choice((14, 30, 30, 30, 45)),
            payer=people[1],
            sponsor=people[0],
            po_rule=PoRule.EVERY_INVOICE if dice.random() < 0.1 else PoRule.NONE,
        )
        self.clients.add(
            number,
            buyer.name,
            buyer.legal_name,
            country,
            language,
            currency,
            ClientState.ACTIVE.value,
            "\n".join(buyer.address),
            tax_number,
            tax_code or None,
            dice.choice(office.leads).id,
            buyer.po_rule.value,
            domain,
        )
        self.terms.add(number, number, TermsKind.DAYS.value, buyer.terms_days, EVER.isoformat())
        for place, person in enumerate(people):
            mail = f"{person.lower().replace(' ', '.')}@{domain}"
            job = ("Finance director", "Accounts payable")[place]
            self.contacts.add(2 * number - 1 + place, number, person, job, mail, "", 1 - place, place)
        return buyer
