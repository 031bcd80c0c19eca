"""One chip read: pixels, which of them are data, labels, and its place where it has one."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.warp import reproject
from rasterio.windows import Window

from ....inventory.errors import UserError
from ...ground.files.raster_files import open_raster_file
from ...scene.grid import Grid, fits, ground_resolution, target_grid
from ...scene.images import WantedBands, open_image
from ...scene.resampled import Resampled
from ...telling.report import Report
from ..labels import BACKGROUND, TARGET, UNKNOWN
from .pairs import Pair

_NPY = ".npy"
_MOST_BANDS = 16
"""The bands of an array are its shorter axis, first or last, of no more than this."""


@dataclass(frozen=True)
class Chip:
    """Pixels (bands, h, w), labels (h, w), and the grid; None where it lies nowhere on Earth."""

    values: npt.NDArray[Any]
    label: npt.NDArray[np.uint8]
    grid: Grid | None


def target_value(masks: Iterable[Path]) -> int:
    """The value of a target in masks, by all values that there are: 0 is background.

    With 0 and 1, or 0 and 255, the other is the target; with 0, 1 and 255, 255 is unknown.

    Raises
    ------
    UserError
        Other values, or a mask that cannot be read.
    """
    seen: set[float] = set()
    for path in masks:
        values = np.unique(_mask(path)).tolist()
        strange = [value for value in values if value not in (BACKGROUND, TARGET, UNKNOWN)]
        if strange:
            raise UserError(
                f"The mask {path} holds {', '.join(f'{value:g}' for value in values[:8])}"
                f"{' ...' if len(values) > 8 else ''}, where 0 (background), 1 (target) and 255 are understood; "
                "convert it."
            )
        seen.update(values)
    return UNKNOWN if UNKNOWN in seen and TARGET not in seen else TARGET


def read_chip(pair: Pair, bands: Sequence[str], target: int, resolution: float | None, report: Report) -> Chip:
    """Read one chip; one with coordinates is resampled where its resolution is another than what is wanted.

    Raises
    ------
    UserError
        A file cannot be read, lacks bands, or image and mask differ in size.
    """
    mask = _mask(pair.mask)
    if pair.image.suffix.lower() == _NPY:
        values = _bands_of(_array(pair.image), bands, pair.image, report)
        valid, grid = np.ones(values.shape[1:], bool), None
        if values.dtype.kind == "f":
            valid = np.isfinite(values).all(axis=0)
        _check_size(pair, values.shape[1:], mask)
    else:
        values, valid, grid, mask = _raster(pair, bands, mask, resolution, report)
    label = np.full(mask.shape, UNKNOWN, np.uint8)
    label[mask == BACKGROUND] = BACKGROUND
    label[mask == target] = TARGET
    label[~valid] = UNKNOWN
    return Chip(values, label, grid)


def _raster(pair: Pair, bands: Sequence[str], mask: npt.NDArray[Any], resolution: float | None, report: Report) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with open_image(str(pair.image), WantedBands(tuple(bands)), report, anywhere=True) as image:
            own = image.grid
            _check_size(pair, (own.height, own.width), mask)
            is_placed = own.crs is not None and not own.transform.is_identity
            pixels, grid = image, own
            if is_placed and not fits(own, resolution):
                grid = target_grid(own, resolution or min(resolution_of(own)))
                across, along = (size / resolution_of(grid)[0] for size in resolution_of(own))
                pixels = Resampled(image, grid, across, along)
                mask = _moved(mask, own, grid)
            try:
                values, valid = pixels.read(Window(0, 0, grid.width, grid.height))
            except RasterioError as error:
                raise _unreadable(pair.image) from error
    return values, valid, grid if is_placed else None, mask


def resolution_of(grid: Grid) -> tuple[float, float]:
    """True size of a grid's pixels in metres."""
    return ground_resolution(grid.crs, grid.transform, grid.width, grid.height)


def _moved(mask: npt.NDArray[Any], own: Grid, grid: Grid) -> npt.NDArray[Any]:
    """A mask on another grid: the nearest pixel; unknown beyond its own."""
    moved = np.full((grid.height, grid.width), UNKNOWN - 1, np.int16)
    reproject(
        mask.astype(np.int16),
        moved,
        src_transform=own.transform,
        src_crs=own.crs,
        dst_transform=grid.transform,
        dst_crs=grid.crs,
        resampling=Resampling.nearest,
        init_dest_nodata=False,
    )
    return moved


def _check_size(pair: Pair, size: Sequence[int], mask: npt.NDArray[Any]) -> None:
    if tuple(size) != mask.shape:
        raise UserError(
            f"{pair.image} has {size[1]} x {size[0]} pixels, and its mask {pair.mask} has {mask.shape[1]} x "
            f"{mask.shape[0]}; give masks of the same size."
        )


def _mask(path: Path) -> npt.NDArray[Any]:
    """The values of a mask (h, w); those that its file calls void are unknown, but for 0."""
    if path.suffix.lower() == _NPY:
        stored, nodata = _array(path), None
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with open_raster_file(str(path), "a mask", "give PNG, GeoTIFF or npy") as dataset:
                try:
                    stored, nodata = dataset.read(), dataset.nodata
                    colours = [colour.name for colour in dataset.colorinterp]
                except RasterioError as error:
                    raise _unreadable(path) from error
        stored = stored[[number for number, colour in enumerate(colours) if colour != "alpha"]]
    layers = stored[None] if stored.ndim == 2 else np.moveaxis(stored, int(np.argmin(stored.shape)), 0)
    if layers.ndim != 3 or any((layer != layers[0]).any() for layer in layers[1:]):
        raise UserError(f"The mask {path} is no plane of classes but of shape {stored.shape}; convert it to one band.")
    mask = layers[0].astype(np.int16) if layers.dtype.kind == "b" else layers[0]
    if nodata not in (None, BACKGROUND, TARGET):
        mask = np.where(mask == nodata, UNKNOWN, mask)
    return np.asarray(mask)


def _array(path: Path) -> npt.NDArray[Any]:
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise UserError(
            f"{path} is no array that can be read (damaged, or of Python's own objects); save it with numpy.save."
        ) from error
    if (
        not isinstance(found, np.ndarray)
        or found.ndim not in (2, 3)
        or found.dtype.kind not in "buif"
        or not found.size
    ):
        raise UserError(f"{path} holds no picture of numbers in two or three dimensions; save one with numpy.save.")
    return found


def _bands_of(values: npt.NDArray[Any], bands: Sequence[str], path: Path, report: Report) -> npt.NDArray[Any]:
    """The first bands of an array, (bands, h, w)."""
    if values.ndim == 2:
        values = values[None]
    elif values.shape[2] < values.shape[0] and values.shape[2] <= _MOST_BANDS:
        values = np.moveaxis(values, 2, 0)
    if len(values) < len(bands) or len(values) > _MOST_BANDS:
        raise UserError(
            f"{path} has the shape {values.shape}, and {len(bands)} bands are needed ({', '.join(bands)}); see --bands."
        )
    if len(values) > len(bands):
        report.warning(f"{path} has {len(values)} bands without names; the first {len(bands)} are taken.")
    return np.ascontiguousarray(values[: len(bands)])


def _unreadable(path: Path) -> UserError:
    return UserError(f"{path} cannot be read to its end; copy or download it again.")
