"""Whole runs of rectangles over one piece of ground, for the tests of what an inventory knows already."""

from __future__ import annotations

import numpy as np
import shapely
from affine import Affine
from delivering import append_candidates
from rock_glacier_inventory.engine.intake.searched_ground import SearchedGround
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run

UTM = "EPSG:32645"
LEFT, TOP, PIXEL = 500_000.0, 3_000_000.0, 5.0
SIDE = 400
"""Pixels of what is searched: 2 km."""
HASH, OTHER_HASH = "ab" * 32, "cd" * 32


def box(column, row, width=40, height=None):
    """A rectangle in pixels from the top left of what is searched."""
    left, top = LEFT + column * PIXEL, TOP - row * PIXEL
    return shapely.box(left, top - (height or width) * PIXEL, left + width * PIXEL, top)


def search(path, shapes, **options):
    """A whole run that finds shapes: how many it added, knew, replaced. Options as of `search_run`."""
    taken = search_run(path, shapes, **options)
    return taken.added, taken.known, taken.replaced


def search_run(path, shapes, model=HASH, void=None, size=(SIDE, SIDE), source="s.tif", command="detect", **told):
    """The same, as all that it has taken; the pixels of `void` have no data, `told` is more of the run."""
    run = new_run(command, source, model="m", model_sha256=model, resolution=PIXEL, **told)
    height, width = size
    ground = SearchedGround(path, run, Affine(PIXEL, 0, LEFT, 0, -PIXEL, TOP), UTM, width, height)
    probability = np.zeros((height, width), np.uint8)
    if void is not None:
        probability[void] = 255
    for first in range(0, height, 77):
        ground.add_rows(probability[first : first + 77])
    candidates = [Candidate(shape, 0.7, 0.9, shape.area) for shape in shapes]
    return append_candidates(path, run, candidates, UTM, ground)
