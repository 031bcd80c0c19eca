"""Lists in sentences, and tables of plain text."""

from __future__ import annotations

from collections.abc import Sequence


def few(names: Sequence[str], most: int) -> str:
    """The first of some names, and how many more there are: ``a, b and 3 more``."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def laid_out(rows: list[list[str]], first: int) -> str:
    """Rows of cells as lines; the first column is `first` characters wide."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][1:]
    lines = []
    for name, *cells in rows:
        padded = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
        lines.append("  ".join([name.ljust(first), *padded]).rstrip())
    return "\n".join(lines)
