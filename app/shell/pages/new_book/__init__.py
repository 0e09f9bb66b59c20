"""A new book, step by step: name and place, protection, recovery code, the firm. Nothing is made before the last."""

from __future__ import annotations

from app.shell.pages.new_book.page import NewBookPage

__all__ = ["NewBookPage"]
