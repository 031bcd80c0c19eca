"""Rasters by every name that GDAL knows, for every command that reads one; and what containers say."""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from climate_files import write_netcdf
from PIL import Image
from rasterio.crs import CRS
from rasterio.windows import Window
from rasters import write_raster
from rock_glacier_inventory.engine.accuracy.reference import read_reference_outlines
from rock_glacier_inventory.engine.attributes.climate_attributes import open_climate
from rock_glacier_inventory.engine.attributes.climate_opening import ClimateOptions
from rock_glacier_inventory.engine.ground.files.raster_files import open_raster_file
from rock_glacier_inventory.engine.jobs.ledger_facts import image_facts
from rock_glacier_inventory.engine.outlines.probability_source import open_probability
from rock_glacier_inventory.engine.scene.images import WantedBands, open_image, open_raster
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.naming.gdal_names import absolute_name, gdal_name, is_plain, is_there, stamp_of
from rock_glacier_inventory.store.sources import _as_kept, _opened_from_anywhere

GRID = {"transform": Affine(0.01, 0, -69.9, 0, -0.01, -29.9), "crs": "EPSG:4326"}
LEVEL = 0.75
WGS84 = CRS.from_epsg(4326).to_wkt()


def level(path):
    return write_raster(path, np.full((1, 20, 20), LEVEL, np.float32), **GRID)


def read_dem(name):
    with open_dem(Path(name), SilentReport()) as dem:
        return dem.elevations(3, 3, 1, 1)[0, 0]


def read_climate(name):
    with open_climate("MAAT", ClimateOptions(Path(name)), SilentReport()) as climate:
        return climate.source.read([0], 3, 3, 1, 1)[0, 0, 0]


def read_image(name):
    with open_raster(str(name)) as dataset:
        return dataset.read(1)[3, 3]


def read_probability(name):
    with open_probability(Path(name)) as source:
        return next(source.strips())[0][3, 3]


def read_reference(name):
    found = read_reference_outlines(Path(name), None, SilentReport())
    return LEVEL if len(found.polygons) == 1 else None


READERS = [read_dem, read_climate, read_image, read_probability, read_reference]


@pytest.fixture(params=READERS, ids=lambda reader: reader.__name__)
def read(request):
    return request.param


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files of all kinds that hold the same raster, and some that hold several."""
    folder = tmp_path_factory.mktemp("Raster ü 冰")
    file = level(folder / "höhe 冰.tif")
    level(folder / "two.tif")
    with zipfile.ZipFile(folder / "one 冰.zip", "w") as archive:
        archive.write(file, "sub/höhe 冰.tif")
        archive.writestr("readme.txt", "x")
    with zipfile.ZipFile(folder / "several.zip", "w") as archive:
        archive.write(file, "a.tif")
        archive.write(file, "b.tif")
    with zipfile.ZipFile(folder / "none.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
    with tarfile.open(folder / "one.tar.gz", "w:gz") as archive:
        archive.add(file, "a.tif")
    for table in ("first", "second"):
        with rasterio.open(
            folder / "tables.gpkg",
            "w",
            driver="GPKG",
            width=20,
            height=20,
            count=1,
            dtype="float32",
            RASTER_TABLE=table,
            APPEND_SUBDATASET="YES",
            **GRID,
        ) as dataset:
            dataset.write(np.full((1, 20, 20), LEVEL, np.float32))
    write_netcdf(
        folder / "years 冰.nc",
        np.full((4, 5), LEVEL),
        name="t2m",
        unit=None,
        attributes={"grid_mapping": "crs"},
        more={
            "d2m": (("lat", "lon"), np.full((4, 5), LEVEL), {}),
            "crs": ((), 0, {"grid_mapping_name": "latitude_longitude", "spatial_ref": WGS84}),
        },
    )
    return folder


NAMES = {
    "a file": "{folder}/höhe 冰.tif",
    "a file's address": "file://{folder}/höhe 冰.tif",
    "a zip with one": "{folder}/one 冰.zip",
    "a file in a zip": "/vsizip/{folder}/one 冰.zip/sub/höhe 冰.tif",
    "a file in a zip, in braces": "/vsizip/{{{folder}/one 冰.zip}}/sub/höhe 冰.tif",
    "a file in a zip, as rasterio has it": "zip://{folder}/one 冰.zip!/sub/höhe 冰.tif",
    "a compressed archive": "{folder}/one.tar.gz",
    "a file in an archive": "/vsitar/{folder}/one.tar.gz/a.tif",
    "a directory of a TIFF": "GTIFF_DIR:1:{folder}/höhe 冰.tif",
    "a table of a GeoPackage": "GPKG:{folder}/tables.gpkg:second",
    "a variable": 'NETCDF:"{folder}/years 冰.nc":t2m',
    "a variable, as GDAL also has it": "NETCDF:{folder}/years 冰.nc:t2m",
}


@pytest.mark.parametrize("name", NAMES)
def test_every_reader_opens_what_gdal_opens(folder, read, name):
    path = NAMES[name].format(folder=folder)
    assert read(path) == pytest.approx(LEVEL)
    assert is_there(path)


REFUSED = {
    "/vsizip/{folder}/several.zip": r"several files; give one of them .*: /vsizip/.*/a\.tif",
    "/vsizip/{folder}/several.zip/c.tif": r"is not in the archive; there are: /vsizip/.*/a\.tif",
    "/vsizip/{folder}/gone.zip/c.tif": r"There is no .*gone\.zip, which /vsizip/",
    "GPKG:{folder}/tables.gpkg:third": r"Cannot find table 'third'",
    "GTIFF_DIR:9:{folder}/two.tif": r"directory 9 not found",
    "http://127.0.0.1:9/a.tif?token=abc": r"127\.0\.0\.1:9/a\.tif",
    "PG:dbname=x password=abc": r"password=\*\*\*",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_told_with_the_cause(folder, read, name):
    with pytest.raises(UserError, match=REFUSED[name]) as told:
        read(name.format(folder=folder))
    assert "abc" not in told.value.message


@pytest.mark.parametrize("read", [reader for reader in READERS if reader is not read_dem])
def test_an_archive_of_several_rasters_lists_them(folder, read):
    words = r"several files; give one of them .*: /vsizip/.*/a\.tif, /vsizip/.*/b\.tif"
    with pytest.raises(UserError, match=words):
        read(folder / "several.zip")


def test_an_archive_of_several_rasters_is_a_dem_of_tiles(folder):
    assert read_dem(folder / "several.zip") == pytest.approx(LEVEL)


@pytest.mark.parametrize("read", [read_dem, read_image, read_probability])
def test_a_container_lists_what_is_in_it(folder, read):
    cases = {
        "tables.gpkg": r"several rasters; give one of them as .*: GPKG:.*tables\.gpkg:first, GPKG:.*:second",
        "years 冰.nc": r"several rasters; give one of them as .*: NETCDF:\".*\.nc\":\w+, NETCDF:\".*\":\w+",
        "none.zip": "holds no raster",
    }
    for name, words in cases.items():
        with pytest.raises(UserError, match=words):
            read(folder / name)


def test_a_listed_name_is_the_one_to_give(folder):
    with pytest.raises(UserError) as told:
        read_dem(folder / "tables.gpkg")
    for name in told.value.message.rpartition(": ")[2].rstrip(".").split(", "):
        assert read_dem(name) == pytest.approx(LEVEL)


def test_a_list_of_images_may_name_parts_of_containers(folder):
    listed = folder / "list.txt"
    names = f"/vsizip/{folder}/one 冰.zip/sub/höhe 冰.tif", f"GTIFF_DIR:1:{folder}/two.tif"
    listed.write_text("\n".join(names), "utf-8")
    with open_image(str(listed), WantedBands(("red",)), SilentReport()) as image:
        assert image.read(Window(0, 0, 20, 20))[0][0, 3, 3] == pytest.approx(LEVEL)


def test_a_netcdf_file_in_an_archive_is_unpacked_for_the_time(folder, tmp_path):
    """GDAL tells neither its times nor, mostly, its coordinate system; the library reads none in archives."""
    packed = tmp_path / "t.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(write_netcdf(tmp_path / "t.nc", np.full((4, 5), LEVEL)), "t.nc")
    for name in (packed, f"/vsizip/{packed}/t.nc"):
        assert read_climate(name) == pytest.approx(LEVEL)


def test_several_pages_are_told(tmp_path):
    pages = tmp_path / "pages.tif"
    first, second = (Image.fromarray(np.full((20, 20), value, np.float32)) for value in (LEVEL, 7))
    first.save(pages, save_all=True, append_images=[second])
    report = SilentReport()
    with open_raster_file(pages, "a DEM", report=report) as dataset:
        assert dataset.read(1)[3, 3] == LEVEL
    assert re.search(r"holds several rasters; the first is taken as a DEM.*GTIFF_DIR:2:.*pages", report.warnings[0])
    with open_raster_file(f"GTIFF_DIR:2:{pages}", "a DEM", report=report) as dataset:
        assert dataset.read(1)[3, 3] == 7
    assert len(report.warnings) == 1


def test_a_product_is_one_raster_and_no_folder_of_many(tmp_path):
    """A Sentinel-2 folder has tiles below it, none of which is meant."""
    product = tmp_path / "S2A 冰.SAFE"
    product.mkdir()
    (product / "MTD_MSIL2A.xml").write_text("<n1:Level-2A_User_Product/>")
    level(product / "a.tif")
    with pytest.raises(UserError, match=r"S2A 冰\.SAFE cannot be opened as an image"):
        read_image(product)


def test_names_stay_the_same_wherever_they_are_used(folder, monkeypatch):
    monkeypatch.chdir(folder)
    name = "/vsizip/one 冰.zip/sub/höhe 冰.tif"
    whole = absolute_name(name)
    assert whole == f"/vsizip/{folder}/one 冰.zip/sub/höhe 冰.tif"
    assert absolute_name("höhe 冰.tif") == str(folder / "höhe 冰.tif")
    assert absolute_name("gone.tif") == "gone.tif"
    assert gdal_name(Path(whole)) == whole  # a Path makes one slash of two
    for address in ("https://a.org/b.tif", "/vsicurl/https://a.org/b.tif", 'HDF5:"a.h5"://b/c'):
        assert gdal_name(Path(address)) == address
        assert not is_plain(address)
    assert is_plain("C:/a.tif")
    assert is_plain(r"C:\a.tif")
    inventory = folder / "i.gpkg"
    for source in (name, 'NETCDF:"years 冰.nc":t2m'):
        kept = _opened_from_anywhere(_as_kept(source, inventory), inventory)
        monkeypatch.chdir("/")
        assert is_there(kept)
        assert read_dem(kept) == pytest.approx(LEVEL)
        monkeypatch.chdir(folder)
    assert _as_kept("höhe 冰.tif", inventory) == "höhe 冰.tif"


def test_a_ledger_knows_when_an_archive_changed(folder, tmp_path):
    packed = tmp_path / "a.zip"
    packed.write_bytes((folder / "one 冰.zip").read_bytes())
    name = f"/vsizip/{packed}/sub/höhe 冰.tif"
    before, stamp = image_facts(name), stamp_of(name)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("more.txt", "x")
    assert image_facts(name) != before
    assert stamp_of(name) != stamp
    assert stamp_of("https://a.org/b.tif?token=abc") == ["https://a.org/b.tif?token=***"]
