"""2 000 candidates on one screen remain at once, in the real QGIS desktop: listed, on disk, taken back."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import shapely
from desktop import times_of_session
from measure import ROOT, row

sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "unit"))
sys.path.insert(0, str(ROOT / ".venv" / "src"))

from mapping import make_inventory

from tests.qgis_profile import make_profile

COLUMNS, ROWS = 25, 80
LIMIT_S = 300
WEST, SOUTH = 90.0, 30.0
EAST_STEP, NORTH_STEP = 0.012, 0.0025
"""Long ones close together: on one screen each is some 30 pixels long. More than these have no room on it."""


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = [(WEST + EAST_STEP * a, SOUTH + NORTH_STEP * b) for b in range(ROWS) for a in range(COLUMNS)]
        shapes = [shapely.box(x, y, x + 0.8 * EAST_STEP, y + 0.8 * NORTH_STEP) for x, y in places]
        make_inventory(folder / "inventory.gpkg", shapes)
        profile = make_profile(folder, "[qgis]\ncheckVersion=false\nshowTips=false\n")
        times = times_of_session(profile, "remain_all_session.py", folder, LIMIT_S)
    count = times["remained"]
    row(
        f"remain all: {count} candidates listed, and the longest that nothing answers meanwhile",
        "report",
        f"{times['listed']:.1f} s, {times['longest']:.2f} s",
    )
    row(f"remain all: {count} candidates on disk and the next one shown", "report", f"{times['on disk']:.2f} s")
    row(f"undo of {count} candidates by one key", "report", f"{times['undo']:.2f} s")


if __name__ == "__main__":
    main()
