"""What lies below an example: the image that was searched, else shaded relief, where they can be read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.warp import reproject
from rasterio.windows import Window

from ....inventory.errors import UserError
from ....inventory.naming.gdal_names import gdal_name
from ....inventory.naming.source_names import called
from ....inventory.secrets import scrub
from ...ground.geodesy import check_georeference, transformer_between
from ...scene.for_the_eye import stretch
from ...scene.images import WantedBands, open_image
from ...telling.report import Report, SilentReport
from ..figures.grounds import Ground
from ..relief import shade_of

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

ACROSS = 256
"""Pixels of a panel's side: some 170 to the inch on paper, and a figure stays below a megabyte or two."""
_LEAST = 0.5
"""Share of a panel that an image must cover to be its ground."""
_EDGE = 9
_FEWEST = 16


class Images:
    """Images that are opened when they are wanted first, and once; inside `with`.

    Parameters
    ----------
    report
        Is told of each that cannot be read.
    given
        Those that a person has named: an error where one cannot be read.
    """

    def __init__(self, report: Report, given: Sequence[str] = ()) -> None:
        self._report, self._given, self._stack = report, given, ExitStack()
        self._open: dict[str, Any] = {}

    def __enter__(self) -> Images:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def below(self, ground: Ground, sources: Sequence[str]) -> tuple[Pixels, str] | None:
        """The first image that covers most of a square ground, shape (ACROSS, ACROSS, 3), and its name.

        Raises
        ------
        UserError
            One that was given cannot be opened.
        """
        for source in sources:
            image = self._image(source)
            if image is None:
                continue
            try:
                pixels = picture_of(image, ground)
            except (RasterioError, UserError, pyproj.exceptions.ProjError) as error:
                self._give_up(source, str(error))
                continue
            if pixels is not None:
                return pixels, called(source)
        return None

    def _image(self, source: str) -> Any:
        if source not in self._open:
            try:
                wanted = WantedBands(("red", "green", "blue"))
                self._open[source] = self._stack.enter_context(open_image(source, wanted, SilentReport()))
            except UserError as error:
                if source in self._given:
                    raise
                self._give_up(source, str(error))
        return self._open[source]

    def _give_up(self, source: str, why: str) -> None:
        self._open[source] = None
        self._report.warning(f"The examples lie on no image of {called(source)}: {scrub(why)}")


def picture_of(image: Any, ground: Ground) -> Pixels | None:
    """What an open image shows of a square ground, white where it has no data; None where it shows too little."""
    grid = image.grid
    window = _window(grid, ground)
    if window is None:
        return None
    shape = (min(int(window.height), 2 * ACROSS), min(int(window.width), 2 * ACROSS))
    values, valid = image.read(window, shape)
    values[:, ~valid] = 0
    own = grid.transform @ Affine.translation(window.col_off, window.row_off)
    own = own @ Affine.scale(window.width / shape[1], window.height / shape[0])
    bands = np.concatenate([stretch(values), np.where(valid, 255, 0).astype(np.uint8)[None]])
    seen = np.zeros((4, ACROSS, ACROSS), np.uint8)
    places = {"src_transform": own, "src_crs": grid.crs, "dst_transform": _transform(ground, ACROSS)}
    reproject(bands, seen, dst_crs=ground.crs.to_wkt(), resampling=Resampling.bilinear, **places)
    there = seen[3] > 127
    if there.mean() < _LEAST:
        return None
    seen[:3, ~there] = 255
    return np.moveaxis(seen[:3], 0, -1)


def _transform(ground: Ground, across: int) -> Affine:
    west, _, _, north = ground.box
    return Affine(ground.width / across, 0, west, 0, -ground.height / across, north)


def _window(grid: Any, ground: Ground) -> Window | None:
    """The pixels of an image below a ground; None where there are none."""
    west, south, east, north = ground.box
    x, y = np.meshgrid(np.linspace(west, east, _EDGE), np.linspace(south, north, _EDGE))
    x, y = transformer_between(ground.crs, grid.crs).transform(x.ravel(), y.ravel())
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return None
    inverse = ~grid.transform
    columns, rows = inverse @ (np.asarray(x), np.asarray(y))
    left, right = max(int(np.floor(columns.min())) - 1, 0), min(int(np.ceil(columns.max())) + 1, grid.width)
    top, bottom = max(int(np.floor(rows.min())) - 1, 0), min(int(np.ceil(rows.max())) + 1, grid.height)
    return Window(left, top, right - left, bottom - top) if left < right and top < bottom else None


def relief_below(dem: str, ground: Ground) -> Floats | None:
    """Light on the ground, 0 to 1, at the DEM's own detail; None where it lies elsewhere.

    Raises
    ------
    UserError
        The DEM has no place on Earth.
    rasterio.errors.RasterioError
        It cannot be read.
    """
    with rasterio.open(gdal_name(dem)) as dataset:
        check_georeference(dataset, scrub(dem))
        options: dict[str, Any] = {"crs": ground.crs.to_wkt(), "resampling": Resampling.cubic}
        with WarpedVRT(dataset, **options) as there:
            own = abs(there.transform.a)
        across = int(np.clip(ground.width / own, _FEWEST, ACROSS))
        options |= {"transform": _transform(ground, across), "width": across, "height": across}
        with WarpedVRT(dataset, **options) as warped:
            elevation = warped.read(1, masked=True).astype(np.float64).filled(np.nan)
    if np.isfinite(elevation).mean() < _LEAST:
        return None
    return shade_of(elevation, ground.width / across)
