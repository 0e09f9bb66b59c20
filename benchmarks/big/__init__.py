"""A big firm for measuring: seeded, in three sizes, whole by the product's own rules, built once per schema."""
