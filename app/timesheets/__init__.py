"""Time and expenses against the tasks of statements of work: log, submit, approve."""
