"""The files of the embedded sample."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ...inventory.errors import UserError
from ...inventory.naming.reserved_names import check_name
from ..telling.outputs import check_can_write, finished_file
from ..telling.report import PartOf, Report
from .canvas import blocks
from .landforms import Kind, Landform, LookAlike
from .noise import Floats, Window
from .placement import SMALLEST
from .relief import CELL
from .scene import CRS, SimulatedScene, build_scene, check_request, scene_transform

DEM_CELL = 2
"""Pixels along the side of a DEM cell."""
CLIMATE_CELL = 104
"""Pixels along the side of a climate cell: about 500 m."""
NODATA = -9999.0
_LAPSE = 0.0062
_DATE = "2000-01-01T00:00:00.000Z"


def _make_folder(output: Path) -> None:
    """Create the output folder if only its last part is missing."""
    if output.exists() and not output.is_dir():
        raise UserError(f"The output {output} is a file; give the name of a folder.", kind="output")
    if not output.parent.is_dir():
        raise UserError(f"The output folder {output.parent} does not exist; create it first.", kind="output")
    check_name(output)
    try:
        output.mkdir(exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The output folder {output} cannot be made ({error.strerror}); choose another folder.", kind="output"
        ) from error
    check_can_write(output / "scene.tif")


def _write_raster(
    path: Path, bands: NDArray[Any], transform: Any, nodata: float | None, descriptions: tuple[str, ...]
) -> None:
    import rasterio
    from rasterio.enums import ColorInterp

    count, height, width = bands.shape
    floating = bands.dtype.kind == "f"
    profile = {
        "driver": "GTiff",
        "dtype": bands.dtype.name,
        "count": count,
        "height": height,
        "width": width,
        "crs": CRS,
        "transform": transform,
        "nodata": nodata,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
        "compress": "deflate",
        "predictor": 3 if floating else 2,
        "zlevel": 6,
    }
    if count == 3:
        profile["photometric"] = "RGB"
    with finished_file(path) as part, rasterio.open(part, "w", **profile) as file:
        window = Window(0, 0, height, width)
        for block in blocks(window, 2048):
            rows, columns = block.within(window)
            place = rasterio.windows.Window(block.column, block.row, block.width, block.height)
            file.write(bands[:, rows, columns], window=place)
        file.descriptions = descriptions
        if count == 3:
            file.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)


@contextmanager
def _fixed_date() -> Iterator[None]:
    """GeoPackages with a fixed date of change: the same scene is the same file."""
    from ..ground.files.vector_names import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_polygons(path: Path, geometries: list[BaseGeometry], fields: dict[str, list[Any]]) -> None:
    """One layer of multipolygons, named as the file."""
    from ..ground.files.vector_names import pyogrio

    multi = [shapely.multipolygons(shapely.get_parts(one)) for one in geometries]
    values = [np.array(column, object if name == "NAME" else np.float64) for name, column in fields.items()]
    with finished_file(path) as part, _fixed_date():
        pyogrio.raw.write(
            part,
            np.array([shapely.to_wkb(one) for one in multi], object),
            values,
            list(fields),
            layer=path.stem,
            driver="GPKG",
            geometry_type="MultiPolygon",
            crs=CRS,
            VERSION="1.2",  # newer ones make the GDAL of QGIS 3.22 warn
        )


def _on_ground(scene: SimulatedScene, geometry: BaseGeometry) -> BaseGeometry:
    """A geometry in pixels of the domain, in map coordinates."""
    domain = scene_transform(Window(0, 0, 1, 1))
    return shapely.transform(geometry, lambda xy: np.stack(domain @ (xy[:, 0], xy[:, 1]), 1))


def true_area(geometry: BaseGeometry) -> float:
    """Ellipsoidal area (m2) of a geometry in map coordinates of the scene."""
    from pyproj import Geod, Transformer

    to_degrees = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    degrees = shapely.transform(geometry, lambda xy: np.stack(to_degrees.transform(xy[:, 0], xy[:, 1]), 1))
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(degrees)[0]))


def _outlines(scene: SimulatedScene, kind: Kind, within: Window) -> list[tuple[Landform, BaseGeometry]]:
    """Outlines of one kind, cut at the edge of a window, as valid polygons in map coordinates."""
    frame = shapely.box(within.column, within.row, within.column + within.width, within.row + within.height)
    cut = []
    for one in scene.landforms:
        if one.kind == kind:
            inside = shapely.make_valid(one.outline.intersection(frame))
            parts = [part for part in shapely.get_parts(inside) if isinstance(part, shapely.Polygon)]
            cut += [(one, _on_ground(scene, part)) for part in parts]
    return cut


def _write_vectors(scene: SimulatedScene, paths: dict[str, Path]) -> dict[str, int]:
    truth = [part for _, part in _outlines(scene, Kind.ROCK_GLACIER, scene.window)]
    truth = [part for part in truth if true_area(part) >= SMALLEST]
    _write_polygons(paths["rock_glaciers"], truth, {"AREA": [true_area(part) for part in truth]})
    glaciers = _outlines(scene, Kind.GLACIER, scene.canvas.window)
    _write_polygons(
        paths["glaciers"],
        [part for _, part in glaciers],
        {"AREA": [true_area(part) for _, part in glaciers], "CLEAN_ICE": [one.ice_share for one, _ in glaciers]},
    )
    _write_polygons(paths["subregions"], _subregions(scene), {"NAME": ["Western Range", "Eastern Range"]})
    return {"rock_glaciers": len(truth), "glaciers": len(glaciers)}


def _subregions(scene: SimulatedScene) -> list[BaseGeometry]:
    """The scene's ground in two halves, parted by a winding line."""
    top, left, height, width = scene.window
    rows = np.linspace(top, top + height, 41)
    share = (rows - top) / height
    middle = left + width * (0.5 + 0.06 * np.sin(7.1 * share + top) + 0.03 * np.sin(17.3 * share))
    border = np.stack([middle, rows], 1)
    west = shapely.Polygon([*border, (left, top + height), (left, top)])
    east = shapely.Polygon([*border, (left + width, top + height), (left + width, top)])
    return [_on_ground(scene, west), _on_ground(scene, east)]


def _climate(scene: SimulatedScene) -> tuple[Floats, Any]:
    """Mean elevation of each climate cell (the scene and half a cell around it), and their transform."""
    top, left, height, width = scene.window.grown(CLIMATE_CELL // 2)
    window = Window(top, left, -(-height // CLIMATE_CELL), -(-width // CLIMATE_CELL))
    side = CLIMATE_CELL // CELL
    means = np.empty((window.height, window.width), np.float32)
    z = scene.relief.elevation
    for row, column in np.ndindex(means.shape):
        r, c = max(top // CELL + row * side, 0), max(left // CELL + column * side, 0)
        r, c = min(r, z.shape[0] - side), min(c, z.shape[1] - side)
        means[row, column] = z[r : r + side, c : c + side].mean(dtype=np.float64)
    from affine import Affine

    return means, scene_transform(window) @ Affine.scale(CLIMATE_CELL)


def _write_climate(scene: SimulatedScene, paths: dict[str, Path]) -> None:
    elevation, transform = _climate(scene)
    air = (-1.5 - _LAPSE * (elevation - 4700)).astype(np.float32)
    ground = (air + 1.1 + 0.0006 * (elevation - 4700)).astype(np.float32)
    rain = (430 + 0.16 * (elevation - 4700)).astype(np.float32)
    for name, values, words in (
        ("maat", air, "mean annual air temperature, degrees Celsius"),
        ("magt", ground, "mean annual ground temperature, degrees Celsius"),
        ("precipitation", rain, "annual precipitation, mm"),
    ):
        _write_raster(paths[name], values[None], transform, NODATA, (words,))


def _dem(scene: SimulatedScene) -> tuple[Floats, Any]:
    """Elevation of the scene and its margin, means of `DEM_CELL` squared pixels."""
    from affine import Affine

    z = scene.canvas.z
    height, width = z.shape[0] // DEM_CELL, z.shape[1] // DEM_CELL
    mean = np.zeros((height, width), np.float32)
    for row, column in np.ndindex(DEM_CELL, DEM_CELL):
        mean += z[row : height * DEM_CELL : DEM_CELL, column : width * DEM_CELL : DEM_CELL]
    mean /= np.float32(DEM_CELL**2)
    return mean, scene_transform(scene.canvas.window) @ Affine.scale(DEM_CELL)


def write_scene(output: Path, size: int, seed: int, report: Report) -> dict[str, Any]:
    """Simulate a scene and write its files into a folder.

    Parameters
    ----------
    output
        Folder; made where its parent exists. Files of an earlier scene in it are replaced.
    size
        Side of the scene in pixels of 4.77 m.
    seed
        From 0 up; the same size and seed give the same files.
    report
        Told how far it is.

    Returns
    -------
    dict
        ``scene``, ``dem``, ``rock_glaciers``, ``glaciers``, ``subregions``, ``maat``, ``magt`` and
        ``precipitation``: paths of the files. ``rock_glacier_count``, ``glacier_count``,
        ``rock_glacier_share`` (of the scene's area), ``look_alike_shares`` by name.

    Raises
    ------
    UserError
        The size or the seed cannot be used, or the folder cannot be written.
    """
    check_request(size, size, seed)
    _make_folder(output)
    rasters, layers = (("scene", "dem", "maat", "magt", "precipitation"), ("rock_glaciers", "glaciers", "subregions"))
    paths = {name: output / f"{name}.tif" for name in rasters}
    paths |= {name: output / f"{name}.gpkg" for name in layers}
    scene = build_scene(size, size, seed, PartOf(report, 0, 0.9))
    report.progress(0.9, "Writing the files")
    _write_raster(paths["scene"], scene.rgb, scene.transform, 0, ("red", "green", "blue"))
    elevation, transform = _dem(scene)
    _write_raster(paths["dem"], elevation[None], transform, NODATA, ("elevation, m",))
    _write_climate(scene, paths)
    counts = _write_vectors(scene, paths)
    report.progress(1, "The scene is written")
    shares = np.bincount(scene.look_alikes.ravel(), minlength=len(LookAlike)) / scene.look_alikes.size
    return {
        **{name: str(path) for name, path in paths.items()},
        "rock_glacier_count": counts["rock_glaciers"],
        "glacier_count": counts["glaciers"],
        "rock_glacier_share": round(float(scene.rock_glaciers.mean()), 4),
        "look_alike_shares": {code.name.lower(): round(float(shares[code]), 4) for code in LookAlike if code},
    }
