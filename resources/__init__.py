"""Data that ships with the program: icons, fonts, design tokens, document templates and the demo firm."""
