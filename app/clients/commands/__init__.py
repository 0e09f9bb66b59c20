"""What people do with clients: add and change them, their terms and their contacts, and bring many in from a file."""

from app.clients.commands.clients import add_client, change_client, set_terms
from app.clients.commands.contacts import add_contact, change_contact, remove_contact
from app.clients.commands.incoming import (
    ImportedClients,
    RefusedRow,
    TakenBack,
    import_clients,
    take_back_clients,
)

__all__ = [
    "ImportedClients",
    "RefusedRow",
    "TakenBack",
    "add_client",
    "add_contact",
    "change_client",
    "change_contact",
    "import_clients",
    "remove_contact",
    "set_terms",
    "take_back_clients",
]
