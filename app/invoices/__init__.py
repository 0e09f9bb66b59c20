"""From unbilled work to issued invoices: collect, draft, approve, issue."""
