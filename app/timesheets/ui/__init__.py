"""Screens of time: the entry line, the week, approvals, expenses."""
