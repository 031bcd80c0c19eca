"""Slope and aspect against `gdaldem`, on a real DEM in metres and on its twin in degrees."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from measure import ROOT, row

sys.path.insert(0, str(ROOT / ".venv" / "src"))
sys.path.insert(0, str(ROOT / "tests" / "unit"))

from gdaldem_twin import EXPLORADORES, geographic_differences, projected_differences

DEM = ROOT.parent / "shared" / "data" / EXPLORADORES


def main() -> None:
    """Print the row of the table."""
    what, reach = "slope and aspect against `gdaldem`, mean absolute differences", "<= 0.1°, <= 1°"
    if shutil.which("gdaldem") is None or not DEM.is_file():
        row(what, reach, "not measured: gdaldem or the shared data are not there")
        return
    with tempfile.TemporaryDirectory() as name:
        metres = projected_differences(DEM, Path(name))
        degrees = geographic_differences(DEM, Path(name))
    row(
        what,
        reach,
        f"in metres **{metres[0]:.4f}°, {metres[1]:.3f}°**, in degrees **{degrees[0]:.4f}°, {degrees[1]:.3f}°**",
    )


if __name__ == "__main__":
    main()
