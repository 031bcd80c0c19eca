"""50 000 rock glaciers out of an inventory and into a new one, in each dialect: seconds and memory of each way.

Each has attributes of RGIK that an inventory keeps as they came in. ``python benchmarks/exchange.py [COUNT]``.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from large_inventory import make
from measure import ENGINE, Measured, measure, row
from rock_glacier_inventory.inventory.dialects.known import NAMES
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS
from rock_glacier_inventory.store.opening import open_store

COUNT = 50_000
REACH = "<= 30 s, <= 1 GB"
TERRAIN = [f"{what}_{of}" for what in ("ELE", "SLO") for of in ("MEAN", "MEDIAN", "MIN", "MAX")]
KEPT = {
    "dialect": "rgik-released",
    "PM": {"WorkingID": "w", "Morpho": "Simple", "ActiCl": "Active uncertain", "UpslCon": "Talus", "KinAtt": "dm/yr"},
    "GO": {"RelFr": 2, "RelLeftLM": 1, "RelRightLM": 1, "RelIndex": 4, "Comment": "front unclear"},
}


def prepare(folder: Path, count: int) -> Path:
    """An inventory of so many rock glaciers with attributes."""
    make(folder / "large.gpkg", count)
    path = folder / "inventory.gpkg"
    fields = ";".join(f"{name}={name}" for name in (*TERRAIN, "ASPECT", "SUBREGION"))
    source = ("--input", folder / "large.gpkg", "--layer", "candidates", "--map", fields)
    measure([*ENGINE, "import", *source, "--inventory", path])
    kept = json.dumps(KEPT)
    with closing(open_store(path)) as store:
        fids = [fid for fid, *_ in store.rows(ROCK_GLACIERS, ())]
        with store.fill(ROCK_GLACIERS) as filling:
            filling.update_many(ROCK_GLACIERS, ["RGIK", "STALE", "PISR"], [(kept, 0, 2930.5, fid) for fid in fids])
    return path


def told(seen: Measured) -> str:
    """Seconds, those of processors, which others on the machine change less, and memory."""
    return f"{seen.seconds:.1f} s ({seen.cpu_seconds:.1f} s of processors), {seen.peak_mib:.0f} MiB"


def main() -> None:
    """Measure each dialect, out and in."""
    count = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else COUNT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = prepare(folder, count)
        for dialect in NAMES:
            out, again = folder / dialect, folder / f"{dialect}.gpkg"
            words = ("--inventory", path, "--dialect", dialect, "--output", out, "--open", "include")
            given = measure([*ENGINE, "export", *words])
            taken = measure([*ENGINE, "import", "--input", out, "--inventory", again])
            row(f"export of {count} rock glaciers, {dialect}", REACH, told(given))
            row(f"import of the same, {dialect}", REACH, told(taken))
            shutil.rmtree(out)
            again.unlink()


if __name__ == "__main__":
    main()
