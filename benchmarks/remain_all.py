"""2 000 candidates on one screen remain at once, in the real QGIS desktop: listed, on disk, taken back."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from desktop import times_of_session
from measure import ROOT, row

sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "unit"))
sys.path.insert(0, str(ROOT / ".venv" / "src"))

from mapping import make_inventory, square

from tests.qgis_profile import make_profile

COLUMNS, ROWS = 50, 40
LIMIT_S = 300
WEST, SOUTH, STEP = 90.0, 30.0, 0.006
"""Squares of 400 m, 600 m apart: about 20 pixels each, where all are on one screen."""


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = [(WEST + STEP * column, SOUTH + STEP * line) for line in range(ROWS) for column in range(COLUMNS)]
        make_inventory(folder / "inventory.gpkg", [square(x, y, 0.004) for x, y in places])
        profile = make_profile(folder, "[qgis]\ncheckVersion=false\nshowTips=false\n")
        times = times_of_session(profile, "remain_all_session.py", folder, LIMIT_S)
    count = times["remained"]
    row(
        f"remain all: {count} candidates listed, and the longest that nothing answers meanwhile",
        "report",
        f"{times['listed']:.1f} s, {times['longest']:.2f} s",
    )
    row(f"remain all: {count} candidates on disk and the next one shown", "report", f"{times['on disk']:.1f} s")
    row(f"undo of {count} candidates by one key", "report", f"{times['undo']:.1f} s")


if __name__ == "__main__":
    main()
