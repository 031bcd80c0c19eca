"""Keys and clicks of a mapper's ten tasks, in the real QGIS desktop: every way that a trained person knows."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from desktop import times_of_session
from measure import ROOT, row

sys.path.insert(0, str(ROOT))

from tests.desktop.beginnings import ENGINE, engine_python, made
from tests.qgis_profile import make_profile
from tests.simulated import simulated

LIMIT_S = 600


def counted(folder: Path) -> list[dict[str, Any]]:
    """One session in the desktop, on a copy of a simulated inventory."""
    inventory = folder / "inventory.gpkg"
    shutil.copy(made("dozen.gpkg"), inventory)
    profile = make_profile(folder, "[qgis]\ncheckVersion=false\nshowTips=false\n")
    try:
        times = times_of_session(
            profile,
            "ten_tasks_session.py",
            folder,
            LIMIT_S,
            ROCK_GLACIER_DESKTOP_FOLDER=str(folder),
            ROCK_GLACIER_DESKTOP_SAMPLE=str(simulated(ENGINE, 1024, 3)),
            ROCK_GLACIER_DESKTOP_INVENTORY=str(inventory),
            ROCK_GLACIER_ENGINE_PYTHON=engine_python(),
        )
    except SystemExit:
        report = folder / "report.json"
        if report.is_file():
            raise SystemExit(json.loads(report.read_text("utf-8")).get("error", "")) from None
        raise
    counts: list[dict[str, Any]] = times["counts"]
    return counts


def main() -> None:
    """Print the rows of the table: the way with the fewest keys and clicks is bold."""
    with tempfile.TemporaryDirectory() as name:
        counts = counted(Path(name))
    for task in dict.fromkeys(count["task"] for count in counts):
        ways = [count for count in counts if count["task"] == task]
        fewest = min((count["all"] for count in ways if count["done"]), default=None)
        for count in ways:
            told = f"{count['keys']} keys, {count['clicks']} clicks, {count['strokes']} strokes"
            number = f"**{count['all']}**" if count["done"] and count["all"] == fewest else str(count["all"])
            seen = f"{number} ({told}), {count['path']:.0f} px drawn, {count['seconds']:.1f} s of the script"
            row(f"{task}: {count['way']}", "fewer", seen if count["done"] else f"failed: {count['told']}")


if __name__ == "__main__":
    main()
