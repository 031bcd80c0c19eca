"""Files of an export: shapefiles, GeoPackages and FlatGeobufs with exactly the fields of a dialect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.dialects.known import MARKERS, FieldOf
from ...inventory.errors import UserError
from ..ground.files.vector_names import pyogrio
from ..ground.geodesy import LONGITUDE_LATITUDE
from .tables import Content
from .widths import set_widths

DRIVERS = {"shp": "ESRI Shapefile", "gpkg": "GPKG", "fgb": "FlatGeobuf"}
TEXT_BYTES = 254
"""Most that a text of a shapefile holds."""
_REAL_BYTES, _INTEGER_BYTES, _HEAD, _OF_FIELD = 24, 18, 100, 32
_MOMENT = "OGR_CURRENT_DATE"
"""What GDAL writes into a GeoPackage as the time of its last change."""
LARGEST = 2**31 - 1
"""Bytes of each file of a shapefile that every program reads."""

Cut = dict[str, tuple[int, str]]
"""Field -> how many texts were cut, and the first of them, whole."""


def write_content(folder: Path, content: Content, name: str, ending: str, day: date | None = None) -> tuple[str, Cut]:
    """Write one table into its file; the file's name, and which texts were cut.

    Parameters
    ----------
    folder
        Where it goes; of several tables in one file each is a layer.
    content
        Its rows.
    name
        What ``{name}`` stands for.
    ending
        One of `DRIVERS`.
    day
        On which the file says that it was written; None: now.

    Raises
    ------
    UserError
        The disk is full, or a shapefile would be larger than programs read.
    """
    file = f"{content.table.file.format(name=name)}.{ending}"
    columns, cut = content.columns, Cut()
    if ending == "shp":
        columns, cut = _short(content)
        check_size(content.wkb, columns, content.table.fields, file)
    _put(folder / file, content, columns, content.table.layer.format(name=name), ending, day)
    return file, cut


def _put(
    path: Path, content: Content, columns: Sequence[Sequence[Any]], layer: str, ending: str, day: date | None
) -> None:
    """Write a layer, and count what is there then: GDAL tells of a full disk late, or not at all."""
    arrays, masks = zip(*map(_array, columns, content.table.fields), strict=True)
    options: dict[str, Any] = {"layer_options": {"ENCODING": "UTF-8"}} if ending == "shp" else {}
    if ending == "shp" and day is not None:
        options["layer_options"]["DBF_DATE_LAST_UPDATE"] = day.isoformat()
    if ending == "gpkg" and not path.exists():
        options["dataset_options"] = {"VERSION": "1.2"}  # of a newer one old GDAL warns
    moment = None if day is None else f"{day.isoformat()}T00:00:00.000Z"
    try:
        pyogrio.set_gdal_config_options({_MOMENT: moment})
        pyogrio.raw.write(
            path,
            np.array(content.wkb, dtype=object),
            list(arrays),
            [one.name for one in content.table.fields],
            field_mask=list(masks),
            layer=layer if ending == "gpkg" else path.stem,
            driver=DRIVERS[ending],
            geometry_type=_kind(content, ending),
            crs=LONGITUDE_LATITUDE,
            **options,
        )
        if ending == "shp":
            set_widths(path, {one.name: one.length for one in content.table.fields if one.length})
        written = pyogrio.read_info(path, layer=layer if ending == "gpkg" else None, force_feature_count=True)
    except (RuntimeError, OSError, ValueError) as error:
        raise _not_written(path.name) from error
    finally:
        pyogrio.set_gdal_config_options({_MOMENT: None})
    if written["features"] != len(content.wkb):
        raise _not_written(path.name)


def _kind(content: Content, ending: str) -> str:
    if content.table.role == MARKERS:
        return "Point"
    return "Polygon" if ending == "shp" else "MultiPolygon"


def _array(column: Sequence[Any], of: FieldOf) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_] | None]:
    """Values as a column, and which of them are NULL; a code that is no number makes a column of texts."""
    empty = np.array([value is None or value == "" for value in column], dtype=bool)
    if of.kind == "real":
        return np.array([np.nan if value is None else float(value) for value in column]), None
    if of.kind == "integer" and all(_is_whole(value) for value in column):
        return np.array([0 if value in (None, "") else int(value) for value in column], dtype=np.int64), empty
    return np.array([None if value in (None, "") else str(value) for value in column], dtype=object), None


def _is_whole(value: Any) -> bool:
    return value in (None, "") or (isinstance(value, (int, float)) and float(value).is_integer())


def _short(content: Content) -> tuple[list[list[Any]], Cut]:
    """Columns whose texts a shapefile can hold, cut between characters, and which of them were cut."""
    found, cut = [], Cut()
    for one, column in zip(content.table.fields, content.columns, strict=True):
        if one.kind != "text":
            found.append(column)
            continue
        short = []
        for value in column:
            told = None if value is None else str(value).encode("utf-8")
            if told is not None and len(told) > TEXT_BYTES:
                count, first = cut.get(one.name, (0, str(value)))
                cut[one.name] = (count + 1, first)
                value = told[:TEXT_BYTES].decode("utf-8", "ignore")
            short.append(value)
        found.append(short)
    return found, cut


def check_size(
    wkb: Sequence[bytes | None], columns: Sequence[Sequence[Any]], fields: Sequence[FieldOf], file: str
) -> None:
    """Raise `UserError` where a shapefile would be larger than programs read; nothing is written for that."""
    shapes = np.array([None if one is None else shapely.from_wkb(one) for one in wkb], dtype=object)
    points = int(shapely.get_num_coordinates(shapes).sum())
    rings = int(
        shapely.get_num_geometries(shapes).sum() + shapely.get_num_interior_rings(shapely.get_parts(shapes)).sum()
    )
    outlines = _HEAD + 52 * len(wkb) + 4 * rings + 16 * points
    widths = [_width(column, one) for column, one in zip(columns, fields, strict=True)]
    table = _OF_FIELD * (len(fields) + 1) + 1 + len(wkb) * (1 + sum(widths))
    if max(outlines, table) > LARGEST:
        raise UserError(
            f"The shapefile {file} would be {max(outlines, table) / 1e9:.1f} GB and can have 2; leave it out with "
            "--formats gpkg,fgb.",
            kind="output",
        )


def _width(column: Sequence[Any], one: FieldOf) -> int:
    if one.kind == "text":
        return max([one.length or 80, *(len(str(value).encode("utf-8")) for value in column if value is not None)])
    return _REAL_BYTES if one.kind == "real" else _INTEGER_BYTES


def _not_written(file: str) -> UserError:
    return UserError(
        f"The disk is full, or {file} cannot be written; free some space or choose another output folder.",
        kind="output",
    )
