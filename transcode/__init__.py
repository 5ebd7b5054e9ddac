"""Turns received originals into every form a reader may need."""
