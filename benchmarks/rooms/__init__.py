"""What the program costs on the demo firm: one file per room, each beside its yardstick. No limits, only figures."""
