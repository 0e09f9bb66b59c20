"""Clients: who they are, who pays, on which terms."""
