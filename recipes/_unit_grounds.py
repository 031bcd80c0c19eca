"""Ground of simulated systems as the method sees it, and whose each cell is; kept in a folder, as it takes long."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.features import rasterize
from scipy import ndimage

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / ".venv" / "src"))

from rock_glacier_inventory.engine.simulation.systems import System, simulate_systems
from rock_glacier_inventory.engine.simulation.systems.coarse import coarse_dem
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.engine.units.ground import local_ground


@dataclass
class Known:
    """Elevations, the cells inside, whose they are (1, 2, ...), metres of a cell, how many units, and of which seed."""

    z: np.ndarray
    inside: np.ndarray
    truth: np.ndarray
    cell: float
    kind: str
    seed: int

    @property
    def count(self) -> int:
        """Of units."""
        return int(self.truth.max())


def known_grounds(seeds: range, coarse: bool, folder: Path) -> Iterator[Known]:
    """Of all systems of these seeds, on their DEM or on a coarse one."""
    for seed in seeds:
        kept = folder / f"{seed}.npz"
        if not kept.exists():
            print(f"simulating seed {seed}", file=sys.stderr)
            _keep(kept, simulate_systems(seed))
        with np.load(kept) as file:
            names = [name.removesuffix(" kind") for name in file.files if name.endswith(f" {coarse} kind")]
            for name in names:
                found = [file[f"{name} {part}"] for part in ("z", "inside", "truth", "cell", "kind")]
                yield Known(*found[:3], float(found[3]), str(found[4]), seed)


def _keep(path: Path, systems: list[System]) -> None:
    told = {}
    for index, one in enumerate(systems):
        for coarse in (False, True):
            known = _known(one, coarse)
            for part in ("z", "inside", "truth", "cell", "kind"):
                told[f"{index} {coarse} {part}"] = np.asarray(getattr(known, part))
    part_file = path.with_suffix(".part")
    with part_file.open("wb") as file:
        np.savez_compressed(file, **told)
    part_file.rename(path)


def _known(one: System, coarse: bool) -> Known:
    values, transform = coarse_dem(one) if coarse else (one.dem, one.transform)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dem.tif"
        how = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": one.crs, "transform": transform}
        with rasterio.open(path, "w", height=values.shape[0], width=values.shape[1], **how) as file:
            file.write(values, 1)
        with open_dem(path, SilentReport()) as dem:
            ground = local_ground(one.outline, one.crs, dem)
    local = ground.to_local
    units = [shapely.transform(unit, lambda xy: np.stack(local.transform(xy[:, 0], xy[:, 1]), 1)) for unit in one.units]
    shapes = [(unit, 1 + index) for index, unit in enumerate(units)]
    truth = rasterize(shapes, ground.z.shape, transform=ground.transform).astype(np.int32)
    nearest = ndimage.distance_transform_edt(truth == 0, return_distances=False, return_indices=True)
    truth = np.where(ground.inside, truth[nearest[0], nearest[1]], 0)
    return Known(ground.z, ground.inside, truth, ground.cell, one.kind, one.seed)
