"""Names that a disk allows and programs stumble over: long ones, and ones with marks of addresses in them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
from delivering import append_candidates
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.command_line import parse
from rock_glacier_inventory.engine.ground.vectors import layer_names, read_polygons
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.simulation import write_scene
from rock_glacier_inventory.engine.telling.outputs import check_can_write, finished_file
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.naming import long_names
from rock_glacier_inventory.models.cards.weights_file import write_atomically
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from rock_glacier_inventory.store.geopackage.upkeep.migration import migrate
from rock_glacier_inventory.store.opening import open_store

DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf", ".geojson": "GeoJSON"}
MARKS = " a;b\tc\nd'e\"f?g=1#h%41!i&j:k\\l*[m]{冰} "
LONG = "冰" * 78  # 234 bytes


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    write_scene(folder, 96, 7, SilentReport())
    return folder


def run(*words):
    command, options = parse(list(map(str, words)))
    return command(options, SilentReport())


@pytest.mark.parametrize("name", [MARKS, LONG, "a;b"], ids=["marks", "long", "semicolon"])
def test_every_command_takes_a_name_that_the_disk_takes(tmp_path, scene, name):
    def at(ending, source=None):
        path = tmp_path / f"{name}{ending}"
        return shutil.copy(scene / source, path) if source else path

    image, dem, sun = at(".a.tif", "scene.tif"), at(".d.tif", "dem.tif"), at(".s.tif")
    areas, ice, right = (
        at(".r.gpkg", "subregions.gpkg"),
        at(".g.gpkg", "glaciers.gpkg"),
        at(".t.gpkg", "rock_glaciers.gpkg"),
    )
    inventory, found, chances = at(".gpkg"), at(".c.gpkg"), at(".p.tif")
    write_raster(chances, random_image(96, 96, 1, "uint8") // 100 * 1.0)
    run("create", f"--output={inventory}")
    run("polygonize", f"--input={chances}", f"--output={found}", f"--inventory={inventory}", "--minimum-area", 20)
    groups = "--groups=terrain,glaciers"
    fill = ["attributes", f"--inventory={inventory}", "--layer=candidates", groups]
    done = run(*fill, f"--dem={dem}", f"--glaciers={ice}", f"--subregions={areas}", "--remember")
    assert done["features"] > 0
    again = run(*fill, "--all")
    assert again["features"] == done["features"]
    run("flag-glaciers", f"--inventory={inventory}", "--all")
    run("solar-radiation", f"--dem={dem}", f"--output={sun}", "--days=180-180", f"--area={areas}", "--device=cpu")
    run("evaluate", f"--input={right}", f"--reference={right}", f"--area={areas}", f"--output={at('.json')}")
    run("overview", f"--input={image}", f"--candidates={right}", f"--output={at('.png')}")
    run("migrate", f"--inventory={inventory}")
    assert all(path.is_file() for path in (sun, at(".json"), at(".txt"), at(".png")))
    assert [
        path.name for path in tmp_path.iterdir() if path.name.startswith(f".{name}"[:9]) and ".part" in path.name
    ] == []


@pytest.mark.parametrize("suffix", DRIVERS)
@pytest.mark.parametrize("name", [MARKS.strip().replace("\\", ""), "a;b", "a?", "x.zip"])
def test_vector_files_of_every_format_are_the_ones_that_are_named(tmp_path, scene, suffix, name):
    (tmp_path / f"a{suffix}").write_bytes(b"another file")  # what is left where a name is cut
    path = tmp_path / f"{name}{suffix}"
    meta, _, geometry, fields = pyogrio.raw.read(scene / "rock_glaciers.gpkg")
    kinds = {"driver": DRIVERS[suffix], "crs": meta["crs"], "geometry_type": "MultiPolygon"}
    pyogrio.raw.write(path, geometry, fields, list(meta["fields"]), **kinds)
    assert path.is_file()
    assert len(layer_names(path)) == 1
    assert len(read_polygons(path)) == len(geometry)


def test_an_archive_is_still_an_archive(tmp_path, scene):
    archive = shutil.make_archive(str(tmp_path / "a"), "zip", scene, "rock_glaciers.gpkg")
    assert layer_names(Path(archive)) == ["rock_glaciers"]
    assert len(pyogrio.list_layers(f"{archive}!rock_glaciers.gpkg")) == 1
    assert len(pyogrio.list_layers(f"zip://{archive}!rock_glaciers.gpkg")) == 1


# Long names


@pytest.mark.parametrize("letter", ["x", "冰"])
@pytest.mark.parametrize("size", [230, 247, 255])
def test_a_hidden_name_fits_and_is_swept_as_others_are(tmp_path, letter, size):
    stem = letter * ((size - 4) // len(letter.encode()))
    path = tmp_path / f"{stem}.tif"
    with finished_file(path) as part:
        assert len(os.fsencode(part.name)) + len("-journal") <= 255
        assert part.suffix == ".tif" and part.parent == tmp_path
        part.write_text("new")
        part.with_name(f"{part.name}.aux.xml").write_text("of GDAL")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    left = tmp_path / long_names.hidden_beside(path).name.replace(str(os.getpid()), "4194303")
    left.write_text("of a run that was killed")
    with finished_file(path) as part:
        part.write_text("newer")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_two_long_names_with_one_beginning_have_two_hidden_names(tmp_path):
    names = {long_names.hidden_beside(tmp_path / f"{'冰' * 80}{end}.tif").name for end in ("a", "b")}
    assert len(names) == 2
    assert long_names.hidden_stem(tmp_path / "short.tif") == "short"


def test_a_name_that_is_too_long_is_told_in_bytes(tmp_path):
    with pytest.raises(UserError, match="has 304 bytes, and its disk takes 255; give a shorter name"):
        check_can_write(tmp_path / f"{'冰' * 100}.tif")
    with pytest.raises(UserError, match="255 bytes, and that of a GeoPackage may have 247, because SQLite writes"):
        create_inventory(tmp_path / f"{'x' * 250}.gpkg")
    with pytest.raises(UserError, match="and its disk takes 255"):
        open_store(tmp_path / f"{'x' * 300}.gpkg")
    assert os.listdir(tmp_path) == []


def test_a_geopackage_of_the_longest_name_is_read_and_told_where_it_is_written(tmp_path):
    create_inventory(tmp_path / "a.gpkg")
    path = (tmp_path / "a.gpkg").rename(tmp_path / f"{'x' * 250}.gpkg")
    open_store(path, write=False).close()
    refused = pytest.raises(UserError, match="255 bytes, and that of a GeoPackage may have 247")
    with refused, closing(open_store(path)) as store:
        store.remember({"a": "b"})


def test_a_path_that_is_too_long_for_sqlite_is_told(tmp_path):
    folder = tmp_path
    while len(str(folder)) < 480:
        folder /= "d" * 40
    folder.mkdir(parents=True)
    path = folder / f"{'x' * 60}.gpkg"
    with pytest.raises(UserError, match=r"bytes, and SQLite opens paths up to 509; move it to a folder nearer"):
        create_inventory(path)
    path.touch()
    with pytest.raises(UserError, match="SQLite opens paths up to 509"):
        SqliteConnection(path)
    with finished_file(folder / f"{'x' * 60}.tif") as part:  # what is no database may lie there
        part.write_text("new")


def test_the_copy_of_an_older_inventory_with_a_long_name_fits(tmp_path):
    path = tmp_path / f"{'冰' * 80}.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        register_functions(connection)
        connection.executescript((Path(__file__).parent / "schema_2.sql").read_text("utf-8"))
    with closing(SqliteConnection(path)) as connection:
        copy = migrate(connection)
    assert copy.is_file() and copy.name.startswith("冰" * 70) and copy.name.endswith(".schema2.gpkg")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted([path.name, copy.name])


def test_weights_of_a_long_name_are_written(tmp_path):
    path = tmp_path / f"{'x' * 243}.safetensors"
    write_atomically(path, b"weights")
    assert path.read_bytes() == b"weights" and len(os.listdir(tmp_path)) == 1


def test_candidates_that_the_inventory_does_not_take_are_kept_under_a_name_that_fits(tmp_path):
    from rock_glacier_inventory.engine.runs.run_record import new_run

    inventory = tmp_path / f"{'x' * 240}.gpkg"
    create_inventory(inventory)
    run = new_run("detect", "a")
    append_candidates(inventory, run, [], "EPSG:4326")
    with pytest.raises(UserError, match=r"already holds the run .* are kept in"):
        append_candidates(inventory, run, [], "EPSG:4326")
    kept = [path for path in tmp_path.iterdir() if path.name.endswith(f" candidates {run.run_id}.gpkg")]
    assert len(kept) == 1 and len(kept[0].name) <= 247
