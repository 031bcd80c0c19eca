"""Inventories and references to be judged: squares in a row, decided on by real gestures."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pyogrio
import shapely
from delivering import append_candidates
from mapping import ME, outline_of
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.intake import inventory_file
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.gestures.operations import refine, remain, remove, retrieve
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.opening import open_store
from rock_glacier_inventory.store.records import Wanted

DEGREES = "EPSG:4326"
SIZE = 0.004
PLACES = {"north": (80.0, 28.0), "south": (-70.0, -33.0), "antimeridian": (179.98, 66.0)}


def squares(columns, row=0, place="north", size=SIZE):
    """Squares side by side, 0.01 degrees apart; those beyond 180 degrees are written as west longitudes."""
    west, south = PLACES[place]
    found = []
    for column in columns:
        left = west + 0.01 * column
        left -= 360 if left >= 180 else 0
        found.append(shapely.box(left, south + 0.01 * row, left + size, south + 0.01 * row + size))
    return found


def one_square(place="north"):
    return float(ellipsoidal_areas(squares([0], place=place), DEGREES)[0])


def detected(path, shapes, probability=0.8, extent=None, **details):
    """A run of candidates appended to an inventory that is made where there is none."""
    if not path.exists():
        inventory_file.create_inventory(path)
    details = {"crs": DEGREES, "model": "mine", "model_sha256": "a" * 64, **details}
    run = new_run("detect", "scene 冰.tif", extent=extent, **details)
    append_candidates(path, run, [Candidate(shape, probability, 0.9, 1.0) for shape in shapes], DEGREES)
    return run


def decide(path, decisions):
    """Gestures by the feature ids of candidates: remain, remove, or a square that refines; retrieved ones under 0."""
    with closing(open_store(path)) as store:
        for fid, decision in decisions.items():
            if fid == 0:
                for shape in decision:
                    retrieve(store, outline_of(shape), ME)
            elif decision == schema.REMAIN:
                (outline,) = store.outlines(schema.CANDIDATES, Wanted(fids=[fid]))
                remain(store, fid, outline_of(shapely.from_wkb(outline[1])), ME)
            elif isinstance(decision, str):
                remove(store, fid, decision, ME)
            else:
                refine(store, fid, outline_of(decision), ME)


def layer(path, shapes, crs=DEGREES):
    wkb = shapely.to_wkb(np.array(shapes, dtype=object))
    names = [np.array([f"{number} 冰" for number in range(len(shapes))], dtype=object)]
    pyogrio.raw.write(path, wkb, names, ["NAME"], layer="o", geometry_type="Polygon", crs=crs, driver="GPKG")
    return path
