"""The rules of each format, as far as a finished document alone can show them broken."""
