"""Followed feeds: what is new in them is fetched whole, and taken in."""
