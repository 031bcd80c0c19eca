"""Dialects as data: whole, readable in any spelling, and told as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.dialects.kept import Kept, read_kept
from rock_glacier_inventory.inventory.dialects.known import (
    LANDFORM,
    MARKERS,
    OUTLINES,
    by_name,
    dialect_of,
    dialects,
    word_lists,
)
from rock_glacier_inventory.inventory.dialects.names import find_fields, plain
from rock_glacier_inventory.inventory.dialects.rows import fields_held, middle_of, outgoing, sector_of, telling_role
from rock_glacier_inventory.inventory.schema import LANDFORMS, PRIMARY_MARKERS, ROCK_GLACIERS, SUBREGIONS

ROOT = Path(__file__).resolve().parents[2]
OURS = {*ROCK_GLACIERS.field_names, *PRIMARY_MARKERS.field_names, *SUBREGIONS.field_names}


@pytest.mark.parametrize("of", dialects(), ids=lambda one: one.name)
def test_each_table_is_whole(of):
    for table in of.tables.values():
        names = [one.name for one in table.fields]
        assert len(set(names)) == len(names) and set(table.telling) <= set(names)
        assert len({plain(name) for name in names}) == len(names), "told apart in any spelling"
        for one in table.fields:
            assert one.kind in ("text", "real", "integer")
            assert not one.is_ours or one.holds in OURS
            assert not one.codes or of.codes[one.codes]
    for codes, told in of.codes.items():
        assert set(told) == set(word_lists()[codes]["words"]), codes
        assert all(of.word_of(codes, f" {str(code).upper()} ") == word for word, code in told.items())
    assert of.source and of.title


def test_lists_of_words_tell_their_source():
    assert all(one["source"] and one["words"] and one["title"] for one in word_lists().values())
    assert set(word_lists()["landform"]["words"]) == set(LANDFORMS)


def test_what_each_holds_stands_on_the_page():
    page = (ROOT / "docs" / "user" / "export.md").read_text("utf-8")
    for of in dialects():
        (told,) = re.findall(rf"\| `{of.name}` \| ([A-Z_, a-z;]+) \|\n", page.split("cannot hold")[1])
        names = [name for name in re.split("[,;] ", told) if name.isupper()]
        assert set(names) == fields_held(of) - {"NAME"}
        assert ("subregions" in told) == ("NAME" in fields_held(of))


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (["PrimaryID", "Out.Type"], "rgik"),
        (["primaryid ", "OUT.TYPE"], "rgik"),
        (["PrimaryID", "OutType", "PolyUID"], "rgik-released"),
        (["PRIMARYID", "outtype"], "rgik-released"),
        (["fid", "ou_type"], "rogi-ch"),
        (["OU_TYPE"], "rogi-ch"),
        (["longitude", "latitude", "elevation", "slope", "aspect", "maat", "magt", "precipitat", "pzi"], "global"),
        (["id", "area", "ele_mean", "slo_mean", "aspect", "pisr", "maat", "magt", "ap"], "tprogi"),
        (["ID", "AREA"], None),
        ([], None),
    ],
)
def test_a_file_is_known_by_its_fields_in_any_spelling(names, name):
    found = dialect_of(names)
    assert (None if found is None else found.name) == name


def test_markers_alone_are_of_the_dialect_that_knows_most_of_them():
    """Both of RGIK's have an identifier and a landform; what ESA CCI released has more than the template."""
    for name in ("rgik", "rgik-released", "rogi-ch"):
        fields = [one.name for one in by_name(name).tables[MARKERS].fields]
        for spelled in (fields, [field.lower() for field in fields], [field[:10] for field in fields]):
            assert dialect_of(spelled, (MARKERS,)).name == name
    assert dialect_of(["PrimaryID", "Landform", "CLU_NUM"], (MARKERS,)).name == "rgik", "as in its first phase"


def test_a_name_that_may_be_two_is_neither():
    """A shapefile has cut both to the same ten letters."""
    table = by_name("rogi-ch").tables[MARKERS]
    found = table.found_in(["pm_pid", "rgu_activi", "rgu_acti_1", "rgu_morpho"])
    assert found == {"pm_pid": "pm_pid", "rgu_morphology": "rgu_morpho"}
    assert find_fields(["a.b", "ab"], ["AB"]) == {"ab": "AB"}


def test_a_layer_is_the_last_table_that_its_name_tells():
    """The file's own name may list all that it holds, and a layer saved alone takes it along."""
    of = by_name("rgik-released")
    for name, role in (("ESACCI_AOI-PM-MA-GO_2025_AOI", "AOI"), ("RoGI_MA_2025-fv02.0", "MA"), ("footprints", None)):
        assert telling_role(of, ["Name"], False, name) == role


def test_sectors_of_the_aspect():
    assert [sector_of(degrees) for degrees in (0, 22.4, 22.5, 90, 337.4, 337.5, 360.0)] == (
        ["N", "N", "NE", "E", "NW", "N", "N"]
    )
    of = by_name("global")
    assert [of.code_of("aspect", sector_of(middle_of(word))) for word in word_lists()["aspect"]["words"]] == (
        [7, 8, 1, 2, 3, 4, 5, 6]
    )


def test_a_word_that_the_other_side_does_not_have_is_told():
    told = []
    kept = Kept("rgik-released", marker={"ActiCl": "sleeping", "Morpho": "Simple"})
    of = by_name("rogi-ch")
    values = outgoing(of, of.tables[MARKERS], {"ID": "a"}, kept, kept.marker, lambda *words: told.append(words))
    row = dict(zip([one.name for one in of.tables[MARKERS].fields], values))
    assert (row["rgu_activity_class"], row["rgu_morphology"], row["pm_type"]) == (None, "Simple", "rock_glacier")
    assert told == [("rgu_activity_class", "has no word for values, which were left empty", "sleeping")]


def test_what_is_kept_is_read_again_and_nothing_is_nothing():
    kept = Kept("rgik", {"Morpho.": "Simple"}, {"RelFr": 0}, [{"geometry": "00"}], [])
    assert read_kept(kept.told()) == kept
    assert Kept("rgik").told() is None and read_kept(None) == Kept() == read_kept("")


def test_an_outline_is_the_extended_one_where_nothing_says_more():
    of = by_name("rgik")
    values = outgoing(of, of.tables[OUTLINES], {"ID": "a"}, Kept(), {}, lambda *_: None)
    assert values[[one.name for one in of.tables[OUTLINES].fields].index("Out.Type")] == "Extended"
    assert of.tables[MARKERS].of(LANDFORM) is not None
