"""Horizons of Mammoth Lakes by the Image Processing Workbench (IPW), and how far ours are from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from affine import Affine
from rasters import write_raster

TOWARDS_GRID_NORTH = -1.24
"""Azimuth of the grid's north there, degrees: the references count from it, we from true north."""


def read_ipw(path: Path) -> np.ndarray:
    """An image after its linear quantisation."""
    raw = path.read_bytes()
    head = raw[: raw.index(b"!<header> image -1")].decode("latin1")
    lines, samples = (int(re.search(rf"{word} = (\d+)", head).group(1)) for word in ("nlines", "nsamps"))
    (low, first), (high, second) = (map(float, pair) for pair in re.findall(r"map = (\d+) (\S+)", head)[:2])
    values = np.frombuffer(raw[-lines * samples * 2 :], "<u2").reshape(lines, samples).astype(float)
    return first + (values - low) * (second - first) / (high - low)


def differences_by_azimuth(folder: Path, scratch: Path, horizons: Callable[[Path], np.ndarray]) -> dict[int, float]:
    """Mean absolute difference in degrees by azimuth (from grid north, clockwise).

    `horizons` gives the horizon of every cell of a DEM, degrees, (rows, columns, directions).
    """
    gold = folder / "gold_ipw"
    z = np.round(read_ipw(gold / "gold_dem.ipw"))
    transform = Affine(50, 0, 319_975, 0, -50, 4_166_675)
    ours = horizons(write_raster(scratch / "lakes.tif", z[None], crs="EPSG:32611", transform=transform))
    sectors = ours.shape[2]
    found = {}
    for theirs in (180, 135, 90, 45, 0, -45, -90, -135):  # from south, east positive
        azimuth = (180 - theirs) % 360
        place = (azimuth + TOWARDS_GRID_NORTH) % 360 * sectors / 360
        before, part = int(place), place % 1
        between = ours[:, :, before] * (1 - part) + ours[:, :, (before + 1) % sectors] * part
        image = read_ipw(gold / f"horizon/horizon_{theirs}.ipw")  # the cosine of the zenith angle
        reference = np.degrees(np.arcsin(np.clip(image, 0, 1)))
        assert reference.mean() > 5, "these are not the references"
        found[azimuth] = float(np.abs(between - reference).mean())
    return found
