"""What changed from one publication to the next, whoever wrote the last one, and in whatever form."""

from __future__ import annotations

import zipfile
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import shapely
from dialect_twins import NAMES, TWINS
from imported import take
from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory, outline_of, square
from pyproj import Geod
from rock_glacier_inventory.engine.exporting.tables import Content
from rock_glacier_inventory.engine.publishing.units import units_going_out
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.inventory.dialects.known import by_name
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS
from test_publish import PEOPLE, ROOT, bytes_of, files_in, fill, names_of, not_published, publish, table

SENTENCE = (
    "Since version 1.0: 1 rock glaciers were added, 1 removed, 1 reshaped; of 2 attributes changed; 1 are as they were."
)
STEP = 0.0002
"""Degrees that an outline grows to the east."""
WORDS = (*PEOPLE, "--dialect=tprogi,rgik-released")


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """An inventory that was published twice: folder, inventory, names of all, what the second one told."""
    folder = tmp_path_factory.mktemp("two 冰")
    path = make_inventory(folder / "Tibet 冰.gpkg", candidate_squares(4))
    with closing(open_inventory(path)) as store:
        for fid in (1, 2, 3, 4):
            operations.remain(store, fid, candidate_outline(store, fid), ME)
    fill(path, ["ELE_MEAN", "STALE"], *((4700.0 + fid, 0, fid) for fid in (1, 2, 3, 4)))
    publish(path, folder / "1.0", *WORDS, "--doi=10.5281/zenodo.1")
    names = names_of(path)
    west, south, east, north = candidate_squares(2)[1].bounds
    with closing(open_inventory(path)) as store:
        operations.remove_rock_glacier(store, 1, "talus", ME)
        operations.refine_rock_glacier(store, 2, outline_of(shapely.box(west, south, east + STEP, north)), ME)
        operations.comment(store, ROCK_GLACIERS, 3, "front unclear", ME)
        operations.retrieve(store, outline_of(square(97.5, 28.3)), ME)
    names.append(names_of(path)[-1])
    fill(path, ["ELE_MEAN", "STALE"], (4702.5, 0, 2), (4800.0, 0, 3), (4900.0, 0, 5))
    done = publish(path, folder / "1.1", *WORDS, "--version=1.1", f"--previous={folder / '1.0'}")
    return folder, path, names, done


def changes_of(folder):
    return {row["ID"]: row for row in table(folder / "changes.csv")}


def test_each_change_is_told_by_identifier(two):
    folder, _, names, done = two
    found = changes_of(folder / "1.1")
    assert {name: found[name]["CHANGE"] for name in found} == {
        names[0]: "removed",
        names[1]: "reshaped attributes",
        names[2]: "attributes",
        names[4]: "added",
    }
    assert {row["KIND"] for row in found.values()} == {"rock glacier"}
    assert table(folder / "1.1" / "changed_attributes.csv") == [
        {"ID": names[1], "FIELD": "ELE_MEAN", "BEFORE": "4702.0", "AFTER": "4702.5"},
        {"ID": names[2], "FIELD": "ELE_MEAN", "BEFORE": "4703.0", "AFTER": "4800.0"},
        {"ID": names[2], "FIELD": "Comment (COMMENT)", "BEFORE": "", "AFTER": "front unclear"},
    ]
    assert found[names[2]]["FIELDS"] == "ELE_MEAN Comment (COMMENT)"
    assert done.result["changed"] == {"added": 1, "removed": 1, "reshaped": 1, "attributes": 2}


def test_areas_and_the_distance_of_outlines_are_true_on_the_ground(two):
    folder, _, names, _ = two
    row = changes_of(folder / "1.1")[names[1]]
    west, south, east, north = candidate_squares(2)[1].bounds
    geod = Geod(ellps="WGS84")
    middle = (south + north) / 2
    assert float(row["OUTLINE_DISTANCE_M"]) == pytest.approx(geod.inv(east, middle, east + STEP, middle)[2], rel=0.01)
    for key, edge in (("AREA_BEFORE_M2", east), ("AREA_AFTER_M2", east + STEP)):
        box = shapely.orient_polygons(shapely.box(west, south, edge, north))
        assert float(row[key]) == pytest.approx(geod.geometry_area_perimeter(box)[0], abs=0.1)
    added = changes_of(folder / "1.1")[names[4]]
    assert added["AREA_BEFORE_M2"] == "" and float(added["AREA_AFTER_M2"]) > 1e5


def test_the_readme_says_it_in_a_sentence_and_the_archive_hears_which_is_newer(two):
    folder, _, names, done = two
    readme, log = ((folder / "1.1" / name).read_text("utf-8") for name in ("README.md", "CHANGES.md"))
    assert SENTENCE in readme and SENTENCE in log and SENTENCE in done.messages[-2]["message"]
    assert f"- Removed (1): {names[0]}" in log
    assert '"relatedIdentifier": "10.5281/zenodo.1"' in (folder / "1.1" / "datacite.json").read_text("utf-8")
    assert not {"changes.csv", "CHANGES.md"} & set(files_in(folder / "1.0"))


@pytest.mark.parametrize("inner", ["", "Tibet 冰 1.0/"])
def test_an_archive_does_as_well_as_a_folder(two, tmp_path, inner):
    folder, path, _, _ = two
    with zipfile.ZipFile(tmp_path / "last 冰.zip", "w") as archive:
        for name in files_in(folder / "1.0"):
            archive.write(folder / "1.0" / name, inner + name)
    publish(path, tmp_path / "out", *WORDS, "--version=1.1", f"--previous={tmp_path / 'last 冰.zip'}")
    one, other = bytes_of(tmp_path / "out"), bytes_of(folder / "1.1")
    assert [name for name in other if one[name] != other[name]] == []


def test_files_that_somebody_else_published_do_as_well(tmp_path):
    """Two shapefiles without metadata; and a form that is not published now."""
    for name in ("tprogi", "rgik-released"):
        source = tmp_path / name
        source.mkdir()
        TWINS[name](source)
        take(source, tmp_path / f"{name}.gpkg")
        done = publish(
            tmp_path / f"{name}.gpkg",
            tmp_path / f"out {name}",
            *PEOPLE,
            "--open=include",
            "--dialect=rogi-ch",
            f"--previous={source}",
        )
        assert done.result["changed"] == {"added": 0, "removed": 0, "reshaped": 0, "attributes": 0}, name
        told = "Since the last publication nothing changed: 5 rock glaciers are as they were."
        assert told in (tmp_path / f"out {name}" / "README.md").read_text("utf-8")


def test_a_marker_without_outline_that_is_gone_is_told(tmp_path):
    source = tmp_path / "tprogi"
    source.mkdir()
    TWINS["tprogi"](source)
    take(source, tmp_path / "i.gpkg")
    publish(tmp_path / "i.gpkg", tmp_path / "1", *PEOPLE, "--open=include")
    marker = next((tmp_path / "1").rglob("*_Primary_Marker.gpkg"))
    meta, _, wkb, columns = pyogrio.raw.read(marker)
    elsewhere = shapely.to_wkb(shapely.Point(97.0, 28.0))
    moved = [elsewhere if name == NAMES[5] else one for one, name in zip(wkb, columns[0], strict=True)]
    fields = {"geometry_type": "Point", "crs": "EPSG:4326", "driver": "GPKG"}
    marker.unlink()
    pyogrio.raw.write(marker, np.array(moved, object), columns, list(meta["fields"]), **fields)
    words = (*PEOPLE, "--open=include", "--version=2", f"--previous={tmp_path / '1'}")
    publish(tmp_path / "i.gpkg", tmp_path / "2", *words)
    [row] = table(tmp_path / "2" / "changes.csv")
    assert (row["ID"], row["KIND"], row["CHANGE"]) == (NAMES[5], "marker", "reshaped")
    assert "Markers without outline: 1 moved." in (tmp_path / "2" / "README.md").read_text("utf-8")


def test_of_several_outlines_of_a_unit_the_extended_one_is_compared():
    of = by_name("rgik-released")
    table = of.tables["GO"]
    content = Content(table)
    for kind in ("Restricted ", "Extended"):  # in whatever order a file has them
        values = {"ID": "RGU281000N0972000E", "outline type": kind}
        content.add(kind.encode(), [values.get(one.holds) for one in table.fields])
    found = units_going_out(of, {"GO": content}, "GO")
    assert [found.wkb[place] for place in found.places.values()] == [b"Extended"]


def test_outlines_that_another_program_wrote_again_are_the_same(two, tmp_path):
    """Rings turned round, begun elsewhere, and coordinates other in their last digits."""
    path = two[1]
    publish(path, tmp_path / "1", *PEOPLE)
    file = next((tmp_path / "1").rglob("*_Extended_Footprint.gpkg"))
    meta, _, wkb, columns = pyogrio.raw.read(file)
    chance = np.random.default_rng(3)
    again = []
    for polygon in shapely.get_parts(shapely.from_wkb(wkb)):
        points = shapely.get_coordinates(polygon.exterior)[-2::-1]
        points += chance.uniform(-5e-10, 5e-10, points.shape)
        again.append(shapely.to_wkb(shapely.Polygon(np.roll(points, 1, axis=0))))
    file.unlink()
    names = list(meta["fields"])
    pyogrio.raw.write(file, np.array(again, object), columns, names, geometry_type="Polygon", crs="EPSG:4326")
    done = publish(path, tmp_path / "2", *PEOPLE, "--version=2", f"--previous={tmp_path / '1'}")
    assert done.result["changed"] == {"added": 0, "removed": 0, "reshaped": 0, "attributes": 0}


def test_an_inventory_of_markers_alone_is_published_and_compared(tmp_path):
    """As La Sal's is."""
    source = ROOT.parent / "shared" / "data" / "la_sal"
    if not source.is_dir():
        pytest.skip("the real data are not here")
    take(source, tmp_path / "i.gpkg")
    publish(tmp_path / "i.gpkg", tmp_path / "1", *PEOPLE, "--dialect=rgik,tprogi")
    readme = (tmp_path / "1" / "README.md").read_text("utf-8")
    assert "An inventory of 35 rock glaciers, between 38." in readme and "primary markers without outlines." in readme
    words = (*PEOPLE, "--version=2", f"--previous={tmp_path / '1'}")
    publish(tmp_path / "i.gpkg", tmp_path / "2", *words)
    assert "Since version 1.0 nothing changed." in (tmp_path / "2" / "README.md").read_text("utf-8")


def test_the_same_version_twice_is_refused(two, tmp_path):
    folder, path, _, _ = two
    said = not_published(path, tmp_path / "out", f"--previous={folder / '1.0'}")
    assert said == f"Version 1.0 is out already ({folder / '1.0'}); give another with --version."


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 no archive"), "is no .zip that can be read"),
        (lambda path: zipfile.ZipFile(path, "w").close(), "The last publication cannot be compared with"),
        (lambda path: path.mkdir(), "The last publication cannot be compared with"),
    ],
)
def test_a_publication_that_is_none_is_told(two, tmp_path, make, said):
    make(tmp_path / "last.zip")
    told = not_published(two[1], tmp_path / "out", "--version=2", f"--previous={tmp_path / 'last.zip'}")
    assert said in told and str(tmp_path / "last.zip") in told, told
    assert "rock_glacier_" not in told, "a folder that nobody knows"
    assert not (tmp_path / "out").exists()


def test_a_form_without_identifiers_cannot_be_compared(two, tmp_path):
    path = two[1]
    publish(path, tmp_path / "last", *PEOPLE, "--dialect=global")
    said = not_published(path, tmp_path / "out", "--version=2", f"--previous={tmp_path / 'last'}")
    assert "holds no rock glaciers with identifiers in a form that is known" in said
