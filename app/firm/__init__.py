"""The office itself: people, access roles, tax codes, number series, holidays, settings."""
