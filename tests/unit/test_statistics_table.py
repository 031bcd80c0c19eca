"""A layer as columns: inventories, other polygons, points; what is missing, cannot be, or is no layer of such."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely
from filling_inventories import make, put
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.statistics import places
from rock_glacier_inventory.engine.statistics.table import read_table
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS, SUBREGIONS
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from statistics_tables import write_layer

DEGREES = "EPSG:4326"


def squares(*places, size=0.01):
    return [shapely.box(x, y, x + size, y + size) for x, y in places]


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """Three rock glaciers, of which one has no attributes, in two of three subregions."""
    path = make(tmp_path / "Inventar é 冰.gpkg", DEGREES)
    put(
        path,
        ROCK_GLACIERS,
        squares((90, 30), (90.1, 30), (90.2, 30)),
        DEGREES,
        ID=["RGU300050N0900050E", "RGU300050N0901050E", None],
        SUBREGION=["Ost 冰", "West", None],
        LON=[90.005, 90.105, None],
        LAT=[30.005, 30.005, None],
        AREA=[1e5, 2e5, None],
        ELE_MIN=[4800.0, -9999.0, None],
        ASPECT=[10.0, -1.0, None],
        SLO_MEAN=[None, 15.0, None],
        STALE=[0, 1, None],
        PERMAFROST=["continuous", "sporadic", None],
    )
    put(path, SUBREGIONS, squares((89.9, 29.9), (95, 30), (90.1, 29.9)), DEGREES, NAME=["Ost 冰", "Nirgends", "West"])
    return path


def test_an_inventory_is_read_with_a_word_for_what_is_missing(inventory: Path) -> None:
    report = SilentReport()
    table = read_table(inventory, report=report)
    assert (table.layer, table.number) == ("rock_glaciers", 3)
    assert table.identifiers.tolist() == ["RGU300050N0900050E", "RGU300050N0901050E", "feature 3"]
    assert table.column("ELE_MIN").tolist()[0] == 4800.0
    assert (table.known("ELE_MIN"), table.known("ASPECT"), table.known("MAAT")) == (1, 1, 0)
    assert table.column("SUBREGION").tolist() == ["Ost 冰", "West", ""]
    assert table.subregions == ("Ost 冰", "Nirgends", "West")
    assert table.longitude[2] == pytest.approx(90.205)
    measured = ellipsoidal_areas(squares((90.2, 30)), DEGREES)[0]
    assert table.column("AREA").tolist() == pytest.approx([1e5, 2e5, measured], rel=1e-6)
    words = " ".join(report.warnings)
    assert "1 of 3" in words and "older than their outline" in words
    assert "such as -9999" in words and "aspects of flat ground" in words
    assert "ELE_MIN 1, SLO_MEAN 1, ASPECT 1" in words
    assert "MAAT, MAGT" in words and "the command attributes fills them" in words


def test_a_file_of_an_older_version_is_read_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "old.gpkg"
    with closing(sqlite3.connect(path)) as file:
        register_functions(file)
        file.executescript(Path(__file__).with_name("schema_1.sql").read_text("utf-8"))
    before = path.read_bytes()
    table = read_table(path)
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir()] == ["old.gpkg"]
    assert (table.layer, table.number, table.known("AREA")) == ("rock_glaciers", 1, 1)


def test_polygons_of_others_are_measured_whatever_they_call_area(tmp_path: Path) -> None:
    shapes = squares((179.995, 66), (-70, -33))
    jump = shapely.Polygon([(179.995, 66), (-179.995, 66), (-179.995, 66.01), (179.995, 66.01)])
    path = write_layer(tmp_path / "fremd 冰.gpkg", [jump, shapes[1]], {"Area": [0.12, 0.3], "Name": ["a", "b"]})
    table = read_table(path)
    assert table.column("AREA")[1] == pytest.approx(ellipsoidal_areas([shapes[1]], DEGREES)[0], rel=1e-6)
    closed = shapely.box(179.995, 66, 180.005, 66.01)
    assert table.column("AREA")[0] == pytest.approx(ellipsoidal_areas([closed], DEGREES)[0], rel=1e-6)
    assert abs(table.longitude[0]) == pytest.approx(180, abs=0.004)
    assert table.latitude[0] == pytest.approx(66.005, abs=0.004)
    assert table.identifiers.tolist() == ["a", "b"]
    assert "ELE_MIN" in table.absent and "AREA" not in table.absent


def test_another_inventorys_markers_are_taken_where_they_are_its_outlines(tmp_path: Path) -> None:
    fields = {"LON": [90.001, 30.005], "LAT": [30.002, 90.0], "ID": ["RGU1", "RGU2"]}
    table = read_table(write_layer(tmp_path / "tp.gpkg", squares((90, 30), (90.1, 30)), fields))
    assert table.longitude.tolist() == pytest.approx([90.001, 90.105])
    assert table.latitude.tolist() == pytest.approx([30.002, 30.005])


def test_another_system_gives_the_same_places(tmp_path: Path) -> None:
    shape = shapely.box(500_000, 3_300_000, 500_500, 3_300_400)
    table = read_table(write_layer(tmp_path / "utm.gpkg", [shape], crs="EPSG:32645"))
    assert table.longitude[0] == pytest.approx(87.0026, abs=1e-3)
    assert table.column("AREA")[0] == pytest.approx(200_000, rel=2e-3)


def test_removed_candidates_count_with_a_word(tmp_path: Path) -> None:
    path = make(tmp_path / "own.gpkg", DEGREES)
    put(path, CANDIDATES, squares((90, 30), (90.1, 30)), DEGREES, STATE=["remove", "undecided"])
    report = SilentReport()
    table = read_table(path, "candidates", report=report)
    assert table.column("STATE").tolist() == ["remove", "undecided"]
    assert "1 of 2" in " ".join(report.warnings) and "removed by a mapper" in " ".join(report.warnings)


def test_many_are_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = squares(*((90 + number / 10, 30) for number in range(5)))
    path = write_layer(tmp_path / "five.gpkg", [*shapes, shapely.Point(80, 20)], {"ID": list("abcdef")})
    whole = read_table(path)
    monkeypatch.setattr(places, "_PART", 2)
    parts = read_table(path)
    assert parts.longitude.tolist() == whole.longitude.tolist()
    assert parts.longitude[:5] == pytest.approx(90.005 + np.arange(5) / 10)
    assert np.array_equal(parts.column("AREA"), whole.column("AREA"), equal_nan=True)
    assert np.isnan(parts.column("AREA")[5]) and parts.longitude[5] == 80


def test_points_have_places_and_no_area(tmp_path: Path) -> None:
    points = [shapely.Point(90, 30), shapely.MultiPoint([(91, 31), (92, 32)]), shapely.Point()]
    report = SilentReport()
    table = read_table(write_layer(tmp_path / "points.geojson", points), report=report)
    assert table.longitude[:2].tolist() == [90, 91]
    assert np.isnan(table.longitude[2])
    assert "AREA" in table.absent
    assert "1 in layer" in " ".join(report.warnings)


def test_aspects_in_sectors_are_left_out(tmp_path: Path) -> None:
    points = [shapely.Point(90 + number / 100, 30) for number in range(24)]
    report = SilentReport()
    path = write_layer(tmp_path / "rgi.geojson", points, {"ASPECT": [number % 8 + 1 for number in range(24)]})
    assert read_table(path, report=report).known("ASPECT") == 0
    assert "numbers of sectors" in " ".join(report.warnings)


def test_further_fields_are_read_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    fields = {"Kind": ["a", "b"], "Speed": [0.5, 1.5], "Class": [1, 2]}
    path = write_layer(tmp_path / "more.gpkg", squares((90, 30), (90.1, 30)), fields)
    table = read_table(path, also=("KIND", "SPEED", "CLASS"))
    assert table.column("KIND").tolist() == ["a", "b"]
    assert table.column("SPEED").tolist() == [0.5, 1.5]
    assert table.column("CLASS").tolist() == ["1", "2"]
    with pytest.raises(UserError, match="has no field 'COLOUR'; it has: Kind, Speed, Class"):
        read_table(path, also=("COLOUR",))
    with pytest.raises(UserError, match="has no field 'COLOUR'"):
        table.column("COLOUR")


def test_a_number_that_is_text_is_left_out(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "text.geojson", [shapely.Point(90, 30)], {"ELE_MIN": ["high"]})
    report = SilentReport()
    assert read_table(path, report=report).known("ELE_MIN") == 0
    assert "holds texts, not numbers" in " ".join(report.warnings)


def test_lines_no_system_no_file_and_an_empty_layer(tmp_path: Path) -> None:
    lines = write_layer(tmp_path / "lines.gpkg", [shapely.LineString([(90, 30), (91, 31)])])
    with pytest.raises(UserError, match="neither polygons nor points"):
        read_table(lines)
    bare = write_layer(tmp_path / "bare.shp", squares((90, 30)), {"A": [1]}, kind="Polygon")
    bare.with_suffix(".prj").unlink()
    with pytest.raises(UserError, match="has no coordinate system"):
        read_table(bare)
    with pytest.raises(UserError, match="There is no file"):
        read_table(tmp_path / "none.gpkg")
    text = tmp_path / "text.gpkg"
    text.write_text("no layer", "utf-8")
    with pytest.raises(UserError, match="is not a vector file"):
        read_table(text)
    report = SilentReport()
    empty = read_table(make(tmp_path / "empty.gpkg", DEGREES), report=report)
    assert empty.number == 0
    assert "there is nothing to count" in report.warnings[0]


def test_reading_leaves_no_file_beside(inventory: Path, tmp_path: Path) -> None:
    copy = shutil.copy(inventory, tmp_path / "copy.gpkg")
    before = sorted(path.name for path in tmp_path.iterdir())
    read_table(Path(copy))
    assert sorted(path.name for path in tmp_path.iterdir()) == before
