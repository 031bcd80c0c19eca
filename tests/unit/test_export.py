"""What goes out of an inventory, and what does not: what is open is told, and all of a folder is written or nothing."""

from __future__ import annotations

import os
import shutil
from contextlib import closing

import engine_here
import pyogrio
import pytest
from dialect_twins import TWINS
from exchanged import fields_of, give, not_given, tables_in
from imported import published, take
from mapping import (
    ME,
    add_candidates,
    candidate_outline,
    candidate_squares,
    make_inventory,
    open_inventory,
    rows_of,
    square,
)
from rock_glacier_inventory.engine.exporting import writing
from rock_glacier_inventory.gestures import consensus, operations, reviews
from rock_glacier_inventory.gestures.sampling import Draw, drawing
from rock_glacier_inventory.inventory.dialects.known import by_name, dialects
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS

_OF = ("MEAN", "MEDIAN", "MIN", "MAX")
TERRAIN = [f"{what}_{of}" for what in ("ELE", "SLO") for of in _OF]
PEOPLE = ["SOUR_DATA", "MAP_DATE", "MAPPER", "REVIEWER", "ADDI_INF"]
A = ["ID", "SUBREGION", "LAT", "LON", "AREA", *TERRAIN, "ASPECT", "PISR", "MAAT", "MAGT", "AP", *PEOPLE]
"""Fields of the published inventory, in their order."""
WIDTHS = {"ID": 18, "SUBREGION": 80, "SOUR_DATA": 254, "MAP_DATE": 80, "MAPPER": 80, "REVIEWER": 254, "ADDI_INF": 254}
TEXTS = ("ID", "SUBREGION", *PEOPLE)


@pytest.fixture
def inventory(tmp_path):
    """The published twin, taken in: five outlines with all attributes, of which one is stale."""
    (tmp_path / "in").mkdir()
    TWINS["tprogi"](tmp_path / "in")
    take(tmp_path / "in", tmp_path / "Tibet 冰.gpkg")
    return tmp_path / "Tibet 冰.gpkg"


@pytest.fixture
def mapped(tmp_path):
    """Three rock glaciers that a mapper accepted, attributes as if computed; one candidate is not decided."""
    path = make_inventory(tmp_path / "m.gpkg", candidate_squares(4))
    with closing(open_inventory(path)) as store:
        for fid in (1, 2, 3):
            operations.remain(store, fid, candidate_outline(store, fid), ME)
        with store.fill(ROCK_GLACIERS) as filling:
            filling.update_many(ROCK_GLACIERS, ["ELE_MEAN", "STALE"], [(4700.0, 0, fid) for fid in (1, 2, 3)])
    return path


def widths_of(table):
    """Field of a .dbf -> bytes, from its head."""
    head = table.read_bytes()
    fields = (head[at : at + 32] for at in range(32, int.from_bytes(head[8:10], "little") - 1, 32))
    return {field[:11].partition(b"\0")[0].decode(): field[16] for field in fields}


def names_of(path):
    return [row["ID"] for row in rows_of(path, ROCK_GLACIERS).values()]


def left_in(folder):
    return sorted(entry.name for entry in folder.iterdir())


# The published form


def test_the_shapefiles_have_exactly_the_published_fields(inventory, tmp_path):
    done = give(inventory, "tprogi", tmp_path / "out", "--open=include")
    for what, kind in (("Extended_Footprint", "Polygon"), ("Primary_Marker", "Point")):
        path = tmp_path / "out" / f"Tibet 冰_{what}.shp"
        assert fields_of(path) == [(name, "OFTString" if name in TEXTS else "OFTReal") for name in A]
        info = pyogrio.read_info(path)
        assert (info["crs"], info["geometry_type"], info["encoding"]) == ("EPSG:4326", kind, "UTF-8")
        assert path.with_suffix(".cpg").read_text() == "UTF-8"
        assert widths_of(path.with_suffix(".dbf")) == {**dict.fromkeys(A, 24), **WIDTHS}
    assert len(done.result["files"]) == 7 and done.result["files"][-1] == "README.txt"
    readme = (tmp_path / "out" / "README.txt").read_text("utf-8")
    assert all(f"  {name} " in readme for name in A)


@pytest.mark.parametrize("dialect", [one.name for one in dialects()])
def test_each_dialect_has_its_tables_whole(inventory, tmp_path, dialect):
    """Also those without rows: another program that asks for the layer finds it."""
    give(inventory, dialect, tmp_path / "out", "--open=include", "--name=É 冰")
    of = by_name(dialect)
    for table in of.tables.values():
        path = tmp_path / "out" / f"{table.file.format(name='É 冰')}.gpkg"
        told = [name for name, _ in fields_of(path, table.layer.format(name="É 冰"))]
        assert told == [one.name for one in table.fields]
        assert pyogrio.read_info(path, layer=table.layer.format(name="É 冰"))["crs"] == "EPSG:4326"


def test_an_inventory_in_another_system_goes_out_in_degrees(tmp_path):
    source = published(tmp_path)
    take(source, tmp_path / "degrees.gpkg")
    done = engine_here.run("create", f"--output={tmp_path / 'utm.gpkg'}", "--crs=EPSG:32646")
    assert done.code == 0
    take(source, tmp_path / "utm.gpkg")
    give(tmp_path / "utm.gpkg", "tprogi", tmp_path / "out", "--formats=gpkg")
    found = [row["shape"] for row in tables_in(tmp_path / "out")["GO"]]
    wanted = [row["shape"] for row in tables_in(_out(tmp_path, "degrees"))["GO"]]
    assert all(one.equals_exact(other, 1e-9) for one, other in zip(found, wanted, strict=True))


def _out(folder, name):
    give(folder / f"{name}.gpkg", "tprogi", folder / name, "--formats=gpkg")
    return folder / name


# What is open


def test_what_is_decided_goes_out_and_the_candidate_is_told(mapped, tmp_path):
    error = not_given(mapped, "tprogi", tmp_path / "out")
    assert "Not all of the inventory is decided: 1 candidates that nobody has decided on." in error
    assert "--open leave-out" in error and not (tmp_path / "out").exists()
    done = give(mapped, "tprogi", tmp_path / "out", "--open=leave-out")
    assert (done.result["outlines"], done.result["candidates_undecided"], done.result["open"]) == (3, 1, {})
    with closing(open_inventory(mapped)) as store:
        operations.remove(store, 4, "talus", ME)
    (note,) = give(mapped, "tprogi", tmp_path / "all").result["notes"]
    assert note == "What this dialect has no field for, with how many values: OPERATION (3)."


def test_what_is_stale_is_left_out_or_taken_along_as_one_says(mapped, tmp_path):
    with closing(open_inventory(mapped)) as store, store.fill(ROCK_GLACIERS) as filling:
        filling.update_many(ROCK_GLACIERS, ["STALE"], [(1, 2)])
    stale = names_of(mapped)[1]
    assert f"1 with attributes older than the outline, or not computed ({stale})" in not_given(
        mapped, "tprogi", tmp_path / "out"
    )
    done = give(mapped, "tprogi", tmp_path / "less", "--open=leave-out")
    assert done.result["open"] == {"with attributes older than the outline, or not computed": [stale]}
    found = tables_in(tmp_path / "less")
    assert stale not in {row["ID"] for rows in found.values() for row in rows}, "neither outline nor marker"
    assert give(mapped, "tprogi", tmp_path / "all", "--open=include").result["outlines"] == 3
    done = give(mapped, "rgik", tmp_path / "rgik", "--open=leave-out")
    assert (done.result["outlines"], done.result["open"]) == (3, {}), "it holds nothing that could be stale"


def test_markers_lie_on_outlines_and_areas_below_where_all_layers_of_a_file_are_opened(mapped, tmp_path):
    give(mapped, "rgik-released", tmp_path / "out", "--open=include", "--name=a")
    layers = pyogrio.list_layers(tmp_path / "out" / "a_AOI-PM-MA-GO.gpkg")[:, 0]
    assert list(layers) == ["a_AOI", "a_GO", "a_MA", "a_PM"], "QGIS lays each on those before it"


def test_what_reviewers_judge_no_is_open_until_they_agree(mapped, tmp_path):
    first, second, third = names_of(mapped)
    with closing(open_inventory(mapped)) as store:
        operations.remove(store, 4, "talus", ME)
        drawing.draw_sample(store, Draw(share=1.0))
        reviews.decide(store, "", first, "Ada", "no")
        reviews.decide(store, "", first, "Bea", "uncertain")
        reviews.decide(store, "", second, "Ada", "no")
        reviews.decide(store, "", second, "Bea", "yes")
    told = not_given(mapped, "rgik-released", tmp_path / "blind")
    assert f"3 in a sample that its reviewers have not all judged ({first}, {second}, {third})" in told
    assert "judged no" not in told and "judged yes" not in told
    with closing(open_inventory(mapped)) as store:
        for person in ("Ada", "Bea"):
            reviews.decide(store, "", third, person, "yes")
    done = give(mapped, "rgik-released", tmp_path / "out", "--open=leave-out")
    assert done.result["open"] == {
        "judged no by reviewers": [first],
        "judged yes and no, without a consensus": [second],
    }
    with closing(open_inventory(mapped)) as store:
        for name, decision in ((first, "no"), (second, "yes")):
            consensus.agree(store, name, decision, ("Ada", "Bea"), "Ada")
    done = give(mapped, "rgik-released", tmp_path / "agreed", "--open=leave-out")
    assert done.result["open"] == {"judged no by reviewers": [first]}
    assert done.result["outlines"] == 2


def test_two_of_one_identifier_and_one_of_none_are_open(mapped, tmp_path):
    first = names_of(mapped)[0]
    with closing(open_inventory(mapped)) as store:
        operations.remove(store, 4, "talus", ME)
        with store.fill(ROCK_GLACIERS) as filling:
            filling.update_many(ROCK_GLACIERS, ["ID"], [(first, 2), (None, 3)])
    done = give(mapped, "rgik", tmp_path / "out", "--open=include")
    assert done.result["open"] == {
        "with an identifier that another has too": [first, first],
        "without identifier": ["fid 3"],
    }
    assert give(mapped, "rgik", tmp_path / "none", "--open=leave-out").result["outlines"] == 0


def test_a_rock_glacier_without_any_marker_gets_one(mapped, tmp_path):
    with closing(open_inventory(mapped)) as store, store.fill(ROCK_GLACIERS) as filling:
        filling.update_many(ROCK_GLACIERS, ["ID", "LAT", "LON"], [(None, None, None, 3)])
    done = give(mapped, "tprogi", tmp_path / "out", "--open=include")
    assert done.result["outlines"] == 3
    for ending in (".shp", ".gpkg", ".fgb"):
        found = tables_in(tmp_path / "out", ending)
        (outline,) = (row["shape"] for row in found["GO"] if row["ID"] is None)
        (marker,) = (row["shape"] for row in found["PM"] if row["ID"] is None)
        assert outline.contains(marker)


# All or nothing


@pytest.mark.parametrize("dialect", [one.name for one in dialects()])
def test_a_folder_that_is_not_empty_is_left_alone(inventory, tmp_path, dialect):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert "is there and is not overwritten" in not_given(inventory, dialect, tmp_path / "out", "--open=include")
    assert left_in(tmp_path / "out") == ["mine.txt"]
    (tmp_path / "out" / "mine.txt").unlink()
    give(inventory, dialect, tmp_path / "out", "--open=include")


@pytest.mark.parametrize("dialect", [one.name for one in dialects()])
def test_a_disk_that_is_full_in_the_middle_leaves_nothing(inventory, make_small_disk, dialect):
    disk = make_small_disk("full", "1200k")
    (disk / "other").write_bytes(b"0" * 60_000)
    told = []
    for size in (1_050_000, 900_000):
        (disk / "other").write_bytes(b"0" * size)
        if shutil.disk_usage(disk).free < 2**20:
            told.append(not_given(inventory, dialect, disk / "out", "--open=include"))
        assert left_in(disk) == ["other"]
    assert all("disk is full" in one for one in told)


def test_a_write_that_fails_in_the_middle_leaves_nothing(inventory, tmp_path, monkeypatch):
    """A limit of the process on the size of a file stands for a disk that is full after the first tables."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        error = not_given(inventory, "rgik-released", tmp_path / "out", "--open=include")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "The disk is full, or" in error
    assert not (tmp_path / "out").exists()
    assert [name for name in left_in(tmp_path) if name.startswith(".")] == []


def test_a_text_that_is_longer_than_a_shapefile_holds_is_cut_between_characters_and_told(inventory, tmp_path):
    long = "冰" * 200
    with closing(open_inventory(inventory)) as store, store.fill(ROCK_GLACIERS) as filling:
        filling.update_many(ROCK_GLACIERS, ["ADDI_INF"], [(long, 1)])
    done = give(inventory, "tprogi", tmp_path / "out", "--open=include")
    short = tables_in(tmp_path / "out", ".shp")["GO"][0]["ADDI_INF"]
    assert short == "冰" * 84, "254 bytes hold so many whole characters"
    assert tables_in(tmp_path / "out", ".gpkg")["GO"][0]["ADDI_INF"] == long
    assert any("ADDI_INF of Tibet 冰_Extended_Footprint.shp: 1 texts were cut to 254 bytes" in n for n in done.warnings)


def test_a_shapefile_of_two_gigabytes_is_refused_before_it_is_written():
    of = by_name("tprogi").tables["GO"]
    many = 1_600_000
    with pytest.raises(UserError, match=r"x\.shp would be 2\.\d GB and can have 2; leave it out with --formats"):
        writing.check_size([None] * many, [[None] * many] * len(of.fields), of.fields, "x.shp")
    writing.check_size([None] * 1_000, [[None] * 1_000] * len(of.fields), of.fields, "x.shp")


def test_outlines_over_180_degrees_are_cut_there(tmp_path):
    path = make_inventory(tmp_path / "i.gpkg", [square(179.998, 66.0), square(-180.001, 67.0)])
    with closing(open_inventory(path)) as store:
        for fid in (1, 2):
            operations.remain(store, fid, candidate_outline(store, fid), ME)
    give(path, "rgik", tmp_path / "out", "--open=leave-out")
    for row in tables_in(tmp_path / "out")["GO"]:
        west, _, east, _ = row["shape"].bounds
        assert (west, east) == (-180.0, 180.0)
        assert row["shape"].area == pytest.approx(0.004**2) and row["shape"].is_valid
    take(tmp_path / "out", tmp_path / "again.gpkg")
    again = [row["ID"] for row in rows_of(tmp_path / "again.gpkg", ROCK_GLACIERS).values()]
    assert again == names_of(path)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--name=a/b"], "'a/b' cannot be part of a file's name"),
        (["--name= "], "cannot be part of a file's name"),
        (["--formats=shp"], "'shp' of --formats is not a format of this dialect; there are: gpkg"),
        (["--formats=doc"], "'doc' of --formats is none of the formats"),
    ],
)
def test_what_is_asked_wrongly_is_told(inventory, tmp_path, more, said):
    assert said in not_given(inventory, "rgik", tmp_path / "out", "--open=include", *more)
    assert not (tmp_path / "out").exists()


def test_an_inventory_without_anything_decided_has_nothing_to_give(tmp_path):
    path = make_inventory(tmp_path / "i.gpkg")
    assert "would go out" in not_given(path, "tprogi", tmp_path / "out")
    add_candidates(path, candidate_squares(1))
    assert "would go out" in not_given(path, "tprogi", tmp_path / "out", "--open=leave-out")


def test_an_inventory_is_only_read(inventory, tmp_path):
    before = inventory.read_bytes()
    os.chmod(inventory, 0o444)
    give(inventory, "rogi-ch", tmp_path / "out", "--open=include")
    assert inventory.read_bytes() == before
    assert left_in(tmp_path) == ["Tibet 冰.gpkg", "in", "out"]


def test_what_somebody_else_wrote_where_attributes_are_kept_does_no_harm(inventory, tmp_path):
    for text in ("not JSON", "[1]", '{"PM": 3, "MA": [1], "dialect": 7}', '{"dialect": "none", "PM": {"a": 1}}'):
        with closing(open_inventory(inventory)) as store, store.fill(ROCK_GLACIERS) as filling:
            filling.update_many(ROCK_GLACIERS, ["RGIK"], [(text, 1)])
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        done = give(inventory, "rgik", tmp_path / "out", "--open=include")
    assert done.result["not_held"]["a"] == 1
