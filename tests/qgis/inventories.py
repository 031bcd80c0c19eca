"""Small inventories for the tests of the dock, made in milliseconds and closed before QGIS opens them."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import rock_glacier_inventory
from rock_glacier_inventory.inventory.schema import CANDIDATES, LAYERS, ROCK_GLACIERS, Layer
from rock_glacier_inventory.store.geopackage.geometry import encode
from rock_glacier_inventory.store.geopackage.layout import WGS84

from ..unit import plain_geopackage as geopackage

SIDE = 0.005
"""Of the squares, in degrees; candidates stand 0.01 apart from 80 E 30 N on, rock glaciers at 29.9 N."""


def square(x: float, y: float, side: float = SIDE) -> bytes:
    """A square MultiPolygon as a GeoPackage stores it; x, y is its south-west corner."""
    return encode(square_wkb(x, y, side), 4326)


def square_wkb(x: float, y: float, side: float = SIDE) -> bytes:
    """The same as WKB."""
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    ring = struct.pack("<I", 5) + b"".join(struct.pack("<2d", *corner) for corner in corners)
    polygon = struct.pack("<BII", 1, 3, 1) + ring
    return struct.pack("<BII", 1, 6, 1) + polygon


def point_wkb(x: float, y: float) -> bytes:
    """A point as WKB."""
    return struct.pack("<BI2d", 1, 1, x, y)


def make_inventory(path: Path, candidates: int = 5, rock_glaciers: int = 3) -> Path:
    """Write an inventory with undecided candidates and kept rock glaciers, all squares."""
    geopackage.create(path, LAYERS, WGS84)
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        rows = []
        for number in range(candidates):
            known = {"CANDIDATE_ID": f"r-{number + 1}", "STATE": "undecided", "PROB_MEAN": 0.1 * number}
            rows.append([square(80 + 0.01 * number, 30), *_values(CANDIDATES, known)])
        geopackage.insert_rows(connection, CANDIDATES, rows)
        rows = []
        for number in range(rock_glaciers):
            known = {"ID": f"RGU299025N0800{number}25E", "OPERATION": "remain", "AREA": 2.0e5 / 3}
            rows.append([square(80 + 0.01 * number, 29.9), *_values(ROCK_GLACIERS, known)])
        geopackage.insert_rows(connection, ROCK_GLACIERS, rows)
    return path


def _values(layer: Layer, known: dict[str, object]) -> list[object]:
    return [known.get(name) for name in layer.field_names]


_ROOT = Path(rock_glacier_inventory.__file__).parent
_OPEN = f"""
import importlib.util, os, sys
from pathlib import Path
root = {str(_ROOT)!r}
spec = importlib.util.spec_from_file_location("p", root + "/__init__.py", submodule_search_locations=[root])
sys.modules["p"] = importlib.util.module_from_spec(spec)
from p.store.geopackage.connection import SqliteConnection
c = SqliteConnection(Path(sys.argv[1]), 0)
"""


def another_program(path: Path, code: str) -> list[str]:
    """Command of another program that has the file open as `c`, for `subprocess`."""
    return [sys.executable, "-c", _OPEN + code, str(path)]


def in_another_process(path: Path, sql: str) -> str:
    """Run SQL in another program; what a SELECT returns, as text."""
    command = another_program(path, f"print(c.rows({sql!r}))")
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
