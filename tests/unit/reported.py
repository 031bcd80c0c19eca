"""Inventories to be reported, reports of them, and what a page says to who reads it without a browser."""

from __future__ import annotations

import csv
from base64 import b64decode
from contextlib import closing
from html.parser import HTMLParser

import numpy as np
import shapely
from engine_here import run
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.identifiers import format_identifier
from rock_glacier_inventory.store.opening import open_store

EAST, NORTH = 90.2, 30.1
REGIONS = ("Nyainqêntanglha <b>念青</b>", "$South$ & 'quotes\"")


def values_of(number, seed=1):
    """Attributes as a dictionary of arrays, by the names of fields."""
    random = np.random.default_rng(seed)
    return {
        "AREA": random.lognormal(11.2, 0.9, number),
        "ELE_MIN": random.normal(4729, 300, number),
        "ELE_MAX": random.normal(5100, 300, number),
        "ELE_MEAN": random.normal(4900, 300, number),
        "SLO_MEAN": random.normal(17.7, 4, number).clip(2, 60),
        "ASPECT": np.degrees(random.vonmises(-0.4, 1.5, number)) % 360,
        "MAAT": random.normal(-2.7, 2, number),
        "MAGT": random.normal(-1.6, 2, number),
        "AP": random.lognormal(6.3, 0.4, number),
        "PISR": random.normal(2930, 200, number),
    }


def made(path, number, place=(EAST, NORTH), attributes=True, regions=REGIONS, title="Höhen 冰", runs=()):
    """An inventory with so many rock glaciers around a place; the path."""
    create_inventory(path, title=title)
    random = np.random.default_rng(3)
    east = (place[0] + random.uniform(-0.3, 0.3, number) + 180) % 360 - 180
    north = place[1] + random.uniform(-0.3, 0.3, number)
    values = values_of(number) if attributes else {}
    rows = []
    for at in range(number):
        lon, lat = float(east[at]), float(north[at])
        told = {"ID": format_identifier(lat, lon), "LON": lon, "LAT": lat, "OPERATION": "remain", "MAPPER": "Ann"}
        told |= {"SUBREGION": regions[at % len(regions)]} if regions else {}
        told |= {"AREA": 2e4, "STALE": False, **{name: float(each[at]) for name, each in values.items()}}
        square = shapely.multipolygons([shapely.box(lon, lat, min(lon + 0.002, 180), lat + 0.002)])
        rows.append((shapely.to_wkb(square), *(told.get(name) for name in schema.ROCK_GLACIERS.field_names)))
    with closing(open_store(path)) as store, store.fill(schema.ROCK_GLACIERS) as filling:
        filling.insert_many(schema.ROCK_GLACIERS, rows)
        for run_row in runs:
            filling.run(run_row)
    return path


def a_run(command="detect", source="scene 冰.tif", **details):
    """A row of `runs`."""
    return new_run(command, source, crs="EPSG:4326", **details).row(7)


def report(inventory, output, *more):
    """Run the command; what it found, after it has ended well."""
    return run("report", "--inventory", inventory, "--output", output, *more).result


def refused(inventory, output, *more):
    """The sentence of a report that cannot be made; nothing is left of it."""
    before = {path.name for path in output.parent.iterdir()} if output.parent.is_dir() else set()
    done = run("report", "--inventory", inventory, "--output", output, *more)
    assert done.code == 1, done
    if output.parent.is_dir():
        assert {path.name for path in output.parent.iterdir()} == before, "nothing half-written"
    return done.error


class Page(HTMLParser):
    """A page as its reader has it: words, tables, pictures, and all that could be fetched or run."""

    def __init__(self, path):
        super().__init__()
        self.words, self.tags, self.fetched, self.images, self.tables = [], [], [], [], []
        self._row = None
        self._skip = False
        self.feed(path.read_text("utf-8"))
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.tags.append(tag)
        self._skip = tag == "style"
        for name in ("src", "href"):
            link = told.get(name) or ""
            if link.startswith("data:image/svg+xml;base64,"):
                self.images.append(b64decode(link.split(",", 1)[1]).decode("utf-8"))
            elif link and not link.startswith("#"):
                self.fetched.append(link)
        if any(name.startswith("on") for name in told):
            self.fetched.append(f"{tag}: {told}")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._row = self.tables[-1][-1]

    def handle_endtag(self, tag):
        self._skip = False
        if tag in ("td", "th"):
            self._row = None

    def handle_data(self, data):
        if self._skip:
            return
        self.words.append(data)
        if self._row is not None:
            self._row[-1] += data


def csv_of(folder, name):
    """The rows of one table of a report, as dictionaries."""
    (path,) = folder.glob(f"table_*_{name}.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
