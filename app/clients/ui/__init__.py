"""Screens of clients: the list, the form, terms and contacts."""
