"""The demo firm, built by the same commands a real office uses, each on its own date."""

from app.demo.build import build, demo_copy

__all__ = ["build", "demo_copy"]
