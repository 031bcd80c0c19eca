"""The files that an inventory remembers, and how a command takes them from there."""

from __future__ import annotations

import os
import shutil
from contextlib import closing

import engine_here
import plain_geopackage as geopackage
import pytest
from filling_inventories import column, dem, level, make, plane, put, square
from rock_glacier_inventory.engine.filling.remembering import remember, with_remembered
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.naming.source_names import joined, names_in
from rock_glacier_inventory.store import sources
from rock_glacier_inventory.store.opening import open_store
from rock_glacier_inventory.store.records import SpatialReference
from rock_glacier_inventory.store.sources import Sources, sources_of, write_sources

__all__ = ["dem"]  # a fixture


@pytest.fixture
def inventory(tmp_path):
    folder = tmp_path / "Inventar é 冰"
    folder.mkdir()
    path = make(folder / "a.gpkg")
    put(path, schema.ROCK_GLACIERS, [square(20, 20, 10)])
    return path


def read(path):
    with closing(open_store(path, write=False, detections=True)) as store:
        return sources_of(store.facts(), path)


def write(path, kept):
    with closing(open_store(path, detections=True)) as store:
        write_sources(store, kept)


def info(path):
    with closing(open_store(path)) as store:
        return {key: value for key, value in store.facts().items() if key.startswith("source_")}


def test_what_is_written_is_read(inventory, tmp_path):
    kept = Sources(
        dem=str(tmp_path / "dem.tif"),
        maat=str(tmp_path / "t2m é.nc"),
        maat_variable="t2m",
        maat_years="1981-2010",
        maat_unit="0.1 K",
        glaciers=str(inventory.parent / "rgi.gpkg"),
        glaciers_layer="15_rgi60",
        climate_method="marker",
        radiation='{"pressure": false}',
    )
    write(inventory, kept)
    assert read(inventory) == kept
    write(inventory, Sources(dem=kept.dem))
    assert read(inventory) == Sources(dem=kept.dem), "what is not there any more is forgotten"
    write(inventory, Sources())
    assert info(inventory) == {}


def test_paths_are_kept_relative_to_the_inventory(inventory, tmp_path):
    (tmp_path / "rasters").mkdir()
    file = tmp_path / "rasters" / "dem.tif"
    write(inventory, Sources(dem=str(file), glaciers=str(inventory.parent / "rgi.gpkg")))
    assert info(inventory) == {"source_dem": "../rasters/dem.tif", "source_glaciers": "rgi.gpkg"}
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.copytree(inventory.parent, moved / "inv")
    assert read(moved / "inv" / "a.gpkg").dem == str(moved / "rasters" / "dem.tif")


def test_each_of_many_files_is_kept_relative(inventory, tmp_path):
    tiles = tmp_path / "tiles;1"
    tiles.mkdir()
    names = [tmp_path / "a.nc", tmp_path / "b;c 冰.nc"]
    write(inventory, Sources(dem=str(tiles), maat=joined(map(str, names)), magt=str(tmp_path / "obu" / "*.tif")))
    assert info(inventory) == {
        "source_dem": "../tiles;1",
        "source_maat": '../a.nc;"../b;c 冰.nc"',
        "source_magt": "../obu/*.tif",
    }
    found = read(inventory)
    assert names_in(found.maat) == [str(name) for name in names]
    assert (found.dem, found.magt) == (str(tiles), str(tmp_path / "obu" / "*.tif"))


def test_a_remembered_pattern_without_a_file_is_told(inventory, tmp_path):
    write(inventory, Sources(magt=str(tmp_path / "*.nc")))
    with pytest.raises(UserError, match=r"remembers .*\*\.nc as its source of magt .* give the right one with --magt"):
        with_remembered(inventory, Sources(), [schema.GROUND_TEMPERATURE], None)
    (tmp_path / "a.nc").write_bytes(b"")
    assert with_remembered(inventory, Sources(), [schema.GROUND_TEMPERATURE], None).magt == str(tmp_path / "*.nc")


def test_a_relative_path_is_that_of_the_working_folder(inventory, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(inventory, Sources(dem="dem.tif"))
    monkeypatch.chdir("/")
    assert read(inventory).dem == str(tmp_path / "dem.tif")


def test_a_path_on_another_drive_stays_absolute(inventory, monkeypatch):
    def other_drive(*_):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", other_drive)
    write(inventory, Sources(dem="/data/dem.tif"))
    assert info(inventory) == {"source_dem": "/data/dem.tif"}
    with geopackage.connect(inventory, write=True) as connection:
        connection.execute("UPDATE inventory_info SET VALUE = 'D:\\data\\dem.tif' WHERE KEY = 'source_dem'")
    assert read(inventory).dem == "D:\\data\\dem.tif", "of another system: not there, but told as it is"


def test_no_key_or_password_is_kept(inventory):
    with pytest.raises(UserError, match=r"key or password") as caught:
        write(inventory, Sources(dem="/vsicurl/https://t.org/dem.tif?token=hunter2"))
    assert "hunter2" not in str(caught.value)
    assert info(inventory) == {}


def test_a_detections_own_file_remembers_nothing(tmp_path):
    path = tmp_path / "k.gpkg"
    geopackage.create(path, schema.DETECTION_LAYERS, SpatialReference(4326, "W", "EPSG", 4326, "x"))
    assert read(path) == Sources()
    with pytest.raises(UserError, match=r"no inventory.*--remember"):
        write(path, Sources(dem="dem.tif"))


def test_every_group_has_a_source_and_every_file_a_group():
    assert set(sources.SOURCE_OF) == set(schema.ATTRIBUTE_GROUPS)
    assert set(sources.SOURCE_OF.values()) == set(sources.FILES)


def test_what_is_given_is_over_what_is_remembered():
    remembered = Sources(dem="d.tif", maat="t.nc", maat_variable="t2m", maat_years="1981-2010", glaciers="g.gpkg")
    assert Sources().over(remembered) == remembered
    years = Sources(maat_years="1991-2020").over(remembered)
    assert (years.maat, years.maat_variable, years.maat_years) == ("t.nc", "t2m", "1991-2020")
    other = Sources(maat="other.nc").over(remembered)
    assert (other.maat, other.maat_variable, other.maat_years) == ("other.nc", None, None), "another file"
    assert (other.dem, other.glaciers) == ("d.tif", "g.gpkg")


# In the command


def test_a_vanished_file_is_told_with_its_key(inventory, tmp_path):
    remember(inventory, Sources(dem=str(tmp_path / "gone.tif"), glaciers=str(tmp_path / "none.gpkg")))
    with pytest.raises(UserError, match=r"gone\.tif as its source of dem \(source_dem\).*--dem"):
        with_remembered(inventory, Sources(), None, None)
    taken = with_remembered(inventory, Sources(dem="new.tif"), None, "rock_glaciers")
    assert taken.dem == "new.tif"
    assert with_remembered(inventory, Sources(), ["precipitation"], None).dem.endswith("gone.tif"), "not needed"
    with pytest.raises(UserError, match=r"none\.gpkg as its source of glaciers \(source_glaciers\)"):
        with_remembered(inventory, Sources(dem="new.tif"), None, "candidates")


def test_the_command_remembers_and_takes_what_it_remembers(inventory, dem, tmp_path):
    without = engine_here.run("attributes", "--inventory", inventory)
    assert without.code == 1
    assert "give a source (--dem, --maat" in without.error
    maat = level(tmp_path, "maat.tif", 2731.5 - 35, dtype="int16")
    first = engine_here.run(
        "attributes",
        "--inventory",
        inventory,
        "--dem",
        dem,
        "--maat",
        maat,
        "--maat-unit",
        "0.1 K",
        "--groups",
        "terrain, air-temperature",
        "--climate-method",
        "mean",
        "--remember",
    )
    assert first.result["filled"] == {"terrain": 1, "air-temperature": 1}
    assert column(inventory, "MAAT") == pytest.approx([-3.55])
    assert info(inventory) == {
        "source_dem": f"../{dem.name}",
        "source_maat": "../maat.tif",
        "source_maat_unit": "0.1 K",
        "source_climate_method": "mean",
    }
    again = engine_here.run("attributes", "--inventory", inventory, "--groups", "air-temperature", "--all")
    assert again.result["filled"] == {"air-temperature": 1}
    assert column(inventory, "MAAT") == pytest.approx([-3.55]), "the unit is remembered too"
    dem.unlink()
    gone = engine_here.run("attributes", "--inventory", inventory, "--all")
    assert gone.code == 1
    assert "source_dem" in gone.error


def test_options_of_the_radiation_are_remembered(inventory, dem):
    first = engine_here.run(
        "attributes",
        "--inventory",
        inventory,
        "--dem",
        dem,
        "--groups",
        "radiation",
        "--without-pressure",
        "--diffuse",
        "port",
        "--days",
        "170-175",
        "--albedo",
        "0.3",
        "--time-step",
        "20",
        "--remember",
    )
    assert any("days 170 to 175, not of a whole year" in text for text in first.warnings)
    (before,) = column(inventory, "PISR")
    engine_here.run("attributes", "--inventory", inventory, "--groups", "radiation", "--all")
    assert column(inventory, "PISR") == [before]
    other = engine_here.run(
        "attributes", "--inventory", inventory, "--groups", "radiation", "--all", "--days", "170-176"
    )
    assert other.code == 0
    assert column(inventory, "PISR")[0] > before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--features", "3,x"), "no list of feature ids"),
        (("--maat", "{maat}", "--maat-years", "2010-1981"), "no range of years"),
        (("--maat", "{maat}", "--maat-years", "then"), "no range of years"),
        (("--days", "late"), "no range of days"),
        (("--albedo", "3"), "albedo of 3 is impossible"),
        (("--groups", ","), "No group of attributes is chosen"),
    ],
)
def test_options_that_make_no_sense_are_told(inventory, tmp_path, words, sentence):
    maat, relief = level(tmp_path, "maat.tif", -3.5), plane(tmp_path)
    words = [word.format(maat=maat) for word in words]
    done = engine_here.run("attributes", "--inventory", inventory, "--dem", relief, *words)
    assert done.code == 1
    assert sentence in done.error
    assert column(inventory, "AREA") == [None]
