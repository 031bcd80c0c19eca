"""What is wrong with one of many files is one sentence with its name, and the inventory stays as it was."""

from __future__ import annotations

import faulthandler
import os
import shutil
import sqlite3
from contextlib import closing

import engine_here
import numpy as np
import pytest
import shapely
from affine import Affine
from filling_inventories import make, put
from products import fldas_years
from rasters import write_raster
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from vector_products import hma_regions, rgi6

DEGREES = "EPSG:4326"
OURS = [shapely.box(91.48, 31.48, 91.52, 31.52)]
_LIMIT_S = 15


@pytest.fixture
def inventory(tmp_path):
    """One candidate, inside all sources below."""
    path = make(tmp_path / "inventory.gpkg", DEGREES)
    put(path, schema.CANDIDATES, OURS, DEGREES)
    return path


def content(path):
    """All that an inventory holds."""
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


def tile(folder, name, west, north=32.0, size=100):
    """A degree of elevations in hundredths."""
    folder.mkdir(exist_ok=True)
    values = 5000 + np.random.default_rng(1).random((1, size, size), dtype=np.float32)
    transform = Affine(1 / size, 0, west, 0, -1 / size, north)
    return write_raster(folder / name, values, transform=transform, crs=DEGREES, nodata=-9999)


def cut(path, share=0.5):
    """Keep the first part of a file."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


def cut_tile(folder):
    tile(folder, "a 冰.tif", 90)
    cut(tile(folder, "b 冰.tif", 91))
    return folder


def cut_month(folder):
    cut(fldas_years(folder, range(1982, 1984))[7])
    return folder


def cut_region(folder):
    folder.mkdir()
    rgi6(folder, 14, "SouthAsiaWest", OURS)
    rgi6(folder, 15, "SouthAsiaEast", OURS)
    cut(folder / "made" / "15_rgi60_SouthAsiaEast.shp", 0.7)
    return folder / "made"


def cut_zip(folder):
    cut_region(folder)
    cut(folder / "nsidc0770_15.rgi60.SouthAsiaEast.zip")
    return folder


def cut_subregion(folder):
    hma_regions(folder / "a", [shapely.box(90, 30, 91, 32)], ["West"])
    cut(hma_regions(folder / "b", [shapely.box(91, 30, 92, 32)], ["East"]), 0.9)
    return f"{folder}/*/*.shp"


def around_the_earth(folder):
    tile(folder, "west.tif", -80)
    tile(folder, "east.tif", 281)
    return folder


def one_that_goes(folder):
    tile(folder, "a.tif", 90)
    return f"{folder}/a.tif;{folder}/b.tif"


@pytest.mark.parametrize(
    ("option", "make_source", "words"),
    [
        ("dem", cut_tile, "b 冰.tif cannot be read to its end; it is truncated or damaged"),
        ("dem", around_the_earth, "one counts longitudes from 0 to 360, the other from -180 to 180"),
        ("dem", one_that_goes, "There is no file"),
        ("maat", cut_month, "A198208.001.nc"),
        ("glaciers", cut_region, "15_rgi60_SouthAsiaEast.shp is cut off"),
        ("glaciers", cut_zip, "15.rgi60.SouthAsiaEast.zip cannot be opened as an archive"),
        ("subregions", cut_subregion, "boundary_mountain_regions_hma_v3.shp is cut off"),
    ],
)
def test_one_sentence_and_an_inventory_as_it_was(inventory, tmp_path, option, make_source, words):
    before = content(inventory)
    source = make_source(tmp_path / "source; 冰")
    more = ["--dem", tile(tmp_path / "good", "dem.tif", 91)] if option == "subregions" else []
    done = engine_here.run(
        "attributes", "--inventory", inventory, "--layer=candidates", f"--{option}", source, *more, "--remember"
    )
    assert done.code == 1
    assert words in done.error
    assert done.error.endswith(".") and "\n" not in done.error and "Traceback" not in done.log
    assert content(inventory) == before


def test_pipes_are_not_waited_for_whatever_they_are_called(inventory, tmp_path):
    """A folder of the network that hangs is as a pipe that nobody writes: who opens it waits for ever."""
    folder = tmp_path / "pipes"
    folder.mkdir()
    for name in ("a.nc", "b.nc.gz", "c.tif", "d.shp", "e.zip", "f"):
        os.mkfifo(folder / name)
    pipes = ";".join(str(pipe) for pipe in sorted(folder.iterdir()))
    faulthandler.dump_traceback_later(_LIMIT_S, exit=True)  # a library that waits in C hears nothing else
    for option in ("dem", "glaciers", "maat"):
        done = engine_here.run("attributes", "--inventory", inventory, "--layer=candidates", f"--{option}={pipes}")
        assert "a.nc is a pipe or a device, not a file" in done.error
    for pipe in folder.iterdir():
        assert f"{pipe.name} is a pipe or a device" in engine_here.run("sources", "--input", pipe).error
    for option in ("dem", "glaciers", "subregions", "maat", "precipitation"):
        more = ["--dem", tile(tmp_path / "good", "dem.tif", 91)] if option == "subregions" else []
        told = engine_here.run(
            "attributes", "--inventory", inventory, "--layer=candidates", f"--{option}={folder}", *more
        )
        assert (told.code, f"in the folder {folder}" in told.error) == (1, True), option
    tile(folder, "g.tif", 91)
    with open_dem(folder, SilentReport()) as dem:
        assert dem.shape == (100, 100)
    faulthandler.cancel_dump_traceback_later()


def test_a_folder_that_grows_or_goes_while_it_is_read(tmp_path):
    folder = tmp_path / "tiles"
    tile(folder, "a.tif", 90)
    tile(folder, "b.tif", 91)
    with open_dem(folder, SilentReport()) as dem:
        tile(folder, "c.tif", 92)
        assert dem.elevations(0, 0, *dem.shape).shape == (100, 200), "what comes later is not read"
    with open_dem(folder, SilentReport()) as dem:
        assert dem.shape == (100, 300)
        shutil.rmtree(folder)
        with pytest.raises(UserError, match=r"a\.tif cannot be opened any more"):
            dem.elevations(0, 0, *dem.shape)
    with pytest.raises(UserError, match="There is no DEM"), open_dem(folder, SilentReport()):
        pass
