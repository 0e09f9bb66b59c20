"""Budgets against what was consumed: burn, thresholds, alerts."""
