"""All that writes an inventory, one line each: the gestures of a mapper and the commands of the engine.

As a program of a `nursery`, for the words INVENTORY GESTURE, it makes one gesture and is killed meanwhile: it
says "ready", waits for a line, makes the gesture, and says "acknowledged".
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(sys.argv[1]).parent / ".venv" / "src"))  # not by pytest, which takes long

import nursery
import plain_geopackage as geopackage
import shapely
from mapping import (
    ME,
    SOUTH,
    WEST,
    candidate_outline,
    candidate_squares,
    decode,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    square,
)
from rock_glacier_inventory.gestures import consensus, operations, reshaping, reviews, settling, undoing, windows
from rock_glacier_inventory.gestures.finishing import image_dates
from rock_glacier_inventory.gestures.operations import Found
from rock_glacier_inventory.gestures.sampling import Draw, drawing, sample_names
from rock_glacier_inventory.gestures.windows import GroundDraw, Window
from rock_glacier_inventory.inventory.schema import (
    CANDIDATES,
    GEOMETRY,
    GROUND,
    JOURNAL,
    PRIMARY_MARKERS,
    ROCK_GLACIERS,
    YES,
)

REVIEWER = "Rosa 冰"
# Rock glaciers of `prepare`: two that were candidates, and two side by side that the network had missed.
FIRST, SECOND, WEST_HALF, EAST_HALF = 1, 2, 3, 4
NORTH = SOUTH + 1
CONTRADICTS = 9
"""A candidate that is accepted, and has no rock glacier."""


def prepare(path: Path) -> Path:
    """An inventory of some days of work, in which each of `GESTURES` can be made."""
    make_inventory(path, candidate_squares(12))
    with closing(open_inventory(path)) as inventory:
        for candidate in (1, 2):
            operations.remain(inventory, candidate, candidate_outline(inventory, candidate), ME)
        operations.remove(inventory, 3, "talus", ME)
        for place in (WEST, WEST + 0.004):
            operations.retrieve(inventory, outline_of(square(place, NORTH)), ME)
        drawing.draw_sample(inventory, Draw(number=2))
        reviews.decide(inventory, "", marker(inventory, FIRST), REVIEWER, YES)
        reviews.decide(inventory, "", marker(inventory, FIRST), ME.person, "no")
        windows.keep_windows(inventory, [a_window(inventory)], {"": 5}, GroundDraw())
        operations.comment(inventory, CANDIDATES, 8, "front in shadow", ME)
        undoing.undo(inventory, ME.person)
    with geopackage.connect(path, write=True) as file, geopackage.own_transaction(file):
        file.execute(f"UPDATE candidates SET STATE = 'remain' WHERE fid = {CONTRADICTS}")  # as after a merge
    assert len(rows_of(path, ROCK_GLACIERS)) == EAST_HALF
    return path


def marker(inventory, rock_glacier):
    return rows_of(inventory.path, ROCK_GLACIERS)[rock_glacier]["ID"]


def a_window(inventory):
    return Window(inventory.row(ROCK_GLACIERS, FIRST)[GEOMETRY], "", 4e6)


def judge_a_window(inventory):
    (sample,) = sample_names(inventory, GROUND)
    windows.judge_window(inventory, sample, 1, REVIEWER, [inventory.row(PRIMARY_MARKERS, FIRST)[GEOMETRY]])


def add_a_window(inventory):
    (sample,) = sample_names(inventory, GROUND)
    windows.add_windows(inventory, sample, [a_window(inventory)], {"": 5})


def extend_a_sample(inventory):
    drawing.extend_sample(inventory, sample_names(inventory)[0], 1)


def shape(inventory, rock_glacier):
    return decode(rows_of(inventory.path, ROCK_GLACIERS)[rock_glacier][GEOMETRY])


def split(inventory):
    west, south, east, north = shape(inventory, WEST_HALF).bounds
    middle = (west + east) / 2
    parts = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    reshaping.split(inventory, WEST_HALF, [outline_of(part) for part in parts], ME)


def merge(inventory):
    halves = (WEST_HALF, EAST_HALF)
    whole = shapely.union_all([shape(inventory, half) for half in halves])
    reshaping.merge(inventory, halves, outline_of(whole), ME)


def split_a_candidate(inventory):
    west, south, east, north = decode(inventory.row(CANDIDATES, 10)[GEOMETRY]).bounds
    middle = (west + east) / 2
    parts = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    reshaping.split_candidate(inventory, 10, [outline_of(part) for part in parts], ME)


def merge_with_candidates(inventory):
    whole = outline_of(square(WEST, SOUTH, 0.02))
    reshaping.merge(inventory, [FIRST], whole, ME, None, [Found(fid, ME) for fid in (11, 12)])


def remain_all(inventory):
    wanted = [(Found(fid, ME), candidate_outline(inventory, fid)) for fid in (6, 7, 8)]
    operations.remain_all(inventory, ME.person, wanted)


def move_marker(inventory):
    outline = outline_of(shape(inventory, FIRST))
    place = outline.latitude + 0.0003, outline.longitude
    reshaping.move_marker(inventory, FIRST, *place, outline.marker_at(*place), ME)


def settle(inventory):
    (twin,) = inventory.contradictions()
    settling.settle(inventory, twin, CONTRADICTS, ME)


def refine_to_a_level(inventory):
    operations.refine_rock_glacier(inventory, FIRST, SMALL, ME, inventory.row(ROCK_GLACIERS, FIRST), 0.65)
    last = inventory.row(JOURNAL, inventory.last(JOURNAL))
    assert last["PARAMETERS"] == '{"level": 0.65}'


SMALL = outline_of(square(WEST, SOUTH, 0.003))
GESTURES = {
    "remain": lambda at: operations.remain(at, 4, candidate_outline(at, 4), ME),
    "remain, all": remain_all,
    "remove": lambda at: operations.remove(at, 5, "talus", ME),
    "remove a rock glacier": lambda at: operations.remove_rock_glacier(at, SECOND, "talus", ME),
    "refine": lambda at: operations.refine(at, 6, SMALL, ME),
    "refine a rock glacier": lambda at: operations.refine_rock_glacier(at, FIRST, SMALL, ME),
    "refine to a higher level": lambda at: operations.refine(at, 6, SMALL, ME, level=0.65),
    "refine a rock glacier to a higher level": refine_to_a_level,
    "retrieve at a level": lambda at: operations.retrieve(at, outline_of(square(WEST, SOUTH + 2)), ME, level=0.35),
    "retrieve": lambda at: operations.retrieve(at, outline_of(square(WEST, SOUTH + 2)), ME),
    "comment": lambda at: operations.comment(at, CANDIDATES, 7, "front in shadow é 冰", ME),
    "split": split,
    "merge": merge,
    "split a candidate": split_a_candidate,
    "merge with candidates": merge_with_candidates,
    "move a marker": move_marker,
    "undo": lambda at: undoing.undo(at, ME.person),
    "redo": lambda at: undoing.redo(at, ME.person),
    "draw a sample": lambda at: drawing.draw_sample(at, Draw(share=0.5, seed=2)),
    "extend a sample": extend_a_sample,
    "keep windows": lambda at: windows.keep_windows(at, [a_window(at)], {"": 7}, GroundDraw(seed=2)),
    "add windows": add_a_window,
    "judge a window": judge_a_window,
    "agree": lambda at: consensus.agree(at, marker(at, FIRST), "uncertain", (REVIEWER, ME.person), REVIEWER),
    "decide": lambda at: reviews.decide(at, "", marker(at, SECOND), REVIEWER, "no"),
    "settle": settle,
    "remember": lambda at: at.remember({"of_the_dock": "é 冰"}),
    "date of an image": lambda at: image_dates.remember_date(at, "Basemap é 冰", "2021-09"),
}
"""Name -> makes it, once, in the open inventory of `prepare`."""

INTO = "--inventory {here}/inventory.gpkg"
PLAIN = "--device cpu --precision float32"
DETECT = f"detect {PLAIN} --model {{in}}/everything.json --input {{in}}/scene.tif"
COMMANDS = {
    "create": ("new.gpkg", "create --output {here}/new.gpkg"),
    "migrate": ("schema_1.gpkg", "migrate --inventory {here}/schema_1.gpkg"),
    "detect": ("inventory.gpkg", f"{DETECT} {INTO}"),
    "detect, as found": ("inventory.gpkg", f"{DETECT} {INTO} --as-found"),
    "polygonize": ("inventory.gpkg", f"polygonize --input {{in}}/p.tif {INTO}"),
    "attributes": (
        "inventory.gpkg",
        # Without solar radiation: each process would compile its loops, and what is written is written alike.
        f"attributes --all --layer candidates {INTO} --groups terrain,air-temperature "
        "--dem {in}/dem.tif --maat {in}/maat.tif --remember",
    ),
    "sample": ("inventory.gpkg", f"sample --number 2 --by size {INTO}"),
    "sample, ground": (
        "inventory.gpkg",
        f"sample --ground --number 3 --window 300 --area {{in}}/subregions.gpkg {INTO}",
    ),
    "import": ("inventory.gpkg", f"import --input {{in}}/rock_glaciers.gpkg {INTO}"),
    "import, a new one": ("imported.gpkg", "import --input {in}/rock_glaciers.gpkg --inventory {here}/imported.gpkg"),
    "flag-glaciers": ("inventory.gpkg", f"flag-glaciers --all --glaciers {{in}}/glaciers.gpkg {INTO}"),
}
"""Name -> the file it writes, and its words; `in` is the folder of `Inputs`, `here` that of the file."""
MAKERS = ("create", "import, a new one")
"""Those whose file is not there before."""

_OF_PEOPLE = {
    "journal": "fid, TIME, PERSON, OPERATION",
    "reviews": "*",
    "review_samples": "*",
    "primary_markers": "*",
    "rock_glaciers": "fid, ID, geom, OPERATION, CANDIDATE, COMMENT, ADDI_INF",
    "candidates": "fid, CANDIDATE_ID, geom, STATE, REASON, COMMENT",
}


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of our tables, those of GeoPackage and of the other program aside."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for (name,) in names.fetchall()
            if not name.startswith(("gpkg_", "rtree_", "sqlite_", "of_another_program"))
        }


def changed(before: dict[str, list[tuple[object, ...]]], path: Path) -> set[str]:
    """Names of the tables that are not as they were."""
    now = tables(path)
    return {name for name in {*before, *now} if before.get(name) != now.get(name)}


def of_people(path: Path) -> dict[str, list[dict[str, object]]]:
    """What people have done, and no command may touch: rows by field name."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        connection.row_factory = sqlite3.Row
        for name in there & set(_OF_PEOPLE):
            decided = " WHERE STATE <> 'undecided'" if name == "candidates" else ""
            rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"{decided}')]
            wanted = _OF_PEOPLE[name].split(", ")
            found[name] = [{key: row[key] for key in row if key in wanted or wanted == ["*"]} for row in rows]
    return found


def main(path: str, name: str) -> None:
    with closing(open_inventory(Path(path))) as inventory:
        print("ready", flush=True)
        sys.stdin.readline()
        GESTURES[name](inventory)
        print("acknowledged", flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    nursery.bear(main)
