"""What people do with clients: add and change them, their terms and their contacts."""

from app.clients.commands.clients import add_client, change_client, set_terms
from app.clients.commands.contacts import add_contact, change_contact, remove_contact

__all__ = ["add_client", "add_contact", "change_client", "change_contact", "remove_contact", "set_terms"]
