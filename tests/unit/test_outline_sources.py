"""Many files are one source of outlines: glaciers and subregions as they are downloaded."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import zipfile
from functools import partial

import engine_here
import numpy as np
import plain_geopackage as geopackage
import pyogrio
import pyproj
import pytest
import shapely
from filling_inventories import make, put
from rock_glacier_inventory.engine.attributes.glacier_share import GlacierOutlines
from rock_glacier_inventory.engine.gathering.regions import read_regions
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from vector_products import gamdam, hma_regions, rgi6, rgi7, shapefile

DEGREES = "EPSG:4326"
WEST, EAST = shapely.box(88.0, 28.0, 88.01, 28.01), shapely.box(95.0, 30.0, 95.01, 30.01)
HALF_WEST, UPPER_WEST = shapely.box(88.0, 28.0, 88.005, 28.01), shapely.box(88.0, 28.005, 88.01, 28.01)
HALF_EAST = shapely.box(95.0, 30.0, 95.005, 30.01)


def shares(source, report=None, layer=None):
    """Of the two candidates."""
    ours = np.array([WEST, EAST], dtype=object)
    return GlacierOutlines(source, layer, report).shares(ours, DEGREES, SilentReport())[0]


@pytest.fixture
def regions(tmp_path):
    """Two regions of RGI 6 as downloaded: half of each candidate lies inside."""
    folder = tmp_path / "RGI 冰; 6"
    rgi6(folder, 14, "SouthAsiaWest", [HALF_WEST])
    rgi6(folder, 15, "SouthAsiaEast", [HALF_EAST])
    return folder


def test_a_folder_a_pattern_a_list_and_zips_are_one_source(regions):
    zips = sorted(regions.glob("*.zip"))
    joined = ";".join(f'"{file}"' for file in zips)
    for source in (regions, f"{regions}/*.zip", joined, regions / "made", f"{regions}/**/*.shp"):
        report = SilentReport()
        assert shares(source, report) == pytest.approx([0.5, 0.5], abs=1e-6), source
        assert report.warnings == []
    assert shares(zips[0]) == pytest.approx([0.5, 0.0], abs=1e-6)
    assert GlacierOutlines(regions).record["files"] == 2


def test_ground_between_two_regions_is_beyond_both(regions):
    between = np.array([shapely.box(91.0, 29.0, 91.01, 29.01)], dtype=object)
    _, beyond = GlacierOutlines(regions).shares(between, DEGREES, SilentReport())
    assert beyond[0] == pytest.approx(91.0 - 88.005, abs=0.01)


def test_an_outline_of_two_products_counts_once_and_the_products_are_told(regions):
    rgi7(regions, 14, "south_asia_west", [UPPER_WEST])
    gamdam(regions, [HALF_WEST])
    report = SilentReport()
    assert shares(regions, report) == pytest.approx([0.75, 0.5], abs=1e-4)
    assert len(report.warnings) == 1
    assert "several kinds, and are taken together: 2 with RGIId, GLIMSId" in report.warnings[0]
    assert "1 with rgi_id, o1region" in report.warnings[0]
    assert "(such as gamdam20180404_001_SouthAsiaWest.shp)" in report.warnings[0]


def test_files_of_other_coordinate_systems_and_what_is_no_outline(regions, tmp_path):
    made = regions / "made"
    utm = transform_geometries(np.array([UPPER_WEST], dtype=object), DEGREES, "EPSG:32645")
    shapefile(made, "utm", list(utm), {"RGIId": ["a"]}, "EPSG:32645")
    shapefile(made, "centre lines", [shapely.LineString([(88, 28), (88.1, 28.1)])], {"RGIId": ["a"]}, kind="LineString")
    (made / "scene.tif").write_bytes(b"no raster is looked at")
    (made / "README.md").write_text("RGI")
    (made / "14_hypso.csv").write_text("RGIId,50\n")
    (made / "15.shp.part").write_bytes(b"half")
    os.mkfifo(made / "pipe.shp")
    report = SilentReport()
    assert shares(made, report) == pytest.approx([0.75, 0.5], abs=1e-4)
    assert "hold no polygons were left out: centre lines.shp" in report.warnings[0]
    record = GlacierOutlines(made).record
    assert (record["files"], record["crs"]) == (3, "EPSG:4326, EPSG:32645")


def test_a_coordinate_system_that_is_mended_is_seen(regions):
    made = regions / "made"
    assert GlacierOutlines(made).record["crs"] == "EPSG:4326"
    for path in made.glob("*.prj"):
        path.write_text(pyproj.CRS("EPSG:4269").to_wkt("WKT1_ESRI"))
    assert GlacierOutlines(made).record["crs"] == "EPSG:4269"


def test_a_layer_of_several_files(tmp_path):
    for name, shape, layer in (("a", HALF_WEST, "ice"), ("b", HALF_EAST, "ice"), ("c", WEST, "lakes")):
        wkb = shapely.to_wkb(np.array([shape], dtype=object))
        write = partial(pyogrio.raw.write, tmp_path / f"{name}.gpkg", wkb, [], [], crs=DEGREES)
        write(layer=layer, geometry_type="Polygon")
        write(layer="more", geometry_type="Polygon")
    with pytest.raises(UserError, match=r"a\.gpkg has several layers \(ice, more\); say which with --glaciers-layer"):
        shares(tmp_path)
    report = SilentReport()
    assert shares(tmp_path, report, "ice") == pytest.approx([0.5, 0.5], abs=1e-6)
    assert report.warnings == [f"Files of {tmp_path} without a layer 'ice' were left out: c.gpkg."]
    with pytest.raises(UserError, match=r"No file of .* has a layer 'snow'; they have: ice, more, lakes\."):
        shares(tmp_path, None, "snow")


def _cut(folder, ending, keep=0.6):
    """The first shapefile with one of its files cut off, or gone."""
    path = next((folder / "made").glob(f"14*{ending}"))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)]) if keep else path.unlink()
    return folder / "made"


def test_a_damaged_region_is_refused_with_its_name(regions, tmp_path):
    cases = {
        "shp": (
            ".shp",
            0.6,
            r"14_rgi60_SouthAsiaWest\.shp is cut off: its \.shp holds \d+ of \d+ bytes; fetch it anew",
        ),
        "shx": (".shx", 0.6, r"14_rgi60_SouthAsiaWest\.shp is not a vector file .*\.shx"),
        "no shx": (".shx", 0, r"14_rgi60_SouthAsiaWest\.shp lacks its index, 14_rgi60_SouthAsiaWest\.shx beside it"),
        "prj": (".prj", 0, r"14_rgi60_SouthAsiaWest\.shp has no coordinate system"),
        "shp of nothing": (".shp", 0.01, r"14_rgi60_SouthAsiaWest\.shp is not a vector file"),
    }
    for name, (ending, keep, words) in cases.items():
        shutil.copytree(regions, tmp_path / name)
        with pytest.raises(UserError, match=words):
            shares(_cut(tmp_path / name, ending, keep))
    shutil.copytree(regions, tmp_path / "no dbf")
    assert shares(_cut(tmp_path / "no dbf", ".dbf", 0)) == pytest.approx([0.5, 0.5], abs=1e-6)


def test_what_is_cut_off_inside_a_tar_is_refused_too(regions, tmp_path):
    made = regions / "made"
    for name in ("whole.tar.gz", "cut.tar"):
        with tarfile.open(tmp_path / name, "w:gz" if name.endswith("gz") else "w") as archive:
            for file in sorted(made.iterdir()):
                archive.add(file, f"rgi/{file.name}")
        if name == "whole.tar.gz":
            assert shares(tmp_path / name) == pytest.approx([0.5, 0.5], abs=1e-6)
            _cut(regions, ".shp")
    with pytest.raises(UserError, match=r"14_rgi60_SouthAsiaWest\.shp is cut off"):
        shares(tmp_path / "cut.tar")


def test_a_line_that_is_cut_off_is_told(tmp_path):
    path = tmp_path / "ice.geojsonl"
    wkb = shapely.to_wkb(np.array([HALF_WEST, HALF_EAST], dtype=object))
    pyogrio.raw.write(path, wkb, [], [], crs=DEGREES, driver="GeoJSONSeq", geometry_type="Polygon")
    assert shares(path) == pytest.approx([0.5, 0.5], abs=1e-6)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UserError, match=r"ice\.geojsonl is cut off: its last line is no whole one"):
        shares(path)


def test_features_without_geometry_are_told(tmp_path):
    shapefile(tmp_path, "some", [HALF_WEST, None, HALF_EAST], {"RGIId": ["a", "b", "c"]})
    outlines = GlacierOutlines(tmp_path / "some.shp")
    outlines.shares(np.array([WEST], dtype=object), DEGREES, SilentReport())
    assert +outlines.mended == {"Features without geometry, left out": 1}


def test_archives_that_cannot_be_read_are_named(regions, tmp_path):
    whole = (regions / "nsidc0770_14.rgi60.SouthAsiaWest.zip").read_bytes()
    (regions / "cut.zip").write_bytes(whole[:-40])
    with pytest.raises(UserError, match=r"cut\.zip cannot be opened as an archive"):
        shares(regions)
    (regions / "cut.zip").unlink()
    (tmp_path / "in.zip").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "00_rgi60.zip", "w") as archive:
        archive.writestr("14_rgi60_SouthAsiaWest.zip", whole)
    with pytest.raises(UserError, match=r"00_rgi60\.zip holds no vector file .* it holds 14_rgi60_SouthAsiaWest\.zip"):
        shares(tmp_path / "00_rgi60.zip")
    locked = bytearray(whole)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = -1
        while (at := locked.find(mark, at + 1)) >= 0:
            locked[at + (6 if mark[2] == 3 else 8)] |= 1
    (regions / "locked.zip").write_bytes(locked)
    with pytest.raises(UserError, match=r"locked\.zip is protected by a password; unpack it first"):
        shares(regions)


def test_outlines_in_an_archive_are_read_in_place_however_much_is_behind_them(regions, tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in (regions / "made").glob("14*"):
            with archive.open(file.name, "w") as packed:
                packed.write(file.read_bytes())
                for _ in range(64 * (file.suffix == ".shp")):
                    packed.write(bytes(2**20))
    assert bomb.stat().st_size < 2**20
    assert shares(bomb) == pytest.approx([0.5, 0.0], abs=1e-6)


def test_a_file_that_goes_meanwhile_is_named(regions):
    outlines = GlacierOutlines(regions / "made")
    for file in (regions / "made").glob("14*"):
        file.unlink()
    with pytest.raises(UserError, match=r"'14_rgi60_SouthAsiaWest' of .*cannot be read"):
        outlines.shares(np.array([WEST], dtype=object), DEGREES, SilentReport())


def test_a_pipe_is_no_source(tmp_path):
    os.mkfifo(tmp_path / "a.gpkg")
    with pytest.raises(UserError, match=r"a\.gpkg is a pipe or a device, not a file; save what comes out of it as one"):
        shares(tmp_path / "a.gpkg")
    with pytest.raises(UserError, match="There is no vector file in the folder"):
        shares(tmp_path)


def test_subregions_of_high_mountain_asia_and_of_several_files(tmp_path):
    west, east = WEST.buffer(0.2), EAST.buffer(0.2)
    one = hma_regions(tmp_path / "one", [west, east], ["Western Himalaya", "Nyainqentanglha"])
    assert read_regions(one).names == ["Nyainqentanglha", "Western Himalaya"]
    far = transform_geometries(np.array([EAST.buffer(0.4)], dtype=object), DEGREES, "EPSG:32646")
    hma_regions(tmp_path / "two", list(far), ["Nyainqentanglha"], "EPSG:32646")
    report = SilentReport()
    both = read_regions(f"{tmp_path}/*/*.shp", report=report)
    assert both.names == ["Nyainqentanglha", "Western Himalaya"]
    areas = both.near((87.0, 27.0, 96.0, 31.0), DEGREES)
    assert shapely.area(areas) == pytest.approx([EAST.buffer(0.4).area, west.area], rel=1e-3)
    assert report.warnings == [
        "Subregions that are in several files are one each (Nyainqentanglha); Nyainqentanglha is in "
        "boundary_mountain_regions_hma_v3.shp, boundary_mountain_regions_hma_v3.shp."
    ]


def test_commands_fill_from_folders_and_remember_them(regions, tmp_path):
    path = tmp_path / "inventory.gpkg"
    make(path, DEGREES)
    put(path, schema.CANDIDATES, [WEST, EAST], DEGREES)
    hma_regions(tmp_path / "hma", [WEST.buffer(0.2), EAST.buffer(0.2)], ["West", "East"])
    zips = [f"--glaciers={file}" for file in sorted(regions.glob("*.zip"))]
    words = ["--layer=candidates", *zips, "--subregions", tmp_path / "hma", "--remember"]
    assert engine_here.run("attributes", "--inventory", path, *words).code == 0
    with geopackage.connect(path) as file:
        kept = file.execute("SELECT value FROM inventory_info WHERE key = 'source_glaciers'").fetchone()[0]
        rows = file.execute("SELECT GLAC_FRAC, SUBREGION FROM candidates ORDER BY fid").fetchall()
        run = json.loads(file.execute("SELECT parameters FROM runs").fetchone()[0])
    assert kept == ";".join(f'"RGI 冰; 6/{file.name}"' for file in sorted(regions.glob("*.zip")))
    assert rows[0] == (pytest.approx(0.5, abs=1e-4), "West")
    assert rows[1] == (pytest.approx(0.5, abs=1e-4), "East")
    assert run["groups"]["glaciers"]["files"] == 2
    again = engine_here.run("flag-glaciers", "--inventory", path, "--all")
    assert (again.code, again.result["features"]) == (0, 2)
