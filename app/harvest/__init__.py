"""Harvest: calendars become suggestions, suggestions become time entries."""
