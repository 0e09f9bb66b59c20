"""Alembic asks for this file; migrations run through `app.storage.schema`, which needs nothing from it."""
