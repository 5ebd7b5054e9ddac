"""What the hub does: gather, decide by calling a library, apply. Only services commit."""
