"""Accuracy of 50 000 candidates, a fifth of them removed, against 50 000 references: seconds and memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from measure import ENGINE, measure, row

COUNT, CORNERS = 50_000, 60
METRES_EAST, METRES_NORTH = 95_000.0, 110_900.0
"""Of a degree, in Tibet."""


def outlines(seed: int, shift: float) -> np.ndarray:
    """Lobes of some 0.2 km² in a raster of 1.3 km; those of two seeds lie over each other, not quite."""
    place, shape = np.random.default_rng(11), np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(COUNT)))
    number = np.arange(COUNT)
    east = 80 + number % side * 0.012 + place.uniform(-0.002, 0.002, COUNT)
    north = 28 + number // side * 0.012 + place.uniform(-0.002, 0.002, COUNT)
    radius = np.exp(place.normal(np.log(180), 0.5, COUNT))
    east, north = east + shift * shape.normal(0, 60, COUNT) / METRES_EAST, north
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    phases = shape.uniform(0, 2 * np.pi, (4, COUNT, 1))
    rough = 1 + 0.2 * sum(np.cos(k * angle + phase) / k for k, phase in zip((2, 3, 5, 7), phases, strict=True))
    x = east[:, None] + radius[:, None] * rough * np.cos(angle) / METRES_EAST
    y = north[:, None] + 1.6 * radius[:, None] * rough * np.sin(angle) / METRES_NORTH
    return np.asarray(shapely.polygons(np.stack([x, y], axis=-1)))


def write(path: Path, layer: str, shapes: np.ndarray, **fields: np.ndarray) -> None:
    """A layer of outlines as a GeoPackage."""
    columns = [np.asarray(values) for values in fields.values()]
    pyogrio.raw.write(
        path, shapely.to_wkb(shapes), columns, list(fields), layer=layer, geometry_type="Polygon", crs="EPSG:4326"
    )


def main() -> None:
    """Print the row."""
    random = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        candidates, reference = Path(folder) / "candidates.gpkg", Path(folder) / "reference.gpkg"
        names = np.array([f"c-{number}" for number in range(COUNT)], dtype=object)
        states = np.where(random.random(COUNT) < 0.2, "remove", "remain").astype(object)
        probability = random.uniform(0.5, 1, COUNT)
        write(candidates, "candidates", outlines(1, 1), CANDIDATE_ID=names, STATE=states, PROB_MEAN=probability)
        write(reference, "rock_glaciers", outlines(2, 0), ID=names)
        output = Path(folder) / "accuracy.json"
        words = ["evaluate", "--input", candidates, "--reference", reference, "--output", output]
        done = measure([*ENGINE, *words, "--trust", Path(folder) / "trust.gpkg"])
    row(
        f"evaluate {COUNT} candidates against {COUNT} references, as found and as mapped, with trust layers",
        "<= 30 s, <= 1 GB",
        f"{done.seconds:.0f} s ({done.cpu_seconds:.0f} s of one core), {done.peak_mib / 1024:.2f} GiB",
    )


if __name__ == "__main__":
    main()
