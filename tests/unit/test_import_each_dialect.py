"""Files of every dialect as people leave them: each comes in, loses nothing without a word, and names stay."""

from __future__ import annotations

import json
import subprocess

import numpy as np
import pytest
import shapely
from dialect_twins import ALONE, NAMES, TWINS
from exchanged import give, tables_in
from imported import of, take
from mapping import decode
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.inventory.identifiers import format_identifier, place_of
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS
from spoiled_twins import Twin, over_180

CHINESE = "念青唐古拉山脉的石冰川"


@pytest.fixture(params=TWINS)
def twin(request, tmp_path):
    return Twin(request.param, tmp_path / "twin")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What a twin becomes with nothing wrong: rock glaciers and markers by identifier; once for each dialect."""
    made = {}

    def rows_of(name):
        if name not in made:
            there = Twin(name, tmp_path_factory.mktemp(name) / "twin")
            there.write()
            made[name] = there.take()[1:]
        return made[name]

    return rows_of


def without(rows, *fields):
    return {name: {key: value for key, value in row.items() if key not in fields} for name, row in rows.items()}


def test_few_columns_do(twin):
    """Those by which the dialect is known, and the identifier."""
    for role, layer in twin.layers.items():
        table = twin.of.tables[role]
        kept = {*table.telling, twin.field(role, "ID")}
        layer.columns = {name: values for name, values in layer.columns.items() if name in kept}
    twin.write()
    done, outlines, markers = twin.take()
    assert done.result["dialect"] == twin.name
    assert (sorted(outlines), sorted(markers)) == (NAMES[:ALONE], twin.names)


def test_further_columns_and_names_in_another_case_lose_nothing(twin, whole):
    for layer in twin.layers.values():
        layer.columns = {name.swapcase(): values for name, values in layer.columns.items()}
        layer.columns["Operator"] = ["Ann 冰"] * len(layer.shapes)
    twin.write()
    done, outlines, markers = twin.take()
    assert done.result["dialect"] == twin.name
    for found, wanted in zip((outlines, markers), whole(twin.name), strict=True):
        assert without(found, "RGIK") == without(wanted, "RGIK")
    if twin.of.keeps_more:
        assert json.loads(outlines[NAMES[0]]["RGIK"])["GO"]["Operator"] == "Ann 冰"
    else:
        assert any("that are not taken (1): Operator" in line for line in done.warnings)


@pytest.mark.parametrize("twin", ["rgik", "rgik-released", "rogi-ch", "global"], indirect=True)
def test_codes_that_nobody_knows_are_told_or_go_out_as_they_came(twin):
    wrong = {}
    for role in ("PM", "GO"):
        for one in twin.of.tables[role].fields if role in twin.of.tables else ():
            if one.codes and one.holds != "outline type":
                value = 77 if one.kind == "integer" else "sleeping"
                twin.layers[role].columns[one.name] = [value] * len(twin.layers[role].shapes)
                wrong[one.name] = (role, one, value)
    twin.write()
    done, outlines, markers = twin.take()
    assert (sorted(outlines), sorted(markers)) == (NAMES[:ALONE], twin.names)
    for role, one, _ in wrong.values():
        if one.is_ours:
            rows = markers if role == "PM" else outlines
            assert {row[one.holds] for row in rows.values()} == {None}
            assert any(line.startswith(f"{one.holds}: codes that the dialect does not have") for line in done.warnings)
    if twin.of.keeps_more:
        give(twin.folder / "i.gpkg", twin.name, twin.folder / "out", "--open=include")
        found = tables_in(twin.folder / "out")
        for name, (role, _, value) in wrong.items():
            assert {row[name] for row in found[role]} == {value}, name


@pytest.mark.parametrize("twin", ["tprogi", "rgik", "rgik-released", "rogi-ch"], indirect=True)
def test_identifiers_rounded_doubled_empty_and_of_another_place(twin):
    north, east = place_of(NAMES[0])
    rounded, far = format_identifier(north + 1e-4, east), "RGU010000N0010000E"
    layer, field = twin.layers["GO"], twin.field("GO", "ID")
    rest = layer.columns.get(field, NAMES[:ALONE] + NAMES[:2])[ALONE:]
    layer.columns[field] = [rounded, NAMES[1], NAMES[1], None, far, *rest]
    twin.write()
    done, outlines, markers = twin.take()
    told = "\n".join(done.warnings)
    assert len(outlines) == ALONE and {rounded, NAMES[1], NAMES[3], far} <= set(outlines), (
        "the fourth takes its marker's"
    )
    assert "identifiers that are of another rock glacier stand in ADDI_INF" in told
    assert "name a place more than 0.1 degrees from their outline" in told
    shapes = {decode(row["geom"]).normalize().wkt for row in outlines.values()}
    assert shapes == {shape.normalize().wkt for shape in as_multi(layer.shapes[:ALONE])}
    assert set(outlines) <= set(markers) and NAMES[ALONE] in markers


def as_multi(shapes):
    return [shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes]


@pytest.mark.parametrize("kind", ["MULTIPOLYGONZM", "MULTISURFACE"])
def test_heights_measures_and_curved_kinds_are_flat_outlines(twin, whole, kind):
    layer = twin.layers["GO"]
    layer.path, layer.name = twin.folder / "flat.gpkg", layer.name or layer.path.stem
    ogr2ogr("-nlt", kind, "-nln", layer.name, twin.write() / "go.gpkg", layer.path)
    _, outlines, markers = twin.take()
    assert (outlines, markers) == whole(twin.name)


def ogr2ogr(*words):
    subprocess.run(["ogr2ogr", *words], check=True, capture_output=True)


def test_arcs_become_outlines_of_short_pieces(tmp_path):
    """A circle of 0.002 degrees, which a reader without curves would take for two triangles."""
    source, made = tmp_path / "arcs.csv", tmp_path / "in" / "arcs.gpkg"
    made.parent.mkdir()
    circle = "CURVEPOLYGON (CIRCULARSTRING (97.2 28.102, 97.204 28.102, 97.2 28.102))"
    source.write_text(f'WKT,PrimaryID,Out.Type\n"{circle}",{NAMES[0]},Extended\n', "utf-8")
    ogr2ogr("-oo", "GEOM_POSSIBLE_NAMES=WKT", "-nlt", "CURVEPOLYGON", "-a_srs", "EPSG:4326", made, source)
    done = take(made, tmp_path / "i.gpkg")
    [row] = of(ROCK_GLACIERS, tmp_path / "i.gpkg")
    assert (done.result["dialect"], row["ID"]) == ("rgik", NAMES[0])
    assert decode(row["geom"]).area == pytest.approx(np.pi * 0.002**2, rel=1e-3)


@pytest.mark.parametrize("twin", ["tprogi", "rgik", "rgik-released", "rogi-ch"], indirect=True)
def test_texts_that_are_longer_than_their_field_are_told(twin):
    """What is cut in a field of ours, a dialect that keeps what came in gives out whole again."""
    role = "PM" if twin.of.keeps_more else "GO"
    ours = {one.holds: one.name for one in twin.of.tables[role].fields if one.is_ours and one.kind == "text"}
    long = {name: ours[name] for name in ours if name not in ("ID", "LANDFORM")}
    for field in long.values():
        twin.layers[role].columns[field] = [(field[0] + "冰") * 200] * len(twin.layers[role].shapes)
    twin.write(".gpkg")
    done, outlines, _ = twin.take()
    for name in long:
        limit = ROCK_GLACIERS.field(name).length
        kept = {row[name] for row in outlines.values()}
        assert {None if text is None else len(text) for text in kept} == {None if name == "RGS_ID" else limit}
        assert any(f"{name}: values longer than {limit} characters were" in line for line in done.warnings)
    if twin.of.keeps_more:
        give(twin.folder / "i.gpkg", twin.name, twin.folder / "out", "--open=include")
        rows = tables_in(twin.folder / "out")[role]
        assert {len(row[field]) for row in rows for field in long.values()} == {400}


def test_another_coordinate_system_changes_no_name(twin, whole):
    for layer in twin.layers.values():
        layer.shapes = list(transform_geometries(np.array(layer.shapes, object), "EPSG:4326", "EPSG:32647"))
        layer.crs = "EPSG:32647"
    twin.write()
    _, outlines, markers = twin.take()
    assert (sorted(outlines), sorted(markers)) == (NAMES[:ALONE], twin.names)
    exact = ("geom", "LAT", "LON", "AREA", "RGIK")
    for found, wanted in zip((outlines, markers), whole(twin.name), strict=True):
        assert without(found, *exact) == without(wanted, *exact)
        assert all(row["LAT"] == pytest.approx(wanted[name]["LAT"], abs=1e-7) for name, row in found.items())


def test_across_180_degrees_each_is_whole(twin, whole):
    names = over_180(twin)
    twin.write()
    _, outlines, markers = twin.take()
    assert (sorted(outlines), sorted(markers)) == (sorted(names[:ALONE]), sorted(names))
    for old, new in zip(NAMES[:ALONE], names, strict=False):
        assert outlines[new]["AREA"] == pytest.approx(whole(twin.name)[0][old]["AREA"], rel=1e-6)


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
@pytest.mark.parametrize("twin", ["tprogi", "rgik", "rgik-released", "rogi-ch"], indirect=True)
def test_a_shapefile_that_names_no_encoding(twin, encoding):
    """Also what somebody has made of a GeoPackage: its names are cut to ten characters."""
    for layer in twin.layers.values():
        for values in layer.columns.values():
            values[:] = [CHINESE if isinstance(value, str) and not value.isascii() else value for value in values]
    field = {"tprogi": "SUBREGION"}.get(twin.name, "Comment" if twin.name != "rogi-ch" else "pm_comment")
    role = "GO" if twin.name == "tprogi" else "PM"
    twin.layers[role].columns[field] = [CHINESE] * len(twin.layers[role].shapes)
    source = twin.write(".shp", encoding=encoding)
    for path in source.glob("*.cpg"):
        path.unlink()
    done, outlines, markers = twin.take()
    assert (done.result["dialect"], sorted(outlines), sorted(markers)) == (twin.name, NAMES[:ALONE], NAMES)
    assert {row["SUBREGION" if twin.name == "tprogi" else "COMMENT"] for row in outlines.values()} == {CHINESE}


@pytest.mark.parametrize("left", ["GO", "PM"])
def test_one_without_the_other(twin, left):
    if left == "PM" and not twin.has_markers:
        pytest.skip("the global inventory has no markers")
    twin.layers = {left: twin.layers[left]}
    twin.write()
    done, outlines, markers = twin.take()
    assert done.result["dialect"] == twin.name
    if left == "PM":
        assert (outlines, sorted(markers)) == ({}, NAMES)
    else:
        assert sorted(outlines) == sorted(markers) and len(outlines) == ALONE
        assert all(row["STALE"] in (0, 1) for row in of(ROCK_GLACIERS, twin.folder / "i.gpkg"))
