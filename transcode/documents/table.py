"""Rows of cells as a Markdown table."""

from collections.abc import Sequence


def table_markdown(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first row is its head; short rows are filled up.

    Args:
        rows: Cells as Markdown of one line each.
    """
    width = max(len(row) for row in rows)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    filled.insert(1, ["---"] * width)
    return "\n".join("| " + " | ".join(row) + " |" for row in filled)
