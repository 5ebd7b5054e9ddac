"""Watched folders: settled files with their sidecars are taken in, and moved aside."""
