"""The main window: navigation, palette, and the pages that show several rooms."""
