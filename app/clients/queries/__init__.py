"""What pages and later rooms read about clients."""

from app.clients.queries.checks import namesake, tax_number_check
from app.clients.queries.rows import ClientListRow, ClientRow, ContactRow, client, clients

__all__ = [
    "ClientListRow",
    "ClientRow",
    "ContactRow",
    "client",
    "clients",
    "namesake",
    "tax_number_check",
]
