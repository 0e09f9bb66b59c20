"""Everything kept between runs: the book, its engine, the one write path, the audit chain, the schema."""
