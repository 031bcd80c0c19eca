"""What goes out of an inventory in a dialect breaks no rule there; what somebody spoils in it is found."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import engine_here
import pytest
import shapely
from checked import NAMES, counts, published
from exchanged import give
from imported import SQUARES, take
from mapping import open_inventory, square
from rock_glacier_inventory.engine.importing.values import RANGES
from rock_glacier_inventory.inventory.dialects.known import by_name, dialects
from rock_glacier_inventory.inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS
from rock_glacier_inventory.store.geopackage.geometry import register_functions

DIALECTS = [one.name for one in dialects()]
KEPT = {
    "dialect": "rgik-released",
    "PM": {"ActiCl": "Active uncertain ", "UpslCon": "Talus", "KinAtt": "dm/yr", "Morpho": "Simple"},
    "GO": {"RelFr": 2, "RelIndex": 2},
    "further outlines": [{"OutType": "Restricted ", "geometry": shapely.to_wkb(SQUARES[0].buffer(-3e-4)).hex()}],
    "MA": [{"VelClass": 4, "geometry": shapely.to_wkb(square(*SQUARES[0].bounds[:2], 1e-3)).hex()}],
}


@pytest.fixture(scope="module")
def inventory(tmp_path_factory):
    """Four rock glaciers with nothing wrong, and all that RGIK asks for of the first of them."""
    folder = tmp_path_factory.mktemp("clean")
    take(published(folder), folder / "i.gpkg")
    with closing(open_inventory(folder / "i.gpkg")) as store, store.fill(ROCK_GLACIERS) as filling:
        filling.update_many(ROCK_GLACIERS, ["PZI"], [(0.5, fid) for fid in (1, 2, 3, 4)])
        filling.update_many(ROCK_GLACIERS, ["RGIK"], [(json.dumps(KEPT), 1)])
        filling.update_many(PRIMARY_MARKERS, ["LANDFORM"], [("uncertain", 2)])
    return folder / "i.gpkg"


@pytest.fixture(scope="module")
def exports(inventory, tmp_path_factory):
    """Each dialect's folder, in all its formats; made when it is wanted first."""
    folder, made = tmp_path_factory.mktemp("exports"), {}

    def of(name):
        if name not in made:
            give(inventory, name, folder / name, "--open=include", "--name=a_b")
            made[name] = folder / name
        return made[name]

    return of


@pytest.fixture
def spoil(exports, tmp_path):
    """A copy of an export in GeoPackage, with values of the second feature (or of all) changed by role and field."""

    def spoiled(name, changed, *, everywhere=False):
        folder = tmp_path / f"{name} {len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for path in exports(name).glob("*.gpkg"):
            shutil.copy(path, folder / path.name)
        for role, values in changed.items():
            table = by_name(name).tables[role]
            layer = table.layer.format(name="a_b")
            with closing(sqlite3.connect(folder / f"{table.file.format(name='a_b')}.gpkg")) as file, file:
                register_functions(file)
                for field, value in values.items():
                    where = "" if everywhere else f" WHERE fid = (SELECT max(fid) FROM '{layer}')"
                    file.execute(f"UPDATE '{layer}' SET \"{field}\" = {value}{where}")
        return folder

    return spoiled


@pytest.mark.parametrize("name", DIALECTS)
def test_what_goes_out_breaks_no_rule_of_its_dialect(exports, name):
    """Also where a folder holds each table in several formats, and where a dialect has other units and codes."""
    result = checked_folder(exports(name))
    assert (result["dialect"], result["outlines"]) == (by_name(name).title, 4)
    assert counts(result) == {}, result["table"]


def checked_folder(folder):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = engine_here.run("check", f"--input={folder}")
    assert (done.code, done.warnings) == (0, []), done
    assert {path: path.read_bytes() for path in folder.iterdir()} == before, "an input was changed"
    return done.result


@pytest.mark.parametrize("name", [one.name for one in dialects() if one.codes])
def test_each_code_that_a_dialect_does_not_have_is_found(spoil, name):
    of = by_name(name)
    wrong = {
        role: {one.name: "77" if one.kind == "integer" else "'sleeping 冰'" for one in table.fields if one.codes}
        for role, table in of.tables.items()
    }
    result = checked_folder(spoil(name, {role: values for role, values in wrong.items() if values}))
    told = [sentence for rule, _, _, _, sentence in result["listed"] if rule == "unknown_word"]
    names = [field for values in wrong.values() for field in values]
    assert sorted(sentence.split(" of ")[0] for sentence in told) == sorted(names), result["table"]
    assert all(sentence.endswith(f", as {of.title} has it.") for sentence in told)
    assert set(counts(result)) <= {"unknown_word", "attribute_missing"}, result["table"]


def test_a_word_that_stands_in_every_row_is_told_once(spoil):
    result = checked_folder(spoil("rgik", {"PM": {"Upsl.Con.": "'Talus-connected'"}}, everywhere=True))
    assert counts(result) == {"unknown_word": 1}, result["table"]
    assert f"Upsl.Con. of {NAMES[0]} and 3 more is 'Talus-connected', none of Talus, Debris-" in result["table"]


WORDS = {
    "rgik": {"PM": {"Acti.Cl.": "' ACTIVE UNCERTAIN '", "Landform": "0"}, "GO": {"Out.Type": "'extended '"}},
    "rgik-released": {"PM": {"ActiCl": "'relict'", "KinAtt": "'cm to dm/yr '"}, "MA": {"VelClass": "'7'"}},
    "rogi-ch": {"PM": {"rgu_activity_class": "'Relict uncertain'", "pm_type": "''"}, "GO": {"ou_type": "NULL"}},
    "global": {"GO": {"aspect": "8"}},
}


@pytest.mark.parametrize("name", WORDS)
def test_other_case_stray_blanks_and_nothing_are_no_unknown_words(spoil, name):
    result = checked_folder(spoil(name, WORDS[name]))
    assert counts(result) == {}, result["table"]


def numbers_of(name):
    """Fields of a dialect's outlines that hold numbers which cannot be any."""
    fields = by_name(name).tables["GO"].fields
    return [one for one in fields if one.holds in RANGES and not one.codes and one.holds not in ("LAT", "LON")]


@pytest.mark.parametrize("name", [name for name in DIALECTS if numbers_of(name)])
def test_each_number_that_cannot_be_is_found(spoil, name):
    fields = numbers_of(name)
    result = checked_folder(spoil(name, {"GO": {one.name: repr(RANGES[one.holds][1] * 2 + 1) for one in fields}}))
    told = [sentence.split(" of ")[0] for rule, _, _, _, sentence in result["listed"] if rule == "range"]
    assert sorted(told) == sorted(one.holds for one in fields), result["table"]


@pytest.mark.parametrize(
    ("name", "field", "times", "unit"), [("tprogi", "AREA", 1e-6, "km²"), ("global", "area", 1e6, "m²")]
)
def test_an_area_in_another_unit_than_the_dialects_is_told_once(spoil, name, field, times, unit):
    result = checked_folder(spoil(name, {"GO": {field: f'"{field}" * {times}'}}, everywhere=True))
    assert counts(result) == {"unit": 1}, result["table"]
    assert f"is in {unit}, not in" in result["rules"][0]["first"]


@pytest.mark.parametrize("name", [name for name in DIALECTS if name != "global"])
def test_identifiers_are_checked_under_their_name_there(spoil, name):
    of = by_name(name)
    field = of.tables["GO"].of("ID").name
    result = checked_folder(spoil(name, {"GO": {field: f"'{NAMES[0]}'"}}))
    assert counts(result)["id_double"] == 2, result["table"]
    result = checked_folder(spoil(name, {"GO": {field: "'RGU 31'"}}))
    assert counts(result)["id_form"] == 1 and "'RGU 31' is no identifier" in result["table"]


@pytest.mark.parametrize(
    "name", [one.name for one in dialects() if "PM" in one.tables and one.tables["PM"].of("RGS_ID")]
)
def test_systems_that_markers_tell_are_compared_with_the_units(spoil, name):
    field = by_name(name).tables["PM"].of("RGS_ID").name
    result = checked_folder(spoil(name, {"PM": {field: "'RGS010000N0010000E'"}}))
    assert counts(result) == {"system_nowhere": 1, "system_of_one": 1}, result["table"]
    result = checked_folder(spoil(name, {"PM": {field: "'group 7'"}}))
    assert counts(result) == {"system_form": 1}, result["table"]
