"""A mapper in a process of its own, who is killed: makes gestures by number and says each when it is on disk.

A program of a `nursery`, for the words INVENTORY FIRST LAST.

Gesture n is the same in every run but for the state it finds, so that a new process goes on where the
killed one was. A line on stdout: number, feature id of the journal's row, operation.
"""

from __future__ import annotations

import random
import sys
from contextlib import closing, suppress
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(sys.argv[1]).parent / ".venv" / "src"))  # not by pytest, which takes long

import nursery
import shapely
from mapping import ME, SOUTH, STEP, WEST, candidate_outline, decode, open_inventory, outline_of, square
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, REMOVAL_REASONS, ROCK_GLACIERS

CANDIDATE_COUNT = 60


def remain(inventory, candidate, number, chance):
    operations.remain(inventory, candidate, candidate_outline(inventory, candidate), ME)


def remove(inventory, candidate, number, chance):
    operations.remove(inventory, candidate, chance.choice(REMOVAL_REASONS), ME)


def refine(inventory, candidate, number, chance):
    west, south, _, _ = decode(inventory.row(CANDIDATES, candidate)[GEOMETRY]).bounds
    drawn = square(west, south, chance.uniform(0.002, 0.008))
    level = chance.choice((None, 0.65))  # by hand, or by a level
    operations.refine(inventory, candidate, outline_of(drawn), ME, level=level)


def retrieve(inventory, candidate, number, chance):
    place = square(WEST + number % 50 * STEP, SOUTH + 1 + number // 50 * STEP)
    operations.retrieve(inventory, outline_of(place), ME)


def retrieved(inventory):
    """Rock glaciers of no candidate; only these are cut and joined, so each candidate has one or none."""
    rows = inventory.connection.rows("SELECT fid FROM rock_glaciers WHERE CANDIDATE IS NULL ORDER BY fid")
    return [row[0] for row in rows]


def shape_of(inventory, fid):
    return decode(inventory.row(ROCK_GLACIERS, fid)[GEOMETRY])


def split(inventory, candidate, number, chance):
    fid = chance.choice(retrieved(inventory) or [0])
    shape = shape_of(inventory, fid) if fid else shapely.box(0, 0, 1, 1)
    west, south, east, north = shape.bounds
    middle = west + (east - west) * chance.uniform(0.3, 0.7)
    boxes = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    reshaping.split(inventory, fid, [outline_of(shapely.intersection(shape, box)) for box in boxes], ME)


def merge(inventory, candidate, number, chance):
    fids = retrieved(inventory)
    chosen = chance.sample(fids, min(2, len(fids)))
    whole = shapely.union_all([shape_of(inventory, fid) for fid in chosen])
    reshaping.merge(inventory, chosen, outline_of(whole), ME)


def undo(inventory, candidate, number, chance):
    undoing.undo(inventory, ME.person)


def redo(inventory, candidate, number, chance):
    undoing.redo(inventory, ME.person)


GESTURES = (remain, remain, remove, refine, retrieve, retrieve, split, merge, undo, undo, redo)


def last_row(inventory):
    """The journal's last row: feature id and operation."""
    rows = inventory.connection.rows("SELECT fid, OPERATION FROM journal ORDER BY fid DESC LIMIT 1")
    return rows[0] if rows else (0, "")


def gesture(inventory, number):
    """Make gesture `number`; what cannot be made in the present state becomes a comment."""
    chance = random.Random(number)
    candidate = chance.randint(1, CANDIDATE_COUNT)
    before = last_row(inventory)
    with suppress(UserError):
        chance.choice(GESTURES)(inventory, candidate, number, chance)
    if last_row(inventory) == before:
        operations.comment(inventory, CANDIDATES, candidate, f"comment {number}", ME)
    return last_row(inventory)


def main(path, first, last):
    with closing(open_inventory(Path(path))) as inventory:
        for number in range(int(first), int(last)):
            fid, operation = gesture(inventory, number)
            sys.stdout.write(f"{number} {fid} {operation}\n")  # at once: `print` writes word by word
            sys.stdout.flush()


if __name__ == "__main__":
    nursery.bear(main)
