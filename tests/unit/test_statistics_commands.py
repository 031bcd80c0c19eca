"""`grid-statistics`, `summarise` and `compare` as a person runs them: files, tables, sentences."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import engine_here
import engine_process
import numpy as np
import pyogrio
import pytest
import shapely
from filling_inventories import make, put
from rock_glacier_inventory.engine.statistics.columns import NUMBERS
from rock_glacier_inventory.engine.statistics.summaries import summarise
from rock_glacier_inventory.engine.statistics.tables import text_of_summaries
from rock_glacier_inventory.inventory.schema import PERMAFROST_ZONES, ROCK_GLACIERS, SUBREGIONS
from statistics_tables import table_of, write_layer

DEGREES = "EPSG:4326"
NUMBER = 60


@pytest.fixture(scope="module")
def inventory(tmp_path_factory) -> Path:
    """Sixty rock glaciers in two of three subregions, with all attributes; every tenth has no climate."""
    path = make(tmp_path_factory.mktemp("statistics 冰") / "Inventar é 冰.gpkg", DEGREES)
    random = np.random.default_rng(2)
    longitude, latitude = random.uniform(85, 88, NUMBER), random.uniform(28, 30, NUMBER)
    shapes = [shapely.box(x - 0.002, y - 0.002, x + 0.002, y + 0.002) for x, y in zip(longitude, latitude, strict=True)]
    values = {name: random.uniform(0, 1, NUMBER).tolist() for name in NUMBERS}
    values |= {"AREA": random.uniform(1e4, 5e5, NUMBER).tolist(), "ASPECT": random.uniform(0, 360, NUMBER).tolist()}
    values["MAAT"] = [None if number % 10 == 0 else -2.0 for number in range(NUMBER)]
    put(
        path,
        ROCK_GLACIERS,
        shapes,
        DEGREES,
        ID=[f"RGU{number:015d}" for number in range(NUMBER)],
        LON=longitude.tolist(),
        LAT=latitude.tolist(),
        SUBREGION=["West 冰" if x < 86.5 else "East" for x in longitude],
        PERMAFROST=[PERMAFROST_ZONES[number % 3] for number in range(NUMBER)],
        OPERATION=["remain"] * NUMBER,
        **values,
    )
    put(
        path,
        SUBREGIONS,
        [shapely.box(85, 28, 86.5, 30), shapely.box(86.5, 28, 88, 30), shapely.box(90, 28, 91, 30)],
        DEGREES,
        NAME=["West 冰", "East", "Nobody's"],
    )
    return path


def rows(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_cells_are_a_layer_on_their_own_projection(inventory: Path, tmp_path: Path) -> None:
    output = tmp_path / "cells 冰.gpkg"
    before = inventory.read_bytes()
    done = engine_process.run("grid-statistics", "--input", inventory, "--cell-size", 50, "--output", output)
    assert done.code == 0, done.log
    assert inventory.read_bytes() == before
    meta, _, wkb, values = pyogrio.raw.read(output, layer="cells")
    columns = dict(zip(meta["fields"], values, strict=True))
    assert columns["COUNT"].sum() == NUMBER
    assert columns["N_MAAT"].sum() == NUMBER - NUMBER / 10
    assert np.isfinite(columns["AREA_MEAN"]).all()
    assert columns["DENSITY"] == pytest.approx(columns["COUNT"] / 25)
    assert {"CELL", "COUNT", "ELE_MIN", "SLO_MEAN", "ASPECT", "ASP_R", "LON", "LAT"} <= set(columns)
    assert "Lambert_Azimuthal_Equal_Area" in meta["crs"] or "Lambert Azimuthal" in meta["crs"]
    assert shapely.area(shapely.from_wkb(wkb)) == pytest.approx(2500e6)
    assert done.result["cells"] == len(wkb)


def test_tables_are_whole_by_subregion_and_by_classes(inventory: Path, tmp_path: Path) -> None:
    done = engine_process.run("summarise", "--inventory", inventory, "--output", tmp_path / "Tabellen 冰")
    assert done.code == 0, done.log
    folder = tmp_path / "Tabellen 冰"
    assert sorted(path.name for path in folder.iterdir()) == sorted(done.result["files"])
    overview = rows(folder / "summary.csv")
    assert [(row["by"], row["group"]) for row in overview][:4] == [
        ("", "(all)"),
        ("SUBREGION", "East"),
        ("SUBREGION", "Nobody's"),
        ("SUBREGION", "West 冰"),
    ]
    assert [row["group"] for row in overview if row["by"] == "PERMAFROST"] == list(PERMAFROST_ZONES[:3])
    assert [row["group"] for row in overview if row["by"] == "OPERATION"] == ["remain"]
    assert overview[2]["number"] == "0" and overview[2]["AREA_mean"] == ""
    assert overview[0]["MAAT_known"] == "54"
    values = {(row["group"], row["field"]): row for row in rows(folder / "values.csv")}
    assert values["(all)", "MAAT"]["missing"] == "6"
    assert float(values["East", "AREA"]["total"]) + float(values["West 冰", "AREA"]["total"]) == pytest.approx(
        float(values["(all)", "AREA"]["total"])
    )
    assert values["(all)", "AREA"]["p50"] == overview[0]["AREA_median"]
    aspect = rows(folder / "aspect.csv")[0]
    assert sum(int(aspect[name]) for name in ("N", "NE", "E", "SE", "S", "SW", "W", "NW")) == NUMBER
    assert 0 <= float(aspect["rayleigh_p"]) <= 1
    shares = {row["class"]: row for row in rows(folder / "shares.csv") if row["group"] == "(all)"}
    assert (shares["MAAT -5 to 0 °C"]["in_class"], shares["MAAT -5 to 0 °C"]["known"]) == ("54", "54")
    assert {row["which"] for row in rows(folder / "extremes.csv")} == {"largest", "lowest", "highest"}


def test_a_spreadsheet_and_a_program_read_the_same(inventory: Path, tmp_path: Path) -> None:
    """Excel knows UTF-8 by its mark only; a reader that knows nothing of it finds the first field under its name."""
    assert engine_here.run("summarise", "--inventory", inventory, "--output", tmp_path / "t").code == 0
    raw = (tmp_path / "t" / "summary.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf" + b"by,group,number")
    assert "West 冰".encode() in raw
    assert raw.count(b"\r\n") == raw.count(b"\n")


def test_tables_again_take_the_place_of_the_earlier_and_leave_the_rest(inventory: Path, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / "mine.csv").write_text("mine", "utf-8")
    (folder / "shares.csv").write_text("old", "utf-8")
    assert engine_here.run("summarise", "--inventory", inventory, "--output", folder, "--by", "PERMAFROST").code == 0
    assert (folder / "mine.csv").read_text("utf-8") == "mine"
    assert "old" not in (folder / "shares.csv").read_text("utf-8")
    assert {row["by"] for row in rows(folder / "shares.csv")} == {"", "PERMAFROST"}


def test_the_table_of_the_log_tells_of_how_many_where_it_is_not_all() -> None:
    table = table_of(
        [90.0, 90.1, 90.2], [30.0] * 3, SUBREGION=["B", "A", "A"], AREA=[1e6, 2e6, 4e6], ASPECT=[359.6, 359.6, np.nan]
    )
    lines = text_of_summaries([summarise(table, "SUBREGION")]).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["(all)", "3", "7.00", "2.333", "–", "–", "0", "(2)", "1.00", "(2)"],
        ["SUBREGION"],
        ["A", "2", "6.00", "3.000", "–", "–", "0", "(1)", "1.00", "(1)"],
        ["B", "1", "1.00", "1.000", "–", "–", "0", "1.00"],
    ]
    assert lines == [line.rstrip() for line in lines]


def test_a_field_of_numbers_needs_breaks(inventory: Path, tmp_path: Path) -> None:
    refused = {
        ("--by", "ELE_MIN"): "say with --breaks",
        ("--by", "SUBREGION", "--breaks", "1,2"): "names none of numbers",
        ("--by", "ELE_MIN,AREA", "--breaks", "1,2"): "several of numbers",
        ("--by", "ELE_MIN", "--breaks", "low"): "are no numbers",
        ("--by", "ELE_MIN", "--breaks", "3,2"): "do not rise",
        ("--by", "COLOUR"): "has no field 'COLOUR'",
    }
    for options, words in refused.items():
        done = engine_here.run("summarise", "--inventory", inventory, "--output", tmp_path / "no", *options)
        assert done.code == 1 and words in done.error, (options, done.error)
        assert not (tmp_path / "no").exists()
    done = engine_here.run(
        "summarise", "--inventory", inventory, "--output", tmp_path / "t", "--by", "AREA", "--breaks", "1e5,3e5"
    )
    assert done.code == 0, done.error
    names = [row["group"] for row in rows(tmp_path / "t" / "summary.csv")]
    assert names == ["(all)", "below 100000", "100000 to 300000", "from 300000"]


def test_points_alone_are_counted(tmp_path: Path) -> None:
    points = [shapely.Point(90 + number / 50, 30) for number in range(20)]
    path = write_layer(tmp_path / "points.geojson", points)
    done = engine_here.run(
        "grid-statistics", "--input", path, "--cell-size", 5, "--shape", "hexagon", "--output", tmp_path / "c.gpkg"
    )
    assert done.code == 0, done.error
    meta, _, _, values = pyogrio.raw.read(tmp_path / "c.gpkg")
    assert values[list(meta["fields"]).index("COUNT")].sum() == 20
    assert any("only its places are counted" in warning for warning in done.warnings)
    assert engine_here.run("summarise", "--inventory", path, "--output", tmp_path / "t").code == 0
    assert rows(tmp_path / "t" / "summary.csv")[0]["number"] == "20"
    assert (tmp_path / "t" / "values.csv").read_text("utf-8-sig") == ""


def test_nothing_to_count_and_wrong_outputs_are_sentences(inventory: Path, tmp_path: Path) -> None:
    empty = make(tmp_path / "empty.gpkg", DEGREES)
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    refused = {
        ("grid-statistics", "--input", empty, "--output", tmp_path / "c.gpkg"): "there are no cells",
        ("grid-statistics", "--input", inventory, "--output", tmp_path / "c.shp"): "let its name end in .gpkg",
        ("grid-statistics", "--input", inventory, "--cell-size", "0", "--output", tmp_path / "c.gpkg"): "A cell must",
        ("summarise", "--inventory", inventory, "--output", file): "give a folder",
        ("summarise", "--inventory", file, "--output", tmp_path / "t"): "not a vector file",
    }
    for words, told in refused.items():
        done = engine_here.run(*words)
        assert done.code == 1 and told in done.error, (words, done.error)
    assert not (tmp_path / "c.gpkg").exists() and not (tmp_path / "t").exists()
    done = engine_here.run("summarise", "--inventory", empty, "--output", tmp_path / "t")
    assert done.code == 0 and rows(tmp_path / "t" / "summary.csv")[0]["number"] == "0"


def test_no_output_takes_the_place_of_what_is_read(inventory: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine 冰.gpkg"
    mine.write_bytes(inventory.read_bytes())
    link = tmp_path / "link.gpkg"
    link.symlink_to(mine)
    for words in (
        ("grid-statistics", "--input", mine, "--output", link),
        ("compare", "--input", inventory, "--reference", f"{mine}|rock_glaciers", "--output", mine),
    ):
        done = engine_here.run(*words)
        assert done.code == 1 and "is a file that is read" in done.error
    assert mine.read_bytes() == inventory.read_bytes()


def test_an_inventory_beside_itself_is_the_same(inventory: Path, tmp_path: Path) -> None:
    reference = write_layer(tmp_path / "points.geojson", [shapely.Point(86, 29)])
    output = tmp_path / "differences.gpkg"
    done = engine_process.run(
        "compare", "--input", inventory, "--reference", inventory, "--reference", reference, "--output", output
    )
    assert done.code == 0, done.log
    assert done.result["one_to_one"] == NUMBER
    content = json.loads(output.with_suffix(".json").read_text("utf-8"))
    first, second = content["references"]
    assert first["ground"]["how"] == "inside the input's subregions and the reference's subregions"
    assert first["one_to_one"]["iou"]["mean"] == pytest.approx(1)
    assert second["only_markers"] and second["by_iou"] is None
    assert "one to one" in done.result["table"]
