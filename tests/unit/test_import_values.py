"""What becomes of values and identifiers that are imported: what does not fit is told, and nothing is lost."""

from __future__ import annotations

import json
from contextlib import closing

import numpy as np
import shapely
from imported import NAMES, SOUTH, SQUARES, WEST, layer_of, of, take
from mapping import ME, make_inventory, open_inventory, outline_of, square
from rock_glacier_inventory.engine.gathering import parts
from rock_glacier_inventory.gestures.operations import retrieve
from rock_glacier_inventory.inventory.identifiers import format_identifier
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS
from vector_formats import write_shapefile

# Values


def test_values_that_do_not_fit_are_told_with_the_first(tmp_path):
    columns = {
        "OPERATION": ["refine", "Remain", "drawn", None],
        "MAPPER": ["A" * 81, "Ann", "", None],
        "h": ["4700.5", "4700,5", "1,234", "high"],
        "n": [17.0, 18.5, np.nan, 4.0],
        "when": np.array(["2021-08-03", "2021-08-04T05:06:07", "NaT", "2020-01-01"], "datetime64[ms]"),
    }
    source = layer_of(tmp_path, **columns)
    done = take(source, tmp_path / "i.gpkg", "--map=ELE_MEAN=h;RGS_ID=n;MAP_DATE=when")
    found = of(ROCK_GLACIERS, tmp_path / "i.gpkg")
    assert [row["OPERATION"] for row in found] == ["refine", "remain", None, None]
    assert [row["MAPPER"] for row in found] == ["A" * 80, "Ann", None, None]
    assert [row["ELE_MEAN"] for row in found] == [4700.5, 4700.5, None, None]
    assert [row["RGS_ID"] for row in found] == ["17", "18.5", None, "4"]
    assert [row["MAP_DATE"] for row in found] == ["2021-08-03", "2021-08-04T05:06:07", None, "2020-01-01"]
    told = "\n".join(done.warnings)
    assert "MAPPER: values longer than 80 characters were cut (1); the first is 'AAAA" in told
    assert (
        "OPERATION: values that are none of remain, refine, retrieve were left empty (1); the first is 'drawn'" in told
    )
    assert "ELE_MEAN: values that are no numbers were left empty (2); the first is '1,234' of feature 3 of" in told
    assert len(done.warnings) == 3


def test_lists_and_objects_of_a_geojson_are_texts(tmp_path):
    outline = {"type": "Polygon", "coordinates": [[*map(list, SQUARES[0].exterior.coords)]]}
    told = {"who": ["Ann 冰", "Bob"], "years": [2019, 2021], "more": {"a": 1}, "is": True}
    nothing = dict.fromkeys(told)
    rows = [{"type": "Feature", "properties": one, "geometry": outline} for one in (told, nothing)]
    rows[1]["geometry"] = {"type": "Polygon", "coordinates": [[*map(list, SQUARES[1].exterior.coords)]]}
    source = tmp_path / "a.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    fields = "MAPPER=who;MAP_DATE=years;ADDI_INF=more;COMMENT=is;ELE_MEAN=years"
    done = take(source, tmp_path / "i.gpkg", f"--map={fields}")
    first, second = of(ROCK_GLACIERS, tmp_path / "i.gpkg")
    names = ("MAPPER", "MAP_DATE", "ADDI_INF", "COMMENT", "ELE_MEAN")
    assert [first[name] for name in names] == ["Ann 冰, Bob", "2019, 2021", '{ "a": 1 }', "1", None]
    assert [second[name] for name in names] == [None] * 5
    assert ["no numbers were left empty (1); the first is '2019, 2021'" in line for line in done.warnings] == [True]


def test_texts_of_a_shapefile_that_does_not_say_how_they_are_written(tmp_path, monkeypatch):
    """Read by parts, all are read as one: the second part alone is as well Western as Chinese."""
    monkeypatch.setattr(parts, "PART", 2)
    names = ["念青唐古拉".encode("gbk"), b"plain", "冰".encode("gbk"), b"x"]
    source = write_shapefile(tmp_path / "s.shp", SQUARES, names)
    done = take(source, tmp_path / "i.gpkg", "--map=SUBREGION=NAME")
    assert [row["SUBREGION"] for row in of(ROCK_GLACIERS, tmp_path / "i.gpkg")] == ["念青唐古拉", "plain", "冰", "x"]
    assert [line for line in done.warnings if "Chinese (GBK)" in line] == done.warnings
    assert len(done.warnings) == 1


# Identifiers


def test_identifiers_are_kept_where_they_are_valid_and_free(tmp_path):
    inventory = tmp_path / "i.gpkg"
    make_inventory(inventory)
    with closing(open_inventory(inventory)) as store:
        retrieve(store, outline_of(square(95, 35)), ME)
    taken = of(ROCK_GLACIERS, inventory)[0]["ID"]
    # The second has none, and lies where the third names its place: the name stays for the third.
    done = take(layer_of(tmp_path, ID=[taken, "", NAMES[1], "RG-7"], ADDI_INF=["a", "b", "c", "d"]), inventory)
    first, second, third, fourth = of(ROCK_GLACIERS, inventory)[1:]
    assert third["ID"] == NAMES[1]
    assert len({row["ID"] for row in of(ROCK_GLACIERS, inventory)}) == 5
    assert (first["ADDI_INF"], second["ADDI_INF"], third["ADDI_INF"]) == (f"ID {taken}; a", "b", "c")
    assert fourth["ADDI_INF"] == "ID RG-7; d"
    for row, shape in zip((first, second, fourth), (SQUARES[0], SQUARES[1], SQUARES[3]), strict=True):
        assert shape.contains(shapely.Point(row["LON"], row["LAT"]))
        assert format_identifier(row["LAT"], row["LON"]) == row["ID"]
    told = "\n".join(done.warnings)
    assert f"are of another rock glacier stand in ADDI_INF, and new ones were given (1); the first is '{taken}'" in told
    assert "none of RGIK's (such as RGU281527N0972426E) stand in ADDI_INF" in told
    assert (done.result["identifiers_kept"], done.result["identifiers_set"]) == (1, 3)


def test_an_identifier_that_is_twice_in_the_file_is_given_once(tmp_path):
    take(layer_of(tmp_path, ID=[NAMES[0]] * 4), tmp_path / "i.gpkg")
    found = of(ROCK_GLACIERS, tmp_path / "i.gpkg")
    assert found[0]["ID"] == NAMES[0]
    assert len({row["ID"] for row in found}) == 4
    assert [row["ADDI_INF"] for row in found] == [None, *[f"ID {NAMES[0]}"] * 3]


def test_an_identifier_of_another_place_is_told(tmp_path):
    far = format_identifier(SOUTH, WEST + 5)
    done = take(layer_of(tmp_path, ID=[far, *NAMES[1:]]), tmp_path / "i.gpkg")
    assert of(ROCK_GLACIERS, tmp_path / "i.gpkg")[0]["ID"] == far
    assert f"more than 0.1 degrees from their outline were kept (1); the first is '{far}'" in done.warnings[0]
