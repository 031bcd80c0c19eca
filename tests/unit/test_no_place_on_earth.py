"""Coordinate systems that are on no Earth: one sentence, for every command and every input."""

from __future__ import annotations

import io
import re
import sqlite3
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.errors import RasterioIOError
from rasters import write_raster
from rock_glacier_inventory.engine import command_line
from rock_glacier_inventory.engine.ground.geodesy import check_latitudes, to_pyproj, transform_geometries
from rock_glacier_inventory.engine.library_failures import library_failure
from rock_glacier_inventory.engine.telling.report import Stop, TextReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.messages import EXIT_FAULT, EXIT_USER_ERROR
from rock_glacier_inventory.inventory.requests.attributes import AttributesRequest

UTM = "EPSG:32645"
LOCAL = 'LOCAL_CS["quarry",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
WRONG = {
    "local": (LOCAL, "is a local one"),
    "undefined": (
        'ENGCRS["Undefined Cartesian SRS with unknown unit",EDATUM["Unknown engineering datum"],'
        'CS[Cartesian,2],AXIS["X",unspecified,ORDER[1],LENGTHUNIT["unknown",1]],'
        'AXIS["Y",unspecified,ORDER[2],LENGTHUNIT["unknown",1]]]',
        "is a local one",
    ),
    "geocentric": ("EPSG:4978", "counts from the middle of the Earth"),
    "heights": ("EPSG:5703", "tells no places on a map"),
    "Mars": ("IAU_2015:49900", "cannot be converted to longitudes and latitudes .*Mars"),
    "no grid": ("+proj=longlat +ellps=clrk66 +nadgrids=gone.gsb +type=crs", r"needs the grid gone\.gsb\)"),
    "nonsense": ("EPSG:999999", "'EPSG:999999'.* is not understood"),
    "nothing": ("", "is not understood"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_system_is_said(name):
    crs, words = WRONG[name]
    with pytest.raises(UserError, match=words):
        to_pyproj(crs)
    with pytest.raises(UserError, match=rf"of layer 'a' of b\.gpkg .*{words.partition(' ')[2]}.*assign the true"):
        to_pyproj(crs, "layer 'a' of b.gpkg")
    with pytest.raises(UserError):
        transform_geometries([shapely.Point(1, 1)], crs, UTM)


@pytest.mark.parametrize("crs", ["EPSG:4326+5773", "EPSG:4979", "EPSG:7405", "EPSG:3413", "ESRI:54009", "EPSG:4807"])
def test_systems_with_heights_grads_or_of_the_whole_world_are_none_of_these(crs):
    assert to_pyproj(crs).name


def run(*arguments):
    """Exit code and last line of a command, in this process."""
    words = [str(argument) for argument in arguments]
    said = io.StringIO()
    command, options = command_line.parse(words)
    code = command_line.run_command(command, options, TextReport(said, Stop()), words)
    return code, [line for line in said.getvalue().splitlines() if line][-1]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Good files, and the same ones with a local system."""
    folder = tmp_path_factory.mktemp("ohne Ort 冰")
    transform = rasterio.Affine(10, 0, 415_000, 0, -10, 3_387_000)
    outline = shapely.box(415_500, 3_384_500, 416_500, 3_386_500)
    for name, crs in (("good", UTM), ("local", LOCAL)):
        image = np.full((3, 300, 300), 100, np.uint8)
        write_raster(folder / f"{name} image.tif", image, transform=transform, crs=crs, nodata=0)
        level = np.full((1, 300, 300), 0.75, np.float32)
        write_raster(folder / f"{name}.tif", level, transform=transform, crs=crs)
        pyogrio.raw.write(
            folder / f"{name}.gpkg",
            np.array([shapely.to_wkb(outline)], object),
            [np.array(["a"], object)],
            ["NAME"],
            driver="GPKG",
            geometry_type="Polygon",
            crs=crs,
        )
    assert run("create", f"--output={folder}/inventory.gpkg", f"--crs={UTM}")[0] == 0
    return folder


COMMANDS = {
    "image": ("detect", "--input={f}/local image.tif", "--model=simulated-alpine", "--output={f}/o.gpkg"),
    "second image": (
        "detect",
        "--input={f}/good image.tif",
        "--fill={f}/local image.tif",
        "--model=simulated-alpine",
        "--output={f}/o.gpkg",
    ),
    "DEM of a search": (
        "detect",
        "--input={f}/good image.tif",
        "--dem={f}/local.tif",
        "--elevation=1,",
        "--model=simulated-alpine",
        "--output={f}/o.gpkg",
    ),
    "area": (
        "detect",
        "--input={f}/good image.tif",
        "--area={f}/local.gpkg",
        "--model=simulated-alpine",
        "--output={f}/o.gpkg",
    ),
    "extent": (
        "detect",
        "--input={f}/good image.tif",
        "--extent=0,1,0,1",
        f"--extent-crs={LOCAL}",
        "--model=simulated-alpine",
        "--output={f}/o.gpkg",
    ),
    "probability": ("polygonize", "--input={f}/local.tif", "--output={f}/o.gpkg"),
    "DEM": ("attributes", "--inventory={f}/inventory.gpkg", "--dem={f}/local.tif"),
    "climate": ("attributes", "--inventory={f}/inventory.gpkg", "--maat={f}/local.tif"),
    "subregions": ("attributes", "--inventory={f}/inventory.gpkg", "--dem={f}/good.tif", "--subregions={f}/local.gpkg"),
    "radiation": ("solar-radiation", "--dem={f}/local.tif", "--output={f}/r.tif"),
    "candidates": ("evaluate", "--input={f}/local.gpkg", "--reference={f}/good.gpkg", "--output={f}/e.json"),
    "reference": ("evaluate", "--input={f}/good.gpkg", "--reference={f}/local.gpkg", "--output={f}/e.json"),
    "mask": ("evaluate", "--input={f}/good.gpkg", "--reference={f}/local.tif", "--output={f}/e.json"),
    "area that is judged": (
        "evaluate",
        "--input={f}/good.gpkg",
        "--reference={f}/good.gpkg",
        "--area={f}/local.gpkg",
        "--output={f}/e.json",
    ),
    "subregions of scores": (
        "evaluate",
        "--input={f}/good.gpkg",
        "--reference={f}/good.gpkg",
        "--subregions={f}/local.gpkg",
        "--output={f}/e.json",
    ),
    "inventory": ("create", "--output={f}/n.gpkg", f"--crs={LOCAL}"),
    "picture": ("overview", "--input={f}/good image.tif", "--candidates={f}/local.gpkg", "--output={f}/o.png"),
    "imported": ("import", "--input={f}/local.gpkg", "--inventory={f}/new.gpkg"),
    "glaciers": ("flag-glaciers", "--inventory={f}/inventory.gpkg", "--glaciers={f}/local.gpkg"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_it_of_every_input(files, name):
    code, line = run(*(word.format(f=files) if "{f}" in word else word for word in COMMANDS[name]))
    assert code == EXIT_USER_ERROR
    assert "'quarry'" in line
    assert "is a local one, tied to no place on Earth" in line


def test_metres_that_are_called_degrees_are_told(files, tmp_path):
    with pytest.raises(UserError, match=r"a\.tif is said to be in degrees .* reaches 3\.387e\+06, beyond the poles"):
        check_latitudes((415_000, 3_384_000, 418_000, 3_387_000), to_pyproj("EPSG:4326"), "a.tif")
    check_latitudes((-180, -90.05, 180, 90.05), to_pyproj("EPSG:4326"), "a global grid")
    check_latitudes((0, -100, 400, 100), to_pyproj("EPSG:4807"), "grads")
    outline = shapely.to_wkb(shapely.box(415_500, 3_384_500, 416_500, 3_386_500))
    wrong = tmp_path / "wrong.gpkg"
    pyogrio.raw.write(
        wrong, np.array([outline], object), [], [], driver="GPKG", geometry_type="Polygon", crs="EPSG:4326"
    )
    code, line = run("evaluate", f"--input={wrong}", f"--reference={files}/good.gpkg", f"--output={tmp_path}/e.json")
    assert code == EXIT_USER_ERROR
    assert "beyond the poles" in line


# What nobody foresaw


class _Command:
    """A command that ends with an error."""

    def __init__(self, error):
        self._error = error

    def __call__(self, options, report):
        raise self._error


def end(error, **options):
    said = io.StringIO()
    request = AttributesRequest(**{"inventory": Path("none.gpkg"), **options})
    code = command_line.run_command(_Command(error), request, TextReport(said, Stop()), ["attributes"])
    return code, said.getvalue().strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RasterioIOError("IReadBlock failed; token=abc"), r"could not be read \(.*good\.tif\): IReadBlock failed"),
        (pyogrio.errors.DataSourceError("no"), r"good\.tif\): no\."),
        (sqlite3.DatabaseError("database disk image is malformed"), "disk image is malformed"),
        (shapely.errors.GEOSException("TopologyException: side"), "TopologyException: side"),
        (IsADirectoryError(21, "Is a directory", "/data"), r"/data cannot be read or written \(Is a directory\)"),
        (OSError(5, "Input/output error", "/data/a.tif"), r"/data/a\.tif c.* be read or written \(Input"),
        (MemoryError(), r"not enough memory for this \(.*good\.tif\)"),
    ],
)
def test_a_librarys_error_names_the_files_and_its_cause(files, error, words):
    code, line = end(error, dem=str(files / "good.tif"), layer="rock_glaciers", inventory=files / "none.tif", all=True)
    assert code == EXIT_USER_ERROR
    assert re.search(words, line), line
    assert "abc" not in line
    assert "none.tif" not in line


@pytest.mark.parametrize(
    "error", [TypeError("a"), KeyError("a"), ValueError("a"), RuntimeError("ours"), AssertionError(), IndexError()]
)
def test_an_error_of_ours_stays_a_fault(error):
    assert library_failure(error, []) is None
    assert end(error)[0] == EXIT_FAULT


def test_a_plain_error_out_of_a_librarys_code_is_the_librarys(tmp_path):
    text = tmp_path / "a.tif"
    text.write_text("x")
    with pytest.raises(TypeError) as ours:  # a wrong argument is a fault of ours
        rasterio.open(text, transform=3, mode="w", driver="GTiff", width=1, height=1, count=1, dtype="uint8")
    assert library_failure(ours.value, []) is None
    with pytest.raises(RasterioIOError) as theirs:
        rasterio.open(text)
    assert "not recognized" in library_failure(theirs.value, [text])[1]
