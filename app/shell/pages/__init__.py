"""Pages composed of several rooms: queries and widgets of theirs, nothing stored here."""
