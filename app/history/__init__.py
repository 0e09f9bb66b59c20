"""Who changed what, when, from what to what: of each thing as people see it, and of the whole book."""
