"""Articles and issues going out: as plain text, as books for e-readers, as cards to be shared."""
