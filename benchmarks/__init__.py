"""What the program costs, measured on a copy of the demo firm: one file per room, each beside its yardstick."""
