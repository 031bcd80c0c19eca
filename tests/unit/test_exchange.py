"""Out and in again, in each dialect: nothing that the dialect has a field for is lost."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from dialect_twins import ALONE, NAMES, POINTS, TWINS
from exchanged import compared, give, tables_in
from imported import of, take
from mapping import assert_whole, decode, open_inventory
from rock_glacier_inventory.inventory.dialects.known import by_name
from rock_glacier_inventory.inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS, SUBREGIONS

ENDINGS = {"tprogi": ".shp"}
OURS = ("CANDIDATE", "STALE", "geom")
LONGER = 1e-12
"""A shapefile keeps fifteen decimals of a number."""


def assert_same(found, wanted, more=()):
    """Two lists of rows hold the same, in whatever order; `more` are fields that only the first has."""
    assert len(found) == len(wanted)
    left = list(found)
    for row in wanted:
        shape = row["shape"]
        same = next((one for one in left if one["shape"].equals(shape) and _alike(one, row, more)), None)
        assert same is not None, (row, left)
        left.remove(same)


def _alike(one, other, more):
    assert set(one) - set(more) == set(other)
    return all(
        one[name] == value or (isinstance(value, float) and one[name] == pytest.approx(value, rel=LONGER))
        for name, value in other.items()
        if name != "shape"
    )


@pytest.fixture(params=TWINS)
def twin(request, tmp_path):
    folder = tmp_path / "theirs 冰"
    folder.mkdir()
    TWINS[request.param](folder)
    return request.param, folder


def test_what_comes_in_goes_out_as_it_was(twin, tmp_path):
    """Every field of every row, every geometry, also what an inventory does not ask for."""
    dialect, folder = twin
    done = take(folder, tmp_path / "i.gpkg")
    assert done.result["dialect"] == dialect
    give(tmp_path / "i.gpkg", dialect, tmp_path / "ours 冰", "--open=include")
    theirs = tables_in(folder, ENDINGS.get(dialect, ".gpkg"))
    for ending in (".gpkg", ".shp", ".fgb") if dialect == "tprogi" else (".gpkg",):
        ours = tables_in(tmp_path / "ours 冰", ending)
        for role, rows in theirs.items():
            # Outlines of Switzerland are told here of which marker they are.
            assert_same(ours[role], rows, ("pm_pid",) if dialect == "rogi-ch" and role == "GO" else ())
    assert_whole(tmp_path / "i.gpkg")


def test_what_goes_out_comes_in_as_it_was(twin, tmp_path):
    dialect, folder = twin
    take(folder, tmp_path / "i.gpkg")
    give(tmp_path / "i.gpkg", dialect, tmp_path / "out", "--open=include")
    again = take(tmp_path / "out", tmp_path / "again.gpkg")
    assert again.result["dialect"] == dialect
    for layer in (ROCK_GLACIERS, PRIMARY_MARKERS, SUBREGIONS):
        first, second = (of(layer, tmp_path / name) for name in ("i.gpkg", "again.gpkg"))
        assert len(first) == len(second)
        for one, other in zip(_sorted(first), _sorted(second), strict=True):
            assert decode(one["geom"]).equals(decode(other["geom"]))
            assert {k: v for k, v in one.items() if k not in OURS} == {k: v for k, v in other.items() if k not in OURS}


def _sorted(rows):
    return sorted(rows, key=lambda row: row.get("ID") or row.get("NAME"))


def test_identifiers_and_what_is_uncertain_are_kept(twin, tmp_path):
    dialect, folder = twin
    take(folder, tmp_path / "i.gpkg")
    outlines, markers = of(ROCK_GLACIERS, tmp_path / "i.gpkg"), of(PRIMARY_MARKERS, tmp_path / "i.gpkg")
    assert sorted(row["ID"] for row in outlines) == sorted(NAMES[:ALONE])
    count = 5 if dialect == "global" else 6
    assert sorted(row["ID"] for row in markers) == sorted(NAMES[:count])
    places = {row["ID"]: decode(row["geom"]) for row in markers}
    near = 1e-7 if dialect == "global" else 0  # which tells degrees and has no points
    assert all(places[name].equals_exact(point, near) for name, point in zip(NAMES[:count], POINTS, strict=False))
    if dialect.startswith("r"):
        landforms = {row["ID"]: row["LANDFORM"] for row in markers}
        assert [landforms[name] for name in NAMES] == ["rock glacier"] * 4 + ["uncertain"] * 2
        with closing(open_inventory(tmp_path / "i.gpkg")) as store:
            assert store.contradictions() == []


def test_attributes_of_rgik_stand_under_the_names_of_their_dialect(tmp_path):
    TWINS["rgik"](tmp_path)
    take(tmp_path, tmp_path / "i.gpkg")
    found = {row["ID"]: row for row in of(ROCK_GLACIERS, tmp_path / "i.gpkg")}
    kept = json.loads(found[NAMES[0]]["RGIK"])
    assert kept["dialect"] == "rgik"
    assert (kept["PM"]["Acti.Cl."], kept["PM"]["Morpho."], kept["GO"]["RelFr"]) == ("Active", "Simple", 2)
    assert [row["Out.Type"] for row in kept["further outlines"]] == ["Restricted"]
    assert kept["MA"][0]["Vel.Class"] == 4
    assert "PrimaryID" not in kept["PM"] and "Comment" not in kept["PM"]
    assert found[NAMES[0]]["COMMENT"] == "front unclear"
    assert found[NAMES[0]]["RGS_ID"] == "RGS281000N0972000E"


RGIK = [name for name in TWINS if name.startswith("r")]


@pytest.mark.parametrize("other", RGIK)
def test_words_are_translated_between_the_dialects_of_rgik(tmp_path, other):
    (tmp_path / "in").mkdir()
    TWINS["rgik-released"](tmp_path / "in")
    take(tmp_path / "in", tmp_path / "i.gpkg")
    give(tmp_path / "i.gpkg", other, tmp_path / "out")
    markers = tables_in(tmp_path / "out")["PM"]
    activity, upslope, landform, kinematics = {
        "rgik": ("Acti.Cl.", "Upsl.Con.", "Landform", "Kin.Att."),
        "rgik-released": ("ActiCl", "UpslCon", "Landform", "KinAtt"),
        "rogi-ch": ("rgu_activity_class", "rgu_upsl_con", "pm_type", "rgu_kin_att"),
    }[other]
    name = "pm_pid" if other == "rogi-ch" else "PrimaryID"
    found = {row[name]: row for row in markers}
    under = other == "rogi-ch"
    assert [found[one][activity] for one in NAMES] == (
        ["active", "active_uncertain", "transitional", "relict_uncertain", "relict", "uncertain"]
        if under
        else ["Active", "Active uncertain", "Transitional", "Relict uncertain", "Relict", "Uncertain"]
    )
    assert found[NAMES[1]][upslope] == ("glacier_forefield" if under else "Glacier forefield")
    assert found[NAMES[4]][landform] == ("uncertain" if under else 0)
    assert found[NAMES[1]][kinematics] == ("cm_to_dm" if under else "cm to dm/yr")


def test_what_a_dialect_cannot_hold_is_counted(tmp_path):
    (tmp_path / "in").mkdir()
    TWINS["rgik-released"](tmp_path / "in")
    take(tmp_path / "in", tmp_path / "i.gpkg")
    done = give(tmp_path / "i.gpkg", "rogi-ch", tmp_path / "out")
    lost = done.result["not_held"]
    assert (lost["moving areas"], lost["Country"], lost["RelFr"], lost["RGS_ID"]) == (2, 6, 6, 1)
    assert "ActiCl" not in lost and "COMMENT" not in lost
    readme = (tmp_path / "out" / "README.txt").read_text("utf-8")
    assert "Country (6)" in readme and "moving areas (2)" in readme
    done = give(tmp_path / "i.gpkg", "global", tmp_path / "world", "--open=include")
    lost = done.result["not_held"]
    assert (lost["ID"], lost["LANDFORM uncertain"], lost["markers without an outline"]) == (5, 1, 1)


def test_units_and_codes_of_the_global_inventory(tmp_path):
    (tmp_path / "in").mkdir()
    TWINS["global"](tmp_path / "in")
    done = take(tmp_path / "in", tmp_path / "i.gpkg")
    assert done.warnings == []
    found = {row["ID"]: row for row in of(ROCK_GLACIERS, tmp_path / "i.gpkg")}
    aspects = [found[name]["ASPECT"] for name in NAMES[:5]]
    assert aspects == [90.0, 180.0, None, 0.0, 45.0], "1 is east, and it goes clockwise"
    assert found[NAMES[0]]["AREA"] > 100_000
    assert [found[name]["AP"] for name in NAMES[1:3]] == [0.0, None], "nothing is not zero"


@pytest.mark.realdata
@pytest.mark.parametrize("dialect", TWINS)
@pytest.mark.parametrize(
    "name",
    [
        "la_sal/LaSal_UT_active_RoGI_subset.csv",
        "sikkim_scene/rock_glaciers.gpkg",
        "nyainqentanglha/rg_points_N30E090.geojson",
    ],
)
def test_real_rock_glaciers_go_out_and_come_in(shared_data, tmp_path, name, dialect):
    take(shared_data / name, tmp_path / "i.gpkg")
    layers = (ROCK_GLACIERS, PRIMARY_MARKERS)
    before = [of(layer, tmp_path / "i.gpkg") for layer in layers]
    if dialect == "global" and not before[0]:
        pytest.skip("the global inventory has no markers")
    give(tmp_path / "i.gpkg", dialect, tmp_path / "out", "--open=include")
    take(tmp_path / "out", tmp_path / "again.gpkg")
    for layer, rows in zip(layers, before, strict=True):
        found = compared(by_name(dialect), rows, of(layer, tmp_path / "again.gpkg"), layer)
        assert found.is_whole and found.units == len(rows), found
        assert found.values >= 2 * len(rows), "latitude and longitude of each at least"
