"""Rock glaciers and markers without a place or a name, as other programs leave them, on their way out."""

from __future__ import annotations

import engine_here
import pytest
from checked import NAMES, published, spoil
from exchanged import give, not_given, tables_in
from imported import take


@pytest.fixture
def inventory(tmp_path):
    """Four rock glaciers of the published form, each with its marker."""
    take(published(tmp_path), tmp_path / "i.gpkg")
    return tmp_path / "i.gpkg"


EMPTY = "x'47500011E6100000010600000000000000'"
"""An empty multipolygon, as a GeoPackage holds it."""


@pytest.mark.parametrize("outline", ["NULL", EMPTY], ids=["none", "empty"])
def test_a_rock_glacier_without_an_outline_is_open_and_only_its_marker_can_go_out(inventory, tmp_path, outline):
    """As another program leaves it; also FlatGeobuf has a place for each row, as its spatial index asks."""
    spoil(inventory, f"UPDATE rock_glaciers SET geom = {outline} WHERE fid = 2")
    name = NAMES[1]
    assert f"1 without an outline, of which no more than the marker can go out ({name})" in not_given(
        inventory, "tprogi", tmp_path / "out"
    )
    for asked, markers in (("leave-out", 0), ("include", 1)):
        done = give(inventory, "tprogi", tmp_path / asked, f"--open={asked}")
        assert any("1 without an outline" in note for note in done.result["notes"])
        for ending in (".shp", ".gpkg", ".fgb"):
            found = tables_in(tmp_path / asked, ending)
            assert name not in {row["ID"] for row in found["GO"]}
            assert [row["ID"] for row in found["PM"]].count(name) == markers


def test_a_marker_without_a_place_lies_where_its_rock_glacier_does(inventory, tmp_path):
    empty = "x'47500011E610000001" + "01000000" + "000000000000F87F" * 2 + "'"
    spoil(inventory, f"UPDATE primary_markers SET geom = {empty} WHERE fid = 2")
    give(inventory, "tprogi", tmp_path / "out", "--open=include")
    for ending in (".shp", ".gpkg", ".fgb"):
        found = tables_in(tmp_path / "out", ending)
        assert len(found["PM"]) == 4 and all(row["shape"].bounds for row in found["PM"])


def test_markers_without_an_identifier_all_go_out(inventory, tmp_path):
    spoil(inventory, "INSERT INTO primary_markers (geom) SELECT geom FROM primary_markers WHERE fid < 3")
    give(inventory, "rgik", tmp_path / "out", "--open=include")
    assert [row["PrimaryID"] for row in tables_in(tmp_path / "out")["PM"]].count(None) == 2


def test_a_publication_leaves_its_marker_out_too(inventory, tmp_path):
    spoil(inventory, "UPDATE rock_glaciers SET geom = NULL WHERE fid = 2")
    words = (f"--inventory={inventory}", f"--output={tmp_path / 'out'}", "--open=leave-out", "--without-report")
    done = engine_here.run("publish", *words, "--dialect=rgik")
    assert done.code == 0, done
    found = tables_in(tmp_path / "out" / "data" / "rgik")
    assert [len(found[role]) for role in ("GO", "PM")] == [3, 3]
    assert f"{NAMES[1]},without an outline" in (tmp_path / "out" / "open.csv").read_text("utf-8").replace('"', "")
