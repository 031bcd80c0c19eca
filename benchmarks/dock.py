"""The dock on 50 000 candidates, in the real QGIS desktop: keys, opening, gestures on disk."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import large_inventory
from desktop import times_of_session
from measure import ROOT, row

sys.path.insert(0, str(ROOT))

from tests.qgis_profile import make_profile

CANDIDATES = 50_000
LIMIT_S = 400
ORDERS = ("nearest", "most uncertain", "largest", "by row", "most useful", "clear", "neighbours")


def measured(folder: Path) -> dict[str, Any]:
    """The times of one session in the desktop."""
    large_inventory.make(folder / "inventory.gpkg", CANDIDATES)
    profile = make_profile(folder, "[qgis]\ncheckVersion=false\nshowTips=false\n")
    return times_of_session(profile, "dock_session.py", folder, LIMIT_S)


def told(seconds: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"{statistics.median(seconds) * 1000:.0f} ms, {statistics.quantiles(seconds, n=20)[-1] * 1000:.0f} ms"


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        times = measured(Path(name))
    candidates = f"{times['candidates']} candidates"
    for order in ORDERS:
        row(
            f"key 1 to the next candidate ({order}), median and 95th percentile, {candidates}",
            "<= 60 ms, <= 150 ms",
            f"**{told(times[f'remain, {order}'])}**",
        )
    row("key 2 to the reasons", "report", told(times["reasons"]))
    row("key of the reason to the next candidate", "<= 60 ms, <= 150 ms", f"**{told(times['remove'])}**")
    row(
        f"reviewed ground of {len(ORDERS) * len(times['remain, nearest']) + len(times['remove'])} decisions",
        "report",
        f"{times['reviewed ground']} rows",
    )
    row("undo", "report", told(times["undo"]))
    row(f"opening the inventory of {candidates}", "<= 2 s", f"**{times['open']:.2f} s**")
    row("one gesture on disk (fsync), median", "<= 30 ms", f"**{told(times['gesture'])}**")
    size = times["queue bytes"]
    row(
        "memory of the queue",
        "ids and few numbers",
        f"{size / 2**20:.1f} MiB, {size / times['candidates']:.0f} bytes a candidate",
    )


if __name__ == "__main__":
    main()
