"""Minutes of mapping: a scripted mapper maps two scenes by real keys and mouse in the real QGIS desktop, counted.

He knows the truth of a scene and draws along it, so that every way ends with the same inventory; what differs is what
the hand does. A person's time is that of the keystroke-level model (Card, Moran and Newell 1980), the machine's is
measured.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from desktop import times_of_session
from measure import ROOT, row

sys.path.insert(0, str(ROOT))

from tests.desktop.beginnings import ENGINE, engine_python
from tests.qgis_profile import make_profile
from tests.simulated import simulated

LIMIT_S = 900
KEY_S, POINT_S, MENTAL_S = 0.28, 1.1, 1.35
"""A key (one that is held with it is another), to point and click or begin to draw, and to make up one's mind."""
DRAWN_S = 0.01
"""A pixel of a stroke: a hand that stays within 10 pixels, by the steering law with 0.1 s (Accot and Zhai 1997)."""
SIKKIM = ROOT.parent / "shared" / "data" / "sikkim_scene"
WAYS = ("clicks", "streaming", "strokes")
"""What a hand draws by; strokes, where the dock has them, go with all else that it has."""


def scenes() -> dict[str, tuple[Path, Path, float]]:
    """Name -> image, true outlines, threshold: the demo's, and one at which the model finds anything in Sikkim."""
    demo = simulated(ENGINE, 1024, 7)
    found = {"demo": (demo / "scene.tif", demo / "rock_glaciers.gpkg", 0.5)}
    if SIKKIM.is_dir():
        found["Sikkim"] = (SIKKIM / "rgb_u16.tif", SIKKIM / "rock_glaciers.gpkg", 0.2)
    return found


def mapped(scene: tuple[Path, Path, float], way: str, folder: Path) -> dict[str, Any]:
    """One session in the desktop, on candidates that were just found."""
    image, truth, threshold = scene
    inventory = folder / "inventory.gpkg"
    detect = ("detect", "--input", image, "--model", "simulated-alpine", "--threshold", threshold)
    for words in (("create", "--output", inventory), (*detect, "--inventory", inventory)):
        subprocess.run([*ENGINE, *map(str, words)], check=True, capture_output=True)
    return times_of_session(
        make_profile(folder, "[qgis]\ncheckVersion=false\nshowTips=false\n"),
        "mapping_minutes_session.py",
        folder,
        LIMIT_S,
        ROCK_GLACIER_DESKTOP_FOLDER=str(folder),
        ROCK_GLACIER_DESKTOP_SAMPLE=str(image.parent),
        ROCK_GLACIER_DESKTOP_INVENTORY=str(inventory),
        ROCK_GLACIER_ENGINE_PYTHON=engine_python(),
        ROCK_GLACIER_MAPPED_IMAGE=str(image),
        ROCK_GLACIER_MAPPED_TRUTH=str(truth),
        ROCK_GLACIER_MAPPED_BY=way,
    )


def told(seen: dict[str, Any]) -> str:
    """What was done, what the hand did for it, and how long a person takes."""
    hand = KEY_S * (seen["keys"] + seen["held"]) + POINT_S * (seen["clicks"] + seen["strokes"])
    human = hand + DRAWN_S * seen["path"] + MENTAL_S * seen["decisions"]
    minutes = (human + seen["machine"]) / 60
    done = ", ".join(f"{count} {operation}" for operation, count in sorted(seen["done"].items()))
    counts = f"{seen['keys']} keys, {seen['held']} held with them, {seen['clicks']} clicks, {seen['strokes']} strokes"
    times = f"person {human:.0f} s, machine {seen['machine']:.1f} s"
    rate = f"**{10 * seen['decisions'] / minutes:.0f} decisions in ten minutes**"
    drawn = f"{seen['path'] / 1000:.1f} thousand pixels drawn"
    return f"{minutes:.1f} min; {rate}; {done}; {counts}, {drawn}; {times}; mean IoU {seen['iou']:.2f}"


def main() -> None:
    """Print the rows of the table; ways that the dock does not have are left out."""
    for name, scene in scenes().items():
        for way in WAYS:
            with tempfile.TemporaryDirectory() as folder:
                seen = mapped(scene, way, Path(folder))
            if seen["done"]:
                row(f"mapping of the {name} scene by {way}", "fewer minutes", told(seen))


if __name__ == "__main__":
    main()
