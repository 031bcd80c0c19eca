"""A DEM of many tiles, as they are downloaded: one raster, with no ground where a tile is missing."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest
import rasterio
from affine import Affine
from products import nasadem
from rasterio.merge import merge
from rasters import write_raster
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.inventory.errors import UserError

SIZE = 1201


def heights(south, west, size=SIZE):
    """Of a tile's cells: 1000 m and a wave, the same whichever tile holds a place."""
    degrees = np.arange(size) / (size - 1)
    x, y = west + degrees[None, :], south + 1 - degrees[:, None]
    return np.round(3000 + 900 * np.sin(9 * x) * np.cos(7 * y))


def read(source, *window):
    report = SilentReport()
    with open_dem(source, report) as dem:
        found = dem.elevations(*window) if window else None
        return found, dem.shape, dem.transform, report


@pytest.fixture(scope="module")
def tiles(tmp_path_factory):
    """Three of four tiles; the one in the north-east is missing."""
    folder = tmp_path_factory.mktemp("NASADEM é 冰")
    places = [(28, 85), (28, 86), (29, 85)]
    return folder, [nasadem(folder, *place, heights(*place)) for place in places]


def test_zipped_tiles_are_one_dem_with_no_ground_where_one_is_missing(tiles):
    folder, files = tiles
    found, shape, transform, report = read(folder, 0, 0, 2401, 2401)
    assert shape == (2401, 2401)
    assert (transform.c, transform.f) == pytest.approx((85 - 1 / 2400, 30 + 1 / 2400))
    np.testing.assert_array_equal(found[1200:, :1201], heights(28, 85))
    np.testing.assert_array_equal(found[1200:, 1200:], heights(28, 86))
    np.testing.assert_array_equal(found[:1201, :1201], heights(29, 85))
    assert np.isnan(found[:1200, 1201:]).all()
    assert report.warnings == []
    for source in (f"{folder}/*.zip", ";".join(map(str, reversed(files)))):
        again = read(source, 900, 900, 600, 600)[0]
        np.testing.assert_array_equal(again, found[900:1500, 900:1500])


@pytest.mark.filterwarnings("ignore:Use `@`:PendingDeprecationWarning")  # in rasterio's own merge
def test_tiles_are_what_one_merged_file_is(tiles, tmp_path):
    """GDAL's own mosaic of the same tiles."""
    folder, files = tiles
    names = [f"/vsizip/{file}/{file.stem[-7:]}.hgt" for file in files]
    values, transform = merge(names, nodata=-32768)
    whole = write_raster(tmp_path / "whole.tif", values, transform=transform, crs="EPSG:4326", nodata=-32768)
    for window in ((1100, 1100, 250, 260), (0, 0, 60, 60), (2300, 2200, 101, 201)):
        np.testing.assert_allclose(read(folder, *window)[0], read(whole, *window)[0], atol=1e-6)


def tile(path, left, top, values, size=0.01, crs="EPSG:4326", **more):
    shape = values.shape
    wide = size if np.isscalar(size) else size[0]
    high = size if np.isscalar(size) else size[1]
    values = np.asarray(values, np.float32).reshape(1, *shape)
    return write_raster(path, values, transform=Affine(wide, 0, left, 0, -high, top), crs=crs, **more)


def plane(left, top, shape, wide, high):
    """Elevations of a plane at the middles of cells: 1000 m east and 2000 m north a degree."""
    x, y = left + (np.arange(shape[1]) + 0.5) * wide, top - (np.arange(shape[0]) + 0.5) * high
    return 1000 * x[None, :] + 2000 * (y[:, None] - 50) + 500


def test_tiles_with_wider_cells_are_interpolated_to_the_finest(tmp_path):
    """As GLO-30's: 2 cells for 3 from a latitude on, half a cell west of the degree."""
    for name, top, wide, columns in (("a_50.tif", 51.0, 0.015, 66), ("b_49.tif", 50.0, 0.01, 100)):
        for east in (0, 1):
            left = 1 - wide / 2 + east * columns * wide
            values = plane(left, top, (100, columns), wide, 0.01)
            tile(tmp_path / f"{east}{name}", left, top, values, (wide, 0.01))
    found, _, transform, report = read(tmp_path, 0, 0, 200, 190)
    assert "lie on 2 grids" in report.warnings[0]
    assert (transform.a, transform.f) == pytest.approx((0.01, 51.0))
    truth = plane(transform.c, 51.0, (200, 190), 0.01, 0.01)
    np.testing.assert_allclose(found[:, 2:-2], truth[:, 2:-2], atol=1e-3)


def test_tiles_that_overlap_and_differ_are_told_and_the_first_wins(tmp_path):
    tile(tmp_path / "a.tif", 90, 30, np.full((20, 20), 100.0))
    tile(tmp_path / "b.tif", 90.15, 30, np.full((20, 20), 103.0))
    found, _, _, report = read(tmp_path, 0, 0, 20, 35)
    assert found[5, [0, 14, 15, 19, 20, 34]].tolist() == [100, 100, 100, 100, 103, 103]
    assert r"b.tif from those before it by up to 3 m" in report.warnings[0]
    found, _, _, _ = read(f"{tmp_path}/b.tif;{tmp_path}/a.tif", 0, 0, 20, 35)
    assert found[5, 17] == 103


def test_a_tile_twice_is_taken_once_and_two_dems_of_one_place_are_refused(tmp_path):
    tile(tmp_path / "a.tif", 90, 30, np.full((20, 20), 100.0))
    tile(tmp_path / "copy.tif", 90, 30, np.full((20, 20), 100.0))
    assert "holds 1 tiles twice" in read(tmp_path)[3].warnings[0]
    tile(tmp_path / "copy.tif", 90, 30, np.full((20, 20), 101.0))
    with pytest.raises(UserError, match=r"a\.tif and .*copy\.tif lie at one place with different elevations"):
        read(tmp_path)


def test_masks_beside_tiles_are_left_out_and_told(tmp_path):
    tile(tmp_path / "ALPSMLC30_N030E090_DSM.tif", 90, 30, np.full((20, 20), 100.0))
    mask = np.zeros((1, 20, 20), np.uint8)
    write_raster(
        tmp_path / "ALPSMLC30_N030E090_MSK.tif", mask, transform=Affine(0.01, 0, 90, 0, -0.01, 30), crs="EPSG:4326"
    )
    found, _, _, report = read(tmp_path, 0, 0, 2, 2)
    assert found.tolist() == [[100, 100], [100, 100]]
    assert "MSK.tif; such masks were left out (1)" in report.warnings[0]


def in_feet(path):
    tile(path, 91, 30, np.full((20, 20), 300.0))
    with rasterio.open(path, "r+") as dataset:
        dataset.units = ("ft",)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (
            lambda path: tile(path, 5e5, 3.3e6, np.ones((9, 9)), 30, "EPSG:32645"),
            r"a\.tif and .*b\.tif .*coordinate sys",
        ),
        (in_feet, r"a\.tif and .*b\.tif are no tiles of one DEM: they differ in unit of elevation .*ft \(told"),
        (lambda path: path.write_bytes(b"II*\0garbage"), r"b\.tif cannot be opened as a tile of a DEM"),
        (lambda path: tile(path, 91, 30, np.ones((9, 9)), (0.01, -0.01)), r"b\.tif is rotated or south-up"),
    ],
)
def test_tiles_that_are_no_parts_of_one_dem_are_refused_with_names(tmp_path, write, words):
    tile(tmp_path / "a.tif", 90, 30, np.full((20, 20), 100.0))
    write(tmp_path / "b.tif")
    with pytest.raises(UserError, match=words):
        read(tmp_path)


def test_archives_and_folders_without_a_dem_are_told(tmp_path):
    (tmp_path / "sub").mkdir()
    with pytest.raises(UserError, match=r"no raster in the folder .*its subfolders are not looked into"):
        read(tmp_path)
    with pytest.raises(UserError, match=r"There is no file like .*\*\.hgt; check the pattern"):
        read(f"{tmp_path}/*.hgt")
    tile(tmp_path / "a.tif", 90, 30, np.full((20, 20), 100.0))
    with pytest.raises(UserError, match=r"There is no file .*gone\.tif"):
        read(f"{tmp_path}/a.tif;{tmp_path}/gone.tif")
    (tmp_path / "b.zip").write_bytes(b"PK\3\4 no archive")
    with pytest.raises(UserError, match=r"b\.zip cannot be opened as an archive"):
        read(tmp_path)


def test_a_locked_archive_is_told(tmp_path):
    path = nasadem(tmp_path, 28, 85, heights(28, 85))
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1  # the directory's flag of a password
    path.write_bytes(data)
    assert zipfile.is_zipfile(path)
    with pytest.raises(UserError, match="is protected by a password; unpack it first"):
        read(tmp_path)


def test_an_hgt_whose_name_does_not_tell_its_place_is_told_how_to_name_it(tmp_path):
    (tmp_path / "NASADEM_n28e085.hgt").write_bytes(heights(28, 85).astype(">i2").tobytes())
    with pytest.raises(UserError, match=r"NASADEM_n28e085\.hgt cannot be opened.*its name must tell its south-western"):
        read(tmp_path)
    (tmp_path / "NASADEM_n28e085.hgt").rename(tmp_path / "N28E085.hgt")
    np.testing.assert_array_equal(read(tmp_path, 0, 0, 9, 9)[0], heights(28, 85)[:9, :9])


def test_a_ledger_knows_each_tile(tmp_path):
    stamps = []
    for east in (90, 90.2):
        tile(tmp_path / f"{east}.tif", east, 30, np.full((20, 20), 100.0))
        with open_dem(tmp_path, SilentReport()) as dem:
            stamps.append(dem.stamp)
            assert dem.source == str(tmp_path)
    assert stamps[0][0] == stamps[1][0] == str(tmp_path)
    assert stamps[0] != stamps[1]


@pytest.mark.parametrize("given", ["tiles", "tiles/*.zip", "tiles/NASADEM_HGT_n32e091.zip"])
def test_one_archive_is_a_tile_however_it_is_given(tmp_path, given):
    (tmp_path / "tiles").mkdir()
    nasadem(tmp_path / "tiles", 32, 91, np.full((1201, 1201), 4800))
    with open_dem(tmp_path / given, SilentReport()) as dem:
        assert dem.elevations(600, 600, 1, 1).item() == 4800


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32645"])
def test_a_tile_that_lies_nowhere_on_earth_is_refused(tmp_path, crs):
    values = np.zeros((20, 20))
    tile(tmp_path / "a.tif", 80.0, 50.0, values, crs=crs)
    far = tile(tmp_path / "b 冰.tif", 1e25, 50.0, values, crs=crs)
    for source in (tmp_path, far):
        with pytest.raises(UserError, match=r"b 冰.tif says that it reaches 1e\+25, where no coordinate system has gr"):
            read(source)
