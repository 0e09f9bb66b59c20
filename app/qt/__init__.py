"""Our Qt vocabulary: look, window frame, tables, forms, palette, operations. No business, no SQL."""
