"""The hub: the only package with state. See docs/architecture.md."""

__version__ = "0.1.0"
