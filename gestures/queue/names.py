"""The names of the orders, for whoever offers them; they need none of what computes them."""

from __future__ import annotations

NEAREST, MOST_UNCERTAIN, MOST_DISPUTED = "nearest", "most uncertain", "most disputed"
LARGEST, BY_ROW = "largest", "by row"
MOST_USEFUL, NEIGHBOURS, CLEAR = "most useful", "neighbours", "clear"
ORDERS = (NEAREST, MOST_USEFUL, CLEAR, NEIGHBOURS, MOST_UNCERTAIN, MOST_DISPUTED, LARGEST, BY_ROW)
