"""Whole runs of candidates into a file or an inventory, for tests: as a command does it, without a search."""

from __future__ import annotations

from contextlib import closing
from itertools import islice

from rock_glacier_inventory.engine.intake.candidate_rows import BATCH, encode_polygons
from rock_glacier_inventory.engine.intake.delivery import Delivery
from rock_glacier_inventory.store.geopackage import geometry


def deliver(output, inventory, run, candidates, crs, ground=None):
    """Candidates (an iterable, read once, a batch at a time): how many came, and what became of them."""
    delivery, stream = Delivery(output, inventory, run, crs, ground, None), iter(candidates)
    with closing(delivery):
        with delivery.taking(lambda: run):
            while batch := list(islice(stream, BATCH)):
                delivery.add(batch)
        return delivery.count, delivery.finish()


def append_candidates(path, run, candidates, crs, ground=None):
    """Into an inventory: what became of them."""
    return deliver(None, path, run, candidates, crs, ground)[1]


def write_candidates(path, run, candidates, crs):
    """Into a file of their own: how many."""
    return deliver(path, None, run, candidates, crs)[0]


def binaries(outlines, source, target, srs_id):
    """Polygons as the geometries of a GeoPackage."""
    return [geometry.encode(wkb, srs_id) for wkb in encode_polygons(outlines, source, target)]
