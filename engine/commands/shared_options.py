"""Options that several commands have in common; not a command itself."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_candidate_outputs(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add where candidates go; returns the group, for further outputs."""
    outputs = parser.add_argument_group("outputs (at least one)")
    outputs.add_argument("--output", type=Path, metavar="FILE", help="GeoPackage for the candidates")
    outputs.add_argument("--inventory", type=Path, metavar="FILE", help="inventory that gets the candidates")
    return outputs


def add_outline_options(parser: argparse.ArgumentParser, threshold: float | None) -> argparse._ArgumentGroup:
    """Add what decides on the outlines; returns the group. A threshold of None is the model card's."""
    how = parser.add_argument_group("how")
    default = "the model card's" if threshold is None else f"{threshold:g}"
    how.add_argument(
        "--threshold", type=float, default=threshold, metavar="P",
        help=f"lowest probability of a candidate (default: {default})",
    )  # fmt: skip
    how.add_argument(
        "--minimum-area",
        type=float,
        default=10_000.0,
        metavar="M2",
        help="smallest candidate (default: 10000)",
    )
    how.add_argument(
        "--fill-holes", type=float, metavar="M2", help="fill smaller holes (default: minimum area)"
    )
    how.add_argument(
        "--tolerance", type=float, metavar="M",
        help="smoothing may move outlines so far; 0 keeps the pixel edges (default: one pixel)",
    )  # fmt: skip
    return how
