"""Cells and tables of 50 000 and 100 000 features with all attributes, and two inventories of 50 000 compared."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from accuracy_of_many import COUNT, outlines, write
from large_inventory import make
from measure import ENGINE, measure, row

TWICE = 2 * COUNT


def told(words: list[object]) -> str:
    """Seconds and memory of a command."""
    done = measure([*ENGINE, *words])
    return f"{done.seconds:.1f} s ({done.cpu_seconds:.1f} s of one core), {done.peak_mib / 1024:.2f} GiB"


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in (COUNT, TWICE):
            inventory = folder / f"{count}.gpkg"
            make(inventory, count)
            layer = ["--layer", "candidates"]
            cells = ["grid-statistics", "--input", inventory, *layer, "--output", folder / "cells.gpkg"]
            tables = ["summarise", "--inventory", inventory, *layer, "--output", folder / "tables"]
            row(f"grid-statistics of {count}", "<= 60 s with the report, <= 1 GB", told(cells))
            row(f"summarise {count} by subregion", "<= 60 s with the report, <= 1 GB", told(tables))
        ours, theirs = folder / "ours.gpkg", folder / "theirs.gpkg"
        names = np.array([f"r-{number}" for number in range(COUNT)], dtype=object)
        write(ours, "rock_glaciers", outlines(1, 1), ID=names)
        write(theirs, "rock_glaciers", outlines(2, 0), ID=names)
        words = ["compare", "--input", ours, "--reference", theirs, "--output", folder / "differences.gpkg"]
        row(f"compare two inventories of {COUNT}", "<= 30 s", told(words))


if __name__ == "__main__":
    main()
