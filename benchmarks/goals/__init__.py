"""The goals about speed: one file per goal with its yardstick beside it; the limits stand in goals.toml."""
