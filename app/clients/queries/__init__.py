"""What pages and later rooms read about clients."""

from app.clients.queries.checks import namesake, tax_number_check
from app.clients.queries.choices import ClientChoicesRow, client_choices
from app.clients.queries.incoming import known_clients, look_over
from app.clients.queries.people import FoundClientRow, KnownPersonRow, find_clients, find_contacts, some_clients
from app.clients.queries.rows import ClientListRow, ClientRow, ContactRow, client, clients, contact

__all__ = [
    "ClientChoicesRow",
    "ClientListRow",
    "ClientRow",
    "ContactRow",
    "FoundClientRow",
    "KnownPersonRow",
    "client",
    "client_choices",
    "clients",
    "contact",
    "find_clients",
    "find_contacts",
    "known_clients",
    "look_over",
    "namesake",
    "some_clients",
    "tax_number_check",
]
