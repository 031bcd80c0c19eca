"""What a file shows of itself, from its description alone: NetCDF, a raster, or outlines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import DATABASE, VECTOR_ENDINGS, file_behind
from ...inventory.products.recognising import Facts
from ..gathering.files import NETCDF_ENDINGS, PACKED, file_name, must_be_unpacked
from ..gathering.unpacking import unpacked

OUTLINE_ENDINGS = (*VECTOR_ENDINGS, DATABASE, ".sqlite")
_DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "month": 30.4, "year": 365.25}
_MONTH = (27.0, 32.0)


def facts_of(name: str) -> Facts | None:
    """What a file shows; None where it cannot be opened, which its reader tells better.

    Parameters
    ----------
    name
        As `Files.names` has it.
    """
    archive = file_behind(name) if name.startswith("/vsi") else None
    own = Facts(file_name(name), archive.name if archive is not None else "")
    lower = name.lower().removesuffix(PACKED)
    try:
        if lower.endswith(OUTLINE_ENDINGS):
            return _of_outlines(name, own)
        with unpacked([name]) as (path,):
            if lower.endswith(NETCDF_ENDINGS) or (path.is_file() and _is_netcdf(path)):
                return _of_netcdf(path, own)
        return None if must_be_unpacked(name) else _of_raster(name, own)
    except UserError:
        return None


def _is_netcdf(path: Path) -> bool:
    from ..climate.netcdf.netcdf_bytes import is_netcdf

    return is_netcdf(path)


def _of_netcdf(path: Path, own: Facts) -> Facts | None:
    import netCDF4

    from ..climate.netcdf.cell_bounds import told
    from ..climate.netcdf.netcdf_groups import groups_in
    from ..climate.netcdf.plain_group import PlainGroup

    try:
        with netCDF4.Dataset(path) as dataset:
            dataset.set_auto_maskandscale(False)
            attributes = {name: str(dataset.getncattr(name)) for name in dataset.ncattrs()}
            for _, group in groups_in(dataset):
                plain = PlainGroup(group)
                names = plain.on_grid()
                if not names:
                    continue
                variables = {name: tuple(plain.variables[name].dims) for name in names}
                units = {name: told(plain.variables[name], "units") for name in names}
                kind = str(group.variables[names[0]].dtype)
                return replace(
                    own,
                    variables=variables,
                    units=units,
                    attributes=attributes,
                    cell=_cell(plain, variables[names[0]]),
                    type=kind,
                    step=_step(plain),
                )
            return replace(own, attributes=attributes)
    except (OSError, RuntimeError, IndexError, ValueError):
        return None


def _cell(plain: Any, dimensions: tuple[str, ...]) -> tuple[float, float]:
    """Width and height of a cell, from the ends of both axes; 0 of an axis without coordinates."""
    found = {"x": 0.0, "y": 0.0}
    for dimension in dimensions:
        axis = plain.axes.get(dimension, "")
        values: Any = plain.variables[dimension].values if dimension in plain.variables else ()
        if axis in found and len(values) > 1:
            found[axis] = abs(float(values[-1]) - float(values[0])) / (len(values) - 1)
    return found["x"], found["y"]


def _step(plain: Any) -> str:
    """``hour``, ``day`` or ``month``: how far the times lie apart; empty where there is one, or they are not told."""
    for name in (name for name, axis in plain.axes.items() if axis == "time" and name in plain.variables):
        values = plain.variables[name].values
        unit, since, _ = str(plain.variables[name].attrs.get("units", "")).partition(" since ")
        days = _DAYS.get(unit.strip().lower().rstrip("s"), 0.0)
        if since and days and len(values) > 1:
            apart = abs(float(values[-1]) - float(values[0])) / (len(values) - 1) * days
            return "month" if _MONTH[0] <= apart <= _MONTH[1] else "hour" if apart < 1 else "day" if apart < 2 else ""
    return ""


def _of_raster(name: str, own: Facts) -> Facts | None:
    import rasterio
    from rasterio.errors import RasterioError

    try:
        with rasterio.open(name) as dataset:
            epsg = dataset.crs.to_epsg() if dataset.crs else None
            return replace(
                own,
                attributes={key: str(value) for key, value in dataset.tags().items()},
                cell=(abs(dataset.transform.a), abs(dataset.transform.e)),
                crs=f"EPSG:{epsg}" if epsg else "",
                type=str(dataset.dtypes[0]) if dataset.count else "",
            )
    except (RasterioError, ValueError):  # a system that PROJ does not know is the latter
        return None


def _of_outlines(name: str, own: Facts) -> Facts | None:
    from ..ground.files.vector_files import layer_names, look_at

    layers = layer_names(Path(name))
    if not layers:
        return None
    return replace(own, fields=tuple(look_at(Path(name), layers[0]).fields))
