"""`polygonize` of a probability raster against `gdal_polygonize.py` of the same raster, thresholded.

Both are whole commands that write a GeoPackage. GDAL gets the mask ready made (1 inside, 0 outside, and 0
is its nodata value, so its default mask lets it skip the background as we do) and outlines pixels, every
speck included, 4-connected as ours. We read the probabilities, threshold, outline, fill holes, smooth,
measure on the ellipsoid, drop what is smaller than one hectare, and write the rest with its provenance.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from measure import ENGINE, in_turn, measure, row
from scipy import ndimage

SIDE = 4096
ROUNDS = 5
THRESHOLD = 127
"""Byte of the probability 0.5."""
GDAL = "gdal_polygonize.py"


def probabilities(rows: int, columns: int, seed: int = 3) -> npt.NDArray[np.uint8]:
    """Bytes as a network leaves them: blobs of all sizes with ragged edges, specks, a corner without data."""
    rng = np.random.default_rng(seed)
    coarse = ndimage.gaussian_filter(rng.standard_normal((rows // 8 + 1, columns // 8 + 1), np.float32), 4)
    blobs = ndimage.zoom(coarse / coarse.std(), 8, order=1)[:rows, :columns]
    rough = ndimage.gaussian_filter(rng.standard_normal((rows, columns), np.float32), 1.5)
    probability = 1 / (1 + np.exp(3.0 - 2.2 * blobs - 0.35 / rough.std() * rough))
    probability += 0.6 * (rng.random((rows, columns)) < 0.0003)
    values: npt.NDArray[np.uint8] = np.clip(np.rint(probability * 254), 0, 254).astype(np.uint8)
    values[:200, :300] = 255
    return values


def write(path: Path, values: npt.NDArray[np.uint8], nodata: int, scale: float) -> Path:
    """A tiled GeoTIFF, 4.77 m, as `detect` writes it."""
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=values.shape[1],
        height=values.shape[0],
        count=1,
        dtype="uint8",
        crs="EPSG:32645",
        transform=Affine(4.77, 0, 500_000, 0, -4.77, 3_100_000),
        nodata=nodata,
        tiled=True,
        blockxsize=256,
        blockysize=256,
        compress="deflate",
        zlevel=1,
    ) as dataset:
        dataset.write(values, 1)
        dataset.scales = (scale,)
    return path


def main() -> None:
    """Print the row of the table."""
    what = f"`polygonize` of a {SIDE} x {SIDE} probability raster, time against `gdal_polygonize` on the mask"
    if shutil.which(GDAL) is None:
        row(what, "<= 1", f"not measured: {GDAL} is not installed (Debian: apt-get install python3-gdal)")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        values = probabilities(SIDE, SIDE)
        inside = ((values >= THRESHOLD) & (values != 255)).astype(np.uint8)
        raster = write(folder / "probability.tif", values, 255, 1 / 254)
        mask = write(folder / "mask.tif", inside, 0, 1.0)

        def ours() -> float:
            return measure([*ENGINE, "polygonize", "--input", raster, "--output", folder / "ours.gpkg"]).seconds

        def theirs() -> float:
            (folder / "gdal.gpkg").unlink(missing_ok=True)
            return measure([GDAL, "-q", mask, "-f", "GPKG", folder / "gdal.gpkg"]).seconds

        ours(), theirs()  # both find their files in memory from now on
        (our_time, their_time), (ratio,) = in_turn(ours, theirs, rounds=ROUNDS)
        row(what, "<= 1", f"**{ratio:.2f}** ({our_time:.2f} s against {their_time:.2f} s)")


if __name__ == "__main__":
    main()
