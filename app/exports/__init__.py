"""The books for other programs: files of a period, checked before they are written."""
