"""The date of an image: asked once, kept in the inventory, written where it is missing; one rule for all."""

from __future__ import annotations

import json

import pytest
from mapping import candidate_outline, candidate_squares, make_inventory, open_inventory, outline_of, rows_of, square
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.gestures.finishing.image_dates import (
    INFO_DATES,
    date_of,
    not_asked_yet,
    read_dates,
    remember_date,
)
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS

BOTH = "scene é.tif; second 冰.tif"
ANN = "Ann Mapper"


@pytest.fixture
def inventory(tmp_path):
    opened = open_inventory(make_inventory(tmp_path / "inventory 冰.gpkg", candidate_squares(4)))
    yield opened
    opened.close()


def keep(inventory, candidate, source, date=""):
    return operations.remain(inventory, candidate, candidate_outline(inventory, candidate), By(ANN, source, date))


def imagery(inventory, fid):
    row = rows_of(inventory.path, ROCK_GLACIERS)[fid]
    return row["SOUR_DATA"], row["MAP_DATE"]


@pytest.mark.parametrize(
    ("source", "dates", "date", "left"),
    [
        ("", {}, "", []),
        ("a.tif", {}, "", ["a.tif"]),
        ("a.tif", {"a.tif": "2021-08"}, "2021-08", []),
        ("a.tif", {"a.tif": ""}, "", []),
        ("a.tif; b.tif", {"a.tif": "2021-08"}, "2021-08; unknown", ["b.tif"]),
        ("a.tif; b.tif", {"a.tif": "2021-08", "b.tif": "2020"}, "2021-08; 2020", []),
        ("a.tif; b.tif", {"a.tif": "2021", "b.tif": "2021"}, "2021", []),
        ("a.tif; b.tif", {"a.tif": "", "b.tif": "2020"}, "unknown; 2020", []),
    ],
)
def test_the_date_of_one_image_or_of_several(source, dates, date, left):
    assert date_of(source, dates) == date
    assert not_asked_yet(source, dates) == left


def test_an_answer_is_kept_and_fills_what_is_empty(inventory):
    first, other = keep(inventory, 1, "scene é.tif"), keep(inventory, 2, "elsewhere.tif")
    dated = keep(inventory, 3, "scene é.tif", "by hand")
    both = keep(inventory, 4, BOTH)
    assert remember_date(inventory, "scene é.tif", "  August\n 2021 ") == 1
    assert imagery(inventory, first) == ("scene é.tif", "August 2021")
    assert imagery(inventory, other) == ("elsewhere.tif", None)
    assert imagery(inventory, dated) == ("scene é.tif", "by hand")
    assert imagery(inventory, both) == (BOTH, None), "the other image was not asked for yet"
    assert remember_date(inventory, "second 冰.tif", "2020") == 1
    assert imagery(inventory, both) == (BOTH, "August 2021; 2020")
    assert read_dates(inventory.facts()) == {"scene é.tif": "August 2021", "second 冰.tif": "2020"}


def test_not_known_is_an_answer_too(inventory):
    fid = keep(inventory, 1, "scene.tif")
    assert remember_date(inventory, "scene.tif", "") == 0
    assert imagery(inventory, fid) == ("scene.tif", None)
    assert not_asked_yet("scene.tif", read_dates(inventory.facts())) == []


def test_a_gesture_before_the_answer_can_still_be_undone(inventory):
    keep(inventory, 1, "scene.tif")
    remember_date(inventory, "scene.tif", "2021-08")
    undone = undoing.undo(inventory, ANN)
    assert undone is not None and undone.operation == "remain"
    assert rows_of(inventory.path, ROCK_GLACIERS) == {}


def test_a_date_of_another_tool_stands_in_the_way_of_an_undo(inventory):
    fid = keep(inventory, 1, "scene.tif", "2021")
    with inventory.change():
        inventory.connection.execute(f"UPDATE rock_glaciers SET MAP_DATE = '1999' WHERE fid = {fid}")
    with pytest.raises(Exception, match="was changed since"):
        undoing.undo(inventory, ANN)


def test_a_key_in_a_date_is_never_kept(inventory):
    remember_date(inventory, "scene.tif", "https://x.org/?api_key=SECRET123456789")
    assert "SECRET123456789" not in inventory.facts()[INFO_DATES]


def test_what_another_tool_made_of_the_fact_counts_as_none(inventory):
    for nonsense in ("", "[]", "{", '"x"'):
        assert read_dates({INFO_DATES: nonsense}) == {}
    assert read_dates({INFO_DATES: json.dumps({"a": 1})}) == {"a": "1"}


def test_a_new_outline_names_its_own_imagery(inventory):
    fid = keep(inventory, 1, "scene.tif", "2021")
    drawn = outline_of(square(97.2, 28.1, 0.0015))
    operations.refine_rock_glacier(inventory, fid, drawn, By(ANN))
    assert imagery(inventory, fid) == ("scene.tif", "2021"), "nothing was said of it"
    operations.refine_rock_glacier(inventory, fid, outline_of(square(97.2, 28.1, 0.001)), By(ANN, "basemap"))
    assert imagery(inventory, fid) == ("basemap", None), "the date of the other image is not that of this one"
    undoing.undo(inventory, ANN)
    assert imagery(inventory, fid) == ("scene.tif", "2021")


def test_a_merged_outline_names_the_imagery_of_all_its_parts(inventory):
    fids = [keep(inventory, 1, "a.tif", "2020"), keep(inventory, 2, BOTH, "2021; unknown")]
    kept = reshaping.merge(inventory, fids, outline_of(square(97.2, 28.1, 0.02)), By(ANN))
    names, dates = imagery(inventory, kept)
    assert sorted(names.split("; ")) == ["a.tif", "scene é.tif", "second 冰.tif"]
    assert sorted(dates.split("; ")) == ["2020", "2021", "unknown"]
