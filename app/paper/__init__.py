"""Paper: our vocabulary for printed documents. It knows letterheads, tables and codes, and nothing of the business."""
