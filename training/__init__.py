"""Courses from Markdown, progress, the proof of completion."""
