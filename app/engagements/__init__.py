"""Engagements and statements of work: scope, rates, budget, tasks, milestones, change orders."""
