"""What the program costs: the goals on a big firm, and every room on the demo firm, each beside its yardstick."""
