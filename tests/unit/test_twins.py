"""Two copies of an inventory merged by a version tool: what contradicts itself is found, told and settled."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import engine_here
import pytest
from mapping import (
    SOUTH,
    WEST,
    assert_whole,
    candidate_outline,
    candidate_squares,
    decode,
    journal,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    snapshot,
    square,
)
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.gestures.settling import NONE_OF_THEM, settle
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.upkeep.mending import mend
from rock_glacier_inventory.store.twins import (
    NOT_DECIDED_SO,
    SAME_CANDIDATE,
    SAME_IDENTIFIER,
    SAME_MARKER,
    SAME_VALUE,
    WITHOUT_ROCK_GLACIER,
    Twin,
)

ANN, BOB = By("Ann"), By("Bob")
RGU, MARKERS, CANDIDATES = schema.ROCK_GLACIERS, schema.PRIMARY_MARKERS, schema.CANDIDATES


def by_geodiff(base, theirs, mine):
    """`mine` becomes what Mergin Maps makes of both."""
    pygeodiff = pytest.importorskip("pygeodiff", reason="the package pygeodiff is not installed")
    geodiff = pygeodiff.GeoDiff()
    geodiff.rebase(str(base), str(theirs), str(mine), str(mine.with_suffix(".conflicts.json")))
    geodiff.shutdown()


def as_geodiff_does(base, theirs, mine):
    """The same by SQL: it takes the triggers away, inserts rows under free numbers, and puts them back."""
    merged = mine.with_name("merged.gpkg")
    shutil.copy(theirs, merged)
    with closing(sqlite3.connect(merged, isolation_level=None)) as connection:
        geometry.register_functions(connection)
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'watch%'"
        triggers = connection.execute(sql).fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for layer in (*schema.WATCHED, schema.JOURNAL):
            was, now = rows_of(base, layer), rows_of(mine, layer)
            for fid, row in now.items():
                names = ", ".join(f'"{name}"' for name in row)
                if fid not in was:
                    marks = ", ".join("?" * len(row))
                    connection.execute(f"INSERT INTO {layer.name} ({names}) VALUES ({marks})", [*row.values()])
                for name, value in row.items():
                    if fid in was and value != was[fid][name]:
                        sql = f'UPDATE {layer.name} SET "{name}" = ? WHERE fid = ?'
                        connection.execute(sql, (value, fid))
        for _, sql in triggers:
            connection.execute(sql)
    merged.replace(mine)


@pytest.fixture(params=[as_geodiff_does, by_geodiff])
def merge_copies(request):
    return request.param


@pytest.fixture
def base(tmp_path):
    return make_inventory(tmp_path / "base.gpkg", candidate_squares(4))


@pytest.fixture
def merged(base, merge_copies):
    """From what each of two people does to a copy to the path of what was merged."""

    def merge(ann, bob):
        paths = [base.with_name(f"{name}.gpkg") for name in ("ann", "bob")]
        for path, work in zip(paths, (ann, bob)):
            shutil.copy(base, path)
            with closing(open_inventory(path)) as inventory:
                work(inventory)
        merge_copies(base, *paths)
        assert_whole(paths[1])
        return paths[1]

    return merge


@pytest.fixture
def inventory(base):
    with closing(open_inventory(base)) as inventory:
        yield inventory


def remain(fid, by):
    return lambda inventory: operations.remain(inventory, fid, candidate_outline(inventory, fid), by)


def refine(fid, shape, by):
    return lambda inventory: operations.refine(inventory, fid, outline_of(shape), by)


def assert_settled_and_undone(inventory, before, **counts):
    """No contradiction is left, the file is whole, and undo brings back what was, redo what is."""
    assert inventory.contradictions() == []
    assert_whole(inventory.path)
    after = snapshot(inventory.path)
    for name, count in counts.items():
        assert len(after[name]) == count, name
    assert journal(inventory.path)[-1]["OPERATION"] == "settle"
    assert undoing.undo(inventory, "Cy").operation == "settle"
    assert snapshot(inventory.path) == before
    assert undoing.redo(inventory, "Cy").operation == "settle"
    assert snapshot(inventory.path) == after
    assert_whole(inventory.path)


# Two copies, merged


def test_one_candidate_accepted_by_two_people(merged):
    """Both remain it: two rock glaciers with one identifier."""
    path = merged(remain(1, ANN), remain(1, BOB))
    with closing(open_inventory(path)) as inventory:
        twins = inventory.contradictions()
        identifier = rows_of(path, RGU)[1]["ID"]
        assert twins == [
            Twin(SAME_IDENTIFIER, RGU, identifier, (1, 2), "ID"),
            Twin(SAME_MARKER, MARKERS, identifier, (1, 2), "ID"),
        ]
        assert twins[0].sentence == f"2 rock glaciers have the identifier {identifier}."
        for fid in (1, 2):
            assert inventory.contradiction_of(fid, rows_of(path, RGU)[fid]) == twins[0]
        before = snapshot(path)
        settle(inventory, twins[0], 2, By("Cy"))
        assert list(rows_of(path, RGU)) == [2]
        assert rows_of(path, RGU)[2]["MAPPER"] == "Bob"
        assert [row["ID"] for row in rows_of(path, MARKERS).values()] == [identifier]
        assert_settled_and_undone(inventory, before, rock_glaciers=1, primary_markers=1)


def test_one_candidate_accepted_and_refined(merged):
    """Two identifiers, one candidate; its state follows the rock glacier that is kept."""
    path = merged(remain(1, ANN), refine(1, square(WEST + 1e-4, SOUTH + 1e-4, 0.0021), BOB))
    with closing(open_inventory(path)) as inventory:
        (twin,) = inventory.contradictions()
        assert (twin.kind, twin.key, twin.fids) == (SAME_CANDIDATE, "c1", (1, 2))
        before = snapshot(path)
        settle(inventory, twin, 1, By("Cy"))
        assert rows_of(path, CANDIDATES)[1]["STATE"] == "remain"
        assert list(rows_of(path, MARKERS)) == [1]
        assert_settled_and_undone(inventory, before, rock_glaciers=1, primary_markers=1)


def test_two_outlines_that_lie_apart_are_both_kept(merged):
    """The one that is no longer the candidate's is a retrieved one, with its own identifier."""
    elsewhere = square(WEST + 0.003, SOUTH, 0.001)
    path = merged(remain(1, ANN), refine(1, elsewhere, BOB))
    with closing(open_inventory(path)) as inventory:
        (twin,) = inventory.contradictions()
        before = snapshot(path)
        settle(inventory, twin, 1, By("Cy"), {2: outline_of(elsewhere)})
        rows = rows_of(path, RGU)
        assert (rows[2]["CANDIDATE"], rows[2]["OPERATION"]) == (None, "retrieve")
        assert rows[2]["ID"] == before["rock_glaciers"][2]["ID"] != rows[1]["ID"]
        assert_settled_and_undone(inventory, before, rock_glaciers=2, primary_markers=2)


def test_accepted_by_one_and_removed_by_the_other(merged):
    path = merged(remain(1, ANN), lambda inventory: operations.remove(inventory, 1, "moraine", BOB))
    with closing(open_inventory(path)) as inventory:
        (twin,) = inventory.contradictions()
        assert (twin.kind, twin.key, twin.fids) == (NOT_DECIDED_SO, "c1", (1,))
        assert inventory.contradiction_of(1, rows_of(path, RGU)[1]) == twin
        before = snapshot(path)
        settle(inventory, twin, 1, By("Cy"))
        assert rows_of(path, CANDIDATES)[1]["STATE"] == "remain"
        assert rows_of(path, CANDIDATES)[1]["REASON"] is None
        assert_settled_and_undone(inventory, before, rock_glaciers=1)
        undoing.undo(inventory, "Cy")
        settle(inventory, twin, NONE_OF_THEM, By("Cy"))
        assert rows_of(path, CANDIDATES)[1]["STATE"] == "remove"
        assert_settled_and_undone(inventory, before, rock_glaciers=0, primary_markers=0)


def test_a_journal_that_was_renumbered_is_told_in_words(merged):
    """The journal's rows name features by numbers that the merge has given to others."""
    path = merged(remain(2, ANN), remain(1, BOB))
    with closing(open_inventory(path)) as inventory:
        assert inventory.contradictions() == []
        before = snapshot(path)
        with pytest.raises(UserError, match="The journal was renumbered by another tool") as told:
            undoing.undo(inventory, "Bob")
        assert "cannot be taken back" in told.value.message and path.name in told.value.message
        assert snapshot(path) == before
        assert undoing.undo(inventory, "Ann").operation == "remain"


def test_the_command_tells_each(merged):
    path = merged(remain(1, ANN), remain(1, BOB))
    done = engine_here.run("migrate", "--inventory", path)
    assert done.code == 0
    assert done.result["contradictions"] == 2
    told = [message["warning"] for message in done.messages if "warning" in message]
    assert [path.name in text and "have the identifier RGU" in text for text in told] == [True, True]


# Made by hand


@pytest.fixture
def by_hand(inventory):
    def run(*statements):
        with inventory.change():
            for sql in statements:
                inventory.connection.execute(sql)

    return run


COPIED = ", ".join(f'"{name}"' for name in ("geom", *RGU.field_names))


def test_one_identifier_for_two_landforms(inventory, by_hand):
    """Of two candidates: each keeps its own, the second gets an identifier and a marker."""
    remain(1, ANN)(inventory)
    remain(2, BOB)(inventory)
    identifier = rows_of(inventory.path, RGU)[1]["ID"]
    by_hand(*(f"UPDATE {name} SET ID = '{identifier}' WHERE fid = 2" for name in ("rock_glaciers", "primary_markers")))
    twin = inventory.contradictions()[0]
    before = snapshot(inventory.path)
    shape = decode(before["rock_glaciers"][2]["geom"])
    settle(inventory, twin, 1, By("Cy"), {2: outline_of(shape)})
    rows = rows_of(inventory.path, RGU)
    assert (rows[1]["ID"], rows[2]["CANDIDATE"], rows[2]["OPERATION"]) == (identifier, "c2", "remain")
    assert rows[2]["ID"].startswith("RGU") and rows[2]["ID"] != identifier
    assert [row["ID"] for row in rows_of(inventory.path, MARKERS).values()] == [identifier, rows[2]["ID"]]
    assert_settled_and_undone(inventory, before, rock_glaciers=2, primary_markers=2)


def test_one_landform_taken_in_for_two_candidates(inventory, by_hand):
    """The other candidate's ground is in the inventory, as after a merge of the two."""
    remain(1, ANN)(inventory)
    by_hand(
        f"INSERT INTO rock_glaciers ({COPIED}) SELECT {COPIED} FROM rock_glaciers",
        "UPDATE rock_glaciers SET CANDIDATE = 'c2' WHERE fid = 2",
        "UPDATE candidates SET STATE = 'remain' WHERE fid = 2",
    )
    (twin,) = inventory.contradictions()
    assert twin.kind == SAME_IDENTIFIER
    before = snapshot(inventory.path)
    settle(inventory, twin, 1, By("Cy"))
    assert rows_of(inventory.path, CANDIDATES)[2]["STATE"] == "refine"
    assert_settled_and_undone(inventory, before, rock_glaciers=1, primary_markers=1)


def test_the_units_of_a_system_are_no_twins(inventory):
    fid = remain(1, ANN)(inventory)
    pieces = [outline_of(square(WEST + step, SOUTH, 0.001)) for step in (0, 0.001)]
    reshaping.split(inventory, fid, pieces, ANN)
    remain(2, ANN)(inventory)
    remain(3, ANN)(inventory)
    reshaping.merge(inventory, [3, 4], outline_of(square(WEST + 0.01, SOUTH, 0.01)), ANN)
    operations.remove_rock_glacier(inventory, 2, "other", ANN)
    assert inventory.contradictions() == []
    assert all(inventory.contradiction_of(fid, row) is None for fid, row in rows_of(inventory.path, RGU).items())


def test_what_has_no_identifier_is_no_twin(inventory, by_hand):
    """Neither nothing nor an empty text, which other tools write in its place."""
    for empty in ("NULL", "''"):
        by_hand(
            *(f"INSERT INTO {name} (ID) VALUES ({empty})" for name in ("rock_glaciers", "primary_markers") * 2),
            f"UPDATE rock_glaciers SET CANDIDATE = {empty}",
        )
        assert inventory.contradictions() == []
        assert inventory.contradiction_of(1, rows_of(inventory.path, RGU)[1]) is None


def test_markers_and_candidates_that_contradict(inventory, by_hand):
    remain(1, ANN)(inventory)
    by_hand(
        "INSERT INTO primary_markers (geom, ID, LAT, LON) SELECT geom, ID, 0, 0 FROM primary_markers",
        "UPDATE candidates SET STATE = 'remain' WHERE fid = 3",
    )
    twins = inventory.contradictions()
    assert [(twin.kind, twin.fids) for twin in twins] == [(WITHOUT_ROCK_GLACIER, (3,)), (SAME_MARKER, (1, 2))]
    before = snapshot(inventory.path)
    settle(inventory, twins[0], 3, By("Cy"))
    assert rows_of(inventory.path, CANDIDATES)[3]["STATE"] == "undecided"
    settle(inventory, twins[1], 1, By("Cy"))
    assert inventory.contradictions() == []
    for _ in range(2):
        undoing.undo(inventory, "Cy")
    assert snapshot(inventory.path) == before


def test_keys_that_are_there_twice(inventory, by_hand):
    """Facts: one stays. Candidates: what is there twice goes, what differs gets a key of its own."""
    by_hand(
        *(f"DROP INDEX {name}" for name in ("unique_inventory_info_KEY", "unique_candidates_CANDIDATE_ID")),
        "INSERT INTO inventory_info (KEY, VALUE) VALUES ('title', 'theirs')",
        "UPDATE candidates SET CANDIDATE_ID = 'c1' WHERE fid = 2",
    )
    twins = {twin.layer.name: twin for twin in inventory.contradictions()}
    assert {twin.kind for twin in twins.values()} == {SAME_VALUE}
    assert twins["inventory_info"].sentence == "2 rows of 'inventory_info' have the KEY title."
    facts = rows_of(inventory.path, schema.INVENTORY_INFO)
    settle(inventory, twins["inventory_info"], twins["inventory_info"].fids[1], By("Cy"))
    assert inventory.facts()["title"] == "theirs"
    undoing.undo(inventory, "Cy")
    assert rows_of(inventory.path, schema.INVENTORY_INFO) == facts
    undoing.redo(inventory, "Cy")
    settle(inventory, twins["candidates"], 1, By("Cy"))
    assert [row["CANDIDATE_ID"] for row in rows_of(inventory.path, CANDIDATES).values()][:2] == ["c1", "c1~2"]
    assert inventory.contradictions() == []
    assert mend(inventory.connection).doubles == ()
    before = snapshot(inventory.path)
    with pytest.raises(UserError, match="Another row of 'candidates' has the CANDIDATE_ID c1"):
        undoing.undo(inventory, "Cy")
    assert snapshot(inventory.path) == before


# What goes wrong


def test_what_was_settled_elsewhere_is_refused(inventory, by_hand):
    remain(1, ANN)(inventory)
    by_hand(f"INSERT INTO rock_glaciers ({COPIED}) SELECT {COPIED} FROM rock_glaciers")
    (twin,) = inventory.contradictions()
    with pytest.raises(UserError, match="none of those that share"):
        settle(inventory, twin, 7, By("Cy"))
    with closing(open_inventory(inventory.path)) as other:
        settle(other, twin, 1, BOB)
    before, count = snapshot(inventory.path), len(journal(inventory.path))
    with pytest.raises(UserError, match="was changed elsewhere meanwhile"):
        settle(inventory, twin, 2, By("Cy"))
    assert (snapshot(inventory.path), len(journal(inventory.path))) == (before, count)
    assert [row["MAPPER"] for row in rows_of(inventory.path, RGU).values()] == ["Ann"]
