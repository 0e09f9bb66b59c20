"""Screens of the firm: founding it, its people."""
