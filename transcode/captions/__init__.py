"""Captions and transcripts: read from any file, mended, written for players, feeds and people."""
