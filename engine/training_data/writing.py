"""The files of a folder of training data."""

from __future__ import annotations

import errno
import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile

from ...inventory.errors import UserError
from ..ground.antimeridian import rolled
from ..ground.files.vector_names import pyogrio
from ..ground.geodesy import LONGITUDE_LATITUDE
from .ground import Shapes
from .layout import DATA

"""Names in the folder."""


def is_training_data(folder: Path) -> bool:
    """Whether a folder holds training data, whole or of another version."""
    try:
        return "patch" in json.loads((folder / DATA).read_text("utf-8"))
    except (OSError, ValueError, TypeError):
        return False


def write_data(folder: Path, content: Mapping[str, Any]) -> None:
    """Write what is known of the whole; last of all."""
    _write(folder / DATA, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8"))


def write_raster(
    path: Path, values: npt.NDArray[Any], transform: Affine | None, crs: Any, names: Sequence[str] = (), **more: Any
) -> None:
    """Write bands (n, h, w) as a GeoTIFF in one piece, which is quick to read.

    Raises
    ------
    UserError
        The disk is full.
    """
    count, height, width = values.shape
    profile = {"driver": "GTiff", "count": count, "height": height, "width": width, "dtype": values.dtype.name}
    place = {} if transform is None or crs is None else {"transform": transform, "crs": crs}
    options = {"interleave": "band", "photometric": "MINISBLACK", "blockysize": height, **more}
    with MemoryFile() as memory, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # a chip may lie nowhere on Earth
        with memory.open(**profile, **place, **options) as dataset:
            dataset.write(values)
            if names:
                dataset.descriptions = tuple(names)
        _write(path, bytes(memory.getbuffer()))


def write_layer(path: Path, shapes: Shapes, fields: Mapping[str, Sequence[Any]]) -> None:
    """Write polygons in degrees, empty ones as NULL, as the only layer of a GeoPackage, named as the file.

    Raises
    ------
    UserError
        The disk is full, or the folder cannot be written.
    """
    wkb = np.full(len(shapes), None, dtype=object)
    for index, shape in enumerate(rolled(shapes)):
        if not shape.is_empty:
            wkb[index] = shapely.to_wkb(shapely.multipolygons(shapely.get_parts(shape)))
    try:
        pyogrio.raw.write(
            path,
            wkb,
            [_column(values) for values in fields.values()],
            list(fields),
            layer=path.stem,
            driver="GPKG",
            geometry_type="MultiPolygon",
            crs=LONGITUDE_LATITUDE,
        )
        written = pyogrio.read_info(path, layer=path.stem)["features"]
    except (RuntimeError, OSError, ValueError) as error:
        raise _not_written(path) from error
    if written != len(shapes):
        raise _not_written(path)


def _column(values: Sequence[Any]) -> npt.NDArray[Any]:
    return np.array(values, object if not values or isinstance(values[0], str) else None)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _not_written(path) from error
        raise


def _not_written(path: Path) -> UserError:
    """The sentence for a file that could not be written to its end."""
    return UserError(
        f"The disk is full, or {path.name} of the training data cannot be written; free some space or choose another "
        "output folder.",
        kind="output",
    )
